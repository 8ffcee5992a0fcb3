"""ConfidentialLane on the whole stack: a guarded case from its report on, opened by one function and by no other."""

from functools import partial
from typing import Any

import pytest

from entry.doors import event, post_json
from entry.test_clean_evidence import upload
from entry.test_photos import a_photo
from huiyin.core.case import case_id_of
from huiyin.entry import wiring
from huiyin.store.cases import History
from infra.local.stack import Stack
from infra.local.strict_keys import KEY_RIGHTS
from journeys.course import Course

pytestmark = pytest.mark.stack
SAID = "三号岗的保安动手打人，监控应当拍到了。"
CHECKED = {"identity_check": "called_back"}


@pytest.fixture
def opened(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str]]:
    """What is opened from now on: (function, key)."""
    done: list[tuple[str | None, str]] = []
    names = {stack.cloud.get(name).attributes["Arn"]: name for name in ("CaseKey", "PeopleKey", "GuardedKey")}
    check = KEY_RIGHTS.check

    def heard(action: str, arn: str, context: Any) -> None:
        check(action, arn, context)
        if action == "kms:Decrypt" and KEY_RIGHTS.at_work() is not None:
            done.append((KEY_RIGHTS.at_work(), names[arn]))

    monkeypatch.setattr(KEY_RIGHTS, "check", heard)
    return done


def history_of(course: Course) -> History:
    found = wiring.case_store().load(case_id_of(course.owner.number))
    assert found is not None
    return found


def original(history: History) -> bytes:
    return wiring.evidence_store().original(history.case.case_id, "1", partial(wiring.case_store().file_key, history))


def test_a_guarded_case_is_read_and_worked_on_and_its_words_are_opened_by_the_lane_alone(stack: Stack, opened: list[Any]) -> None:
    course = Course(stack)
    course.reports(sensitive=True, matter=SAID)
    assert course.tracked()["matter"] == SAID
    course.acts("add", "RECEIVED", note="他又来了。")
    course.later(minutes=5).does("ye.qing", "register-case", "REGISTERED", **CHECKED)
    course.later(hours=2).sweeps()
    assert course.seen_by("ye.qing").json["matter"] == SAID
    assert course.seen_by("lin.jing").status == 404
    of_words = [(function, key) for function, key in opened if key != "PeopleKey"]
    assert set(of_words) == {("ConfidentialLane", "GuardedKey")}


def test_once_it_is_released_it_is_opened_as_every_other_and_the_lane_hears_of_it_no_more(stack: Stack, opened: list[Any]) -> None:
    course = Course(stack)
    course.reports(accused="三号岗的保安", matter=SAID)
    before = history_of(course)
    course.does("ye.qing", "register-case", "REGISTERED", **CHECKED, release=True)
    after = history_of(course)
    assert after.data_key != before.data_key
    assert after.sealed[0] == before.sealed[0], "what was sealed stays as it lies, for the chain of hashes"
    stack.drain()
    opened.clear()
    assert course.seen_by("lin.jing").json["matter"] == SAID
    assert course.tracked()["matter"] == SAID
    assert opened == [("StaffApi", "CaseKey"), ("OwnerApi", "CaseKey")]


def test_an_owner_takes_his_case_into_the_lane_and_two_officers_take_it_out(stack: Stack, opened: list[Any]) -> None:
    course = Course(stack)
    said = "晚上十点以后三号岗一直没有人。"
    course.reports(matter=said)
    before = history_of(course)
    assert not before.case.guarded
    assert course.seen_by("lin.jing").status == 200
    course.acts("confide", "RECEIVED", reason="我怕被报复。")
    after = history_of(course)
    assert (after.data_key != before.data_key, after.sealed[0]) == (True, before.sealed[0])
    stack.drain()
    opened.clear()
    assert course.tracked()["matter"] == said
    assert course.seen_by("lin.jing").status == 404
    assert set(opened) == {("ConfidentialLane", "GuardedKey")}
    course.does("ye.qing", "release-case", "RECEIVED", reason="没有指认谁。")
    course.refuses("ye.qing", "release-case", "four_eyes", reason="没有指认谁。")
    assert course.seen_by("lin.jing").status == 404
    course.does("qin.yue", "release-case", "RECEIVED", reason="同意。")
    assert course.seen_by("lin.jing").json["matter"] == said


def test_what_is_sent_to_a_guarded_case_is_kept_by_whoever_cannot_open_it(stack: Stack, opened: list[Any]) -> None:
    course, photo = Course(stack), a_photo()
    upload(stack, course.reports(accused="三号岗的保安", no_evidence=None)["evidence"]["upload"][0], photo)
    stack.drain()
    assert [one for one in opened if one[0] == "CleanEvidence"] == []
    assert original(history_of(course)) == photo
    # Released, what was sealed before opens for the lane alone, as before.
    course.does("ye.qing", "register-case", "REGISTERED", **CHECKED, release=True)
    assert original(history_of(course)) == photo


def test_the_lane_believes_no_door(stack: Stack) -> None:
    course = Course(stack)
    course.reports(sensitive=True)
    path = f"/api/desk/cases/{course.owner.number}"
    assert stack.invoke("ConfidentialLane", event("GET", path))["statusCode"] == 401
    head = {"authorization": f"Bearer {stack.token('lin.jing')}"}
    assert stack.invoke("ConfidentialLane", event("GET", path, headers=head))["statusCode"] == 404
    guess = {"number": course.owner.number, "code": "0000-0000-0000-0000"}
    assert stack.invoke("ConfidentialLane", post_json("/api/track", guess))["statusCode"] == 404
