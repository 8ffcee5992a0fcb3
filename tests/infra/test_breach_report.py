"""A seeded leak is told exactly: which cases, which fields, who, when, by which channel, and how each owner can be told."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.core.events import CallTaken, CaseTransferred, CaseUrged, ConsentWithdrawn, IdentityRevealed
from huiyin.store import codec
from infra import breach_report as command
from infra.breach_report import KINDS, Asked, Reach, lines, reaches, report
from infra.deployment import Deployment, NoSuchStack
from infra.local.stack import Stack
from neighbours import Colleague, Owner

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
READ = {"reason": "call_owner"}


def revealed(by: str, at: datetime, **more: Any) -> IdentityRevealed:
    return IdentityRevealed(at=at, by=by, role="handler", reason="call_owner", **more)


def stored(number: str, *events: Any, **flags: Any) -> tuple[str, list[dict[str, Any]]]:
    """A case as DynamoDB hands it out, as far as a report reads it."""
    items: list[dict[str, Any]] = []
    for n, event in enumerate(events, start=1):
        kind, facts, _ = codec.encode(event)
        items.append({"pk": {"S": f"CASE#{number}"}, "sk": {"S": f"EV#{n:06d}"}, "type": {"S": kind}, "facts": {"S": facts}})
    meta = {"nu": {"S": number}, "st": {"S": "TRIAGED"}, "hp": {"BOOL": True}, "he": {"BOOL": False}} | flags
    return number, [*items, {"pk": {"S": f"CASE#{number}"}, "sk": {"S": "META"}, **meta}]


def test_each_channel_is_told_with_its_fields_and_what_showed_nothing_is_not() -> None:
    urged = CaseUrged(at=NOW, by="owner", role="owner", count=1)
    call = CallTaken(at=NOW, by="lin.jing", role="desk", way="code", passed=True, state="TRIAGED")
    away = CaseTransferred(at=NOW, by="jiang.bo", role="manager", body="street_office", follow_up_due=NOW, forwards_identity=True)
    found = reaches(
        [
            stored("A", urged, revealed("li.wei", NOW)),
            stored("B", call, replace(call, passed=False)),
            stored("C", away, replace(away, forwards_identity=False), he={"BOOL": True}),
            stored("D", urged, ConsentWithdrawn(at=NOW, by="owner", role="owner", consents=("forward",), ends_contact=False)),
        ],
        Asked(),
    )
    assert [(one.number, one.channel, "name" in one.fields, one.tell_by) for one in found] == [
        ("A", "desk", True, "phone or his page"),
        ("B", "call", False, "phone or his page"),
        ("C", "body:street_office", True, "phone or email or his page"),
        ("C", "body:street_office", False, "phone or email or his page"),
    ]


def test_a_range_a_person_and_a_list_of_cases_are_held_to() -> None:
    days = [NOW + timedelta(days=n) for n in range(5)]
    cases = [stored(f"N{n}", *(revealed(who, at) for at in days for who in ("li.wei", "wu.lei"))) for n in range(3)]
    asked = Asked(since=days[1], until=days[3], person="wu.lei", numbers=frozenset({"N0", "N2"}))
    assert [(one.number, one.at, one.by) for one in reaches(cases, asked)] == [
        (number, at, "wu.lei") for at in days[1:3] for number in ("N0", "N2")
    ]
    assert len(reaches(cases, Asked())) == 30


def test_an_erased_case_has_nobody_left_to_tell() -> None:
    (one,) = reaches([stored("A", revealed("li.wei", NOW), st={"S": "ARCHIVED"})], Asked())
    assert one.tell_by == "nobody left to tell: erased"
    assert "to be told: A by nobody left to tell: erased" in lines([one])


def test_every_event_that_shows_or_hands_on_an_identity_is_one_of_those_read() -> None:
    assert {"IdentityRevealed", "CallTaken", "CaseTransferred"} == KINDS


class _Pages:
    """A table of a hundred thousand events, as DynamoDB hands it out, page by page."""

    def __init__(self, cases: int, each: int) -> None:
        urged = [CaseUrged(at=NOW, by="owner", role="owner", count=n) for n in range(each)]
        plain, leaked = stored("-", *urged)[1], stored("-", *urged[1:], revealed("li.wei", NOW))[1]
        self.pages = [
            {"Items": [item for n in range(start, start + 100) for item in _renamed(leaked if n % 1000 == 0 else plain, f"HY-{n:06d}")]}
            for start in range(0, cases, 100)
        ]

    def get_paginator(self, name: str) -> "_Pages":
        assert name == "scan"
        return self

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        yield from self.pages


def _renamed(items: list[dict[str, Any]], number: str) -> list[dict[str, Any]]:
    return [item | {"pk": {"S": f"CASE#{number}"}} | ({"nu": {"S": number}} if "nu" in item else {}) for item in items]


def test_a_leak_among_a_hundred_thousand_events_is_listed_exactly_within_a_minute() -> None:
    steps: list[int] = []
    pages = _Pages(10_000, 10)
    began = time.monotonic()
    found = report(pages, "table", Asked(person="li.wei"), steps.append)
    seconds = time.monotonic() - began
    print(f"events={sum(steps) - 10_000} seconds={seconds:.1f}")
    assert sum(steps) == 110_000
    assert [one.number for one in found] == [f"HY-{n:06d}" for n in range(0, 10_000, 1000)]
    assert seconds < 60


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack.start() as running:
        yield running


def here(stack: Stack) -> Deployment:
    table = stack.name("CaseTable")
    names = {name: (one.type, one.physical) for name, one in stack.cloud.resources.items()}
    return Deployment(
        stack="huiyin", region=stack.cloud.region, outputs={"CaseTableName": table}, parameters={}, resources=names, client=stack.boto
    )


def test_the_command_lists_a_seeded_leak_of_a_real_table_and_no_word_of_anybody(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    owners = [Owner(stack.url) for _ in range(4)]
    for n, owner in enumerate(owners):
        assert owner.report(household=f"{n}03").status == 201
    curious, other = (Colleague(stack.url, stack.token(code)) for code in ("lin.jing", "he.min"))
    for owner in owners[:3]:
        assert curious.reveal(owner.number, **READ).status == 200
    assert other.reveal(owners[3].number, **READ).status == 200
    monkeypatch.setattr(command, "deployment_of", lambda name, region, client: here(stack))
    today, out = datetime.now(UTC).date(), tmp_path / "leak.jsonl"
    days = ["--since", str(today - timedelta(days=1)), "--until", str(today + timedelta(days=1))]
    assert command.main(["--stack", "huiyin", "--person", "lin.jing", *days, "--out", str(out)]) == 0
    told = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(one["case"] for one in told) == sorted(owner.number for owner in owners[:3])
    assert {(one["by"], one["channel"], one["why"]) for one in told} == {("lin.jing", "desk", "call_owner")}
    said = capsys.readouterr()
    assert "3 readings of 3 cases by 1 people: lin.jing" in said.out
    assert "seconds=" in said.out
    assert "read events" in said.err
    for word in ("王", "138", "@", "03室"):
        assert word not in said.out + out.read_text("utf-8"), word
    assert command.main(["--stack", "huiyin", "--cases", owners[3].number]) == 0
    assert f"to be told: {owners[3].number} by" in capsys.readouterr().out


def test_a_stack_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def none(name: str, region: str, client: Any) -> Deployment:
        raise NoSuchStack("there is no stack x")

    monkeypatch.setattr(command, "deployment_of", none)
    assert command.main(["--stack", "x"]) == 2
    assert "there is no stack x" in capsys.readouterr().err


def test_what_is_told_is_codes_and_moments_alone() -> None:
    one = Reach(number="A", at=NOW, by="li.wei", role="handler", channel="desk", fields=("name",), why="call_owner", tell_by="phone")
    assert set(one.told()) == {"case", "at", "by", "role", "channel", "fields", "why", "tell_by"}
