"""Where a case lay, and with whom: no gap, no overlap, and every hand-over stands there."""

from datetime import timedelta
from itertools import pairwise

from builders import MONDAY_9AM, a_complaint, a_history, accept, contact, register, someone, triage
from cases import LONG
from huiyin.core.commands import OWNER, ReturnToTriage, UrgeCase
from huiyin.core.decide import decide
from huiyin.core.evolution import fold
from huiyin.core.waits import waits
from huiyin.policy.schema import Policy


def test_stages_and_hands_follow_one_another_without_a_gap(policy: Policy) -> None:
    events = a_history(policy, register(policy), triage(policy), accept(policy), contact(policy))
    found = waits(events)
    assert [(one.state, one.handler) for one in found] == [
        ("RECEIVED", None),
        ("REGISTERED", None),
        ("TRIAGED", "li.wei"),
        ("INVESTIGATING", "li.wei"),
    ]
    assert found[0].since == events[0].at
    assert all(one.until == following.since for one, following in pairwise(found))
    assert found[-1].until is None


def test_a_hand_over_is_a_stretch_of_its_own_and_what_changes_neither_is_none(policy: Policy) -> None:
    events = list(a_history(policy, register(policy), triage(policy)))
    later = MONDAY_9AM + timedelta(hours=5)
    for ask in (
        UrgeCase(by=OWNER),
        ReturnToTriage(by=someone(policy, "handler", "repairs"), reason=LONG),
        triage(policy, handler="wu.lei"),
    ):
        events += decide(fold(tuple(events)), ask, policy, later)
    assert [(one.state, one.lead, one.handler) for one in waits(events)][2:] == [
        ("TRIAGED", "repairs", "li.wei"),
        ("REGISTERED", None, None),
        ("TRIAGED", "repairs", "wu.lei"),
    ]


def test_whoever_heard_it_first_has_it_until_somebody_takes_it_over(policy: Policy) -> None:
    desk = someone(policy, "desk")
    told = a_complaint(by=desk, channel="counter")
    found = waits(a_history(policy, register(policy), triage(policy), complaint=told))
    assert [one.first_heard for one in found] == [desk.code, desk.code, ""]
    assert {one.first_heard for one in waits(a_history(policy, register(policy)))} == {""}
