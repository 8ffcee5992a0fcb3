"""What the functions may do is what they do: a day of the house is recorded call by call and held against template.yaml."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

import pytest
from botocore.client import BaseClient

from builders import MONDAY_9AM
from entry.conftest import forget
from entry.doors import complaint, event, post_json
from entry.test_photos import a_photo
from house.group_day import Ask, Group, bring_estate, known_to_be_many
from house.guarded_day import guarded
from house.ledger_day import ledgers
from house.mail_day import lose_letters, take_mail
from house.template_reading import listed, of_type
from infra.local.robots import SECRET_ARN
from infra.local.stack import Stack

# A day of the stack takes longer than all other rules together.
pytestmark = pytest.mark.stack

Grants = set[tuple[str, str]]

SIGNED = "signed here, asked of S3 by a browser in the name of the function"
TOLD_APART = "without it S3 answers 403 to what is not there, and a fault could not be told from that"
BY_LAMBDA = "done by Lambda in the name of the function, when it failed for good"
BY_S3 = "done by S3 in the name of the function, to encrypt what it puts"
# What no client of ours calls and a function needs all the same, and why.
UNSEEN: dict[str, dict[tuple[str, str], str]] = {
    "OwnerApi": {
        ("s3:PutObject", "EvidenceBucket/incoming/*"): SIGNED,
        ("s3:GetObject", "EvidenceBucket/served/*"): SIGNED,
        ("s3:ListBucket", "SiteBucket"): TOLD_APART,
    },
    "StaffApi": {
        ("s3:PutObject", "EvidenceBucket/incoming/*"): SIGNED,
        ("s3:GetObject", "EvidenceBucket/served/*"): SIGNED,
        ("s3:GetObject", "EvidenceBucket/ledger/made/*"): SIGNED,
    },
    "ConfidentialLane": {
        ("s3:PutObject", "EvidenceBucket/incoming/*"): SIGNED,
        ("s3:GetObject", "EvidenceBucket/served/*"): SIGNED,
    },
    "EstateApi": {("s3:ListBucket", "SiteBucket"): TOLD_APART},
    "FollowUp": {("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},
    "CleanEvidence": {("s3:ListBucket", "EvidenceBucket"): TOLD_APART, ("kms:GenerateDataKey", "CaseKey"): BY_S3},
    "InboundMail": {
        ("kms:GenerateDataKey", "MailKey"): BY_S3,
        ("kms:Decrypt", "MailKey"): BY_S3,
        ("sqs:SendMessage", "DeadLetters"): BY_LAMBDA,
    },
    "SweepDeadlines": {("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},
    "WatchRisk": {("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},
    "SendDigest": {("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},
    "WriteReport": {("s3:ListBucket", "SiteBucket"): TOLD_APART, ("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},
    "ArchiveCases": {("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},
    "PublishRoot": {("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},
}
SLOTS = b"<p><!-- figures --><!-- /figures --></p><p><!-- home-figures --><!-- /home-figures --></p><p><!-- places --><!-- /places --></p>"
PAGES = ("index.html", "stats/index.html", "report/index.html")
PAGES += tuple(f"en/{page}" for page in PAGES)


def granted(stack: Stack) -> dict[str, Grants]:
    """By function: every action its role has, with the resource as one reads it, such as "CaseTable/index/due"."""
    resources = stack.cloud.template.resources
    return {
        name: {
            (action, _named(resource))
            for policy in resources[f"{name}Role"]["Properties"]["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
            for action in listed(statement["Action"])
            for resource in listed(statement["Resource"])
        }
        for name, _, _ in of_type(resources, "AWS::Lambda::Function")
    }


def _named(resource: Any) -> str:
    if "Fn::GetAtt" in resource:
        return str(resource["Fn::GetAtt"][0])
    text = str(resource.get("Ref") or resource["Fn::Sub"])
    text = text.replace("arn:${AWS::Partition}:s3:::${AWS::StackName}-evidence-${AWS::AccountId}", "${EvidenceBucket.Arn}")
    text = re.sub(r"^arn:.*?:(identity|configuration-set)/", "", text)
    return re.sub(r"\$\{(\w+)(?:\.Arn)?\}", r"\1", text)


class Watch:
    """Which function is at work in which thread, and what it asks of AWS."""

    def __init__(self, stack: Stack) -> None:
        self.done: dict[str, Grants] = {}
        self._at_work = threading.local()
        self._last = ""
        kept = ("CaseTable", "SiteBucket", "BooksBucket", "EvidenceBucket", "MailBucket")
        ids = (*kept, "CaseKey", "PeopleKey", "GuardedKey", "ReceiptSecret", "DoorSecret")
        # The queue under its URL; the secret of robots is none of the template's, so it has the parameter's name.
        self._names = {stack.name("Alarms"): "Alarms", SECRET_ARN: "RobotSecretArn"}
        self._names[stack.functions.environment["CONFIDENTIAL_LANE"]] = "ConfidentialLaneAliaslive"
        self._names |= {spelt: name for name in ids for spelt in (stack.name(name), stack.cloud.get(name).attributes.get("Arn"))}

    def invoke(self, real: Any, logical_id: str, asked: Any) -> Any:
        """Call a function in a container of its own, and know in this thread that it is that one."""
        if logical_id != self._last:
            # What another one has learned, such as the secret, this one does not know.
            forget()
        # One that calls another goes on when it has its answer.
        before = getattr(self._at_work, "function", None)
        self._last = self._at_work.function = logical_id
        try:
            return real(logical_id, asked)
        finally:
            self._at_work.function = before

    def call(self, operation: str, order: dict[str, Any]) -> None:
        """Write down what one call needs, if a function makes it."""
        function = getattr(self._at_work, "function", None)
        if function is not None:
            self.done.setdefault(function, set()).update(self._needed(operation, order))

    def _needed(self, operation: str, order: dict[str, Any]) -> Grants:
        match operation:
            case "TransactWriteItems":
                steps = [step for item in order["TransactItems"] for step in item.items()]
                return {(f"dynamodb:{kind}Item", self._names[step["TableName"]]) for kind, step in steps}
            case "Query" | "GetItem" | "UpdateItem" | "PutItem":
                index = f"/index/{order['IndexName']}" if "IndexName" in order else ""
                return {(f"dynamodb:{operation}", self._names[order["TableName"]] + index)}
            case "BatchGetItem":
                return {("dynamodb:BatchGetItem", self._names[name]) for name in order["RequestItems"]}
            case "GenerateDataKey" | "Encrypt" | "Decrypt":
                return {(f"kms:{operation}", self._names[order["KeyId"]])}
            case "Invoke":
                return {("lambda:InvokeFunction", self._names[order["FunctionName"]])}
            case "SendMessage":
                return {("sqs:SendMessage", self._names[order["QueueUrl"]])}
            case "GetSecretValue":
                return {("secretsmanager:GetSecretValue", self._names[order["SecretId"]])}
            case "SendEmail":
                # A raw message needs both rights, on the identity and on the configuration set.
                rights = ("ses:SendEmail", *(["ses:SendRawEmail"] if "Raw" in order["Content"] else []))
                return {(right, on) for right in rights for on in ("MailDomain", "MailSending")}
            case "ListObjectsV2" | "ListObjectVersions":
                right = "s3:ListBucketVersions" if operation == "ListObjectVersions" else "s3:ListBucket"
                return {(right, self._names[order["Bucket"]])}
            case "HeadObject" | "GetObject" | "PutObject" | "DeleteObject":
                return {(f"s3:{operation.replace('Head', 'Get')}", f"{self._names[order['Bucket']]}/{order['Key']}")}
            case _:
                return {(operation, "?")}


@pytest.fixture(scope="module")
def day() -> Iterator[tuple[dict[str, Grants], dict[str, Grants]]]:
    """(what is granted, what was done) on a day on which every function has had each kind of its work."""
    with Stack.start() as stack, pytest.MonkeyPatch.context() as patch:
        watch = Watch(stack)
        invoke, call = stack.functions.invoke, BaseClient._make_api_call

        def asked(client: Any, operation: str, order: dict[str, Any]) -> Any:
            watch.call(operation, order)
            return call(client, operation, order)

        def found(name: str, event: Any) -> Any:
            return watch.invoke(invoke, stack.functions.find(name).logical_id, event)

        patch.setattr(BaseClient, "_make_api_call", asked)
        patch.setattr(stack.functions, "invoke", found)
        with stack.at(MONDAY_9AM):
            live(stack)
        yield granted(stack), watch.done


def begun(stack: Stack, ask: Ask, head: dict[str, str]) -> dict[str, str]:
    """A case with a photo, followed and added to by its owner, read and registered at the desk. Answers its number and code."""
    receipt = ask("OwnerApi", post_json("/api/complaints", complaint(), key="a-key-of-the-day-0001"), 201)
    stack.drain()
    keys = {"number": receipt["number"], "code": receipt["code"]}
    grant = receipt["evidence"]["upload"][0]["fields"]
    stack.boto("s3").put_object(Bucket=stack.name("EvidenceBucket"), Key=grant["key"], Body=a_photo(), ContentType="image/jpeg")
    stack.drain()
    ask("OwnerApi", post_json("/api/track", keys), 200)
    ask("OwnerApi", post_json("/api/track", keys | {"code": "0000-0000-0000-0000"}, headers={"huiyin-door": "guessed"}), 404)
    ask("OwnerApi", post_json("/api/owner/add", keys | {"note": "又停了一次。"}, key="a-key-of-the-day-0002"), 200)
    case = ask("StaffApi", event("GET", f"/api/desk/cases/{receipt['number']}", headers=head), 200)
    path = f"/api/desk/cases/{receipt['number']}"
    ask("StaffApi", post_json(f"{path}/register-case", {"version": case["version"], "identity_check": "called_back"}, headers=head), 200)
    ask("StaffApi", post_json(f"{path}/identity", {"reason": "call_owner"}, headers=head), 200)
    stack.drain()
    return keys


def live(stack: Stack) -> None:
    """Two cases: one with a photo, read and worked on, one heard at the counter; then the clocks and the night."""
    ask = partial(asked_at, stack)
    head = {"authorization": f"Bearer {stack.token('lin.jing')}"}
    keys = begun(stack, ask, head)
    # An emergency: the robots ring.
    ask("OwnerApi", post_json("/api/complaints", complaint(danger=True), key="a-key-of-the-day-0005"), 201)
    stack.drain()
    lose_letters(stack, ask)
    guarded(stack, ask)
    take_mail(stack)
    group = Group(stack, ask, "b5")
    group.answer()
    stack.drain()
    group.join("b5")
    stack.drain()
    # With the stream off, the sweeper finds a letter that nobody sent.
    stack.stream(False)
    heard = complaint() | {"channel": "counter", "mode": "oral", "read_back": True}
    ask("StaffApi", post_json("/api/desk/complaints", heard, headers=head, key="a-key-of-the-day-0003"), 201)
    # And members whom nobody told of their answer.
    Group(stack, ask, "b6").answer()
    stack.tick("SweepDeadlines", MONDAY_9AM + timedelta(days=1))
    known_to_be_many(stack, ask)
    ledgers(stack, ask)
    for page in PAGES:
        stack.boto("s3").put_object(Bucket=stack.name("SiteBucket"), Key=page, Body=SLOTS)
    for days in (1, 2):
        stack.tick("WriteReport", MONDAY_9AM + timedelta(days=days))
        stack.tick("PublishRoot", MONDAY_9AM + timedelta(days=days))
    ask("OwnerApi", post_json("/api/track/books", keys), 200)
    ask("OwnerApi", event("GET", "/api/figures/latest.json"), 200)
    ask("OwnerApi", post_json("/api/owner/withdraw", keys, key="a-key-of-the-day-0004"), 200)
    # Years later, what is personal of it is erased, with its photo.
    assert stack.functions.invoke("ArchiveCases", {"at": (MONDAY_9AM + timedelta(days=2_000)).isoformat()}) == {"archived": 1}
    bring_estate(stack, ask)


def asked_at(stack: Stack, door: str, request: Any, status: int) -> Any:
    """What a door answers."""
    answer = stack.functions.invoke(door, request)
    assert answer["statusCode"] == status, answer["body"]
    return json.loads(answer["body"])


def covers(grant: tuple[str, str], need: tuple[str, str]) -> bool:
    """Whether that right is enough for that call."""
    return grant[0] == need[0] and fnmatchcase(need[1], grant[1])


def test_every_function_may_do_what_it_does(day: tuple[dict[str, Grants], dict[str, Grants]]) -> None:
    grants, done = day
    assert set(done) == set(grants), "a function without a day's work"
    lacking = {(name, *need) for name in done for need in done[name] if not any(covers(grant, need) for grant in grants[name])}
    assert lacking == set()
    unseen = {(name, *need) for name, needs in UNSEEN.items() for need in needs}
    assert {need for need in unseen if need[1:] not in grants[need[0]]} == set()


@pytest.mark.asvs("V13.2.2", "V13.3.2")
def test_no_function_may_do_more_than_it_does(day: tuple[dict[str, Grants], dict[str, Grants]]) -> None:
    grants, done = day
    idle = {(name, *grant) for name in grants for grant in grants[name] if not any(covers(grant, need) for need in done[name])}
    assert idle == {(name, *need) for name, needs in UNSEEN.items() for need in needs}


def test_the_watch_would_see_a_right_that_is_missing_and_one_that_is_idle() -> None:
    assert not covers(("dynamodb:Query", "CaseTable"), ("dynamodb:Query", "CaseTable/index/due"))
    assert not covers(("s3:GetObject", "SiteBucket/figures/*"), ("s3:PutObject", "SiteBucket/figures/latest.json"))
    assert covers(("s3:GetObject", "SiteBucket/figures/*"), ("s3:GetObject", "SiteBucket/figures/latest.json"))
