"""Everything that leaves the words of people behind: each place that something is written to, and what each of them received."""

import json
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest
from botocore.client import BaseClient

from huiyin.entry import journal
from infra.local.cloud import ACCOUNT
from infra.local.dispatch import Dispatcher
from infra.local.functions import FunctionFailed, Functions
from infra.local.http_message import Answer, Request
from infra.local.robots import PATH as ROBOTS
from infra.local.stack import Stack
from leaks.words import found_in

SINKS = (
    "logs",
    "metrics",
    "exceptions",
    "refusals",
    "answer headers",
    "addresses",
    "mail subjects",
    "mail headers",
    "mail bodies",
    "queues",
    "function events",
    "aws requests",
    "kms contexts",
    "object keys",
    "object metadata",
    "objects",
    "table keys",
    "table items",
    "stream records",
    "published figures",
    "exports",
    "robots",
)
BUCKETS = ("EvidenceBucket", "MailBucket", "SiteBucket", "BooksBucket")
# Where somebody outside puts a file or a mail before anything of ours has looked at it, and where the mails of machines are laid aside:
# in the clear for whoever may use the key of the bucket, which the test looks at.
AS_THEY_CAME = ("incoming/", "raw/", "kept/")
# An event of this mark is one that somebody made up, with words in it.
BY_HAND = "by_hand"
DOORS = {"OwnerApi", "StaffApi", "EstateApi", "ConfidentialLane"}
_ADDRESS = re.compile(rb"https?://[^\s\"'<>\\]+")
# The address of whoever gets a letter has to stand on it, once.
_ENVELOPE = {"to"}


