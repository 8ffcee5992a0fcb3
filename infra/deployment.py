"""A deployed stack as its operator sees it: its outputs, its parameters, its resources, and clients to ask about them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

Clients = Callable[[str], Any]


class NoSuchStack(Exception):
    """There is no stack of that name in this account and region. Says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One stack. resources: logical id -> (type, name); client: service -> boto3 client of its region."""

    stack: str
    region: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    resources: Mapping[str, tuple[str, str]]
    client: Clients

    def named(self, logical_id: str) -> str | None:
        """The name of one resource; None where the stack has none."""
        found = self.resources.get(logical_id)
        return found[1] if found else None

    def of_type(self, kind: str) -> dict[str, str]:
        """Logical id -> name of every resource of a type."""
        return {logical_id: name for logical_id, (found, name) in self.resources.items() if found == kind}

    @property
    def is_live(self) -> bool:
        """Whether owners use it; otherwise it is a trial."""
        return self.parameters.get("Stage") == "live"


def parser_of(command: str, does: str, region: str) -> argparse.ArgumentParser:
    """What every command about a deployed stack is asked with: its name, and where it is."""
    parser = argparse.ArgumentParser(prog=command, description=does)
    parser.add_argument("--stack", required=True, help="its name, as deployed")
    parser.add_argument("--region", default=region, help="where the stack is; as in infra/samconfig.toml")
    return parser


def on_deployment(command: str, does: str, region: str, words: list[str] | None, work: Callable[[Deployment], int]) -> int:
    """Do one piece of work on the stack that the words name. Returns: what the work does; 1 when AWS refuses, 2 for no such stack."""
    asked = parser_of(command, does, region).parse_args(words)
    session = boto3.Session(region_name=asked.region)
    try:
        return work(deployment_of(asked.stack, asked.region, session.client))
    except NoSuchStack as reason:
        print(f"{command}: {reason}", file=sys.stderr)
        return 2
    except (BotoCoreError, ClientError) as error:
        print(f"{command}: AWS did not take it: {error}", file=sys.stderr)
        return 1


def deployment_of(stack: str, region: str, client: Clients) -> Deployment:
    """Ask CloudFormation about a stack. Raises: NoSuchStack."""
    cloudformation = client("cloudformation")
    try:
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        raise NoSuchStack(f"there is no stack {stack} in {region} of this account; make deploy GUIDED=1 makes one") from None
    resources: dict[str, tuple[str, str]] = {}
    for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack):
        for one in page["StackResourceSummaries"]:
            resources[one["LogicalResourceId"]] = (one["ResourceType"], one.get("PhysicalResourceId", ""))
    return Deployment(
        stack=stack,
        region=region,
        outputs={one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])},
        parameters={one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])},
        resources=resources,
        client=client,
    )
