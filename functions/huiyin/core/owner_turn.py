"""2 接收与登记: what is asked of the owner, and what he says of his case later: reply, add, urge, take back."""

from datetime import datetime, timedelta

from huiyin.core.case import Case, is_dangerous
from huiyin.core.commands import AddFact, AskOwner, ReplyToQuestion, UrgeCase, WithdrawCase
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseUrged, CaseWithdrawn, FactAdded, OwnerAsked, OwnerReplied
from huiyin.core.handling import Pause
from huiyin.core.intake import hints_in
from huiyin.policy.schema import Policy

# Who may ask in a guarded case, and whoever else has it.
_ASKING = ("desk", "dept_lead", "confid")


def add_fact(case: Case, ask: AddFact, policy: Policy, now: datetime) -> tuple[FactAdded | OwnerReplied, ...]:
    """Keep more words or files with the case. A question stays open, but a word of danger waits for no answer to it.

    Policy: 2.7, 3.2
    """
    _check_files(case, ask.files, policy)
    if not ask.note.strip() and not ask.files:
        raise NotUnderstood("field_required", field="note")
    hints = hints_in(ask.note, policy)
    added = FactAdded(at=now, by=ask.by.code, role=ask.by.role(), files=ask.files, hints=hints, note=ask.note)
    pause = case.handling.pause
    if pause is None or "danger" not in hints:
        return (added,)
    return (added, _replied(case, ReplyToQuestion(by=ask.by), pause, policy, now))


def ask_owner(case: Case, ask: AskOwner, policy: Policy, now: datetime) -> OwnerAsked:
    """Put a question to the owner and wait for him, so long at most; a further wait ends well before the statutory day.

    Policy: 2.2, 3.3
    Raises: NotAllowedNow in an emergency, after questions enough, too near to the statutory day, and without an owner to ask.
    """
    measures, known = policy.measures, case.handling
    if known.gone:
        raise NotAllowedNow("owner_gone")
    if case.priority == policy.promises.danger:
        raise NotAllowedNow("danger_does_not_wait")
    if not set(_ASKING) & ask.by.roles and not ask.by.acts_for(case.handler):
        raise NotYours
    if known.pauses >= measures.questions:
        raise NotAllowedNow("asked_enough", limit=measures.questions)
    if not 0 < ask.days <= measures.question_d:
        raise NotUnderstood("too_many_days", field="days", limit=measures.question_d)
    until = now + timedelta(days=ask.days)
    if known.pauses and until > _statutory_day(case, policy) - timedelta(days=measures.question_before_cap_d):
        raise NotAllowedNow("too_late_to_ask")
    if not ask.question.strip():
        raise NotUnderstood("field_required", field="question")
    return OwnerAsked(at=now, by=ask.by.code, role=_role(case, ask), until=until, pause=known.pauses + 1, question=ask.question)


def reply(case: Case, ask: ReplyToQuestion, policy: Policy, now: datetime) -> tuple[OwnerReplied, ...]:
    """The owner answered, by himself or in the words that a colleague wrote down; or his time is over and the case goes on.

    Policy: 2.7, 3.3
    Returns: () for a clock that comes before the end.
    """
    pause = case.handling.pause
    if pause is None:
        raise NotAllowedNow
    by_clock = ask.by.code == "system"
    if by_clock and now < pause.until:
        return ()
    _check_files(case, ask.files, policy)
    if not by_clock and not ask.answer.strip() and not ask.files:
        raise NotUnderstood("field_required", field="answer")
    return (_replied(case, ask, pause, policy, now),)


def _replied(case: Case, ask: ReplyToQuestion, pause: Pause, policy: Policy, now: datetime) -> OwnerReplied:
    plan_due, answer_due, resolve_due = _promises_after(case, pause, policy, now)
    return OwnerReplied(
        at=now,
        by=ask.by.code,
        role=ask.by.role("desk" if case.lead is None else "handler"),
        replied=ask.by.code != "system",
        plan_due=plan_due,
        answer_due=answer_due,
        resolve_due=resolve_due,
        files=ask.files,
        hints=hints_in(ask.answer, policy),
        answer=ask.answer,
    )


def urge(case: Case, ask: UrgeCase, policy: Policy, now: datetime) -> CaseUrged:
    """The owner asks for haste: heard once in a day, so that hearing it keeps its weight.

    Policy: 5.3
    """
    last = case.handling.urged_at
    if last is not None and now < last + timedelta(hours=policy.measures.urge_apart_h):
        raise NotAllowedNow("urged_already", limit=policy.measures.urge_apart_h)
    return CaseUrged(at=now, by=ask.by.code, role="owner", count=case.handling.urged + 1, note=ask.note)


def withdraw(case: Case, ask: WithdrawCase, policy: Policy, now: datetime) -> CaseWithdrawn:
    """The owner takes it back; what endangers people or breaks the law goes on without him.

    Policy: 5.6
    """
    goes_on = _goes_on(case, policy)
    return CaseWithdrawn(at=now, by=ask.by.code, role="owner", goes_on=goes_on, tells=goes_on and case.has_email, grounds=ask.grounds)


def _goes_on(case: Case, policy: Policy) -> bool:
    category = policy.categories.get(case.category or "")
    issue = category.sub_issues.get(case.sub_issue or "") if category else None
    # A word of danger counts until somebody has looked: nobody could ask the owner about it any more.
    unasked = "danger" in case.hints and not case.handling.points
    accusing = issue is not None and issue.confid
    return is_dangerous(case, policy) or unasked or accusing or bool(set(policy.measures.goes_on) & set(case.handling.level_reasons))


def _promises_after(case: Case, pause: Pause, policy: Policy, now: datetime) -> tuple[datetime | None, datetime, datetime | None]:
    """Plan, answer and resolve as they stand after the wait. The statutory day never moves; of work under way only the end waits."""
    waited = min(now, pause.until) - pause.since
    resolve_due = case.resolve_due + waited if case.resolve_due else None
    if pause.before == "EXECUTING":
        return case.plan_due, case.answer_due, resolve_due
    latest = min(_statutory_day(case, policy), case.handling.authority_due or _statutory_day(case, policy))
    answer_due = max(case.answer_due, min(case.answer_due + waited, latest))
    plan_due = min(case.plan_due + waited, answer_due) if case.plan_due else None
    return plan_due, answer_due, resolve_due


def _statutory_day(case: Case, policy: Policy) -> datetime:
    return case.received_at + timedelta(days=policy.charter.statutory_answer_d)


def _check_files(case: Case, files: tuple[str, ...], policy: Policy) -> None:
    slots = {*case.owners_files, *files}
    if len(slots) > policy.limits.files:
        raise NotAllowedNow("too_many_files", field="files", limit=policy.limits.files)


def _role(case: Case, ask: AskOwner) -> str:
    if case.guarded:
        return ask.by.role("confid")
    return ask.by.role("desk" if case.lead is None else "handler")
