"""The power fails, and everybody writes at once: one incident, one warning, and no flood of letters over the desk."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.doors import complaint, post_json
from infra.local.stack import Stack

CROWD, MINUTES, BEFORE = 1_200, 30, 6
POWER = {"category": "utilities", "sub_issue": "no_power", "matter": "家里停电了。", "email": None}
# The step of a whole crowd may take longer than any other test.
pytestmark = [pytest.mark.long, pytest.mark.timeout(1_500)]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Without a site: nobody looks at pages here."""
    with Stack.start() as running:
        yield running


def report(stack: Stack, n: int) -> str:
    body = {name: value for name, value in complaint(**POWER, building=f"b{n % 8 + 1}").items() if value is not None}
    said = post_json("/api/complaints", body, key=f"a-key-of-a-crowd-{n:05d}")
    said["requestContext"]["http"]["sourceIp"] = f"198.51.{n // 250}.{n % 250}"
    answer = stack.invoke("OwnerApi", said)
    assert answer["statusCode"] == 201, answer["body"]
    return str(json.loads(answer["body"])["number"])


def declare(stack: Stack, number: str) -> None:
    body = {"version": 1, "cause": "供电局线路故障，全小区停电", "whole": True}
    path = f"/api/desk/cases/{number}/declare-incident"
    said = post_json(path, body, key="a-key-of-one-incident-0001", headers={"authorization": f"Bearer {stack.token('luo.han')}"})
    answer = stack.invoke("StaffApi", said)
    assert answer["statusCode"] == 200, answer["body"]


def metas(stack: Stack) -> list[dict[str, Any]]:
    client, start, found = stack.boto("dynamodb"), {}, list[dict[str, Any]]()
    while True:
        page = client.scan(TableName=stack.name("CaseTable"), ConsistentRead=True, **start)
        found += [item for item in page["Items"] if item["sk"]["S"] == "META"]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def test_twelve_hundred_reports_of_one_power_cut_are_one_incident(stack: Stack) -> None:
    step = timedelta(minutes=MINUTES) / CROWD
    numbers = []
    for n in range(CROWD):
        with stack.at(MONDAY_9AM + n * step):
            numbers.append(report(stack, n))
            if n + 1 == BEFORE:
                stack.drain()
                declare(stack, numbers[0])
                stack.drain()
    with stack.at(MONDAY_9AM + timedelta(minutes=MINUTES)):
        stack.drain(600)
    kept = metas(stack)
    assert Counter(item["st"]["S"] for item in kept) == {"MERGED": CROWD, "REGISTERED": 1}
    (group,) = [item["nu"]["S"] for item in kept if item["st"]["S"] == "REGISTERED"]
    letters = stack.mailbox()
    about_it = [letter for letter in letters if group in letter["subject"]]
    assert len(about_it) == 1
    # Those that came before anybody knew that it was one, and the one about it.
    assert len(letters) == BEFORE + 1 < 20, Counter(letter["subject"] for letter in letters)
