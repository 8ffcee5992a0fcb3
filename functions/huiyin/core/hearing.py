"""5 执行与反馈: whoever is accused is heard before anything is found against him 陈述申辩."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import RecordHearing
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import HearingRecorded
from huiyin.core.hands import check_said
from huiyin.policy.schema import Policy


def people_accused(case: Case, policy: Policy) -> tuple[str, ...]:
    """The persons of the directory who are accused; a department cannot be heard.

    Policy: 2.6
    """
    return tuple(code for code in case.accused if code in policy.departments.staff)


def record(case: Case, ask: RecordHearing, policy: Policy, now: datetime) -> HearingRecorded:
    """Write down what somebody who is accused says to it, or that he says nothing; a later word adds to it.

    Policy: 2.6, 4.1
    Raises: NotAllowedNow "nobody_accused"; NotUnderstood for anybody but an accused person.
    """
    people = people_accused(case, policy)
    if not people:
        raise NotAllowedNow("nobody_accused")
    if ask.person not in people:
        raise NotUnderstood("unknown_word", field="heard_person")
    if ask.outcome not in policy.measures.hearings:
        raise NotUnderstood("unknown_word", field="hearing")
    check_said(statement=ask.statement)
    role = "confid" if case.guarded else "quality"
    return HearingRecorded(at=now, by=ask.by.code, role=ask.by.role(role), person=ask.person, outcome=ask.outcome, statement=ask.statement)


def check_heard(case: Case, findings: tuple[str, ...], policy: Policy) -> None:
    """Refuse a finding for the complaint while somebody who is accused has not been heard; one against it needs no hearing.

    Policy: 2.6, 4.1
    """
    missing = set(people_accused(case, policy)) - set(case.handling.heard)
    against = next((n for n, finding in enumerate(findings, start=1) if finding in policy.measures.valid), None)
    if missing and against is not None:
        raise NotAllowedNow("hearing_missing", field=f"finding_{against}")
