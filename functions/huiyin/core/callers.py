"""2 接收与登记: who rings or comes and asks how a case stands is told once he has shown that it is his 核对身份; each try is recorded."""

from datetime import datetime, timedelta

from huiyin.core.case import Case
from huiyin.core.commands import TakeCall
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import CallTaken
from huiyin.policy.schema import Policy

# What the program looks at itself; whoever stayed anonymous has nothing else to show, and nobody has left a number or a name.
BY_CODE = "code"
CALLED_BACK = "called_back"


def take_call(case: Case, ask: TakeCall, policy: Policy, now: datetime) -> CallTaken:
    """Record that somebody asked, how he was to show that it is his, and whether he did.

    Policy: 2.3, 2.5
    Raises: NotUnderstood "unknown_word"; NotAllowedNow "caller_needs_code", "no_phone_held", about the field; "too_many_callers".
    """
    if ask.way not in policy.caller_checks:
        raise NotUnderstood("unknown_word", field="way")
    if case.anonymous and ask.way != BY_CODE:
        raise NotAllowedNow("caller_needs_code", field="way")
    if ask.way == CALLED_BACK and not case.has_phone:
        raise NotAllowedNow("no_phone_held", field="way")
    if tries_left(case, policy, now) < 1:
        raise NotAllowedNow("too_many_callers", hours=policy.checks.wrong_callers_h)
    return CallTaken(at=now, by=ask.by.code, role=ask.by.role(), way=ask.way, passed=ask.passed, state=case.state, note=ask.note)


def tries_left(case: Case, policy: Policy, now: datetime) -> int:
    """How often somebody may still fail to show that it is his, before nobody is told of it for a while.

    Policy: 2.3
    """
    since = now - timedelta(hours=policy.checks.wrong_callers_h)
    return max(0, policy.checks.wrong_callers - sum(at > since for at in case.handling.wrong_callers))
