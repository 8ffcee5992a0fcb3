"""Erasing before its time is asked for, decided by a person and refused by law alone; a consent taken back stops what rested on it."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, a_group, register, staff, then, triage
from huiyin.core.archiving import archive_due
from huiyin.core.case import Case
from huiyin.core.commands import (
    OWNER,
    SYSTEM,
    ArchiveCase,
    AskErasure,
    Command,
    ComplainOfHandling,
    DecideErasure,
    GiveCopy,
    HoldCase,
    ReopenCase,
    RevealIdentity,
    TransferCase,
    WithdrawConsent,
)
from huiyin.core.decide import decide, why_not
from huiyin.core.errors import NotUnderstood, Refusal
from huiyin.core.events import CaseTransferred, ConsentWithdrawn, CopyGiven, ErasureAsked, ErasureDecided
from huiyin.core.lifecycle import OPEN
from huiyin.core.rights import may_take_back
from huiyin.core.turns import turns_of
from huiyin.policy.schema import Policy

OFFICER = "ye.qing"


def closed(policy: Policy, **complaint: object) -> Case:
    case = a_case(policy, register(policy), triage(policy), complaint=a_complaint(**complaint))
    return case.handled(state="CLOSED", closed_at=MONDAY_9AM - timedelta(days=2))


def after(case: Case, policy: Policy, *asks: Command) -> Case:
    return reduce(lambda one, ask: then(one, ask, policy), asks, case)


def code_of(case: Case, ask: Command, policy: Policy) -> str:
    refusal = why_not(case, ask, policy, MONDAY_9AM)
    assert refusal is not None
    return refusal.code


def decision(policy: Policy, who: str = OFFICER, **changes: object) -> DecideErasure:
    plain = DecideErasure(by=staff(policy, who), granted=False, reason="claim", text="保修索赔还没有了结。")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_it_is_promised_by_a_day_and_waits_for_quality_or_the_confidential_officer(policy: Policy) -> None:
    (event,) = decide(closed(policy), AskErasure(by=OWNER, note="不想再留"), policy, MONDAY_9AM)
    assert isinstance(event, ErasureAsked)
    assert event.due == MONDAY_9AM + timedelta(days=policy.rights.decide_d)
    asked = after(closed(policy), policy, AskErasure(by=OWNER))
    assert [turn.rows for turn in turns_of(asked, policy)] == [("confid", "quality")]
    assert code_of(asked, AskErasure(by=OWNER), policy) == "erasure_asked"
    hidden = after(replace(closed(policy), guarded=True), policy, AskErasure(by=OWNER))
    assert [turn.rows for turn in turns_of(hidden, policy)] == [("confid",)]


def test_granted_it_is_erased_at_once_and_refused_with_the_ground_in_law(policy: Policy) -> None:
    asked = after(closed(policy), policy, AskErasure(by=OWNER))
    (granted,) = decide(asked, decision(policy, granted=True, reason="", text=""), policy, MONDAY_9AM)
    assert granted == ErasureDecided(at=MONDAY_9AM, by=OFFICER, role="confid", granted=True)
    gone = after(asked, policy, decision(policy, granted=True, reason="", text=""))
    assert archive_due(gone, policy) == MONDAY_9AM
    assert code_of(gone, AskErasure(by=OWNER), policy) == "erasure_granted"
    assert decide(gone, ArchiveCase(by=SYSTEM), policy, MONDAY_9AM)
    (refused,) = decide(asked, decision(policy, "gu.ning"), policy, MONDAY_9AM)
    assert isinstance(refused, ErasureDecided)
    assert (refused.granted, refused.reason, refused.role) == (False, "claim", "quality")
    kept = after(asked, policy, decision(policy))
    assert archive_due(kept, policy) == archive_due(closed(policy), policy)
    assert why_not(kept, AskErasure(by=OWNER), policy, MONDAY_9AM) is None


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [({"reason": ""}, "reason_required", "reason"), ({"reason": "x"}, "unknown_word", "reason"), ({"text": " "}, "field_required", "text")],
)
def test_whoever_refuses_gives_a_ground_and_says_it_in_words(policy: Policy, changes: dict[str, str], code: str, field: str) -> None:
    asked = after(closed(policy), policy, AskErasure(by=OWNER))
    with pytest.raises(NotUnderstood) as refused:
        decide(asked, decision(policy, **changes), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("state", OPEN)
def test_pr02_while_it_goes_on_the_law_has_it_kept(policy: Policy, state: str) -> None:
    assert code_of(replace(closed(policy), state=state), AskErasure(by=OWNER), policy) == "erasure_open"


def test_pr02_what_is_held_or_reviewed_is_kept_and_a_group_case_is_not_his_to_erase(policy: Policy) -> None:
    held = after(closed(policy), policy, HoldCase(by=staff(policy, "gu.ning"), reason="法院立案"))
    assert code_of(held, AskErasure(by=OWNER), policy) == "erasure_held"
    assert code_of(closed(policy).handled(review_due=MONDAY_9AM), AskErasure(by=OWNER), policy) == "erasure_open"
    group = a_group(policy).handled(state="CLOSED", closed_at=MONDAY_9AM)
    assert code_of(group, AskErasure(by=OWNER), policy) == "no_owner"


def test_what_was_held_or_taken_up_again_meanwhile_is_not_erased(policy: Policy) -> None:
    asked = after(closed(policy), policy, AskErasure(by=OWNER))
    held = after(asked, policy, HoldCase(by=staff(policy, "gu.ning"), reason="法院立案"))
    assert code_of(held, decision(policy, granted=True, reason=""), policy) == "erasure_held"
    granted = after(asked, policy, decision(policy, granted=True, reason=""))
    again = after(granted, policy, ReopenCase(by=OWNER, grounds="又坏了"))
    assert archive_due(again, policy) is None
    later = again.handled(state="CLOSED", closed_at=MONDAY_9AM + timedelta(days=9))
    assert archive_due(later, policy) == archive_due(later.handled(erasure_granted_at=None), policy)
    reopened = after(asked, policy, ReopenCase(by=OWNER, grounds="又坏了"))
    assert turns_of(reopened, policy) == ()


def test_nobody_else_decides_it_and_nothing_is_decided_that_nobody_asked(policy: Policy) -> None:
    asked = after(closed(policy), policy, AskErasure(by=OWNER))
    for who in ("lin.jing", "jiang.bo", "li.wei"):
        assert code_of(asked, decision(policy, who), policy) == "not_yours"
    assert code_of(closed(policy), decision(policy), policy) == "no_erasure_asked"


def test_pr07_what_rested_on_a_consent_stops_and_what_the_law_asks_goes_on(policy: Policy) -> None:
    agreed = a_complaint(consents=("service:2026.11", "forward:2026.11"))
    case = a_case(policy, register(policy), triage(policy), complaint=agreed)
    assert may_take_back(case, policy) == ("service", "forward")
    manager = staff(policy, "jiang.bo")
    passed = TransferCase(by=manager, body="street_office", document="", contact="张主任", follow_up_d=7)

    def forwards(one: Case) -> bool:
        (event,) = decide(one, passed, policy, MONDAY_9AM)
        assert isinstance(event, CaseTransferred)
        return event.forwards_identity

    assert forwards(case)
    without = after(case, policy, WithdrawConsent(by=OWNER, consents=("forward",)))
    assert not forwards(without)
    assert (without.consents, without.has_email, may_take_back(without, policy)) == (("service:2026.11",), True, ("service",))
    reveal = RevealIdentity(by=staff(policy, "lin.jing"), reason="call_owner")
    assert why_not(without, reveal, policy, MONDAY_9AM) is None
    ended = after(without, policy, WithdrawConsent(by=OWNER, consents=("service",)))
    assert code_of(ended, reveal, policy) == "contact_ended"
    assert (ended.state, ended.has_email, ended.has_phone, ended.is_written_to) == (case.state, False, False, True)
    assert code_of(ended, WithdrawConsent(by=OWNER, consents=("service",)), policy) == "consent_not_given"


def test_a_consent_is_named_known_and_was_given(policy: Policy) -> None:
    case = a_case(policy)
    for consents, code in (((), "field_required"), (("x",), "unknown_word"), (("sensitive",), "consent_not_given")):
        with pytest.raises(Refusal) as refused:
            decide(case, WithdrawConsent(by=OWNER, consents=consents), policy, MONDAY_9AM)
        assert (refused.value.code, refused.value.field) == (code, "consents")
    (event,) = decide(case, WithdrawConsent(by=OWNER, consents=("service",)), policy, MONDAY_9AM)
    assert isinstance(event, ConsentWithdrawn)
    assert event.ends_contact


def test_who_took_his_matter_back_keeps_his_rights(policy: Policy) -> None:
    gone = a_case(policy).handled(gone=True)
    assert why_not(gone, WithdrawConsent(by=OWNER, consents=("service",)), policy, MONDAY_9AM) is None
    assert decide(gone, ComplainOfHandling(by=OWNER, note="电话被人知道了"), policy, MONDAY_9AM) == ()
    assert code_of(gone, ComplainOfHandling(by=OWNER, note=" "), policy) == "field_required"
    assert code_of(gone, AskErasure(by=OWNER), policy) == "erasure_open"


def test_a_copy_is_noted_once_on_a_day_of_the_community(policy: Policy) -> None:
    (noted,) = decide(a_case(policy), GiveCopy(by=OWNER), policy, MONDAY_9AM)
    assert isinstance(noted, CopyGiven)
    copied = after(a_case(policy), policy, GiveCopy(by=OWNER))
    assert decide(copied, GiveCopy(by=OWNER), policy, MONDAY_9AM + timedelta(hours=14)) == ()
    assert len(decide(copied, GiveCopy(by=OWNER), policy, MONDAY_9AM + timedelta(hours=15))) == 1
