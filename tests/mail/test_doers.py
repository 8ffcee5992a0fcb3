"""Whoever takes a step in somebody else's case hears of it when it is given, moved or taken back; nobody else does."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM
from huiyin.core.events import PlanApproved
from huiyin.core.owed import Owed
from huiyin.core.turns import turns_of
from huiyin.mail.doers import GIVEN, TAKEN, steps_behind
from huiyin.mail.facts import Letterhead, facts_of, promise_of
from huiyin.mail.letters import owed_by
from huiyin.mail.readers import is_withheld, reader_of
from huiyin.policy.schema import Policy
from mail.steps_course import at_work, given_and_taken
from mail.test_stand_ins import without

OF_STEPS = {
    "a step by a plan": {"step-given/doer:wu.lei"},
    "another step": {"step-given/doer:wu.lei"},
    "a step given up": {"step-taken-back/doer:wu.lei"},
    "a step for somebody else": {"step-given/doer:qian.feng", "step-taken-back/doer:wu.lei"},
    "taken back by its owner": {"step-taken-back/doer:wu.lei"},
    "passed on": {"step-taken-back/doer:wu.lei"},
    "a case given away, its step kept": {"step-given/doer:li.wei"},
}


def of_steps(event: object, case: object, policy: Policy) -> set[str]:
    return {one.key for one in owed_by(event, case, policy) if one.letter in {GIVEN, TAKEN}}  # type: ignore[arg-type]


def test_whoever_is_given_a_step_or_loses_it_hears_of_it(policy: Policy) -> None:
    assert {story: of_steps(event, case, policy) for story, event, case in given_and_taken(policy)} == OF_STEPS


def test_whoever_handles_the_case_hears_nothing_of_his_own_steps(policy: Policy) -> None:
    for _, event, case in given_and_taken(policy):
        own = replace(case, handler="wu.lei")
        assert not any(key.endswith(":wu.lei") for key in of_steps(event, own, policy))


def test_of_a_guarded_case_officers_alone_hear_and_no_number_is_told(policy: Policy) -> None:
    _, event, case = next(given_and_taken(policy))
    tasks = tuple(replace(task, assignee="qin.yue", department="quality") for task in case.handling.tasks)
    guarded = replace(case, guarded=True, handler="ye.qing").handled(tasks=tasks)
    owed = owed_by(event, guarded, policy)
    assert "confidential-case/confid:qin.yue" in {one.key for one in owed}
    assert of_steps(event, guarded, policy) == set()


def test_whoever_is_away_has_it_told_to_his_stand_in_and_of_whoever_has_left_nobody_hears(policy: Policy) -> None:
    _, event, case = next(given_and_taken(policy))
    away = without(policy, "wu.lei")
    told = {one for one in owed_by(event, case, away) if one.letter == GIVEN}
    assert len(told) == 2
    assert {reader.address.partition("@")[0] for one in told if (reader := reader_of(one, case, away, None))} >= {"wu.lei"}
    (stand_in,) = (one for one in told if one.audience.startswith("stand_in:"))
    assert [task.n for task in steps_behind(stand_in, case, away)] == [1]
    known = policy.departments.staff
    by_name_alone = known | {"wu.lei": replace(known["wu.lei"], roles=())}
    for staff in (by_name_alone, {code: person for code, person in known.items() if code != "wu.lei"}):
        left = replace(policy, departments=replace(policy.departments, staff=staff))
        # The step stands on the list of whoever handles the case, as it does for the lists.
        assert of_steps(event, case, left) == set()
        assert not any("wu.lei" in turn.rows for turn in turns_of(case, left))


def test_a_step_that_was_taken_back_before_its_letter_left_is_told_nobody(policy: Policy) -> None:
    _, event, case = next(given_and_taken(policy))
    owed = Owed(GIVEN, "doer:wu.lei")
    assert not is_withheld(owed, event, case, policy)
    done = case.handled(tasks=tuple(replace(task, state="cancelled") for task in case.handling.tasks))
    assert is_withheld(owed, event, done, policy)
    assert is_withheld(owed, event, replace(case, accused=("wu.lei",)), policy)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_letter_says_which_step_by_when_and_leads_to_it(policy: Policy, letterhead: Letterhead, specimens: list, language: str) -> None:
    told = [one for one in specimens if one.owed.letter == GIVEN and one.language == language and one.story == "another step"]
    assert told
    for one in told:
        assert "#case=HY-2026-18720043&step=1" in one.letter.text
        assert ("第 1、2 步由您办理，最早的一步" if language == "zh" else "Steps 1, 2 of it are yours") in one.letter.text
        assert one.letter.subject.startswith("【任务】" if language == "zh" else "[Task]")
        assert re.search(r"11 月 24 日|24 Nov|明天|tomorrow", one.letter.subject)


def test_the_day_of_the_step_is_the_day_of_the_letter(policy: Policy, letterhead: Letterhead) -> None:
    _, event, case = next(given_and_taken(policy))
    assert isinstance(event, PlanApproved)
    assert promise_of(Owed(GIVEN, "doer:wu.lei"), event, case, policy) == ("step", MONDAY_9AM + timedelta(days=1))
    assert promise_of(Owed("plan-approved", "handler"), event, case, policy)[0] != "step"
    late = facts_of(Owed(GIVEN, "doer:wu.lei"), event, case, policy, letterhead, "zh", MONDAY_9AM + timedelta(days=3))
    assert late["is_late"] is True


def test_while_a_change_waits_the_steps_that_were_agreed_to_go_on(policy: Policy) -> None:
    case = at_work(policy)
    assert [task.n for task in steps_behind(Owed(GIVEN, "doer:wu.lei"), case, policy)] == [1]
