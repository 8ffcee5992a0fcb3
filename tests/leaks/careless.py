"""A careless house: for each sink somebody who puts a word there on purpose, on the way on which a careless line of code would."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import pytest

from infra.local.functions import FunctionFailed
from infra.local.robots import KEY, PATH
from infra.local.stack import Stack
from leaks.sinks import SINKS
from leaks.words import STEM
from neighbours import send

# No two sinks share a word, so each control finds its own and no other's.
WORDS: Mapping[str, str] = {sink: f"{STEM[:2]}{chr(0x9F00 + n)}{chr(0x20000 + n)}{STEM[2:]}" for n, sink in enumerate(SINKS)}


class Careless:
    """The stack with a function and a door that say what they must not."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    def everywhere(self) -> None:
        """A word of its own into each sink."""
        for sink in SINKS:
            LEAK[sink](self, WORDS[sink])
        self.stack.drain()

    def inside(self, work: Callable[[], Any], event: Any = None, function: str = "SendDigest") -> None:
        """Do something as a function does its work."""
        with self._instead(function, work):
            self.stack.functions.invoke(function, event or {})

    @contextmanager
    def _instead(self, function: str, work: Callable[[], Any]) -> Iterator[None]:
        found = self.stack.functions.find(function)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(self.stack.functions._functions, function, replace(found, handler=lambda event, context: work()))
            yield

    def prints(self, line: str) -> None:
        """A line of the log."""
        self.inside(lambda: print(line))

    def raises(self, word: str) -> None:
        """An error that says what it was about."""

        def fail() -> None:
            raise ValueError(word)

        with pytest.raises(FunctionFailed):
            self.inside(fail)

    def answers(self, status: int, body: str, **headers: str) -> None:
        """An answer of a door."""
        said = {"statusCode": status, "headers": {"content-type": "text/plain", **headers}, "body": body}
        with self._instead("OwnerApi", lambda: said):
            send(f"{self.stack.url}/api/policy.json")

    def writes(self, subject: str = "-", body: str = "-", sender: str = "-") -> None:
        """A letter."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = f"{sender} <service@huiyin.example>", "a@example.com", subject
        letter.set_content(body, cte="base64")
        self._boto("sesv2", "send_email", Content={"Raw": {"Data": letter.as_bytes()}}, FromEmailAddress="service@huiyin.example")

    def keeps(self, bucket: str, key: str, body: str = "-", **more: Any) -> None:
        """An object."""
        self._boto("s3", "put_object", Bucket=self.stack.name(bucket), Key=key, Body=body.encode(), **more)

    def stores(self, key: str, **more: Any) -> None:
        """An item."""
        item = {"pk": {"S": key}, "sk": {"S": "NOTE"}, **more}
        self._boto("dynamodb", "put_item", TableName=self.stack.name("CaseTable"), Item=item)

    def removes(self, key: str) -> None:
        """The item again."""
        gone = {"pk": {"S": key}, "sk": {"S": "NOTE"}}
        self._boto("dynamodb", "delete_item", TableName=self.stack.name("CaseTable"), Key=gone)

    def _boto(self, service: str, call: str, **order: Any) -> None:
        self.inside(lambda: getattr(self.stack.boto(service), call)(**order) and None)

    def comes_and_goes(self, word: str) -> None:
        """An item that is gone before anybody looks: the stream has seen it."""
        self.stores("CASE#00000002", was={"S": word})
        self.removes("CASE#00000002")

    def queues(self, word: str) -> None:
        """A message."""
        body = json.dumps({"matter": word})
        self._boto("sqs", "send_message", QueueUrl=self.stack.name("DeadLetters"), MessageBody=body)

    def wraps(self, word: str) -> None:
        """A data key whose context holds a word: KMS writes it to its trail."""
        order = {"KeyId": self.stack.name("CaseKey"), "KeySpec": "AES_256", "EncryptionContext": {"case": word}}
        self.inside(lambda: self.stack.boto("kms").generate_data_key(**order) and None, function="OwnerApi")

    def asks(self, word: str) -> None:
        """A request to AWS with a word in its address."""
        self._boto("s3", "list_objects_v2", Bucket=self.stack.name("SiteBucket"), Prefix=word)


LEAK: Mapping[str, Callable[[Careless, str], None]] = {
    "logs": lambda one, word: one.prints(f"got {word}"),
    "metrics": lambda one, word: one.prints(json.dumps({"_aws": {}, "who": word})),
    "exceptions": lambda one, word: one.raises(f"no case of {word}"),
    "refusals": lambda one, word: one.answers(400, f"what is {word}?"),
    "answer headers": lambda one, word: one.answers(200, "-", **{"x-was": quote(word)}),
    "addresses": lambda one, word: one.answers(200, f"see https://example.com/?q={quote(word)} for more"),
    "mail subjects": lambda one, word: one.writes(subject=f"about {word}"),
    "mail headers": lambda one, word: one.writes(sender=word),
    "mail bodies": lambda one, word: one.writes(body=f"you said {word}."),
    "queues": lambda one, word: one.queues(word),
    "function events": lambda one, word: one.inside(lambda: None, event={"at": word}),
    "aws requests": lambda one, word: one.asks(word),
    "kms contexts": lambda one, word: one.wraps(word),
    "object keys": lambda one, word: one.keeps("EvidenceBucket", f"served/{quote(word)}"),
    "object metadata": lambda one, word: one.keeps("EvidenceBucket", "served/1", Metadata={"was": quote(word)}),
    "objects": lambda one, word: one.keeps("EvidenceBucket", "served/2", f"see {word}"),
    "table keys": lambda one, word: one.stores(f"CASE#{word}"),
    "table items": lambda one, word: one.stores("CASE#00000001", was={"S": f"about {word}"}),
    "stream records": lambda one, word: one.comes_and_goes(word),
    "published figures": lambda one, word: one.keeps("SiteBucket", "figures/2026-11.json", json.dumps({"words": [word]})),
    "exports": lambda one, word: one.keeps("EvidenceBucket", "ledger/made/1.csv", f"1,{word}\r\n"),
    "robots": lambda one, word: _rings(one.stack, word),
}


def _rings(stack: Stack, word: str) -> None:
    body = {"msgtype": "text", "text": {"content": word}}
    send(f"{stack.url}{PATH}/wecom?key={KEY}", body)
