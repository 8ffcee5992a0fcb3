"""5 执行与反馈: the ladder 督办: who hears, rung by rung, of a promise that is nearly or already missed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from huiyin.core.alarm import answers_alarm
from huiyin.core.case import Case
from huiyin.core.clock import share_of
from huiyin.core.commands import AcknowledgeStep, Actor
from huiyin.core.errors import NotAllowedNow, NotYours
from huiyin.core.events import StepAcknowledged
from huiyin.core.handling import Called
from huiyin.policy.schema import Policy

# The rung of whoever has to see to an answer with a date on the last day but one.
DATED_ANSWER = "dated_answer_due"


def answer_steps(start: datetime, due: datetime, policy: Policy) -> dict[str, datetime]:
    """When each role hears of the answer: at its share of the limit, or so long before the statutory day, whichever is sooner.

    Policy: 5.3
    """
    cap = start + timedelta(days=policy.charter.statutory_answer_d)
    steps = {}
    for role, rung in policy.promises.ladder.answer.items():
        at = share_of(start, due, rung.share)
        steps[role] = at if rung.before_cap_d is None else min(at, max(start, cap - timedelta(days=rung.before_cap_d)))
    return steps


def other_steps(start: datetime, due: datetime, answer: dict[str, datetime], policy: Policy) -> dict[str, datetime]:
    """When each role hears of another clock. Once that is missed, nobody hears of it later than of the answer.

    Policy: 5.3
    answer: `answer_steps` while the answer is owed, else empty.
    """
    steps = {}
    for role, rung in policy.promises.ladder.others.items():
        at = share_of(start, due, rung.share)
        steps[role] = min(at, max(due, answer[role])) if role in answer else at
    return steps


def dated_answer_at(start: datetime, policy: Policy) -> datetime:
    """When whoever is responsible hears that an answer with a date has to leave now, since there is no other before the statutory day.

    Policy: 5.3, 5.4
    """
    return start + timedelta(days=policy.charter.statutory_answer_d - policy.promises.ladder.dated_answer.before_cap_d)


def hearer(case: Case, step: str, policy: Policy) -> tuple[str, str]:
    """Who hears: (role, staff code). Whoever is accused or works elsewhere hears nothing: then the deputy, the duty manager, the company;
    ("company", "") when nobody is left. A guarded case stays with the confidential officers.

    Policy: 2.6, 5.3
    """
    for role, code in _in_turn(case, step, policy):
        person = policy.departments.staff[code]
        # Who is away holds no role on that day.
        if person.roles and person.works_in(case.community) and not {code, person.department} & set(case.accused):
            return role, code
    return "company", ""


def _in_turn(case: Case, step: str, policy: Policy) -> Iterator[tuple[str, str]]:
    directory = policy.departments
    step = policy.promises.ladder.dated_answer.role if step == DATED_ANSWER else step
    if case.guarded:
        yield from (("confid", code) for code in _holding("confid", policy))
        return
    if step == "dept_lead":
        department = directory.departments[case.lead or policy.promises.ladder.unassigned]
        yield from ((step, code) for code in (department.lead, department.deputy))
    else:
        for code in _holding(step, policy):
            deputy = directory.staff[code].deputy
            yield from ((step, one) for one in (code, deputy) if one is not None)
    for role in ("duty_manager", "company"):
        yield from ((role, code) for code in _holding(role, policy))


def _holding(role: str, policy: Policy) -> tuple[str, ...]:
    return tuple(code for code, person in policy.departments.staff.items() if role in person.roles)


def to_acknowledge(case: Case, actor: Actor, policy: Policy) -> tuple[Called, ...]:
    """What this person was told of and has not said that he knows; of an emergency that nobody has taken up first.

    Policy: 5.3
    """
    told = (one for one in case.handling.called if not one.seen and (one.to == actor.code or actor.roles & {one.role, one.step}))
    return (*answers_alarm(case, actor, policy), *told)


def acknowledge(case: Case, ask: AcknowledgeStep, policy: Policy, now: datetime) -> StepAcknowledged:
    """Whoever was told, or somebody who holds that role, says that he has heard of it.

    Policy: 5.3
    Raises: NotAllowedNow "nothing_to_acknowledge"; NotYours for anybody else.
    """
    open_now = [one for one in case.handling.called if not one.seen]
    his = to_acknowledge(case, ask.by, policy)
    if open_now and not his:
        raise NotYours
    heard = next((one for one in his if (one.clock, one.step) == (ask.clock, ask.step)), None)
    if heard is None:
        raise NotAllowedNow("nothing_to_acknowledge", field="step" if his else None)
    return StepAcknowledged(at=now, by=ask.by.code, role=ask.by.role(heard.role), clock=ask.clock, step=ask.step)
