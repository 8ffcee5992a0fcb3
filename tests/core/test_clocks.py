"""Clocks that speak once, on every open case, assigned or not; none works past its calendar day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_complaint, accept, contact, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.clock import due_after, share_of
from huiyin.core.clocks import ANSWER, FIRST_CONTACT, Clock, clock_moments, lapses_at, running, watch_clocks
from huiyin.core.commands import SYSTEM, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.events import DeadlineMissed, DeadlineNeared, Event, ProgressTold, StepEscalated
from huiyin.core.evolution import evolve, fold
from huiyin.core.falling_due import next_moment
from huiyin.core.handling import DatedAnswer, GivenAnswer, Pause, Plan, Transfer
from huiyin.core.lifecycle import ENDED, OPEN
from huiyin.policy import load_policy
from huiyin.policy.schema import PRIORITIES, Policy, Priority

WATCH = WatchClocks(by=SYSTEM)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def in_state(policy: Policy, state: str, at: datetime = MONDAY_9AM, **handling: Any) -> Case:
    """A case that was triaged and accepted at that moment, in that state."""
    case = a_case(policy, register(policy), triage(policy), accept(policy), contact(policy), at=at)
    return replace(case, state=state).handled(**handling)


def clocks(case: Case, policy: Policy) -> dict[str, Clock]:
    return {one.name: one for one in running(case, policy)}


def a_plan(at: datetime, **changes: Any) -> Plan:
    plain = Plan(version=1, by="li.wei", at=at, finish_due=at + DAY, cost_yuan=0, digest="x", approvers=("manager",))
    return replace(plain, **changes)


def said(case: Case, policy: Policy, now: datetime, *, clock: str = FIRST_CONTACT) -> list[Event]:
    return [one for one in watch_clocks(case, WATCH, policy, now) if one.clock == clock]


def after(case: Case, events: tuple[Event, ...]) -> Case:
    for event in events:
        case = evolve(case, event)
    return case


def test_a_clock_warns_once_then_says_once_that_the_promise_was_missed(policy: Policy) -> None:
    case = a_case(policy)
    near = share_of(case.received_at, case.first_contact_due, policy.promises.red)
    (warning,) = said(case, policy, near)
    assert isinstance(warning, DeadlineNeared)
    warned = after(case, watch_clocks(case, WATCH, policy, near))
    assert watch_clocks(warned, WATCH, policy, near) == ()
    missed = said(warned, policy, case.first_contact_due)
    assert [type(one) for one in missed] == [DeadlineMissed, StepEscalated]
    late = after(warned, watch_clocks(warned, WATCH, policy, case.first_contact_due + 99 * DAY))
    assert watch_clocks(late, WATCH, policy, case.first_contact_due + 999 * DAY) == ()
    assert clock_moments(late, policy) == []


def test_a_clock_that_comes_too_late_says_only_that_it_was_missed(policy: Policy) -> None:  # FA37
    """ST10: not fired for days; the step after it is not lost, and nobody is told that something nears which is over."""
    case = a_case(policy)
    events = said(case, policy, case.first_contact_due + timedelta(hours=26))
    assert [type(e) for e in events] == [DeadlineMissed, *[StepEscalated] * len(policy.promises.ladder.others)]


def test_no_clock_of_the_contact_runs_after_it_and_none_at_all_after_the_end(policy: Policy) -> None:
    assert FIRST_CONTACT not in clocks(a_case(policy, contact(policy, by=someone(policy, "desk"))), policy)
    for state in ENDED:
        case = replace(a_case(policy), state=state)
        assert running(case, policy) == []
        assert next_moment(case, policy) is None


def test_an_unassigned_case_is_watched_like_any_other(policy: Policy) -> None:
    case = a_case(policy)
    assert case.handler is None
    events = decide(case, WATCH, policy, case.first_contact_due)
    missed = [(e.clock, e.due) for e in events if isinstance(e, DeadlineMissed)]
    assert (FIRST_CONTACT, case.first_contact_due) in missed


@pytest.mark.parametrize(
    ("state", "ours"),
    [
        ("RECEIVED", {"register"}),
        ("REGISTERED", {"triage"}),
        ("TRIAGED", {"accept", "plan_submitted"}),
        ("INVESTIGATING", {"plan_submitted"}),
        ("PLAN_REVIEW", {"plan_decided"}),
        ("EXECUTING", set()),
        ("VERIFYING", {"verified"}),
        ("AWAITING_OWNER", set()),
        ("TRANSFERRED", {"follow_up"}),
        ("ANSWERED", {"reply"}),
    ],
)
def test_each_state_has_the_clock_of_the_step_that_comes_next(policy: Policy, state: str, ours: set[str]) -> None:
    case = in_state(
        policy,
        state,
        plan=a_plan(MONDAY_9AM),
        reported_at=MONDAY_9AM,
        pause=Pause(since=MONDAY_9AM, until=MONDAY_9AM + DAY, before="INVESTIGATING"),
        transfer=Transfer(body="police", at=MONDAY_9AM, follow_up_due=MONDAY_9AM + DAY),
        answer=GivenAnswer(at=MONDAY_9AM, by="gu.ning", reply_due=MONDAY_9AM + 5 * DAY),
    )
    assert set(clocks(case, policy)) - {ANSWER, "resolve", "answer_final", "on_site"} == ours


@pytest.mark.parametrize("state", OPEN)
def test_the_answer_is_owed_in_every_open_state_until_it_was_given_and_no_wait_moves_it(policy: Policy, state: str) -> None:
    pause = Pause(since=MONDAY_9AM, until=MONDAY_9AM + DAY, before="INVESTIGATING")
    case = in_state(policy, state, pause=pause)
    found = clocks(case, policy).get(ANSWER)
    assert found == (None if state == "ANSWERED" else Clock(ANSWER, case.received_at, case.answer_due))


def test_an_answer_that_promises_a_date_stops_the_answer_and_is_itself_the_date_of_the_work(policy: Policy) -> None:
    until = MONDAY_9AM + 20 * DAY
    draft = in_state(policy, "EXECUTING", dated=DatedAnswer(drafter="li.wei", until=until))
    assert ANSWER in clocks(draft, policy)
    sent = replace(draft, resolve_due=until).handled(dated=DatedAnswer(drafter="li.wei", until=until, sent_at=MONDAY_9AM + DAY))
    assert ANSWER not in clocks(sent, policy)
    assert clocks(sent, policy)["resolve"] == Clock("resolve", MONDAY_9AM + DAY, until)


def test_after_the_first_day_of_an_emergency_its_final_answer_is_due(policy: Policy) -> None:
    sent = DatedAnswer(drafter="li.wei", until=MONDAY_9AM + 9 * DAY, sent_at=MONDAY_9AM)
    case = replace(in_state(policy, "EXECUTING", dated=sent), priority="P1")
    assert clocks(case, policy)["answer_final"].due == MONDAY_9AM + 3 * DAY
    assert "answer_final" not in clocks(replace(case, priority="P3"), policy)
    assert "answer_final" not in clocks(replace(case, state="ANSWERED"), policy)


def test_the_date_of_the_work_stops_with_the_report_and_while_we_wait_for_the_owner(policy: Policy) -> None:
    assert "resolve" in clocks(in_state(policy, "EXECUTING"), policy)
    assert "resolve" not in clocks(in_state(policy, "VERIFYING", reported_at=MONDAY_9AM), policy)
    waiting = Pause(since=MONDAY_9AM, until=MONDAY_9AM + DAY, before="EXECUTING")
    assert "resolve" not in clocks(in_state(policy, "AWAITING_OWNER", pause=waiting), policy)


def test_nobody_waits_for_what_its_owner_took_back_but_the_work_has_its_dates(policy: Policy) -> None:
    found = clocks(replace(in_state(policy, "INVESTIGATING", gone=True), first_contact_at=None), policy)
    assert set(found) == {"on_site", "plan_submitted", "resolve"}


def test_a_proposal_to_decline_has_a_clock_of_its_own(policy: Policy) -> None:
    case = a_case(policy).handled(declining=("lin.jing", "not_ours"))
    assert {"declined", "register"} <= set(clocks(case, policy))
    assert "declined" not in clocks(a_case(policy), policy)


def test_an_emergency_is_triaged_and_approved_after_the_act(policy: Policy) -> None:
    act = a_case(policy, register(policy), complaint=a_complaint(danger=True))
    case = replace(act, state="EXECUTING").handled(emergency_at=MONDAY_9AM)
    found = clocks(case, policy)
    assert found["emergency_triage"].due == MONDAY_9AM + policy.measures.emergency_triage_h * HOUR
    assert found["emergency_approval"].due == MONDAY_9AM + policy.measures.emergency_approval_h * HOUR
    agreed = replace(case, lead="repairs").handled(plan=a_plan(MONDAY_9AM, approvals=(("manager", "jiang.bo"),)))
    assert not {"emergency_triage", "emergency_approval"} & set(clocks(agreed, policy))
    assert "emergency_approval" in clocks(case.handled(plan=a_plan(MONDAY_9AM)), policy)


def test_an_answer_lapses_at_its_date_after_tries_enough_and_never_while_it_is_reviewed(policy: Policy) -> None:
    due = MONDAY_9AM + 7 * DAY
    answer = GivenAnswer(at=MONDAY_9AM, by="gu.ning", reply_due=due)
    case = in_state(policy, "ANSWERED", answer=answer)
    assert lapses_at(case, policy) is None
    apart = policy.measures.reply_apart_d * DAY
    soon = case.handled(answer=replace(answer, tries=(MONDAY_9AM, MONDAY_9AM + apart - HOUR)))
    assert lapses_at(soon, policy) is None
    assert "reply" in clocks(soon, policy)
    enough = case.handled(answer=replace(answer, tries=(MONDAY_9AM, MONDAY_9AM + apart)))
    assert lapses_at(enough, policy) == due
    assert "reply" not in clocks(enough, policy)
    late = case.handled(answer=replace(answer, tries=(MONDAY_9AM, due + DAY)))
    assert lapses_at(late, policy) == due + DAY
    assert lapses_at(enough.handled(review_due=due), policy) is None
    assert clocks(enough.handled(review_due=due + DAY), policy)["review"].due == due + DAY


def test_nobody_is_late_where_the_system_acts_itself(policy: Policy) -> None:
    case = in_state(policy, "TRANSFERRED", transfer=Transfer(body="police", at=MONDAY_9AM, follow_up_due=MONDAY_9AM + DAY))
    events = said(case, policy, MONDAY_9AM + DAY, clock="follow_up")
    assert [type(one) for one in events] == [DeadlineNeared]


def test_time_spent_waiting_for_the_owner_is_given_back_to_our_step_but_not_past_its_calendar_day(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(category="greening", sub_issue=None))
    plain = clocks(case, policy)["register"].due
    waited = clocks(case.handled(waited_s=3600, resumed_at=MONDAY_9AM + HOUR), policy)["register"].due
    assert waited == plain + HOUR
    long = case.handled(waited_s=30 * 86_400, resumed_at=MONDAY_9AM + HOUR)
    assert clocks(long, policy)["register"].due < case.answer_due


def arrivals(hours: range) -> Iterator[datetime]:
    year = datetime(2026, 1, 1, tzinfo=UTC)
    return (year + hour * HOUR for hour in hours)


def steps_of(policy: Policy, priority: Priority) -> list[tuple[str, Case]]:
    """For each working-time limit of that priority a case that stands before that step."""
    base = replace(a_case(policy), priority=priority)
    cases = {
        "register": base,
        "declined": base.handled(declining=("lin.jing", "spam")),
        "triage": replace(base, state="REGISTERED"),
        "accept": replace(base, state="TRIAGED"),
        "plan_submitted": replace(base, state="INVESTIGATING"),
        "plan_decided": replace(base, state="PLAN_REVIEW"),
        "verified": replace(base, state="VERIFYING"),
    }
    promise = policy.promises.clocks[priority]
    return [(name, case) for name, case in cases.items() if getattr(promise, name).unit in {"wh", "wd"}]


def check_every_step(policy: Policy, priority: Priority, hours: range) -> None:
    steps, answer = steps_of(policy, priority), policy.promises.clocks[priority].answer
    for at in arrivals(hours):
        due = due_after(at, answer, policy.calendar)
        for name, before in steps:
            case = replace(before, received_at=at, answer_due=due)
            if name == "plan_decided":
                case = case.handled(plan=a_plan(at + HOUR))
            elif name == "verified":
                case = case.handled(reported_at=at + HOUR)
            found = clocks(case, policy)[name]
            assert found.start < found.due < due, (name, priority, at)
            share = policy.promises.caps.get(name)
            assert share is None or found.due <= share_of(at, due, share), (name, priority, at)


@pytest.mark.parametrize("priority", PRIORITIES)
def test_no_working_time_limit_ends_after_its_calendar_day(policy: Policy, priority: Priority) -> None:
    """TM03, TM07: over holidays and make-up days; some hours of 2026, the others in make long."""
    assert steps_of(policy, priority)
    check_every_step(policy, priority, range(0, 8760, 97))


@pytest.mark.long
@pytest.mark.parametrize("priority", PRIORITIES)
def test_no_working_time_limit_ends_after_its_calendar_day_whenever_it_came(policy: Policy, priority: Priority) -> None:
    """TM03: every hour of 2026."""
    check_every_step(policy, priority, range(8760))


@given(late_h=st.integers(0, 24 * 30))
def test_a_step_begun_too_late_still_ends_before_the_answer_is_due(late_h: int) -> None:
    policy = load_policy()
    start = MONDAY_9AM + late_h * HOUR
    case = in_state(policy, "PLAN_REVIEW", plan=a_plan(start))
    found = clocks(case, policy)["plan_decided"]
    assert found.due > start
    assert start >= case.answer_due or found.due < case.answer_due


@given(ticks=st.lists(st.integers(0, 24 * 60), min_size=1, max_size=12))
def test_ticks_in_any_order_and_number_say_each_thing_once(ticks: list[int]) -> None:
    """ST01, ST02, TM05: late, doubled and disordered ticks end as one tick at the last moment does, but for what had only neared."""
    policy = load_policy()
    case = in_state(policy, "INVESTIGATING")
    said_at: list[Event] = []
    for hours in ticks:
        events = watch_clocks(case, WATCH, policy, MONDAY_9AM + hours * HOUR)
        assert watch_clocks(after(case, events), WATCH, policy, MONDAY_9AM + hours * HOUR) == ()
        case, said_at = after(case, events), [*said_at, *events]
    keys = [(type(one).__name__, one.clock, getattr(one, "step", "")) for one in said_at if hasattr(one, "clock")]
    assert len(keys) == len(set(keys))
    once = watch_clocks(in_state(policy, "INVESTIGATING"), WATCH, policy, MONDAY_9AM + max(ticks) * HOUR)
    lasting = {(type(one).__name__, one.clock, getattr(one, "step", "")) for one in once}
    assert lasting <= set(keys)
    assert {key for key in keys if key[0] != "DeadlineNeared"} == {key for key in lasting if key[0] != "DeadlineNeared"}


def test_what_was_said_stands_in_the_history_and_the_next_moment_is_always_later(policy: Policy) -> None:
    events: tuple[Event, ...] = (*decide(None, a_complaint(), policy, MONDAY_9AM),)
    spoke = 0
    # What the owner is told by the clock goes on as long as he waits.
    while clock_moments(fold(events), policy):
        moment = next_moment(fold(events), policy)
        assert moment is not None
        new = decide(fold(events), WATCH, policy, moment)
        assert new, "a moment at which nothing is said would be looked at for ever"
        events, spoke = events + new, spoke + sum(not isinstance(event, ProgressTold) for event in new)
    assert spoke == len(clock_moments(fold(events[:1]), policy))
