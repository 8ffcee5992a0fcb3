"""5 执行与反馈: abuse 骚扰辱骂: one person speaks with the owner for some time; nothing else of his case changes."""

from datetime import datetime, timedelta

from huiyin.core.case import Case, is_dangerous
from huiyin.core.commands import Actor, LiftLimit, LimitContact, ObjectToLimit
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import ContactLimitAsked, ContactLimited, LimitLifted, LimitObjected
from huiyin.core.hands import check_said
from huiyin.policy.schema import Policy


def is_limited(case: Case, now: datetime) -> bool:
    """Whether one person alone speaks with the owner now.

    Policy: 2.7
    """
    limit = case.handling.contact_limit
    return limit is not None and limit.until is not None and now < limit.until


def limit_contact(case: Case, ask: LimitContact, policy: Policy, now: datetime) -> ContactLimitAsked | ContactLimited:
    """Ask that one person speaks with the owner; or, when a colleague asked for it, agree. Words are no reason, abuse of people is.

    Policy: 2.7
    Raises: NotAllowedNow "four_eyes" for whoever asked himself, "limit_stands" while it holds; NotUnderstood naming the field.
    """
    known = case.handling.contact_limit
    if is_limited(case, now):
        raise NotAllowedNow("limit_stands")
    asked = known if known is not None and known.until is None else None
    if asked is not None and asked.by == ask.by.code:
        raise NotAllowedNow("four_eyes")
    check_said(reason=ask.reason)
    person = policy.departments.staff.get(ask.person)
    if person is None or not person.works_in(case.community):
        raise NotUnderstood("assignee_unknown", field="contact_person")
    if {ask.person, person.department} & set(case.accused) or ask.person in case.handling.recused:
        raise NotAllowedNow("recused", field="contact_person")
    role = ask.by.role("confid" if case.guarded else "quality")
    if asked is None:
        return ContactLimitAsked(at=now, by=ask.by.code, role=role, person=ask.person, reason=ask.reason)
    until = now + timedelta(days=policy.measures.contact_limit_d)
    return ContactLimited(at=now, by=ask.by.code, role=role, person=ask.person, asked_by=asked.by, until=until, reason=ask.reason)


def object_to_limit(case: Case, ask: ObjectToLimit, policy: Policy, now: datetime) -> LimitObjected:
    """The owner objects; somebody who did not set it looks at it.

    Policy: 5.6
    Raises: NotAllowedNow "no_limit", "already_objected".
    """
    limit = case.handling.contact_limit
    if limit is None or not is_limited(case, now):
        raise NotAllowedNow("no_limit")
    if limit.objected:
        raise NotAllowedNow("already_objected")
    check_said(grounds=ask.grounds)
    return LimitObjected(at=now, by=ask.by.code, role="owner", grounds=ask.grounds)


def lift_limit(case: Case, ask: LiftLimit, policy: Policy, now: datetime) -> LimitLifted:
    """End it before its time: somebody who took no part in setting it.

    Policy: 5.6
    Raises: NotAllowedNow "no_limit", "four_eyes".
    """
    limit = case.handling.contact_limit
    if limit is None or not is_limited(case, now):
        raise NotAllowedNow("no_limit")
    if ask.by.code in {limit.by, limit.agreed_by}:
        raise NotAllowedNow("four_eyes")
    check_said(reason=ask.reason)
    return LimitLifted(at=now, by=ask.by.code, role=ask.by.role("confid" if case.guarded else "quality"), reason=ask.reason)


def check_speaks(case: Case, actor: Actor, policy: Policy, now: datetime) -> None:
    """Refuse to speak with an owner with whom somebody else does; a danger is spoken of by whoever hears it.

    Policy: 2.7
    Raises: NotAllowedNow "one_contact_person".
    """
    limit = case.handling.contact_limit
    if limit is None or not is_limited(case, now) or is_dangerous(case, policy) or case.sounds_dangerous:
        return
    if not actor.acts_for(limit.person):
        raise NotAllowedNow("one_contact_person")
