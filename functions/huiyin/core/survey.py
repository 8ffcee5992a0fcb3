"""5 执行与反馈: the survey after a case was closed: when its owner is asked, what he says, and what is heard in a call back."""

from datetime import datetime, timedelta

from huiyin.core.call_backs import CALL_OF_BAD, owed
from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import Actor, AnswerSurvey, LogCallBack, WatchClocks
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CallBackLogged, SurveyAnswered, SurveyInvited
from huiyin.core.feedback import SOLVED
from huiyin.core.hands import chain, days_after, far_apart
from huiyin.core.progress import by_day
from huiyin.core.standing_in import stands_aside
from huiyin.policy.schema import Limit, Policy

NO_ANSWER, ANSWERED, REFUSED = "no_answer", "answered", "refused"
# Who calls whoever is not satisfied.
HEARS_BAD = frozenset({"quality", "manager", "confid"})


def answer(case: Case, ask: AnswerSurvey, policy: Policy, now: datetime) -> SurveyAnswered:
    """The owner says how we did, or says it anew.

    Policy: 5.5
    Raises: NotAllowedNow "survey_over" once its days are over, "survey_settled" when what he said can be changed no more;
    NotUnderstood for a code that survey.toml does not have.
    """
    if ask.by.is_staff:
        raise NotYours
    check_open(case, policy, now)
    return _answered(case, ask, policy, now, role="owner")


def check_open(case: Case, policy: Policy, now: datetime) -> None:
    """Refuse a survey that is not open, or not any more.

    Policy: 5.5
    """
    known = case.handling.survey
    if known is None or is_over(case, policy, now):
        raise NotAllowedNow("survey_over", limit=policy.survey.open_d)
    if known.answered_at is not None and now > days_after(known.answered_at, policy.survey.change_d, policy):
        raise NotAllowedNow("survey_settled", limit=policy.survey.change_d)


def _answered(case: Case, ask: AnswerSurvey, policy: Policy, now: datetime, *, role: str, line: str = "") -> SurveyAnswered:
    _check_codes(ask, policy)
    bad = is_bad(ask, policy)
    by_then = due_after(now, Limit(amount=policy.survey.call_wd, unit="wd"), policy.calendar)
    return SurveyAnswered(
        at=now,
        by=ask.by.code,
        role=role,
        solved=ask.solved,
        grades=ask.grades,
        improve=ask.improve,
        hidden=ask.hidden,
        publish=ask.publish,
        bad=bad,
        call_due=by_then if bad else None,
        line=line,
        words=ask.words,
    )


def _check_codes(ask: AnswerSurvey, policy: Policy) -> None:
    rules = policy.survey
    if ask.solved not in policy.measures.solved:
        raise NotUnderstood("unknown_word", field="solved")
    asked = [question for question, _ in ask.grades]
    for question, grade in ask.grades:
        if question not in rules.questions or grade not in rules.questions[question].grades or asked.count(question) > 1:
            raise NotUnderstood("unknown_word", field=question if question in rules.questions else "grades")
    if not set(ask.improve) <= rules.improve.keys():
        raise NotUnderstood("unknown_word", field="improve")


def is_bad(ask: AnswerSurvey, policy: Policy) -> bool:
    """Whether somebody of quality has to call him.

    Policy: 5.5
    """
    rules = policy.survey
    return ask.solved != SOLVED or any(grade <= rules.bad_grade for question, grade in ask.grades if question in rules.bad_questions)


