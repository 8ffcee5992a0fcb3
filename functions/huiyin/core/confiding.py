"""2 接收与登记: a case comes under guard 保密件, and leaves it: one wish is enough to enter, leaving takes the owner or two people."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import ConfideCase, ReleaseCase
from huiyin.core.errors import NotAllowedNow
from huiyin.core.events import CaseConfided, CaseReleased, ReleaseAsked
from huiyin.core.hands import check_said
from huiyin.core.standing_in import nobody_left
from huiyin.policy.schema import Policy

# Who asked that it be guarded, where the owner did.
OWNER = "owner"


def confide(case: Case, ask: ConfideCase, policy: Policy, now: datetime) -> CaseConfided:
    """Only confidential officers see it from now on. Of a case that is guarded already the owner may still say that he wants it so.

    Policy: 2.6
    Raises: NotAllowedNow "already_guarded"; "too_late_to_confide" once others have planned the work or it is handled in a group:
    what they know they know.
    """
    his = not ask.by.is_staff
    if case.guarded and (not his or case.handling.confided == OWNER):
        raise NotAllowedNow("already_guarded")
    if not case.guarded and (case.handling.plan is not None or case.handling.membership is not None):
        raise NotAllowedNow("too_late_to_confide")
    if not his:
        check_said(reason=ask.reason)
    return CaseConfided(at=now, by=ask.by.code, role=ask.by.role("desk"), reason=ask.reason)


def release(case: Case, ask: ReleaseCase, policy: Policy, now: datetime) -> CaseReleased | ReleaseAsked:
    """The owner opens his case to ordinary staff; or an officer asks for it, and another one agrees.

    Policy: 2.6
    Raises: NotAllowedNow "not_guarded"; "four_eyes" to whoever asked for it himself; "company_accused" where even the company may not
    see it.
    """
    if not case.guarded:
        raise NotAllowedNow("not_guarded")
    if nobody_left(case, policy):
        raise NotAllowedNow("company_accused")
    asked = case.handling.releasing
    if not ask.by.is_staff:
        return CaseReleased(at=now, by=ask.by.code, role="owner", reason=ask.reason)
    if asked == ask.by.code:
        raise NotAllowedNow("four_eyes")
    check_said(reason=ask.reason)
    if not asked:
        return ReleaseAsked(at=now, by=ask.by.code, role="confid", reason=ask.reason)
    return CaseReleased(at=now, by=ask.by.code, role="confid", asked_by=asked, reason=ask.reason)
