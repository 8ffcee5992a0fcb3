"""5 执行与反馈: recusal 回避: who has an interest in a case takes no part in it, as its owner asked or as somebody declared."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import DecideRecusal, RaiseGrievance
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import Event, RecusalDecided
from huiyin.core.hands import check_said
from huiyin.core.standing_in import acting_as
from huiyin.policy.schema import Policy


def raise_grievance(case: Case, ask: RaiseGrievance, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """Whether the owner may say something about whoever handles his case. Nothing of it is kept here, where that person would see it.

    Policy: 2.6
    Raises: NotAllowedNow "nobody_handles".
    """
    if case.handler is None:
        raise NotAllowedNow("nobody_handles")
    check_said(note=ask.note)
    return ()


def decide_recusal(case: Case, ask: DecideRecusal, policy: Policy, now: datetime) -> RecusalDecided:
    """Quality accepts or refuses that these people take no part; of a guarded case the confidential officer does.

    Policy: 2.6, 5.1
    Raises: NotUnderstood naming the field; NotAllowedNow "recused" for whoever would decide on himself, "recused_before".
    """
    rows = ("confid",) if case.guarded else ("quality", "confid")
    role = next((one for row in rows if (one := acting_as(row, ask.by, case, policy)) in rows), None)
    if role is None:
        raise NotYours
    if not ask.people:
        raise NotUnderstood("field_required", field="people")
    if not set(ask.people) <= policy.departments.staff.keys():
        raise NotUnderstood("unknown_word", field="people")
    if ask.by.code in ask.people:
        raise NotAllowedNow("recused", field="people")
    if set(ask.people) <= set(case.handling.recused):
        raise NotAllowedNow("recused_before", field="people")
    check_said(text=ask.text)
    people = tuple(dict.fromkeys(ask.people))
    return RecusalDecided(at=now, by=ask.by.code, role=role, accepted=ask.accepted, people=people, text=ask.text)
