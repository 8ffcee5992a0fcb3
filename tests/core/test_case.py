"""Folding history: facts only, versions without gap, no word of a person."""

from dataclasses import fields, replace

import pytest

from builders import MONDAY_9AM, NUMBER, a_case, a_complaint, a_history, accept, case_id, contact, register, someone, triage
from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import OWNER, AddFact, RevealIdentity
from huiyin.core.decide import decide
from huiyin.core.events import Event, sealed_fields
from huiyin.core.evolution import evolve, fold
from huiyin.policy.schema import Policy


def without_words(event: Event) -> Event:
    return replace(event, **dict.fromkeys(sealed_fields(type(event)), ""))


def whole_history(policy: Policy) -> tuple[Event, ...]:
    return a_history(
        policy,
        register(policy),
        triage(policy),
        accept(policy),
        contact(policy),
        AddFact(by=OWNER, note="又停了一次。", files=("1", "2")),
        RevealIdentity(by=someone(policy, "desk"), reason=next(iter(policy.identity_reasons)), note="回访"),
        complaint=a_complaint(accused=""),
    )


def test_words_of_people_decide_nothing(policy: Policy) -> None:
    events = whole_history(policy)
    assert fold(tuple(map(without_words, events))) == fold(events)


def test_versions_count_the_events(policy: Policy) -> None:
    events = whole_history(policy)
    assert [fold(events[: n + 1]).version for n in range(len(events))] == list(range(1, len(events) + 1))


def test_a_case_remembers_who_changed_it_last(policy: Policy) -> None:
    case = fold(whole_history(policy))
    assert (case.last_event, case.last_by) == ("IdentityRevealed", someone(policy, "desk").code)
    assert dict(case.evidence) == {"1": "pending", "2": "pending"}


def test_history_begins_with_its_receipt_and_only_once(policy: Policy) -> None:
    events = whole_history(policy)
    with pytest.raises(ValueError, match="begins"):
        fold(())
    with pytest.raises(ValueError, match="begins"):
        evolve(None, events[1])
    with pytest.raises(ValueError, match="once"):
        evolve(fold(events), events[0])


def test_the_case_has_no_field_for_words_or_identity() -> None:
    assert not {f.name for f in fields(Case)} & {"matter", "wish", "spot", "note", "name", "phone", "email", "unit"}


def test_the_key_of_a_case_is_its_eight_digits(policy: Policy) -> None:
    assert case_id_of(NUMBER) == case_id() == a_case(policy).case_id
    assert decide(None, a_complaint(), policy, MONDAY_9AM)[0].at == MONDAY_9AM
