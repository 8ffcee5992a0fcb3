"""One small stack for each file of tests; a second one may not run beside it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local import patches
from infra.local.stack import Stack

SAMPLE = Path(__file__).parent / "sample" / "template.yaml"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, list[str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return self.headers[name][0]


Ask = Callable[..., Reply]


PutAside = Callable[[], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack.start(template=SAMPLE) as running:
        yield running


@pytest.fixture
def moto_left_repaired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For tests that take the repairs of moto out: whatever the test did to it, the next one finds them in place."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    yield
    monkeypatch.undo()
    patches.install()


@pytest.fixture
def put_aside(stack: Stack) -> PutAside:
    """Takes what lies in the dead-letter queue out of it."""

    def take() -> list[dict[str, Any]]:
        sqs, url = stack.boto("sqs"), stack.name("Lost")
        found = []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    return take


@pytest.fixture
def ask(stack: Stack) -> Ask:
    """Send one HTTP request and follow nothing."""

    def send(method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", stack.web.port, timeout=30)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in answer.getheaders():
                found.setdefault(name.lower(), []).append(value)
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    return send
