"""Verifying a deployment: all holds, or the case and the event are named; nobody is accused by work that goes on meanwhile."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.store.items import CaseTable
from infra import deployment
from infra import verify as command
from infra.deployment import Deployment, NoSuchStack
from infra.local.functions import FunctionFailed
from infra.local.stack import Stack
from infra.verify import cases_in, verify
from infra.verify_findings import Finding, Verified
from neighbours import Owner


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack.start() as running:
        for _ in range(3):
            assert Owner(running.url).report().status == 201
        running.drain()
        yield running


@pytest.fixture
def table(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> CaseTable:
    monkeypatch.setattr(command, "_PAUSE_SECONDS", 0)
    return CaseTable(stack.name("CaseTable"), stack.boto("dynamodb"))


def verified(stack: Stack, table: CaseTable) -> Verified:
    return verify(table, stack.boto("dynamodb"))


def first_event(stack: Stack) -> dict[str, Any]:
    items = stack.boto("dynamodb").scan(TableName=stack.name("CaseTable"))["Items"]
    return next(item for item in items if item["sk"]["S"] == "EV#000001")


@pytest.fixture
def touched(stack: Stack) -> Iterator[str]:
    """The id of a case of which somebody back-dated the first event; it is put right again at the end."""
    event = first_event(stack)
    changed = event | {"facts": {"S": re.sub(r'"at":"20\d\d', '"at":"2019', event["facts"]["S"])}}
    assert changed != event
    stack.boto("dynamodb").put_item(TableName=stack.name("CaseTable"), Item=changed)
    yield event["pk"]["S"].removeprefix("CASE#")
    stack.boto("dynamodb").put_item(TableName=stack.name("CaseTable"), Item=event)


def test_a_house_that_nobody_touched_holds(stack: Stack, table: CaseTable) -> None:
    steps: list[int] = []
    done = verify(table, stack.boto("dynamodb"), steps.append)
    assert done.findings == []
    assert (len(done.chains), done.events) == (3, 3)
    assert done.lines() == ["3 cases, 3 events, 0 days: all holds"]
    assert sum(steps) >= 6


def test_a_back_dated_event_is_told_with_its_case(stack: Stack, table: CaseTable, touched: str) -> None:
    assert verified(stack, table).findings == [Finding(touched, 1, "changed, dropped, added or moved by hand")]


def test_a_case_that_is_read_in_parts_or_in_the_midst_of_work_is_read_again(
    stack: Stack, table: CaseTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dict(cases_in(stack.boto("dynamodb"), table.name))
    parts = [(case_id, items[:1]) for case_id, items in whole.items()] + [(case_id, items[1:]) for case_id, items in whole.items()]
    monkeypatch.setattr(command, "cases_in", lambda *_: iter(parts))
    done = verified(stack, table)
    assert (done.findings, set(done.chains)) == ([], set(whole))


def test_a_case_whose_events_are_left_alone_is_told_once(stack: Stack, table: CaseTable) -> None:
    event = first_event(stack)
    client, key = stack.boto("dynamodb"), {"pk": event["pk"], "sk": {"S": "META"}}
    meta = client.get_item(TableName=table.name, Key=key)["Item"]
    client.delete_item(TableName=table.name, Key=key)
    done = verified(stack, table)
    client.put_item(TableName=table.name, Item=meta)
    assert [finding.words for finding in done.findings] == ["the case itself is gone, its events are not"]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"pr": {"S": "P1"}}, "lists show otherwise: priority"), ({"ra": {"S": "yesterday"}}, "cannot be read")],
)
def test_a_case_that_lists_show_otherwise_is_told(stack: Stack, table: CaseTable, change: dict[str, Any], words: str) -> None:
    client, key = stack.boto("dynamodb"), {"pk": first_event(stack)["pk"], "sk": {"S": "META"}}
    meta = client.get_item(TableName=table.name, Key=key)["Item"]
    client.put_item(TableName=table.name, Item=meta | change)
    done = verified(stack, table)
    client.put_item(TableName=table.name, Item=meta)
    assert len(done.findings) == 1
    assert words in done.findings[0].line()


def test_the_command_names_what_broke_and_fails(
    stack: Stack, table: CaseTable, touched: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {name: (one.type, one.physical) for name, one in stack.cloud.resources.items()}
    outputs = {"CaseTableName": table.name} | {f"{name}Name": stack.name(name) for name in ("BooksBucket", "SiteBucket")}
    here = Deployment(stack="huiyin", region=stack.cloud.region, outputs=outputs, parameters={}, resources=names, client=stack.boto)
    monkeypatch.setattr(deployment, "deployment_of", lambda name, region, client: here)
    with pytest.raises(FunctionFailed, match="ChainBroken"):
        stack.invoke("PublishRoot", {"at": (datetime.now(UTC) + timedelta(days=1)).isoformat()})
    assert command.main(["--stack", "huiyin", "--region", stack.cloud.region]) == 1
    said = capsys.readouterr()
    assert f"case {touched}, event 1: changed" in said.out
    assert f"case {touched}: " not in said.out, "told once, with its event"
    assert "2 cases, 2 events, 1 days: 1 do not hold" in said.out
    assert "read cases" in said.err
    assert "compare with the books" in said.err


def test_a_stack_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def none(name: str, region: str, client: Any) -> Deployment:
        raise NoSuchStack("there is no stack x")

    monkeypatch.setattr(deployment, "deployment_of", none)
    assert command.main(["--stack", "x"]) == 2
    assert "there is no stack x" in capsys.readouterr().err
