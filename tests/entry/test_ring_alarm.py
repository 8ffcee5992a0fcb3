"""RingAlarm: an emergency is heard in the chat groups within a minute, until somebody has taken it up, and no flood of it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.doors import complaint, event, post_json
from huiyin.core.case import case_id_of
from infra.local.stack import Stack
from infra.local.taps import TAPS

KEYS = iter(range(10_000))
# A minute for each test, so that none counts in another's.
MINUTES = (MONDAY_9AM + timedelta(hours=hour) for hour in range(1, 200, 2))


@pytest.fixture
def at(stack: Stack) -> Iterator[datetime]:
    """A moment of the stack's clock at which no robot has said anything yet."""
    moment = next(MINUTES)
    with stack.at(moment):
        stack.drain()
        stack.robots.told.clear()
        yield moment
        stack.drain()
    stack.robots.broken.clear()


def report(stack: Stack, **changes: Any) -> str:
    told = complaint(**{"danger": True} | changes)
    answer = stack.invoke("OwnerApi", post_json("/api/complaints", told, key=f"a-key-of-an-alarm-{next(KEYS):06d}", at=TAPS.clock.now()))
    assert answer["statusCode"] == 201, answer["body"]
    return str(json.loads(answer["body"])["number"])


def message(number: str, n: int = 1, *, at: datetime, name: str = "m-1") -> dict[str, Any]:
    """A message of the queue, as Lambda gets it."""
    body = json.dumps({"case": case_id_of(number), "event": n})
    return {"messageId": name, "body": body, "attributes": {"SentTimestamp": str(int(at.timestamp() * 1000))}}


def ring(stack: Stack, records: list[dict[str, Any]]) -> Any:
    return stack.invoke("RingAlarm", {"Records": records})


def heard(stack: Stack, maker: str = "wecom") -> list[str]:
    return [one["text"] for one in stack.robots.told if one["maker"] == maker]


def test_all_robots_say_an_emergency_at_once_and_what_they_say_is_no_persons(stack: Stack, at: datetime) -> None:
    number = report(stack, name="欧阳金丝雀", phone="13912345678", matter="困在二号梯里", unit="3-1-802")
    stack.drain()
    assert {one["maker"] for one in stack.robots.told} == {"wecom", "dingtalk", "feishu"}
    assert datetime.fromisoformat(stack.robots.told[0]["at"]) - at < timedelta(minutes=1)
    said = json.dumps(stack.robots.told, ensure_ascii=False)
    assert number in said
    for hidden in ("欧阳", "13912345678", "困在", "802", "3 号楼"):
        assert hidden not in said


def test_a_guarded_emergency_rings_without_its_number(stack: Stack, at: datetime) -> None:
    number = report(stack, sensitive=True)
    stack.drain()
    (said,) = heard(stack)
    assert said.startswith("【险情】")
    assert number not in said


def test_an_ordinary_complaint_rings_for_nobody(stack: Stack, at: datetime) -> None:
    report(stack, danger=False)
    stack.drain()
    assert stack.robots.told == []


def test_it_climbs_while_nobody_answers_and_rings_no_more_once_somebody_has(stack: Stack, at: datetime) -> None:
    number = report(stack)
    stack.tick("SweepDeadlines", at + timedelta(minutes=5))
    # Of the cases before this one nobody has answered either.
    said = [one for one in heard(stack) if number in one]
    assert [one.partition("】")[0] for one in said] == ["【特急", "【无人响应"]
    assert "现请项目经理接手" in said[1]
    head, path = {"authorization": f"Bearer {stack.token('luo.han')}"}, f"/api/desk/cases/{number}"
    version = json.loads(stack.invoke("StaffApi", event("GET", path, headers=head, at=at + timedelta(minutes=6)))["body"])["version"]
    answer = stack.invoke(
        "StaffApi",
        post_json(
            f"{path}/acknowledge-step",
            {"version": version, "step": "alarm.duty_manager"},
            headers=head,
            key="a-key-of-heard-0001",
            at=at + timedelta(minutes=6),
        ),
    )
    assert answer["statusCode"] == 200, answer["body"]
    stack.tick("SweepDeadlines", at + timedelta(minutes=10))
    # However late the queue brings the first one again.
    assert ring(stack, [message(number, at=at)]) == {"batchItemFailures": []}
    assert len([one for one in heard(stack) if number in one]) == 2


def test_more_than_ten_in_a_minute_go_together(stack: Stack, at: datetime) -> None:
    stack.stream(False)
    numbers = [report(stack, category=None, sub_issue=None, building="b5") for _ in range(24)]
    for start in range(0, 24, 8):
        records = [message(number, at=at, name=number) for number in numbers[start : start + 8]]
        assert ring(stack, records) == {"batchItemFailures": []}
    said = heard(stack)
    assert len([one for one in said if one.startswith("【特急】HY-")]) == 10
    assert [one.splitlines()[0] for one in said[10:]] == ["【特急】又有 6 件还没有人响应", "【特急】又有 8 件还没有人响应"]
    assert all(number in "".join(said) for number in numbers)
    stack.stream(True)


def test_what_is_too_much_for_a_minute_waits_for_the_next(stack: Stack, at: datetime) -> None:
    stack.stream(False)
    number = report(stack)
    records = [message(number, at=at, name=f"m-{n}") for n in range(11)]
    for _ in range(5):
        ring(stack, records)
    again = ring(stack, records)["batchItemFailures"]
    assert [one["itemIdentifier"] for one in again] == [f"m-{n}" for n in range(11)]
    later = [message(number, at=at + timedelta(minutes=2), name=f"m-{n}") for n in range(11)]
    assert ring(stack, later) == {"batchItemFailures": []}
    stack.stream(True)


def test_where_no_robot_answers_it_comes_again(stack: Stack, at: datetime) -> None:
    stack.stream(False)
    number = report(stack)
    stack.robots.broken |= {"wecom", "dingtalk", "feishu"}
    records = [message(number, at=at)]
    assert ring(stack, records) == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    stack.robots.broken -= {"feishu"}
    assert ring(stack, records) == {"batchItemFailures": []}
    assert len(heard(stack, "feishu")) == 1
    assert '"RobotsSilent"' in "\n".join(stack.logs())
    stack.stream(True)


def test_a_case_that_is_none_rings_for_nobody_and_a_torn_message_stops_no_other(stack: Stack, at: datetime) -> None:
    number = report(stack)
    stack.drain()
    stack.robots.told.clear()
    torn = {**message(number, at=at, name="torn"), "body": "{"}
    missing = message("HY-2026-00000000", at=at, name="missing")
    answer = ring(stack, [torn, missing, message(number, at=at, name="right")])
    assert answer == {"batchItemFailures": [{"itemIdentifier": "torn"}]}
    assert len(heard(stack)) == 1
