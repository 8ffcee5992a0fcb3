"""SendDigest: who has work has one letter every working morning, by the index alone, and no second one however often it is fired."""

from datetime import datetime, timedelta
from email import message_from_bytes
from types import SimpleNamespace
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import complaint, post_json
from entry.people import HANDLER, taken_to
from huiyin.casework import APART
from huiyin.entry import send_digest, wiring
from huiyin.entry.send_digest import LettersLeft
from huiyin.mail.sender import TryLater, Undeliverable
from huiyin.policy import load_policy

MORNING = MONDAY_9AM + timedelta(days=1, minutes=-30)
SATURDAY = MONDAY_9AM + timedelta(days=5)


class Carrier:
    """Takes letters, or does not. trouble: by recipient."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.trouble: dict[str, Exception] = {}

    def send(self, raw: bytes, *, sender: str, recipient: str, tags: dict[str, str]) -> str:
        if recipient in self.trouble:
            raise self.trouble[recipient]
        self.taken.append((recipient, raw))
        return f"carrier-{len(self.taken)}"

    @property
    def readers(self) -> list[str]:
        return [recipient.partition("@")[0] for recipient, _ in self.taken]


@pytest.fixture
def carrier(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    carrier = Carrier()
    monkeypatch.setattr(wiring, "sender", lambda: carrier)
    monkeypatch.setattr(send_digest.time, "sleep", lambda seconds: None)
    return carrier


def fire(by: str = "first", at: datetime = MORNING) -> int:
    said = send_digest.handler({"at": at.isoformat()}, SimpleNamespace(aws_request_id=by))
    return int(said["letters"])


def test_everybody_with_work_has_one_letter_and_nobody_else(carrier: Carrier, desk: Ask, owners: Ask, number: str) -> None:
    taken_to(desk, number)
    owners(post_json("/api/complaints", complaint(building="b5"), key="key-of-another-case-01"))
    owners(post_json("/api/complaints", complaint(sensitive=True, building="b6"), key="key-of-a-guarded-case-1"))
    assert fire() == len(carrier.taken)
    assert len(set(carrier.readers)) == len(carrier.readers)
    staff = load_policy().departments.staff
    assert set(carrier.readers) >= {HANDLER, "lin.jing", "ye.qing", "qin.yue", "zhao.gang"}
    assert not {code for code in carrier.readers if set(staff[code].roles) & {"analyst", "auditor", "admin"}}


def test_fired_twice_by_one_or_by_two_it_writes_once_a_day(carrier: Carrier, number: str) -> None:
    first = fire()
    assert first
    assert [fire(), fire("second")] == [0, 0]
    assert len(carrier.taken) == first
    assert fire(at=MORNING + timedelta(days=1)) == first


def test_on_a_day_off_nobody_is_written_to(carrier: Carrier, number: str) -> None:
    assert fire(at=SATURDAY) == 0
    assert carrier.taken == []


def test_where_nothing_waits_no_letter_is_written(carrier: Carrier) -> None:
    assert fire() == 0


def test_what_did_not_leave_is_tried_again_and_only_that(carrier: Carrier, number: str) -> None:
    carrier.trouble["lin.jing@yunjin.example"] = TryLater("Throttling", everyone=False)
    with pytest.raises(LettersLeft):
        fire()
    before = list(carrier.readers)
    assert "lin.jing" not in before
    carrier.trouble.clear()
    assert fire() == 1
    assert carrier.readers == [*before, "lin.jing"]


def test_while_no_letter_leaves_at_all_nobody_loses_his(carrier: Carrier, number: str) -> None:
    readers = [person.email for person in load_policy().departments.staff.values()]
    carrier.trouble = {email: TryLater("AccountPaused") for email in readers}
    with pytest.raises(LettersLeft):
        fire()
    carrier.trouble.clear()
    assert fire() == len(carrier.taken) > 0


def test_an_address_that_takes_nothing_is_not_tried_all_morning(carrier: Carrier, number: str) -> None:
    carrier.trouble["lin.jing@yunjin.example"] = Undeliverable("MessageRejected")
    fire()
    carrier.trouble.clear()
    assert fire("second") == 0


def test_killed_with_a_letter_in_hand_the_next_try_of_the_same_one_sends_it(
    carrier: Carrier, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(message: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(send_digest, "_send", kill)
        with pytest.raises(Killed):
            fire()
    others = fire("another one")
    assert fire() == 1
    assert len(set(carrier.readers)) == len(carrier.taken) == others + 1


def test_a_letter_names_no_owner_and_no_guarded_case(carrier: Carrier, owners: Ask) -> None:
    given = owners(post_json("/api/complaints", complaint(sensitive=True), key="key-of-a-guarded-case-2")).json
    fire()
    assert set(carrier.readers) == {"ye.qing", "qin.yue"}
    for _, raw in carrier.taken:
        parts = [part.get_payload(decode=True).decode() for part in message_from_bytes(raw).walk() if not part.is_multipart()]
        assert all("保密件 1 件" in part for part in parts)
        assert not any(word in part for part in parts for word in (given["number"], "王芳", "13800138000", "电梯"))


def test_reading_is_bounded(carrier: Carrier, desk: Ask, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    store = wiring.case_store()
    worklist, load = type(store).worklist, type(store).load
    monkeypatch.setattr(type(store), "worklist", lambda self, queue, **more: asked.append(str(queue)) or worklist(self, queue, **more))
    monkeypatch.setattr(type(store), "load", lambda self, case_id: asked.append("load") or load(self, case_id))
    fire()
    assert sorted(asked) == sorted({"desk", "triage", "confid", *APART, *load_policy().departments.departments})
