"""What the product relies on in DynamoDB, asked of any client: a story each, and the answer that the documentation gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
from botocore.exceptions import ClientError

from infra.local.template import load_yaml
from infra.rehearsal.comparing import Row
from infra.rehearsal.emulator import REGION

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
Story = Callable[["Table"], Any]
STORIES: list[tuple[str, Any, Story]] = []


def story(name: str, documented: Any) -> Callable[[Story], Story]:
    """Enter a story under the sentence that it checks, with the answer of the documentation."""

    def enter(tell: Story) -> Story:
        STORIES.append((name, documented, tell))
        return tell

    return enter


class Table:
    """The table of the template under a name of its own, and short words for what is done with it."""

    def __init__(self, client: Any) -> None:
        wanted = load_yaml(TEMPLATE)["Resources"]["CaseTable"]["Properties"]
        self.client, self.name = client, f"behaviour-{uuid4().hex[:12]}"
        parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
        stream = {"StreamEnabled": True, **wanted["StreamSpecification"]}
        made = client.create_table(
            TableName=self.name, BillingMode="PAY_PER_REQUEST", StreamSpecification=stream, **{part: wanted[part] for part in parts}
        )
        self.stream = made["TableDescription"].get("LatestStreamArn")

    def put(self, pk: str, sk: str = "a", **more: Any) -> Any:
        """Put an item; texts are strings, everything else stands as DynamoDB writes it."""
        return self.client.put_item(TableName=self.name, Item=item(pk, sk, **more))

    def get(self, pk: str, sk: str = "a") -> Any:
        """The item, or None."""
        return self.client.get_item(TableName=self.name, Key=item(pk, sk), ConsistentRead=True).get("Item")

    def put_of(self, pk: str, sk: str = "a", condition: str | None = None, **more: Any) -> dict[str, Any]:
        """A put as part of a transaction."""
        wanted: dict[str, Any] = {"TableName": self.name, "Item": item(pk, sk, **more)}
        if condition:
            wanted |= {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        return {"Put": wanted}

    def write(self, *operations: dict[str, Any], **more: Any) -> Any:
        """One transaction: done, or the codes of its reasons, or the code of the refusal."""
        return said(lambda: self.client.transact_write_items(TransactItems=list(operations), **more))

    def update(self, pk: str, expression: str, values: dict[str, Any], **more: Any) -> Any:
        """Update one item."""
        asked = {"TableName": self.name, "Key": item(pk, "a"), "UpdateExpression": expression, "ExpressionAttributeValues": values}
        return self.client.update_item(**asked, **more)

    def query(self, pk: str, **more: Any) -> Any:
        """One page of one partition."""
        asked = {"TableName": self.name, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": pk}}}
        return self.client.query(**{**asked, **more})

    def due(self, shard: str, **more: Any) -> Any:
        """One page of the index of clocks."""
        return self.query("", IndexName="due", KeyConditionExpression="due_pk = :p", ExpressionAttributeValues={":p": {"S": shard}}, **more)


def item(pk: str, sk: str, **more: Any) -> dict[str, Any]:
    """An item as DynamoDB writes it."""
    return {"pk": {"S": pk}, "sk": {"S": sk}, **{name: {"S": value} if isinstance(value, str) else value for name, value in more.items()}}


def said(act: Callable[[], Any]) -> Any:
    """The word done, the codes of a cancelled transaction's reasons, or the code of the refusal."""
    try:
        act()
    except ClientError as refused:
        reasons = refused.response.get("CancellationReasons")
        return [reason.get("Code") for reason in reasons] if reasons else refused.response["Error"]["Code"]
    return "done"


def sorts(page: Any, name: str = "sk") -> list[str]:
    """The sort keys of a page."""
    return [one[name]["S"] for one in page["Items"]]


def told_by(client: Any) -> list[Any]:
    """The answer to every story, each on a table of its own; a story that breaks off is an answer too."""
    answers = []
    for _, _, tell in STORIES:
        try:
            answers.append(tell(Table(client)))
        except Exception as broken:  # noqa: BLE001 (an emulator may fail in any way, and that is the finding)
            answers.append(f"{type(broken).__name__}: {broken}"[:120])
    return answers


def compared(other: Any) -> list[Row]:
    """Every story told to our own moto, repaired and strict, and to another DynamoDB."""
    from moto import mock_aws

    from infra.local import patches, strict
    from infra.rehearsal import behaviour_reads, behaviour_writes  # noqa: F401 (each enters its stories)

    theirs = told_by(other)
    patches.install()
    strict.install()
    with mock_aws():
        ours = told_by(boto3.client("dynamodb", region_name=REGION))
    return [
        Row(behaviour=name, documented=documented, ours=one, ministack=two)
        for (name, documented, _), one, two in zip(STORIES, ours, theirs, strict=True)
    ]
