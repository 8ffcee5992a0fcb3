"""The account as its owner sees it: clients that may make every call, for what a test sets up and looks at."""

from functools import cache
from typing import Any

import boto3

REGION = "ap-southeast-1"


@cache
def client(service: str) -> Any:
    """A client of boto3 with all of its service; the functions' own know their own calls alone."""
    return boto3.client(service, region_name=REGION)  # type: ignore[call-overload]
