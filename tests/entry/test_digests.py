"""What is whose to do today: his own cases, his department's, the first steps, what he has to decide; never what he may not know of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, staff
from huiyin.core.commands import Actor
from huiyin.core.turns import TASKS, Turn
from huiyin.entry.digests import Awaited, shown, waited_for, work_of
from huiyin.mail.digest import Section
from huiyin.policy.schema import Policy
from huiyin.store.lists import WorklistRow

HOUR = timedelta(hours=1)
NOTHING = Awaited(approvals={}, verification={})
ROW = WorklistRow(
    case_id="18720043",
    number="HY-2026-18720043",
    state="INVESTIGATING",
    kind="complaint",
    level="general",
    priority="P3",
    category="elevator",
    sub_issue="out_of_service",
    community="yunjin",
    building="b3",
    channel="web",
    danger=False,
    guarded=False,
    lead="repairs",
    received_at=MONDAY_9AM,
    version=4,
    handler="li.wei",
    accused=(),
    untold=(),
    hints=(),
    due=MONDAY_9AM + HOUR,
    due_kind="plan",
)
LATE = replace(ROW, due=MONDAY_9AM - HOUR)
NEW = replace(ROW, state="RECEIVED", lead=None, handler=None, due_kind="first_contact")


def sections(policy: Policy, who: str, row: WorklistRow, awaited: Awaited = NOTHING) -> set[str]:
    return set(work_of(staff(policy, who), (row,), awaited, policy, MONDAY_9AM))


def hearing(policy: Policy, row: WorklistRow, awaited: Awaited = NOTHING) -> dict[str, set[str]]:
    found = {code: sections(policy, code, row, awaited) for code in policy.departments.staff}
    return {code: names for code, names in found.items() if names}


def test_what_is_due_today_is_told_its_handler_and_the_heads_of_his_department(policy: Policy) -> None:
    assert hearing(policy, ROW) == {code: {"due_today"} for code in ("li.wei", "zhao.gang", "qian.feng")}
    assert hearing(policy, replace(ROW, due=MONDAY_9AM + 20 * HOUR)) == {}


def test_what_is_overdue_is_told_those_who_answer_for_the_estate_too(policy: Policy) -> None:
    assert hearing(policy, LATE) == {code: {"overdue"} for code in ("li.wei", "zhao.gang", "qian.feng", "jiang.bo", "luo.han")}


def test_what_has_just_come_in_is_the_desks_then_its_supervisors_then_its_handlers(policy: Policy) -> None:
    for row, role in ((NEW, "desk"), (replace(NEW, state="REGISTERED"), "triage")):
        whose = {code for code, person in policy.departments.staff.items() if role in person.roles}
        assert hearing(policy, row) == {code: {"new", "due_today"} for code in whose}
    given = hearing(policy, replace(ROW, state="TRIAGED"))
    assert given["li.wei"] == {"new", "due_today"}
    assert given["zhao.gang"] == {"due_today"}


def test_whoever_has_to_be_phoned_is_told_the_desk_and_his_handler(policy: Policy) -> None:
    told = hearing(policy, replace(ROW, state="CLOSED", untold=("4/answer",)))
    assert told == {code: {"to_call"} for code in ("lin.jing", "sun.qi", "li.wei", "zhao.gang", "qian.feng")}


def test_a_plan_and_a_result_are_told_those_who_decide(policy: Policy) -> None:
    awaited = Awaited(approvals={ROW.case_id: frozenset({"jiang.bo"})}, verification={ROW.case_id: frozenset({"he.min"})})
    told = hearing(policy, replace(ROW, due=MONDAY_9AM + 99 * HOUR), awaited)
    assert told == {"jiang.bo": {"approvals"}, "he.min": {"verification"}}
    assert waited_for([("1", ("manager:jiang.bo", "quality:gu.ning"))]) == {"1": frozenset({"jiang.bo", "gu.ning"})}


def test_where_it_is_the_owners_turn_nobody_is_late(policy: Policy) -> None:
    assert hearing(policy, replace(LATE, state="AWAITING_OWNER", due_kind="question")) == {}


def test_what_has_ended_waits_for_nobody(policy: Policy) -> None:
    assert hearing(policy, replace(LATE, state="CLOSED")) == {}


@pytest.mark.parametrize("row", [ROW, LATE, NEW, replace(ROW, untold=("4/answer",))])
def test_whoever_is_accused_and_whoever_works_with_him_sees_nothing(policy: Policy, row: WorklistRow) -> None:
    for code, person in policy.departments.staff.items():
        assert sections(policy, code, replace(row, accused=(code,))) == set()
        assert sections(policy, code, replace(row, accused=(person.department,))) == set()


def test_a_guarded_case_is_told_its_officers_alone_and_named_to_nobody(policy: Policy) -> None:
    new = replace(NEW, guarded=True, due=MONDAY_9AM - HOUR)
    assert hearing(policy, new) == {code: {"new", "overdue"} for code in ("ye.qing", "qin.yue")}
    assert hearing(policy, replace(LATE, guarded=True, handler="ye.qing")) == {"ye.qing": {"overdue"}}
    company = Awaited(approvals={ROW.case_id: frozenset({"wei.lan"})}, verification={})
    assert hearing(policy, replace(ROW, guarded=True, handler="ye.qing", due=MONDAY_9AM + 99 * HOUR), company) == {"wei.lan": {"approvals"}}
    assert shown({"overdue": [new, LATE]}, staff(policy, "li.wei")) == {"overdue": Section(numbers=(LATE.number,), hidden=1)}


def test_whoever_stands_in_for_somebody_sees_his_work(policy: Policy) -> None:
    actor = replace(staff(policy, "wu.lei"), stands_in=frozenset({"li.wei"}))
    rows: Iterable[WorklistRow] = (ROW,)
    assert set(work_of(actor, rows, NOTHING, policy, MONDAY_9AM)) == {"due_today"}


def test_whoever_sees_no_content_is_told_of_none(policy: Policy) -> None:
    for role in ("analyst", "auditor", "admin"):
        actor = Actor(code=f"some.{role}", roles=frozenset({role}), department="management")
        assert work_of(actor, (ROW, LATE, NEW), NOTHING, policy, MONDAY_9AM) == {}


def test_what_an_authority_waits_for_is_told_though_the_case_has_ended(policy: Policy) -> None:
    closed = replace(LATE, state="CLOSED", due_kind="reply")
    assert hearing(policy, closed) == {}
    assert "overdue" in sections(policy, "li.wei", replace(closed, due_kind="order_reply"))
    assert sections(policy, "li.wei", replace(closed, due_kind="order_reply", due=MONDAY_9AM + HOUR)) == {"due_today"}


def test_a_step_is_told_whoever_takes_it_with_its_day_in_whichever_department(policy: Policy) -> None:
    due = MONDAY_9AM + 50 * HOUR
    row = replace(ROW, state="EXECUTING", due=MONDAY_9AM + 99 * HOUR, turns=(Turn(kind=TASKS, rows=("wu.lei",), due=due),))
    assert hearing(policy, row) == {"wu.lei": {"steps"}}
    work = work_of(staff(policy, "wu.lei"), (row,), NOTHING, policy, MONDAY_9AM)
    assert shown(work, staff(policy, "wu.lei"))["steps"] == Section(numbers=(ROW.number,), dues={ROW.number: due})
    elsewhere = replace(row, turns=(Turn(kind=TASKS, rows=("ma.hui",), due=due),))
    assert hearing(policy, elsewhere) == {"ma.hui": {"steps"}}
    assert hearing(policy, replace(elsewhere, accused=("ma.hui",))) == {}
    assert hearing(policy, replace(elsewhere, guarded=True, handler="ye.qing")) == {}


def test_the_step_that_is_due_first_stands_first(policy: Policy) -> None:
    def row(number: str, days: int) -> WorklistRow:
        turn = Turn(kind=TASKS, rows=("wu.lei",), due=MONDAY_9AM + timedelta(days=days))
        return replace(ROW, case_id=number, number=number, state="EXECUTING", due=MONDAY_9AM + 99 * HOUR, turns=(turn,))

    work = work_of(staff(policy, "wu.lei"), (row("later", 3), row("late", -1)), NOTHING, policy, MONDAY_9AM)
    assert [one.number for one in work["steps"]] == ["late", "later"]