class Sinks:
    """What each sink received since it is listened to, and what lies in the house at the end."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.received: dict[str, list[bytes]] = defaultdict(list)
        self._lines, self._letters, self._told = len(stack.logs()), len(stack.mailbox()), len(stack.robots.told)

    def take(self, sink: str, *contents: Any) -> None:
        """Write down what a sink received."""
        assert sink in SINKS, sink
        self.received[sink] += [one if isinstance(one, bytes) else _text(one) for one in contents]

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While it lasts, whatever goes anywhere is written down."""
        call, prepare = BaseClient._make_api_call, AWSRequest.prepare
        invoke, answer, later = Functions.invoke, Stack.answer, Dispatcher.call_later

        def called(client: Any, operation: str, order: dict[str, Any]) -> Any:
            self._asked_of_aws(operation, order)
            return call(client, operation, order)

        def prepared(request: Any) -> Any:
            made = prepare(request)
            self.take("aws requests", made.url, dict(made.headers))
            return made

        def invoked(functions: Any, name: str, event: Any) -> Any:
            return self._invoked(lambda: invoke(functions, name, event), functions.find(name).logical_id, event)

        def answered(stack: Any, request: Request) -> Answer:
            given = answer(stack, request)
            self._answered(request, given)
            return given

        def called_later(dispatcher: Any, function: str, event: Any) -> None:
            self.take("function events", event)
            later(dispatcher, function, event)

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("POWERTOOLS_LOG_LEVEL", "DEBUG")
            journal._logger.cache_clear()
            patch.setattr(BaseClient, "_make_api_call", called)
            patch.setattr(AWSRequest, "prepare", prepared)
            patch.setattr(Functions, "invoke", invoked)
            patch.setattr(Stack, "answer", answered)
            patch.setattr(Dispatcher, "call_later", called_later)
            yield
        journal._logger.cache_clear()

    def _asked_of_aws(self, operation: str, order: dict[str, Any]) -> None:
        match operation:
            case "SendMessage":
                self.take("queues", order["MessageBody"], order.get("MessageAttributes", {}))
            case "PutObject":
                self.take("object keys", order["Key"])
                self.take("object metadata", order.get("Metadata", {}), order.get("Tagging", ""), order.get("ContentType", ""))
            case "SendEmail":
                self.take("mail headers", order.get("EmailTags", []), order.get("FromEmailAddress", ""))
        if "EncryptionContext" in order:
            self.take("kms contexts", order["EncryptionContext"])

    def _invoked(self, invoke: Any, function: str, event: Any) -> Any:
        # What a door is asked comes from whoever may say it, and is answered to him alone.
        if function not in DOORS and BY_HAND not in event:
            self.take("function events", event)
        try:
            return invoke()
        except FunctionFailed as failure:
            self.take("exceptions", repr(failure.cause), str(failure.cause), getattr(failure.cause, "response", ""))
            raise

    def _answered(self, request: Request, answer: Answer) -> None:
        if request.path.startswith(ROBOTS):
            self.take("robots", request.body, request.path, request.query)
            return
        self.take("answer headers", dict(answer.headers))
        self.take("addresses", *_ADDRESS.findall(answer.body))
        if answer.status >= 400:
            self.take("refusals", answer.body)
        if request.path.startswith("/api/figures"):
            self.take("published figures", answer.body)

    # ---- what lies there at the end ----------------------------------------------------------------------------------

    def look(self) -> "Sinks":
        """Take down what lies in the house, and what it has written and sent."""
        lines = self.stack.logs()[self._lines :]
        self.take("logs", "\n".join(lines))
        self.take("metrics", "\n".join(line for line in lines if '"_aws"' in line))
        self.take("robots", *self.stack.robots.told[self._told :])
        self._look_at_letters()
        self._look_at_table()
        for bucket in BUCKETS:
            self._look_into(bucket)
        self._look_at_queues()
        return self

    def _look_at_letters(self) -> None:
        from moto.ses.models import ses_backends

        sent = ses_backends[ACCOUNT][self.stack.cloud.region].sent_messages[self._letters :]
        for one in (message_from_bytes(letter.raw_data.encode()) for letter in sent):
            self.take("mail subjects", *_header(one, "subject"))
            for name in {name.lower() for name in one} - _ENVELOPE - {"subject"}:
                self.take("mail headers", *_header(one, name))
            self.take("mail headers", re.sub(r"<?[\w.+-]+@[\w.-]+>?", "", str(one["to"])))
            for part in (part for part in one.walk() if not part.is_multipart()):
                body = part.get_payload(decode=True)
                assert isinstance(body, bytes)
                self.take("mail bodies", body)
                self.take("mail headers", dict(part.items()) if part is not one else {})
                self.take("addresses", *_ADDRESS.findall(body))

    def _look_at_table(self) -> None:
        import moto.backends

        dynamodb = self.stack.boto("dynamodb")
        for page in dynamodb.get_paginator("scan").paginate(TableName=self.stack.name("CaseTable")):
            for item in page["Items"]:
                keys = {name: value for name, value in item.items() if name in ("pk", "sk") or name.endswith(("_pk", "_sk"))}
                self.take("table keys", keys)
                self.take("table items", item, *(value["B"] for value in item.values() if "B" in value))
        table = moto.backends.get_backend("dynamodb")[ACCOUNT][self.stack.cloud.region].tables[self.stack.name("CaseTable")]
        for record in table.stream_shard.items:
            self.take("stream records", record.record)

    def _look_into(self, bucket: str) -> None:
        s3, name = self.stack.boto("s3"), self.stack.name(bucket)
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
            for entry in page.get("Versions", []):
                held = s3.get_object(Bucket=name, Key=entry["Key"], VersionId=entry["VersionId"])
                self.take("object keys", entry["Key"])
                self.take("object metadata", held["Metadata"], held["ContentType"], held.get("ContentDisposition", ""))
                if not entry["Key"].startswith(AS_THEY_CAME):
                    self.take(_sink_of(bucket, entry["Key"]), held["Body"].read())

    def _look_at_queues(self) -> None:
        from moto.sqs.models import sqs_backends

        for queue in sqs_backends[ACCOUNT][self.stack.cloud.region].queues.values():
            self.take("queues", *(message.body for message in queue._messages), *queue.attributes.values())

    def leaks(self, words: dict[str, str] | None = None) -> dict[str, dict[str, str]]:
        """By sink and canary: what stands around it."""
        found = {sink: found_in(set(self.received[sink]), *([words] if words else [])) for sink in SINKS}
        return {sink: leaked for sink, leaked in found.items() if leaked}


def _sink_of(bucket: str, key: str) -> str:
    if bucket == "SiteBucket":
        return "published figures"
    return "exports" if key.startswith("ledger/") else "objects"


def _header(message: Message, name: str) -> list[str]:
    from email.header import decode_header, make_header

    return [part for value in message.get_all(name, []) for part in (str(value), str(make_header(decode_header(str(value)))))]


def _text(content: Any) -> bytes:
    def other(value: Any) -> Any:
        return b64encode(value).decode() if isinstance(value, bytes) else str(value)

    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, default=other)
    return text.encode("utf-8", "surrogatepass")
