"""One file per Lambda function, named after its logical id, and what the doors share."""
