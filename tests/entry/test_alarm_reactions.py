"""What FollowUp puts into the queue of alarms: the ids of an emergency that nobody has answered, and nothing else."""

from typing import Any

import pytest

import account
from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import TABLE
from entry.people import DESK, do, receipt
from huiyin.core.case import case_id_of
from huiyin.entry import alarm_reactions, follow_up, wiring
from huiyin.store.queues import Queue


class Put:
    """A queue that keeps what is put in. broken: it takes nothing."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.broken = False

    def put(self, message: Any) -> None:
        if self.broken:
            raise ConnectionError
        self.messages.append(message)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Put:
    put = Put()
    monkeypatch.setattr(wiring, "alarms", lambda: put)
    return put


def record(number: str, n: int = 1, name: str = "INSERT") -> dict[str, Any]:
    """An event of that case, as the table's stream tells of it."""
    key = {"pk": {"S": f"CASE#{case_id_of(number)}"}, "sk": {"S": f"EV#{n:06d}"}}
    image = account.client("dynamodb").get_item(TableName=TABLE, Key=key)["Item"]
    change = {"Keys": key, "NewImage": image, "ApproximateCreationDateTime": MONDAY_9AM.timestamp(), "SequenceNumber": "1"}
    return {"eventName": name, "dynamodb": change}


def test_an_emergency_is_put_in_by_its_ids(owners: Ask, queue: Put) -> None:
    number = receipt(owners, danger=True)["number"]
    alarm_reactions.ring(record(number))
    assert queue.messages == [{"case": case_id_of(number), "event": 1}]


def test_an_ordinary_complaint_is_not(owners: Ask, queue: Put) -> None:
    alarm_reactions.ring(record(receipt(owners)["number"]))
    assert queue.messages == []


def test_a_changed_record_and_another_item_are_not(owners: Ask, queue: Put) -> None:
    number = receipt(owners, danger=True)["number"]
    alarm_reactions.ring(record(number, name="MODIFY"))
    alarm_reactions.ring({"eventName": "REMOVE", "dynamodb": {"Keys": {}}})
    assert queue.messages == []


def test_what_somebody_has_taken_up_is_not_put_in_again(owners: Ask, desk: Ask, queue: Put) -> None:
    number = receipt(owners, danger=True)["number"]
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    alarm_reactions.ring(record(number))
    assert queue.messages == []


def test_without_a_robot_no_case_is_read(owners: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    number = receipt(owners, danger=True)["number"]
    monkeypatch.delenv("ROBOT_SECRET_ARN", raising=False)
    wiring.alarms.cache_clear()
    assert wiring.alarms() is None
    monkeypatch.setattr(wiring, "case_store", lambda: pytest.fail("the case was read"))
    alarm_reactions.ring(record(number))


def test_with_a_robot_its_queue_is_the_one_of_the_template(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROBOT_SECRET_ARN", "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:robots")
    monkeypatch.setenv("ALARM_QUEUE", "https://sqs.ap-southeast-1.amazonaws.com/123456789012/alarms")
    wiring.alarms.cache_clear()
    assert isinstance(wiring.alarms(), Queue)
    wiring.alarms.cache_clear()


def test_a_queue_that_takes_nothing_keeps_no_letter_and_the_record_comes_again(
    owners: Ask, queue: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, sent = receipt(owners, danger=True)["number"], []
    queue.broken = True
    monkeypatch.setattr(follow_up, "send", lambda ref, now: sent.append(ref.case_id))
    assert follow_up.handler({"Records": [record(number)]}, None) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert sent == [case_id_of(number)]
    queue.broken = False
    assert follow_up.handler({"Records": [record(number)]}, None) == {"batchItemFailures": []}
    assert len(queue.messages) == 1
