"""Whatever a thief or a curious colleague finds of the whole stack - table, buckets, queues, logs, letters - it says nothing of anybody."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from entry.test_clean_evidence import upload
from entry.test_photos import a_photo
from infra.local.stack import Stack
from neighbours import Colleague, Owner
from store.test_plaintext import spellings

SAID = {
    "matter": "二号梯轿厢坠落式急停困住四十分钟",
    "wish": "请换掉曳引机并道歉",
    "spot": "负一层配电间门口积水",
    "name": "欧阳𠮷金丝雀",
    "phone": "13912345678",
    "email": "canary.owner@example.org",
    "unit": "canary-3-1-802",
    "household": "canaryhousehold7731",
}
NOTE, FACT = "已电话联系约定后天上门", "又停了一次这回是六楼"


def kept(stack: Stack) -> Iterator[bytes]:
    """Table, buckets, queues and logs, piece by piece."""
    dynamodb, s3, sqs = stack.boto("dynamodb"), stack.boto("s3"), stack.boto("sqs")
    for page in dynamodb.get_paginator("scan").paginate(TableName=stack.name("CaseTable")):
        for item in page["Items"]:
            yield json.dumps(item, ensure_ascii=False, default=lambda raw: base64.b64encode(raw).decode()).encode()
            yield from (value["B"] for value in item.values() if "B" in value)
    for bucket in ("EvidenceBucket", "SiteBucket"):
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=stack.name(bucket), Prefix=""):
            for entry in page.get("Contents", []):
                held = s3.get_object(Bucket=stack.name(bucket), Key=entry["Key"])
                yield entry["Key"].encode() + held["Body"].read() + json.dumps(held["Metadata"]).encode()
    for message in sqs.receive_message(QueueUrl=stack.name("DeadLetters"), MaxNumberOfMessages=10).get("Messages", []):
        yield message["Body"].encode()
    yield "\n".join(stack.logs()).encode()


def leaks(pieces: list[bytes], secrets: list[str]) -> set[str]:
    return {secret for secret in secrets if any(spelled in piece for spelled in spellings(secret) for piece in pieces)}


def test_a_dump_of_everything_after_a_whole_case_says_nothing(stack: Stack) -> None:
    owner = Owner(stack.url)
    answer = owner.report(no_evidence=None, **SAID).json
    upload(stack, answer["evidence"]["upload"][0], a_photo())
    stack.drain()
    desk, triage, handler = (Colleague(stack.url, stack.token(code)) for code in ("lin.jing", "he.min", "li.wei"))
    assert desk.reveal(owner.number, reason="call_owner").json["phone"] == SAID["phone"]
    assert desk.do(owner.number, "register-case", identity_check="called_back").status == 200
    order = {"category": "elevator", "sub_issue": "out_of_service", "severity": 3, "urgency": 3, "level": "general"}
    assert triage.do(owner.number, "triage-case", **order, lead="repairs", handler="li.wei").status == 200
    assert handler.do(owner.number, "accept-case", no_interest=True).status == 200
    assert handler.do(owner.number, "log-contact", way="phone", outcome="reached", note=NOTE).status == 200
    assert owner.act("add", note=FACT).status == 200
    owner.act("add", note=FACT, files=["incoming/00000000/1-x"])
    Owner(stack.url).report(matter=SAID["matter"], email="not an address")
    stack.drain()
    stack.tick("SweepDeadlines")
    stack.tick("WriteReport")

    secrets = [*SAID.values(), NOTE, FACT, owner.code, owner.code.replace("-", "")]
    assert leaks(list(kept(stack)), secrets) == set()
    letters = [json.dumps(letter, ensure_ascii=False).encode() for letter in stack.mailbox()]
    told = [secret for secret in secrets if secret != SAID["email"]]
    assert leaks(letters, told) == set()


def test_the_search_would_find_what_is_said_aloud(stack: Stack) -> None:
    Owner(stack.url).report(**SAID)
    table: dict[str, Any] = {"pk": {"S": "CASE#99999999"}, "sk": {"S": "NOTE"}, "x": {"S": f"写在明处：{SAID['matter']}"}}
    stack.boto("dynamodb").put_item(TableName=stack.name("CaseTable"), Item=table)
    try:
        assert leaks(list(kept(stack)), [SAID["matter"]]) == {SAID["matter"]}
    finally:
        stack.boto("dynamodb").delete_item(TableName=stack.name("CaseTable"), Key={"pk": table["pk"], "sk": table["sk"]})
