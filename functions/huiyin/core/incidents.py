"""3 分析与评估: something happens to many households now: it is declared, everybody is told what is new, and it is over."""

from datetime import datetime, timedelta

from huiyin.core.apart import is_running
from huiyin.core.case import Case
from huiyin.core.commands import DeclareIncident, EndIncident, UpdateIncident
from huiyin.core.errors import NotAllowedNow, NotYours
from huiyin.core.events import GroupOpened, IncidentDeclared, IncidentEnded, IncidentUpdated
from huiyin.core.groups import open_group
from huiyin.core.hands import check_said, is_in_charge
from huiyin.policy.schema import Policy


def declare(case: Case, ask: DeclareIncident, policy: Policy, now: datetime) -> GroupOpened | IncidentDeclared:
    """Something happens to many households now: what comes in of it joins by itself.

    Policy: 1.2
    Raises: NotAllowedNow "incident_runs" when it does already.
    """
    group = case.handling.group
    if group is None:
        return open_group(case, ask, policy, now)
    check_said(cause=ask.cause)
    if group.running:
        raise NotAllowedNow("incident_runs")
    due = next_word(now, policy)
    return IncidentDeclared(at=now, by=ask.by.code, role=ask.by.role("duty_manager"), cause=ask.cause, update_due=due)


def next_word(now: datetime, policy: Policy) -> datetime:
    """When everybody hears again of an incident of which he hears now.

    Policy: 1.2
    """
    return now + timedelta(hours=policy.measures.groups.update_h)


def update(case: Case, ask: UpdateIncident, policy: Policy, now: datetime) -> IncidentUpdated:
    """Tell everybody what is new, and when there is more.

    Policy: 1.2
    Raises: NotAllowedNow "no_incident"; NotYours for whoever neither leads the estate now nor handles it.
    """
    role = _speaks_as(case, ask)
    check_said(words=ask.words)
    due = next_word(now, policy)
    return IncidentUpdated(at=now, by=ask.by.code, role=role, update_due=due, words=ask.words, words_en=ask.words_en)


def end(case: Case, ask: EndIncident, policy: Policy, now: datetime) -> IncidentEnded:
    """It is over. Its members stay together for their answer; what comes in from now on is a case of its own.

    Policy: 1.2
    """
    role = _speaks_as(case, ask)
    check_said(words=ask.words)
    return IncidentEnded(at=now, by=ask.by.code, role=role, words=ask.words, words_en=ask.words_en)


def _speaks_as(case: Case, ask: UpdateIncident | EndIncident) -> str:
    if not is_running(case):
        raise NotAllowedNow("no_incident")
    leads = ask.by.roles & {"duty_manager", "manager"}
    if not leads and not is_in_charge(case, ask.by):
        raise NotYours
    return ask.by.role("duty_manager" if "duty_manager" in leads else "")
