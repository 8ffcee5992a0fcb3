"""A thief of the table and the buckets finds no word of any complaint and no sign of any person, in any spelling."""

import base64
import codecs
import gzip
import html
import json
import quopri
import zlib
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from builders import MONDAY_9AM, a_complaint, accept, contact, register, someone, triage
from huiyin.casework import perform
from huiyin.core.commands import OWNER, AddFact, Command, Person, RevealIdentity
from store.clouds import LETTERS, Stack

CANARIES = {
    "name": "欧阳𠮷金丝雀",
    "phone": "13912345678",
    "email": "canary.owner@example.org",
    "unit": "canary-3-1-802",
    "household": "canaryhousehold7731",
    "matter": "二号梯轿厢坠落式急停困住四十分钟",
    "wish": "请换掉曳引机并道歉",
    "spot": "负一层配电间门口积水",
    "answers": "对讲无人应答应急灯不亮",
    "accused": "保安队长欧某某",
    "avoid": "别让前台小赵知道",
    "note": "已电话联系约定后天上门",
    "fact": "又停了一次这回是六楼",
    "reason": "核对门牌后才好派工",
    "photo": "GPS 31.230416N 121.473701E",
}


def spellings(text: str) -> Iterator[bytes]:
    """The ways in which a text hides in a dump."""
    raw = text.encode()
    yield raw
    yield text.encode("gb18030")
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield json.dumps(text)[1:-1].encode()
    yield quote(text).encode()
    yield raw.hex().encode()
    yield quopri.encodestring(raw).rstrip(b"\n")
    yield html.escape(text).encode("ascii", "xmlcharrefreplace")
    if not text.isascii():
        yield codecs.encode(text, "punycode")
    for offset in range(3):
        # Base64 of the text in the middle of others: the characters at both ends depend on the neighbours.
        yield base64.b64encode(b"\0" * offset + raw).rstrip(b"=")[4 if offset else 0 : -2]


def dump(stack: Stack) -> bytes:
    """Everything that lies in the table and the buckets, as bytes, and whatever of it can be inflated."""
    parts: list[bytes] = []
    for item in stack.raw():
        parts.append(json.dumps(item, ensure_ascii=False, default=lambda raw: raw.hex()).encode())
        parts += [value["B"] for value in item.values() if "B" in value]
    s3 = stack.client("s3")
    for bucket in (stack.evidence_bucket, stack.site_bucket):
        for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            held = s3.get_object(Bucket=bucket, Key=entry["Key"])
            parts += [entry["Key"].encode(), held["Body"].read(), json.dumps([held["Metadata"], held["ContentType"]]).encode()]
    return b"\n".join(parts + [inflated for part in parts for inflated in _inflated(part)])


def _inflated(blob: bytes) -> Iterator[bytes]:
    for start in range(min(len(blob), 40)):
        for window in (-zlib.MAX_WBITS, 32 + zlib.MAX_WBITS):
            try:
                yield zlib.decompressobj(window).decompress(blob[start:])
            except zlib.error:
                continue


def found(stack: Stack) -> set[str]:
    everything = dump(stack)
    return {name for name, text in CANARIES.items() if any(spelled in everything for spelled in spellings(text))}


def live_through_everything(stack: Stack) -> str:
    c = CANARIES
    person = Person(name=c["name"], phone=c["phone"], email=c["email"], unit=c["unit"], household=c["household"], contact_by=("phone",))
    said = {name: c[name] for name in ("matter", "wish", "spot", "answers", "accused", "avoid")}
    history = stack.register(person=person, **said)
    case_id = history.case.case_id
    reason = next(iter(stack.policy.identity_reasons))
    asks: list[Command] = [
        register(stack.policy, by=someone(stack.policy, "confid"), release=True),
        triage(stack.policy),
        accept(stack.policy),
        contact(stack.policy, note=c["note"]),
        AddFact(by=OWNER, note=c["fact"], files=("1",)),
        RevealIdentity(by=someone(stack.policy, "desk"), reason=reason, note=c["reason"]),
    ]
    for n, ask in enumerate(asks):
        perform(ask, case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key=f"one-of-many-steps-{n}")
    for event in stack.store.owed(MONDAY_9AM, 9):
        for letter in (owed.key for owed in LETTERS):
            if stack.store.lease(event, letter, MONDAY_9AM, MONDAY_9AM):
                stack.store.settle(event, letter, sent_at=MONDAY_9AM, message_id="m-1")
    key = stack.store.new_file_key(stack.loaded(case_id))
    stack.evidence.put_original(case_id, "1", c["photo"].encode(), key, beside=False)
    stack.evidence.put_served(case_id, "1", b"\xff\xd8stripped")
    return case_id


def test_a_dump_of_table_and_buckets_holds_nothing_that_a_person_said_or_is(stack: Stack) -> None:
    case_id = live_through_everything(stack)
    said = json.dumps([str(event) for event in stack.store.open(stack.loaded(case_id))], ensure_ascii=False) + str(
        stack.people.read(case_id)
    )
    assert all(text in said for name, text in CANARIES.items() if name != "photo")
    assert found(stack) == set()
    receipt = stack.receipts.code_for("key-of-one-complaint", 0)
    assert receipt.encode() not in dump(stack)
    assert receipt.replace("-", "").encode() not in dump(stack)
    assert b"key-of-one-complaint" not in dump(stack)


@pytest.mark.parametrize("name", sorted(CANARIES))
def test_the_search_finds_a_word_that_does_lie_there_in_any_spelling(stack: Stack, name: str) -> None:
    text = CANARIES[name]
    for n, spelled in enumerate(spellings(text)):
        stack.client("s3").put_object(Bucket=stack.site_bucket, Key="leak", Body=b"before " + spelled + b" after")
        assert name in found(stack), n
    for packed in (gzip.compress(text.encode()), zlib.compress(b"{" + text.encode() + b"}")[2:-4]):
        stack.client("s3").put_object(Bucket=stack.site_bucket, Key="leak", Body=b"\x01" + packed)
        assert name in found(stack)
    stack.client("s3").put_object(Bucket=stack.site_bucket, Key="leak", Body=base64.b64encode(b"ab" + text.encode() + b"cd"))
    assert name in found(stack)


def test_a_careless_event_would_have_been_found(stack: Stack) -> None:
    ask = a_complaint(matter=CANARIES["matter"])
    stack.client("dynamodb").put_item(TableName=stack.table.name, Item={"pk": {"S": "LOG"}, "sk": {"S": "1"}, "was": {"S": repr(ask)}})
    assert found(stack) == {"matter"}
