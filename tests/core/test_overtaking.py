"""Whoever looked at a case is overtaken by what somebody decided or said, and by nothing that only came in or was counted."""

from typing import get_type_hints

from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_group, register, staff
from core.test_filing import arrived, lamp, photos, went
from huiyin.core.commands import AddFact
from huiyin.core.decide import decide
from huiyin.core.events import Event, EvidenceChecked, FilesAdded, FlatCounted
from huiyin.core.evolution import evolve
from huiyin.core.overtaking import BESIDE
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from store.any_event import any_of


def test_photos_overtake_nobody(policy: Policy) -> None:
    case = lamp(policy)
    beside = [*decide(case, photos(policy, "after"), policy, MONDAY_9AM)]
    beside += decide(went(case, policy, photos(policy, "after")), arrived("101"), policy, MONDAY_9AM)
    assert [type(event) for event in beside] == [FilesAdded, EvidenceChecked]
    assert all(isinstance(event, BESIDE) for event in beside)


def test_what_somebody_decides_or_says_overtakes(policy: Policy) -> None:
    said = decide(lamp(policy), AddFact(by=staff(policy, "ye.qing"), note="-"), policy, MONDAY_9AM)
    done = decide(a_case(policy), register(policy), policy, MONDAY_9AM)
    assert not [event for event in (*said, *done) if isinstance(event, BESIDE)]


@given(event=st.sampled_from(BESIDE).flatmap(lambda kind: st.builds(kind, **{f: any_of(hint) for f, hint in get_type_hints(kind).items()})))
def test_what_overtakes_nobody_changes_neither_where_the_case_stands_nor_whose_it_is(event: Event) -> None:
    policy = load_policy()
    case = a_group(policy) if isinstance(event, FlatCounted) else lamp(policy)
    after = evolve(case, event)
    assert (after.state, after.lead, after.handler, after.priority) == (case.state, case.lead, case.handler, case.priority)
    assert after.handling.plan == case.handling.plan