def log_call_back(case: Case, ask: LogCallBack, policy: Policy, now: datetime) -> tuple[CallBackLogged | SurveyAnswered, ...]:
    """Somebody who took no part phoned him: what came of it, and what he said there, in his place and as he said it.

    Policy: 5.5
    Raises: NotAllowedNow "no_call_back" when nobody has to be called, "call_back_own_work" for whoever took a part, "recused";
    NotYours of a poor answer for anybody but quality, the estate manager and confid.
    """
    _check_caller(case, ask.by)
    rules = policy.survey
    if ask.outcome not in rules.call_backs:
        raise NotUnderstood("unknown_word", field="outcome")
    if ask.line not in rules.lines:
        raise NotUnderstood("unknown_word", field="line")
    if ask.said is not None and ask.outcome != ANSWERED:
        raise NotUnderstood("only_if_answered", field="solved")
    known = case.handling.survey
    bad = known is not None and known.bad_at is not None
    if ask.outcome == ANSWERED and ask.said is None and (not bad or not ask.note.strip()):
        # What he thinks is what the call is for; of a poor answer it is known, and what was agreed is written down.
        raise NotUnderstood("field_required", field="note" if bad else "solved")
    role = ask.by.role("quality" if bad else "desk")
    ends = ask.outcome in {ANSWERED, REFUSED} or (ask.outcome == NO_ANSWER and _tried_enough(case, now, policy))
    logged = CallBackLogged(at=now, by=ask.by.code, role=role, outcome=ask.outcome, line=ask.line, ends=ends, note=ask.note)
    return (logged, *((_answered(case, ask.said, policy, now, role=role, line=ask.line),) if ask.said else ()))


def _check_caller(case: Case, actor: Actor) -> None:
    if owed(case) is None:
        raise NotAllowedNow("no_call_back")
    if actor.code in chain(case):
        raise NotAllowedNow("call_back_own_work")
    if stands_aside(case, actor.code, actor.department):
        raise NotAllowedNow("recused")
    if owed(case) == CALL_OF_BAD and not HEARS_BAD & actor.roles:
        raise NotYours


def _tried_enough(case: Case, now: datetime, policy: Policy) -> bool:
    known, apart = case.handling.survey, timedelta(days=policy.survey.tries_apart_d)
    return known is not None and len(list(far_apart((*known.tries, now), apart))) >= policy.survey.tries


def invited_at(case: Case, policy: Policy) -> datetime | None:
    """When the system asks him, by day: by letter, on his page, or by having him called; None where he was asked or has answered.

    Policy: 5.5
    """
    known, closed_at = case.handling.survey, case.handling.closed_at
    if case.state != "CLOSED" or known is None or closed_at is None or case.handling.gone:
        return None
    if known.invited_at is not None or known.answered_at is not None:
        return None
    return by_day(closed_at + timedelta(hours=policy.survey.invite_h), policy)


def invite(case: Case, ask: WatchClocks, policy: Policy, now: datetime) -> tuple[SurveyInvited, ...]:
    """Ask him now, if it is time; nothing the second time. After the days of the survey nobody is called or written to any more.

    Policy: 5.5
    """
    at, closed_at = invited_at(case, policy), case.handling.closed_at
    if at is None or closed_at is None or now < at:
        return ()
    limit = policy.promises.clocks[case.priority].survey
    call_due = due_after(closed_at, limit, policy.calendar) if _is_called(case) and not is_over(case, policy, now) else None
    return (SurveyInvited(at=now, by=ask.by.code, role="system", call_due=call_due),)


def is_over(case: Case, policy: Policy, now: datetime) -> bool:
    """Whether its days have gone by.

    Policy: 5.5
    """
    closed_at = case.handling.closed_at
    return closed_at is None or now > days_after(closed_at, policy.survey.open_d, policy)


def _is_called(case: Case) -> bool:
    """Whoever left a phone alone; of an incident a part of the households was called before it was closed."""
    answered = case.handling.answer
    return not case.is_written_to and (answered is None or answered.sampled is None)


def may_read(case: Case, actor: Actor, *, hidden: bool) -> bool:
    """Whether this person may read what the owner said of how we did. hidden: he wished, in whatever round, that nobody reads it who took
    a part; then it is for the estate, quality and confid.

    Policy: 5.5
    """
    took_part = actor.code in chain(case) or actor.acts_for(case.handler)
    return not hidden or (not took_part and bool(actor.roles & {"quality", "manager", "company", "confid"}))
