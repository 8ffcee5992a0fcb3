"""Letters: who is owed which, how they read, and how they leave. The only package that knows SES and MIME."""
