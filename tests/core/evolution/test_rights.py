"""The case after what its owner asked about his own data."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_case, a_complaint
from huiyin.core.events import ConsentWithdrawn, ErasureAsked, ErasureDecided
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy

HIS = {"at": MONDAY_9AM, "by": "owner", "role": "owner"}


def test_a_decision_ends_the_wait_and_only_a_grant_is_remembered(policy: Policy) -> None:
    due = MONDAY_9AM + timedelta(days=9)
    asked = evolve(a_case(policy), ErasureAsked(**HIS, due=due))
    assert (asked.handling.erasure_asked_at, asked.handling.erasure_due) == (MONDAY_9AM, due)
    for granted in (True, False):
        decided = evolve(asked, ErasureDecided(**HIS, granted=granted)).handling
        assert (decided.erasure_due, decided.erasure_granted_at) == (None, MONDAY_9AM if granted else None)


def test_without_the_consent_to_be_contacted_nobody_has_to_call_either(policy: Policy) -> None:
    case = replace(a_case(policy, complaint=a_complaint(consents=("service:2026.11", "forward:2026.11"))), untold=("1/x",))
    after = evolve(case, ConsentWithdrawn(**HIS, consents=("service",), ends_contact=True))
    assert (after.consents, after.untold, after.has_email, after.has_phone) == (("forward:2026.11",), (), False, False)
    assert (after.handling.consents_withdrawn, after.handling.contact_ended) == (("service",), True)
    other = evolve(case, ConsentWithdrawn(**HIS, consents=("forward",), ends_contact=False))
    assert (other.has_email, other.handling.contact_ended) == (True, False)
