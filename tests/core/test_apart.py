"""What is somebody's own stays apart; what has just come in of an incident belongs to it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, a_group, group_seen
from core.grouping import SOON, joining, opening, refusal, triaged
from huiyin.core.apart import check_not_apart, is_taken_in, may_be_taken_in, stays_apart
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow
from huiyin.core.events import ComplaintReceived
from huiyin.policy.schema import Policy


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"guarded": True}, "guarded_apart"),
        ({"accused": ("li.wei",)}, "accused_apart"),
        ({"kind": "suggestion"}, "kind_apart"),
        ({"kind": "praise"}, "kind_apart"),
        ({"kind": "enquiry"}, "kind_apart"),
        ({"danger": True}, "danger_apart"),
        ({"hints": ("danger",)}, "danger_apart"),
        ({"priority": "P1"}, "danger_apart"),
        ({"sub_issue": None}, "triage_first"),
    ],
)
def test_what_is_somebodys_own_stays_apart(policy: Policy, changes: dict[str, Any], code: str) -> None:
    case = replace(triaged(policy), **changes)
    assert stays_apart(case, policy)
    assert not stays_apart(triaged(policy), policy)
    with pytest.raises(NotAllowedNow) as refused:
        check_not_apart(case, policy)
    assert refused.value.code == code
    if code != "guarded_apart":
        assert refusal(case, joining(policy, a_group(policy)), policy).code == code
        assert refusal(case, opening(policy), policy).code == code


def test_an_incident_takes_in_what_has_just_come_in_of_it_and_nothing_else(policy: Policy) -> None:
    seen = replace(group_seen(a_group(policy)), incident=True, opened_at=SOON)
    fresh = a_case(policy)
    assert is_taken_in(fresh, seen, policy)
    assert is_taken_in(fresh, replace(seen, place=None), policy)
    early = seen.opened_at - timedelta(minutes=policy.measures.groups.incident_min, seconds=1)
    for case, group in (
        (fresh, replace(seen, incident=False)),
        (fresh, replace(seen, state="ANSWERED")),
        (fresh, replace(seen, place="b4")),
        (replace(fresh, received_at=early), seen),
        (replace(fresh, danger=True), seen),
        (replace(fresh, guarded=True), seen),
        (triaged(policy), seen),
        (fresh.handled(left=(seen.case_id,)), seen),
    ):
        assert not is_taken_in(case, group, policy)


@pytest.mark.parametrize(
    "changes", [{"danger": True}, {"guarded": True}, {"hints": ("danger",)}, {"sub_issue": None}, {"kind": "praise"}, {"priority": "P1"}]
)
def test_the_receipt_alone_tells_what_joins_no_incident(policy: Policy, changes: dict[str, Any]) -> None:
    (event,) = decide(None, a_complaint(), policy, MONDAY_9AM)
    assert isinstance(event, ComplaintReceived)
    assert may_be_taken_in(event, policy)
    assert not may_be_taken_in(replace(event, **changes), policy)
