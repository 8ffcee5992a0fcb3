"""Nobody waits in silence: at most one word by the clock in an interval, by day but for a danger, and never an empty one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_complaint, a_group, accept, ask_owner, contact, register, someone, then, triage
from huiyin.core.case import Case
from huiyin.core.clock import local
from huiyin.core.commands import OWNER, SYSTEM, ReplyToQuestion, WatchClocks, WithdrawCase
from huiyin.core.events import OwnerReminded, ProgressTold
from huiyin.core.evolution import evolve
from huiyin.core.handling import DatedAnswer, Membership, Task
from huiyin.core.lifecycle import ENDED
from huiyin.core.progress import is_over, news_due, open_promise, reminder_due, tell
from huiyin.core.standing import Standing, standing_of
from huiyin.policy import load_policy
from huiyin.policy.schema import PRIORITIES, Policy, Priority

WATCH = WatchClocks(by=SYSTEM)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOBODY = {"person": replace(a_complaint().person, email="")}
EVERY = {"P1": 4 * HOUR, "P2": DAY, "P3": 3 * DAY, "P4": 7 * DAY}


def of_priority(policy: Policy, priority: Priority, at: datetime = MONDAY_9AM, **complaint: Any) -> Case:
    case = a_case(policy, register(policy), triage(policy), accept(policy), complaint=a_complaint(**complaint), at=at)
    return replace(case, priority=priority)


def heard(case: Case, policy: Policy, until: datetime, every: timedelta = 5 * MINUTE) -> list[ProgressTold | OwnerReminded]:
    """What he hears by the clock until then; ticks come as often as that, and twice each."""
    said: list[ProgressTold | OwnerReminded] = []
    while (due := news_due(case, policy) or reminder_due(case, policy)) is not None and due < until:
        # The next tick: a round of the sweeper begins at whole minutes of its period.
        tick = datetime.fromtimestamp(-(-due.timestamp() // every.total_seconds()) * every.total_seconds(), UTC)
        events = tell(case, WATCH, policy, tick)
        assert len(events) == 1
        case = evolve(case, events[0])
        assert tell(case, WATCH, policy, tick) == ()
        said.extend(events)
    return said


def is_night(moment: datetime, policy: Policy) -> bool:
    return not 8 <= local(moment, policy.calendar).hour < 22


@pytest.mark.parametrize(("priority", "first"), [("P1", 2 * HOUR), ("P2", DAY), ("P3", 3 * DAY), ("P4", 7 * DAY)])
def test_each_priority_has_its_rhythm(policy: Policy, priority: Priority, first: timedelta) -> None:
    moments = [event.at for event in heard(of_priority(policy, priority), policy, MONDAY_9AM + 21 * DAY)]
    assert moments[:2] == [MONDAY_9AM + first, MONDAY_9AM + first + EVERY[priority]]


def test_whoever_heard_something_an_hour_ago_waits_from_then_on(policy: Policy) -> None:
    case = of_priority(policy, "P2")
    called = then(case, contact(policy), policy, MONDAY_9AM + 23 * HOUR)
    assert news_due(case, policy) == MONDAY_9AM + DAY
    assert news_due(called, policy) == MONDAY_9AM + 23 * HOUR + DAY


def test_a_case_that_nobody_has_registered_speaks_too(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(category="greening", sub_issue=None))
    (event,) = heard(case, policy, news_due(case, policy) + MINUTE)  # type: ignore[operator]
    assert isinstance(event, ProgressTold)
    assert (event.state, event.moved, event.since) == ("RECEIVED", False, MONDAY_9AM)


def test_an_answer_that_promises_a_date_makes_it_weekly(policy: Policy) -> None:
    until = MONDAY_9AM + 30 * DAY
    for priority in ("P2", "P3", "P4"):
        sent = of_priority(policy, priority).handled(dated=DatedAnswer(drafter="li.wei", until=until, sent_at=MONDAY_9AM))
        case = replace(sent, resolve_due=until)
        told = heard(case, policy, MONDAY_9AM + 30 * DAY)
        assert [event.at - MONDAY_9AM for event in told] == [7 * DAY, 14 * DAY, 21 * DAY, 28 * DAY]
        assert {(event.clock, event.due) for event in told if isinstance(event, ProgressTold)} == {("resolve", until)}


def test_a_draft_of_such_an_answer_changes_nothing(policy: Policy) -> None:
    case = of_priority(policy, "P3").handled(dated=DatedAnswer(drafter="li.wei", until=MONDAY_9AM + 30 * DAY))
    assert news_due(case, policy) == MONDAY_9AM + 3 * DAY


def arrivals(step: int) -> Iterator[datetime]:
    return (datetime(2026, 1, 1, tzinfo=UTC) + hour * HOUR for hour in range(0, 8760, step))


def check_a_fortnight(policy: Policy, priority: Priority, step: int) -> None:
    for at in arrivals(step):
        case = of_priority(policy, priority, at)
        told = heard(case, policy, at + 15 * DAY)
        moments = [at, *(event.at for event in told)]
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert all(gap >= (EVERY[priority] if n else min(EVERY[priority], 2 * HOUR)) for n, gap in enumerate(gaps)), at
        # Silence is never longer than the interval and one night.
        assert max(gaps) <= EVERY[priority] + 10 * HOUR + 10 * MINUTE, at
        assert priority == "P1" or not any(is_night(event.at, policy) for event in told), at


@pytest.mark.parametrize("priority", PRIORITIES)
def test_at_most_one_word_in_an_interval_and_none_at_night_but_for_a_danger(policy: Policy, priority: Priority) -> None:
    """Some hours of 2026, the others in make long."""
    check_a_fortnight(policy, priority, 389)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("priority", "step"), [("P1", 11), ("P2", 3), ("P3", 1), ("P4", 1)])
def test_at_most_one_word_in_an_interval_whenever_it_came(policy: Policy, priority: Priority, step: int) -> None:
    """Every hour of 2026; where much is told, every third and eleventh, so that each hour of the day comes."""
    check_a_fortnight(policy, priority, step)


@given(ticks=st.lists(st.integers(0, 24 * 20), min_size=1, max_size=30), priority=st.sampled_from(PRIORITIES))
def test_late_doubled_and_disordered_ticks_tell_nothing_twice(ticks: list[int], priority: Priority) -> None:
    policy = load_policy()
    case, told = of_priority(policy, priority), [MONDAY_9AM]
    for hours in ticks:
        now = MONDAY_9AM + hours * HOUR
        events = tell(case, WATCH, policy, now)
        for event in events:
            case = evolve(case, event)
            assert event.at - told[-1] >= (2 * HOUR if len(told) == 1 and priority == "P1" else EVERY[priority])
            told.append(event.at)
        assert tell(case, WATCH, policy, now) == ()


def test_a_danger_is_told_of_by_night_as_well(policy: Policy) -> None:
    evening = MONDAY_9AM + 11 * HOUR
    calm = of_priority(policy, "P2", evening + 3 * HOUR)
    assert news_due(calm, policy) == MONDAY_9AM + 47 * HOUR
    assert news_due(replace(calm, danger=True), policy) == evening + 3 * HOUR + DAY


def test_it_tells_what_was_done_and_whether_it_has_moved(policy: Policy) -> None:
    tasks = tuple(
        Task(n=n, department="repairs", assignee="li.wei", due=MONDAY_9AM + DAY, state=state) for n, state in ((1, "done"), (2, "open"))
    )
    case = replace(of_priority(policy, "P2"), state="EXECUTING").handled(tasks=tasks)
    first, second, third = heard(case, policy, MONDAY_9AM + 3 * DAY + MINUTE)
    assert isinstance(first, ProgressTold)
    assert (first.state, first.lead, first.moved, first.done, first.tasks) == ("EXECUTING", "repairs", True, 1, 2)
    assert (first.clock, first.due, first.to) == ("answer", case.answer_due, "")
    for event in (second, third):
        assert isinstance(event, ProgressTold)
        assert (event.moved, event.to_role, event.to) == (False, "dept_lead", "zhao.gang")


def test_a_look_at_the_plan_is_progress(policy: Policy) -> None:
    case = then(of_priority(policy, "P2"), WATCH, policy, MONDAY_9AM + DAY)
    looked = case.handled(evaluated_at=MONDAY_9AM + DAY + HOUR)
    assert [event.moved for event in tell(looked, WATCH, policy, MONDAY_9AM + 2 * DAY) if isinstance(event, ProgressTold)] == [True]


def test_whoever_is_accused_is_not_reminded_and_a_guarded_matter_stays_with_its_officers(policy: Policy) -> None:
    case = replace(of_priority(policy, "P2"), accused=("zhao.gang",))
    still = evolve(case, tell(case, WATCH, policy, MONDAY_9AM + DAY)[0])
    (event,) = tell(still, WATCH, policy, MONDAY_9AM + 2 * DAY)
    assert isinstance(event, ProgressTold)
    assert event.to not in {"", "zhao.gang"}
    (hidden,) = tell(replace(still, guarded=True), WATCH, policy, MONDAY_9AM + 2 * DAY)
    assert isinstance(hidden, ProgressTold)
    assert "confid" in policy.departments.staff[hidden.to].roles


@pytest.mark.parametrize(("priority", "by_phone"), [("P1", True), ("P2", True), ("P3", False), ("P4", False)])
def test_whom_no_letter_reaches_is_phoned_only_where_it_is_urgent(policy: Policy, priority: Priority, by_phone: bool) -> None:
    reads, phone_only = of_priority(policy, priority), of_priority(policy, priority, **NOBODY)
    silent = replace(phone_only, has_phone=False)
    for case, called in ((reads, False), (phone_only, by_phone), (silent, False), (replace(reads, unreachable=True), by_phone)):
        (event,) = tell(case, WATCH, policy, MONDAY_9AM + 8 * DAY)
        assert event.by_phone is called


def test_nobody_is_told_anything_who_waits_for_nothing(policy: Policy) -> None:
    case = of_priority(policy, "P3")
    for state in (*ENDED, "ANSWERED", "AWAITING_OWNER"):
        assert news_due(replace(case, state=state), policy) is None, state
    gone = then(replace(case, danger=True), WithdrawCase(by=OWNER), policy)
    assert gone.handling.gone
    assert tell(gone, WATCH, policy, MONDAY_9AM + 30 * DAY) == ()


def test_an_urgent_final_answer_is_told_of_before_the_date_of_the_work(policy: Policy) -> None:
    dated = DatedAnswer(drafter="li.wei", until=MONDAY_9AM + 9 * DAY, sent_at=MONDAY_9AM)
    promise = open_promise(of_priority(policy, "P1").handled(dated=dated), policy)
    assert promise is not None
    assert promise.due <= MONDAY_9AM + 3 * DAY


def test_a_member_of_a_group_hears_how_the_group_stands_and_reminds_nobody(policy: Policy) -> None:
    group = replace(a_group(policy), state="EXECUTING", lead="repairs")
    member = replace(of_priority(policy, "P2"), state="MERGED").handled(membership=Membership(group=group.case_id, at=MONDAY_9AM))
    (event,) = tell(member, WatchClocks(by=SYSTEM, group=standing_of(group, MONDAY_9AM)), policy, MONDAY_9AM + DAY)
    assert isinstance(event, ProgressTold)
    assert (event.state, event.lead, event.moved, event.due) == ("EXECUTING", "repairs", True, member.answer_due)
    still = replace(standing_of(group, MONDAY_9AM), reminded="dept_lead")
    (again,) = tell(evolve(member, event), WatchClocks(by=SYSTEM, group=still), policy, MONDAY_9AM + 2 * DAY)
    assert isinstance(again, ProgressTold)
    assert (again.moved, again.to_role, again.to) == (False, "dept_lead", "")


def test_a_group_that_moved_names_nobody_who_was_reminded_before(policy: Policy) -> None:
    member = replace(of_priority(policy, "P2"), state="MERGED").handled(membership=Membership(group="20000006", at=MONDAY_9AM))
    stands = Standing(state="VERIFYING", lead="repairs", reminded="dept_lead")
    (event,) = tell(member, WatchClocks(by=SYSTEM, group=stands), policy, MONDAY_9AM + DAY)
    assert isinstance(event, ProgressTold)
    assert (event.moved, event.to_role) == (True, "")


def asked(policy: Policy, at: datetime = MONDAY_9AM, **changes: Any) -> Case:
    return then(a_case(policy, register(policy), at=at), ask_owner(policy, **changes), policy, at)


def test_a_question_is_brought_to_mind_once_before_its_end(policy: Policy) -> None:
    case = asked(policy, days=4)
    assert case.handling.pause is not None
    (event,) = heard(case, policy, MONDAY_9AM + 30 * DAY)
    assert isinstance(event, OwnerReminded)
    assert (event.at, event.until, event.by_phone) == (MONDAY_9AM + 2 * DAY, case.handling.pause.until, False)


def test_a_reply_and_the_end_of_the_wait_leave_nothing_to_remind_of(policy: Policy) -> None:
    case = asked(policy)
    replied = then(case, ReplyToQuestion(by=OWNER, answer="二号梯"), policy)
    assert reminder_due(replied, policy) is None
    assert tell(case, WATCH, policy, MONDAY_9AM + 2 * DAY) == ()


def test_a_second_question_has_a_reminder_of_its_own(policy: Policy) -> None:
    case = asked(policy)
    (event,) = heard(case, policy, MONDAY_9AM + 2 * DAY)
    again = then(then(evolve(case, event), ReplyToQuestion(by=OWNER, answer="二号梯"), policy), ask_owner(policy), policy)
    assert reminder_due(again, policy) == MONDAY_9AM + DAY


def test_whoever_reads_no_mail_is_phoned_about_his_question(policy: Policy) -> None:
    case = replace(asked(policy), has_email=False)
    (event,) = tell(case, WATCH, policy, MONDAY_9AM + DAY)
    assert event.by_phone
    (silent,) = tell(replace(case, has_phone=False), WATCH, policy, MONDAY_9AM + DAY)
    assert not silent.by_phone


def test_no_reminder_comes_at_night_nor_at_the_end_itself(policy: Policy) -> None:
    """Every hour of a week, and every length of a wait."""
    for at in (MONDAY_9AM + hour * HOUR for hour in range(168)):
        for days in range(1, policy.measures.question_d + 1):
            case = asked(policy, at, by=someone(policy, "desk"), days=days)
            due = reminder_due(case, policy)
            assert due is not None
            assert at < due < at + days * DAY
            assert not is_night(due, policy)


def test_a_letter_that_waited_is_over_once_he_heard_something_else(policy: Policy) -> None:
    case = of_priority(policy, "P2")
    (event,) = tell(case, WATCH, policy, MONDAY_9AM + DAY)
    told = evolve(case, event)
    assert not is_over(told, event)
    assert is_over(then(told, contact(policy), policy, MONDAY_9AM + DAY + HOUR), event)
    assert is_over(replace(told, state="ANSWERED"), event)
    waits = asked(policy)
    (reminder,) = tell(waits, WATCH, policy, MONDAY_9AM + DAY)
    assert not is_over(evolve(waits, reminder), reminder)
    assert is_over(then(waits, ReplyToQuestion(by=OWNER, answer="二号梯"), policy), reminder)
