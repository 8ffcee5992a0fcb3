"""Before the rules close an answered case its owner is asked again, by the channel that he chose: in writing, on his page, by phone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from builders import MONDAY_9AM, contact
from core.working import answered, confirm, dispute, went
from huiyin.core.case import Case
from huiyin.core.clock import local
from huiyin.core.commands import SYSTEM, AskReview, ReturnLetter, WatchClocks
from huiyin.core.commands.asking import OWNER
from huiyin.core.decide import decide
from huiyin.core.events import Event, VerdictAsked
from huiyin.core.evolution import evolve
from huiyin.core.falling_due import next_moment, system_step
from huiyin.core.verdict import asked_again_at, is_given
from huiyin.policy.schema import Policy

WAYS = {
    "mail": {"has_email": True, "has_phone": False},
    "mail and phone": {"has_email": True, "has_phone": True},
    "page": {"has_email": False, "has_phone": False, "anonymous": True},
    "page, since no letter arrives": {"has_email": True, "has_phone": False, "unreachable": True},
    "phone": {"has_email": False, "has_phone": True},
    "phone, since no letter arrives": {"has_email": True, "has_phone": True, "unreachable": True},
}


def by(policy: Policy, way: str, hours: int = 0) -> Case:
    """The lamp, answered so many hours later, of an owner who is reached in that way."""
    case = replace(answered(policy), **WAYS[way])
    given = case.handling.answer
    assert given is not None
    later = timedelta(hours=hours)
    return case.handled(answer=replace(given, at=given.at + later, reply_due=given.reply_due + later))


def lived(case: Case, policy: Policy, *, until: datetime) -> tuple[Case, list[Event]]:
    """The case as the clocks take it on, and what happened."""
    happened: list[Event] = []
    while (at := next_moment(case, policy)) is not None and at <= until:
        step = system_step(case, policy)
        ask = step.ask if step is not None and step.at <= at else WatchClocks(by=SYSTEM)
        events = decide(case, ask, policy, at)
        assert events, "whatever falls due says something"
        for event in events:
            case = evolve(case, event)
        happened += events
    return case, happened


@pytest.mark.parametrize("way", [way for way in WAYS if not way.startswith("phone")])
def test_whoever_is_written_to_is_asked_again_and_then_it_is_closed(policy: Policy, way: str) -> None:
    case = by(policy, way)
    assert case.is_written_to
    end, happened = lived(case, policy, until=MONDAY_9AM + timedelta(days=30))
    asked = [event.at for event in happened if isinstance(event, VerdictAsked)]
    assert len(asked) == policy.measures.reply_tries
    apart = timedelta(days=policy.measures.reply_apart_d)
    assert all(later - earlier >= apart for earlier, later in zip([MONDAY_9AM, *asked], asked, strict=False))
    assert (end.state, end.last_event) == ("CLOSED", "SurveyInvited")
    assert case.handling.answer is not None
    assert end.handling.closed_at is not None
    assert end.handling.closed_at >= case.handling.answer.reply_due


@pytest.mark.parametrize("way", [way for way in WAYS if way.startswith("phone")])
def test_whoever_is_called_is_closed_by_no_letter_that_he_never_got(policy: Policy, way: str) -> None:
    case = by(policy, way)
    assert asked_again_at(case, policy) is None
    end, happened = lived(case, policy, until=MONDAY_9AM + timedelta(days=30))
    assert end.state == "ANSWERED"
    assert {"DeadlineMissed"} <= {type(event).__name__ for event in happened}, "somebody is told that nobody called"
    for day in (1, 1 + policy.measures.reply_apart_d):
        end = went(end, policy, contact(policy, reached=False), at=MONDAY_9AM + timedelta(days=day))
    assert system_step(end, policy) is not None


def test_nobody_is_asked_at_night(policy: Policy) -> None:
    window = policy.calendar.windows[policy.promises.interim_window]
    for hours in range(24):
        _, happened = lived(by(policy, "mail", hours), policy, until=MONDAY_9AM + timedelta(days=30))
        for event in happened:
            if isinstance(event, VerdictAsked):
                assert window.opens <= local(event.at, policy.calendar).time() < window.closes, hours


def test_the_same_moment_asks_once_however_often_a_clock_comes(policy: Policy) -> None:
    case = by(policy, "mail")
    at = asked_again_at(case, policy)
    assert at is not None
    watch = WatchClocks(by=SYSTEM)

    def asks(one: Case, moment: datetime) -> int:
        return sum(isinstance(event, VerdictAsked) for event in decide(one, watch, policy, moment))

    assert [asks(case, at - timedelta(seconds=1)), asks(case, at), asks(went(case, policy, watch, at=at), at)] == [0, 1, 0]


def test_a_call_in_between_counts_as_a_try(policy: Policy) -> None:
    case = went(by(policy, "mail and phone"), policy, contact(policy, reached=False), at=MONDAY_9AM + timedelta(days=1))
    _, happened = lived(case, policy, until=MONDAY_9AM + timedelta(days=30))
    assert sum(isinstance(event, VerdictAsked) for event in happened) == policy.measures.reply_tries - 1


def test_a_letter_that_did_not_arrive_was_no_try(policy: Policy) -> None:
    case = by(policy, "mail and phone")
    at = asked_again_at(case, policy)
    assert at is not None
    asked = went(case, policy, WatchClocks(by=SYSTEM), at=at)
    back = went(asked, policy, ReturnLetter(by=SYSTEM, letter="verdict-asked", event=asked.version, why="bounced"), at=at)
    assert asked.handling.answer is not None
    assert back.handling.answer is not None
    assert (len(asked.handling.answer.tries), back.handling.answer.tries) == (1, ())
    assert asked_again_at(back, policy) is None, "he is called now"


def test_whoever_has_spoken_is_asked_no_more(policy: Policy) -> None:
    case = by(policy, "mail")
    at = asked_again_at(case, policy)
    assert at is not None
    asked = VerdictAsked(at=at, by="system", role="system", reply_due=case.handling.answer.reply_due)  # type: ignore[union-attr]
    assert not is_given(case, asked)
    for said in (confirm(), dispute()):
        after = went(case, policy, said)
        assert asked_again_at(after, policy) is None
        assert is_given(after, asked)
    assert asked_again_at(went(case, policy, AskReview(by=OWNER, grounds="答非所问")), policy) is None


def test_nobody_is_asked_who_took_it_back(policy: Policy) -> None:
    assert asked_again_at(by(policy, "mail").handled(gone=True), policy) is None
