"""What is kept and how: the only package that knows DynamoDB, S3 and KMS."""
