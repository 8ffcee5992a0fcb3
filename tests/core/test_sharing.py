"""What is shown to others is an event first; a guarded case is shown by the confidential officer alone."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_case
from huiyin.core.commands import OWNER, Actor, ShareCase
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseShared
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy

CLERK = Actor(code="lin.jing", roles=frozenset({"desk"}))
OFFICER = Actor(code="ye.qing", roles=frozenset({"confid"}))
ASK = ShareCase(by=CLERK, to="contractor", purpose="work", part="matter", text="[姓名]说电梯坏了", hidden=(("name", 1),), uncovered=1)


def test_what_was_shown_to_whom_and_what_for_is_kept_and_changes_nothing(policy: Policy) -> None:
    case = a_case(policy)
    (shared,) = decide(case, ASK, policy, MONDAY_9AM)
    assert isinstance(shared, CaseShared)
    assert (shared.by, shared.role, shared.to, shared.purpose, shared.part) == ("lin.jing", "desk", "contractor", "work", "matter")
    assert (shared.text, shared.hidden, shared.uncovered) == ("[姓名]说电梯坏了", (("name", 1),), 1)
    after = evolve(case, shared)
    assert (after.state, after.handler, after.level, after.version) == (case.state, case.handler, case.level, case.version + 1)


def test_a_guarded_case_is_shown_by_the_confidential_officer_alone(policy: Policy) -> None:
    case = replace(a_case(policy), guarded=True)
    with pytest.raises(NotYours, match="share_guarded"):
        decide(case, replace(ASK, by=OWNER, to="neighbours"), policy, MONDAY_9AM)
    (shared,) = decide(case, replace(ASK, by=OFFICER), policy, MONDAY_9AM)
    assert isinstance(shared, CaseShared)
    assert shared.role == "confid"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to": "press"}, "recipient"),
        ({"by": OWNER}, "recipient"),
        ({"purpose": "fun"}, "purpose"),
        ({"part": "identity"}, "part"),
        ({"text": " "}, "text"),
    ],
    ids=["unknown", "not the owner's", "purpose", "part", "no words"],
)
def test_what_the_policy_does_not_know_is_refused(policy: Policy, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decide(a_case(policy), replace(ASK, **wrong), policy, MONDAY_9AM)
    assert refused.value.field == field


def test_an_answer_is_shown_once_there_is_one(policy: Policy) -> None:
    with pytest.raises(NotAllowedNow, match="share_nothing"):
        decide(a_case(policy), replace(ASK, part="answer"), policy, MONDAY_9AM)


def test_an_owner_shows_neighbours_how_it_stands_without_a_word(policy: Policy) -> None:
    (shared,) = decide(a_case(policy), ShareCase(by=OWNER, to="neighbours", purpose="progress", part="progress"), policy, MONDAY_9AM)
    assert isinstance(shared, CaseShared)
    assert (shared.by, shared.role, shared.text) == ("owner", "owner", "")
