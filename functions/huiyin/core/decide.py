"""The only door to the rules: a command on a case becomes events or a refusal."""

from datetime import datetime

from huiyin.core import intake
from huiyin.core.attendance import directory_of_the_day
from huiyin.core.call_backs import owed
from huiyin.core.case import Case
from huiyin.core.chapters import carry_out
from huiyin.core.commands import Command, ReceiveComplaint
from huiyin.core.errors import NotAllowedNow, NotThere, NotYours, Refusal
from huiyin.core.events import Event
from huiyin.core.lifecycle import ENDED, OF_AN_OWNER, OF_THE_PERSON, STATES, STEPS, Step, must_be_phoned
from huiyin.core.privacy import may_open
from huiyin.policy.schema import Policy


def decide(case: Case | None, ask: Command, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What happens when this is asked of that case at this moment.

    Policy: 5.2
    now: aware UTC. Returns: the events, () when there is nothing to say. Raises: a Refusal.
    """
    if isinstance(ask, ReceiveComplaint):
        if not ask.by.roles & set(STEPS["ReceiveComplaint"].roles):
            raise NotYours
        return (intake.receive(ask, policy, now),)
    if case is None or not may_open(case, ask.by):
        raise NotThere
    check_step(case, ask, STEPS[type(ask).__name__])
    return carry_out(case, ask, directory_of_the_day(policy, now), now)


def check_step(case: Case, ask: Command, step: Step) -> None:
    """Refuse a step by its row of the lifecycle: not this role, not from this state.

    Policy: 5.2
    """
    if not ask.by.roles & set(step.roles):
        raise NotYours
    if case.handling.erasing_at is not None and step.command != "ArchiveCase":
        raise NotAllowedNow("erasure_begun")
    if case.handling.group is not None and step.command in OF_AN_OWNER:
        raise NotAllowedNow("no_owner")
    if case.handling.gone and (not ask.by.is_staff and "owner" in ask.by.roles) and step.command not in OF_THE_PERSON:
        raise NotAllowedNow("withdrawn_before")
    if case.handling.gone and step.calls and "confid" not in ask.by.roles:
        # What he took back goes on without him; only the confidential officer may ask whether somebody pressed him.
        raise NotAllowedNow("owner_gone")
    if case.state not in step.sources and not (step.calls and (must_be_phoned(case) or owed(case))):
        taken = bool(step.targets) and case.state not in ENDED and STATES.index(case.state) >= STATES.index(step.targets[0])
        code = _ALREADY.get(step.command) if taken else _STILL.get(step.command) if case.state not in ENDED else None
        raise NotAllowedNow(code or "not_allowed_now")


_ALREADY = {"RegisterCase": "already_registered", "TriageCase": "already_triaged", "AcceptCase": "already_accepted"}
# What has to wait until it has ended.
_STILL = {"AskErasure": "erasure_open"}


def why_not(case: Case, ask: Command, policy: Policy, now: datetime) -> Refusal | None:
    """The refusal that this would meet, or None: what the desk shows beside a closed action.

    Policy: 5.1
    """
    try:
        decide(case, ask, policy, now)
    except Refusal as refusal:
        return refusal
    return None
