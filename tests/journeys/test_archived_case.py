"""From the receipt to the archive: years after a case was closed nothing of its owner is left, and the figures are what they were."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from entry.test_clean_evidence import upload
from entry.test_photos import a_photo
from huiyin.core.case import case_id_of
from infra.local.stack import Stack
from journeys.course import MONDAY_9AM, NOTHING, Course
from journeys.test_secrecy import SAID, kept, leaks

NOTE = "住户称夜里两点又听到异响"
SECRETS = [*SAID.values(), NOTE]
ANSWER = {"finding_1": "not_upheld", "wish_1": "not_met", "text": f"经核实：{SAID['matter']}一事已查清。", "no_interest": True}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The whole stack; no page is needed here."""
    with Stack.start() as running:
        yield running


def closed(stack: Stack) -> Course:
    """A case with a photo that went its way until its owner confirmed the answer."""
    course = Course(stack)
    receipt = course.reports(no_evidence=None, **SAID)
    with stack.at(course.now):
        upload(stack, receipt["evidence"]["upload"][0], a_photo())
        stack.drain()
    course.later(hours=1).handed_to("li.wei", "repairs", "elevator.out_of_service")
    course.does("li.wei", "log-contact", "INVESTIGATING", way="phone", outcome="reached", note=NOTE)
    course.does("li.wei", "conclude-without-work", "VERIFYING", **NOTHING)
    course.later(hours=1).does("fang.yuan", "release-answer", "ANSWERED", **ANSWER)
    course.later(days=1).acts("confirm", "CLOSED", note="谢谢")
    # He is asked how we did; after that no clock looks at it.
    course.later(days=1).sweeps()
    return course


def keys_left(stack: Stack, case_id: str) -> list[str]:
    """Items of that case that still hold a data key, or what an identity was sealed in."""
    pages = stack.boto("dynamodb").get_paginator("scan").paginate(TableName=stack.name("CaseTable"))
    mine = [item for page in pages for item in page["Items"] if item["pk"]["S"].endswith(f"#{case_id}")]
    assert len(mine) > 5
    return [item["pk"]["S"] for item in mine if "dk" in item or (item["pk"]["S"].startswith("PERSON#") and "sealed" in item)]


def figures(stack: Stack) -> Any:
    """The published figures of its month, counted anew."""
    stack.tick("WriteReport", at=MONDAY_9AM + timedelta(days=7))
    body = stack.boto("s3").get_object(Bucket=stack.name("SiteBucket"), Key="figures/2026-11.json")["Body"].read()
    return json.loads(body)


def files(stack: Stack, case_id: str) -> list[str]:
    """Files of that case which can be read, older versions left aside."""
    found = stack.boto("s3").list_objects_v2(Bucket=stack.name("EvidenceBucket")).get("Contents", [])
    return [entry["Key"] for entry in found if case_id in entry["Key"]]


def test_years_later_nothing_of_the_owner_is_left_and_the_figures_are_what_they_were(stack: Stack) -> None:
    course = closed(stack)
    case_id = case_id_of(course.owner.number)
    before, counted = course.seen_by("jiang.bo"), figures(stack)
    assert SAID["matter"] in before.text
    assert (len(keys_left(stack, case_id)), len(files(stack, case_id))) == (2, 2)
    letters = len(stack.mailbox())

    course.now = MONDAY_9AM.replace(year=2029) + timedelta(days=1)
    stack.tick("ArchiveCases", at=course.now - timedelta(hours=12))
    assert course.seen_by("jiang.bo").json["state"] == "CLOSED"
    course.later(days=1)
    stack.tick("ArchiveCases", at=course.now)
    stack.drain()

    shown = course.seen_by("jiang.bo")
    assert (shown.json["state"], shown.json["state_words"]["zh"]) == ("ARCHIVED", "已归档（个人信息已删除）")
    assert [secret for secret in SECRETS if secret in shown.text] == []
    assert [row["title"] for row in shown.json["timeline"]][:-2] == [row["title"] for row in before.json["timeline"]]
    assert not [one["command"] for one in shown.json["actions"] if one["open"]]
    assert (keys_left(stack, case_id), files(stack, case_id)) == ([], [])
    assert leaks(list(kept(stack)), [*SECRETS, course.owner.code]) == set()
    assert len(stack.mailbox()) == letters, "nobody is written to about it"
    assert figures(stack) == counted
    with stack.at(course.now):
        assert course.owner.act("add", note="还在吗").status == 404


def test_a_case_before_a_court_is_kept_until_that_is_over(stack: Stack) -> None:
    course = closed(stack)
    course.does("gu.ning", "hold-case", "CLOSED", reason="业主已起诉")
    assert "CaseHeld" in [row["type"] for row in course.tracked()["timeline"]]
    assert "业主已起诉" not in json.dumps(course.tracked(), ensure_ascii=False)
    course.now = MONDAY_9AM.replace(year=2031)
    stack.tick("ArchiveCases", at=course.now)
    assert course.tracked()["matter"] == SAID["matter"]
    course.does("gu.ning", "release-hold", "CLOSED", reason="判决已生效")
    course.later(days=1)
    stack.tick("ArchiveCases", at=course.now)
    assert course.seen_by("jiang.bo").json["state"] == "ARCHIVED"
