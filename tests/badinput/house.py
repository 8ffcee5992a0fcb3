"""The running house and somebody who sends it what nobody should send: asking over HTTP, and looking at what is left."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from infra.local.cloud import ACCOUNT
from infra.local.http_message import Request
from infra.local.stack import Stack
from neighbours import Owner, Reply, a_report
from tests.faults import canaries

Json = dict[str, Any]
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
# Of the processor, for one input, with everything that it sets off while its sender waits.
CPU_S = 2.0


class Unhandled(AssertionError):
    """The house broke, instead of saying what is wrong."""


@contextmanager
def bounded() -> Iterator[None]:
    """No input costs more than it is worth."""
    began = time.process_time()
    yield
    assert time.process_time() - began < CPU_S


def a_complaint(**changes: Any) -> Json:
    """A complaint in words that must not be found anywhere in clear; a change to None leaves the field out."""
    words = {"matter": canaries.MATTER, "wish": canaries.WISH, "name": canaries.NAME, "phone": canaries.PHONE, "email": canaries.EMAIL}
    return a_report(**(words | changes))


class House:
    """One stack, and a case in it that strangers may try to reach. may_break: a test breaks something on purpose."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.may_break = False
        self.owner = Owner(stack.url)
        self.owner.report(key="the-case-of-this-house", **a_complaint())
        stack.drain()

    # ---- asking ------------------------------------------------------------------------------------------------------

    @bounded()
    def ask(self, method: str, path: str, body: bytes = b"", headers: list[tuple[str, str]] | None = None) -> Reply:
        """One request over HTTP, with these headers and no others but its length."""
        connection = HTTPConnection(urlsplit(self.stack.url).netloc, timeout=30)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in [*(headers or []), *([("content-length", str(len(body)))] if body else [])]:
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return handled(Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()))
        finally:
            connection.close()

    @bounded()
    def inside(self, method: str, path: str, body: bytes = b"", *, address: str = "203.0.113.7", **headers: str) -> Reply:
        """The same behind the web server: for what no client of ours can send, or from another address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.stack.gateway.answer(Request(method, path, "", named, body, address))
        return handled(Reply(answer.status, {name.lower(): value for name, value in answer.headers}, answer.body))

    def page(self, path: str) -> Reply:
        """A look at a page behind the web server, because Python's makes one slash of several."""
        raw_path, _, query = path.partition("?")
        answer = self.stack.answer(Request("GET", raw_path, query, {"host": urlsplit(self.stack.url).netloc}, b"", "203.0.113.7"))
        return handled(Reply(answer.status, {name.lower(): value for name, value in answer.headers}, answer.body))

    def post(self, path: str, body: Any, *more: tuple[str, str], media: str = JSON) -> Reply:
        """A POST. body: bytes as they are, or something to be sent as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return self.ask("POST", path, raw, [("content-type", media), *more])

    def post_form(self, path: str, fields: Any, *more: tuple[str, str]) -> Reply:
        """A POST of a page without script, which asks for a page."""
        raw = fields if isinstance(fields, bytes) else urlencode(fields, doseq=True).encode()
        return self.post(path, raw, ("accept", "text/html"), *more, media=FORM)

    def report(self, **changes: Any) -> Json:
        """A complaint from a form of its own, taken in: its receipt."""
        said = self.post("/api/complaints", a_complaint(**changes), ("idempotency-key", uuid.uuid4().hex))
        assert said.status == 201, said.text
        return said.json

    def signed(self, staff: str = "lin.jing") -> tuple[str, str]:
        """The header of a member of staff who is signed in."""
        return "authorization", f"Bearer {self.stack.token(staff)}"

    def doors(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Every address that reads a JSON body, with what one needs to be listened to."""
        case = f"/api/desk/cases/{self.owner.number}"
        desk = {path: (self.signed(),) for path in ("/api/desk/complaints", f"{case}/register-case", f"{case}/identity")}
        return {"/api/complaints": (), "/api/track": (), "/api/owner/add": (), **desk}

    # ---- looking -----------------------------------------------------------------------------------------------------

    def kept(self) -> frozenset[str]:
        """The keys of everything that is kept of cases, in table and buckets."""
        import moto.backends

        table = moto.backends.get_backend("dynamodb")[ACCOUNT][self.stack.cloud.region].tables[self.stack.name("CaseTable")]
        items = {f"{item.hash_key.value} {item.range_key.value}" for item in table.all_items()}
        buckets = moto.backends.get_backend("s3")[ACCOUNT]["aws"].buckets.values()
        # What was deleted leaves a marker behind, which has no content.
        objects = {f"{bucket.name}/{key}" for bucket in buckets for key in list(bucket.keys) if hasattr(bucket.keys[key], "metadata")}
        return frozenset(key for key in items | objects if not key.startswith("BUDGET#"))

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nothing more is kept afterwards than before, and nobody was written to."""
        self.stack.drain()
        before, letters = self.kept(), len(self.stack.mailbox())
        yield
        self.stack.drain()
        assert self.kept() == before
        assert len(self.stack.mailbox()) == letters

    def by_mail(self, raw: bytes) -> Json:
        """The case that a mail makes, as the desk sees it."""
        before = self.kept()
        assert self.post("/_local/inbound-mail", raw, media="message/rfc822").status == 200
        self.stack.drain()
        (case,) = (key.removesuffix(" META") for key in self.kept() - before if key.endswith(" META"))
        key = {"pk": {"S": case}, "sk": {"S": "META"}}
        item = self.stack.boto("dynamodb").get_item(TableName=self.stack.name("CaseTable"), Key=key)["Item"]
        return self.at_the_desk(item["nu"]["S"])

    def at_the_desk(self, number: str, staff: str = "lin.jing") -> Json:
        """A case as a member of staff sees it, of the service desk if nobody else is named."""
        said = self.ask("GET", f"/api/desk/cases/{number}", b"", [self.signed(staff)])
        assert said.status == 200, said.text
        return said.json

    def letters_to(self, address: str) -> list[Json]:
        """The letters to one address, once all is quiet."""
        self.stack.drain()
        return [letter for letter in self.stack.mailbox() if address in letter["to"]]

    def identity(self, number: str) -> Json:
        """What a member of staff is shown of whoever reported."""
        said = self.post(f"/api/desk/cases/{number}/identity", {"reason": "call_owner"}, self.signed())
        assert said.status == 200, said.text
        return said.json


def handled(said: Reply) -> Reply:
    """The answer, unless it says that something broke."""
    if said.status in (500, 502, 504):
        raise Unhandled(f"answered {said.status}")
    return said


def refused(said: Reply, status: int, code: str, field: str | None = None) -> Reply:
    """The answer, which must be exactly this refusal: by code, in both languages, and without a word that was sent."""
    assert (said.status, said.json.get("code"), said.json.get("field")) == (status, code, field), said.text
    message = said.json["message"]
    assert set(message) == {"zh", "en"}
    assert message["zh"] != message["en"]
    assert any("\u4e00" <= char <= "\u9fff" for char in message["zh"])
    assert message["en"].isascii() or "“" in message["en"]
    assert canaries.found_in(said.body) == set()
    return said
