"""Clocks that speak once, on every open case, assigned or not."""

from dataclasses import replace
from datetime import timedelta

from builders import a_case, contact, someone
from huiyin.core.clocks import FIRST_CONTACT, next_moment, watch_clocks
from huiyin.core.commands import SYSTEM, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.events import DeadlineMissed, DeadlineNeared
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy

WATCH = WatchClocks(by=SYSTEM)


def test_a_clock_warns_once_then_says_once_that_the_promise_was_missed(policy: Policy) -> None:
    case = a_case(policy)
    near = next_moment(case, policy)
    assert near is not None
    assert near < case.first_contact_due
    (warning,) = watch_clocks(case, WATCH, policy, near)
    assert isinstance(warning, DeadlineNeared)
    warned = evolve(case, warning)
    assert watch_clocks(warned, WATCH, policy, near) == ()
    assert next_moment(warned, policy) == case.first_contact_due
    (missed,) = watch_clocks(warned, WATCH, policy, case.first_contact_due)
    assert isinstance(missed, DeadlineMissed)
    late = evolve(warned, missed)
    assert next_moment(late, policy) is None
    assert watch_clocks(late, WATCH, policy, case.first_contact_due + timedelta(days=9)) == ()


def test_a_clock_that_comes_too_late_says_only_that_it_was_missed(policy: Policy) -> None:  # FA37
    case = a_case(policy)
    events = watch_clocks(case, WATCH, policy, case.first_contact_due + timedelta(hours=26))
    assert [type(e) for e in events] == [DeadlineMissed]


def test_no_clock_runs_after_contact_or_after_the_end(policy: Policy) -> None:
    assert next_moment(a_case(policy, contact(policy, by=someone(policy, "desk"))), policy) is None
    assert next_moment(replace(a_case(policy), state="WITHDRAWN"), policy) is None


def test_an_unassigned_case_is_watched_like_any_other(policy: Policy) -> None:
    case = a_case(policy)
    assert case.handler is None
    events = decide(case, WATCH, policy, case.first_contact_due)
    assert [(e.clock, e.due) for e in events if isinstance(e, DeadlineMissed)] == [(FIRST_CONTACT, case.first_contact_due)]
