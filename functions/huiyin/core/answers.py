"""5 执行与反馈: answers to the owner: drafted by whoever handles the case, checked and released by somebody else."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import Actor, ConcludeWithoutWork, ReleaseAnswer, ReturnWork, SendDatedAnswer
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import AnswerReleased, ConcludedWithoutWork, DatedAnswerDrafted, DatedAnswerSent, WorkReturned
from huiyin.core.hands import chain, check_in_charge, check_points, check_said, is_in_charge, role_in_charge
from huiyin.core.hearing import check_heard
from huiyin.core.on_site import check_seen
from huiyin.core.standing_in import stands_aside
from huiyin.policy.schema import Limit, Policy


def conclude(case: Case, ask: ConcludeWithoutWork, policy: Policy, now: datetime) -> ConcludedWithoutWork:
    """Nothing has to be done: findings with grounds, and the draft of the answer.

    Policy: 4.1, 5.4
    Raises: NotAllowedNow "danger_open"; "major_needs_plan", for a major matter is answered by several hands.
    """
    check_in_charge(case, ask.by)
    if case.danger or ("danger" in case.hints and case.first_contact_at is None):
        raise NotAllowedNow("danger_open")
    if case.level == "major":
        raise NotAllowedNow("major_needs_plan")
    check_points(case, policy, ask.findings, ask.wishes)
    check_heard(case, ask.findings, policy)
    check_said(grounds=ask.grounds, answer=ask.answer)
    return ConcludedWithoutWork(
        at=now,
        by=ask.by.code,
        role=role_in_charge(case, ask.by),
        findings=ask.findings,
        wishes=ask.wishes,
        grounds=ask.grounds,
        answer=ask.answer,
    )


def checking_role(case: Case, actor: Actor) -> str | None:
    """As what this person may check the result and release the answer; None when it is not his to check.

    Policy: 5.4
    A guarded matter: another confidential officer, or the company in his place; a major or group matter: quality; else the desk's
    supervisor or a head of department.
    """
    return next((role for role in checking_rows(case) if role in actor.roles), None)


def checking_rows(case: Case) -> tuple[str, ...]:
    """The roles that may check it, in order.

    Policy: 5.4
    """
    if case.guarded:
        return ("confid", "company")
    return ("quality",) if case.level != "general" else ("quality", "triage", "dept_lead")


def kept_from_checking(case: Case) -> frozenset[str]:
    """Staff codes of those who check nothing of it, for the part that they took.

    Policy: 5.4
    """
    known = case.handling
    # What its owner has checked himself may be answered by whoever agreed to the plan, still not by whoever did or drafted it.
    agreed = () if known.signed_by_owner and case.level == "general" and not case.guarded else known.approvers
    return frozenset({*known.drafters, *known.executors, *agreed} | ({case.handler} if case.handler else set()))


def check_checker(case: Case, actor: Actor) -> str:
    """The role in which this person checks. Whoever drafted, worked or, without the owner's signature, approved checks nothing of it,
    nor does who stands in for one of them.

    Policy: 5.4
    Raises: NotYours; NotAllowedNow "four_eyes_checked".
    """
    role = checking_role(case, actor)
    if role is None:
        raise NotYours
    if kept_from_checking(case) & {actor.code, *actor.stands_in}:
        raise NotAllowedNow("four_eyes_checked")
    if stands_aside(case, actor.code, actor.department):
        raise NotAllowedNow("recused")
    return role


def release(case: Case, ask: ReleaseAnswer, policy: Policy, now: datetime) -> AnswerReleased:
    """Answer the owner point by point; until when he may confirm or dispute is promised with it.

    Policy: 5.4, 5.6
    Raises: NotAllowedNow "four_eyes_checked", "recused" without the declaration, "few_hands" for a major matter, "hearing_missing",
    "visit_missing", "joint_check_missing".
    """
    role = check_checker(case, ask.by)
    hands = len(chain(case) | {ask.by.code})
    if case.level == "major" and hands < policy.measures.major_people:
        raise NotAllowedNow("few_hands", limit=policy.measures.major_people)
    check_seen(case, policy)
    if not ask.no_interest:
        raise NotAllowedNow("recused", field="no_interest")
    check_points(case, policy, ask.findings, ask.wishes)
    check_heard(case, ask.findings, policy)
    check_said(text=ask.text)
    return AnswerReleased(
        at=now,
        by=ask.by.code,
        role=role,
        findings=ask.findings,
        wishes=ask.wishes,
        reply_due=due_after(now, Limit(amount=policy.measures.reply_wd, unit="wd"), policy.calendar),
        text=ask.text,
    )


def return_work(case: Case, ask: ReturnWork, policy: Policy, now: datetime) -> WorkReturned:
    """Whoever checks found defects: back to the work, or to the investigation where there was none.

    Policy: 5.2, 5.4
    """
    role = check_checker(case, ask.by)
    check_said(defects=ask.defects)
    known = case.handling
    worked = not known.without_work and (known.plan is not None or known.playbook is not None)
    to = "EXECUTING" if worked else "INVESTIGATING"
    return WorkReturned(at=now, by=ask.by.code, role=role, to=to, defects=ask.defects)


def send_dated(case: Case, ask: SendDatedAnswer, policy: Policy, now: datetime) -> DatedAnswerDrafted | DatedAnswerSent:
    """Answer for now, with a date: whoever handles the case drafts, somebody else reads it and sends.

    Policy: 5.4
    Raises: NotAllowedNow "nothing_drafted"; NotUnderstood "date_passed".
    """
    dated = case.handling.dated
    drafted = dated is not None and dated.sent_at is None
    releasing = _releasing_role(case, ask.by) if drafted and dated is not None and ask.by.code != dated.drafter else None
    if releasing is None and not is_in_charge(case, ask.by):
        if drafted or _releasing_role(case, ask.by) is None:
            raise NotYours
        raise NotAllowedNow("nothing_drafted")
    check_points(case, policy, ask.findings)
    check_heard(case, ask.findings, policy)
    if ask.until <= now:
        raise NotUnderstood("date_passed", field="until")
    check_said(text=ask.text)
    if releasing is None or dated is None:
        role = role_in_charge(case, ask.by)
        return DatedAnswerDrafted(at=now, by=ask.by.code, role=role, findings=ask.findings, until=ask.until, text=ask.text)
    return DatedAnswerSent(
        at=now, by=ask.by.code, role=releasing, findings=ask.findings, until=ask.until, drafter=dated.drafter, text=ask.text
    )


def _releasing_role(case: Case, actor: Actor) -> str | None:
    """The manager may, too: he has to when the statutory day is near and nobody else has."""
    return checking_role(case, actor) or ("manager" if "manager" in actor.roles else None)
