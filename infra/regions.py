"""Where Huiyin can run: `python -m infra.regions REGION`. From botocore's own list of what AWS offers where."""

from __future__ import annotations

import argparse
import sys
from functools import cache

import boto3

NEEDED = {
    "lambda": "Lambda",
    "apigatewayv2": "API Gateway",
    "dynamodb": "DynamoDB",
    "s3": "S3",
    "kms": "KMS",
    "secretsmanager": "Secrets Manager",
    "sqs": "SQS",
    "scheduler": "EventBridge Scheduler",
    "sesv2": "SES",
    "cognito-idp": "Cognito",
}
# AWS has these in China in another shape or not at all, and botocore's list does not tell.
_CHINA = "the pages use CloudFront functions and origin access control, which AWS does not have in the China regions"


@cache
def _offers() -> boto3.Session:
    """One session for all questions: the list is large, and each session reads it anew."""
    return boto3.Session(region_name="us-east-1")


def missing(region: str, *, own_issuer: bool = False) -> list[str]:
    """What Huiyin needs and this region lacks, a sentence each; nothing means that it can run there.

    own_issuer: staff sign in with an issuer of the operator, so no Cognito is needed.
    """
    session = _offers()
    partition = session.get_partition_for_region(region)
    if region not in session.get_available_regions("lambda", partition_name=partition):
        return [f"no region of that name is known: {region}"]
    found = []
    for service, name in NEEDED.items():
        if service == "cognito-idp" and own_issuer:
            continue
        if region not in session.get_available_regions(service, partition_name=partition):
            instead = "; OidcIssuer= takes its place" if service == "cognito-idp" else ""
            found.append(f"{name} is not offered there{instead}")
    return [*found, _CHINA] if partition == "aws-cn" else found


def suitable() -> list[str]:
    """Every region that has all of it."""
    return [region for region in sorted(_offers().get_available_regions("lambda")) if not missing(region)]


def main(words: list[str] | None = None) -> int:
    """Print what is missing in a region, or without one where Huiyin can run; 1 when something is missing."""
    parser = argparse.ArgumentParser(prog="make regions", description="Where Huiyin can run.")
    parser.add_argument("region", nargs="?", help="only this one")
    asked = parser.parse_args(words)
    if not asked.region:
        print("Huiyin can run in:", *suitable())
        return 0
    lacks = missing(asked.region)
    for line in lacks:
        print(f"{asked.region}: {line}", file=sys.stderr)
    if not lacks:
        print(f"{asked.region}: everything that Huiyin needs is offered there")
    return 1 if lacks else 0


if __name__ == "__main__":
    raise SystemExit(main())
