"""5 执行与反馈: the clocks of a case: which run, when they speak, and what they say."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from huiyin.core.case import Case
from huiyin.core.clock import due_after, share_of
from huiyin.core.commands import WatchClocks
from huiyin.core.events import DeadlineMissed, DeadlineNeared, StepEscalated
from huiyin.core.hands import far_apart
from huiyin.core.ladder import answer_steps, hearer, other_steps
from huiyin.core.lifecycle import ENDED
from huiyin.policy.schema import Policy

FIRST_CONTACT = "first_contact"
ANSWER = "answer"
# What the owner is promised; the other clocks are ours.
TO_THE_OWNER = frozenset({FIRST_CONTACT, ANSWER, "answer_final", "resolve", "review"})
NEARED, MISSED = "neared", "missed"
# Whose working-time limit ends no later, in calendar time, than which share of the answer's limit.
_SERVES = {
    "register": "plan_submitted",
    "triage": "plan_submitted",
    "accept": "plan_submitted",
    "plan_submitted": "plan_submitted",
    "plan_decided": "plan_decided",
    "verified": "verified",
    "declined": "verified",
}
# From triage until the work is reported done, here or outside.
TO_BE_RESOLVED = frozenset({"REGISTERED", "TRIAGED", "INVESTIGATING", "PLAN_REVIEW", "EXECUTING", "TRANSFERRED"})
_BEFORE_APPROVAL = frozenset({"INVESTIGATING", "PLAN_REVIEW", "EXECUTING"})


class Clock(NamedTuple):
    """A clock that runs. acts: nobody can be late, since the system acts when it is due."""

    name: str
    start: datetime
    due: datetime
    acts: bool = False


class Moment(NamedTuple):
    """A moment at which a clock has something to say. due: the promise it watches; says: neared, missed, or who hears of it."""

    at: datetime
    clock: str
    due: datetime
    says: str


def is_contact_kept(case: Case) -> bool:
    """Whether the promise of the first contact is met: somebody spoke to the owner, or tried often enough. A group case has no owner.

    Policy: 3.4
    """
    return case.first_contact_at is not None or case.attempted_at is not None or case.handling.group is not None


def is_answer_owed(case: Case) -> bool:
    """Whether the owner still waits for an answer: none was released, and none that promises a date.

    Policy: 3.3
    """
    dated = case.handling.dated
    return case.state not in ENDED | {"ANSWERED"} and not case.handling.gone and (dated is None or dated.sent_at is None)


def watch_clocks(
    case: Case, ask: WatchClocks, policy: Policy, now: datetime
) -> tuple[DeadlineNeared | DeadlineMissed | StepEscalated, ...]:
    """What a clock has to say now; nothing the second time. A missed promise is not announced as near any more.

    Policy: 5.3
    """
    come = sorted((moment for moment in clock_moments(case, policy) if moment.at <= now), key=lambda moment: moment.at)
    missed = {moment.clock for moment in come if moment.says == MISSED}
    return tuple(_said(case, moment, ask, policy, now) for moment in come if moment.says != NEARED or moment.clock not in missed)


def _said(case: Case, moment: Moment, ask: WatchClocks, policy: Policy, now: datetime) -> DeadlineNeared | DeadlineMissed | StepEscalated:
    by, role, clock, due = ask.by.code, "system", moment.clock, moment.due
    if moment.says == NEARED:
        return DeadlineNeared(at=now, by=by, role=role, clock=clock, due=due)
    if moment.says == MISSED:
        return DeadlineMissed(at=now, by=by, role=role, clock=clock, due=due)
    to_role, to = hearer(case, moment.says, policy)
    return StepEscalated(at=now, by=by, role=role, clock=clock, due=due, step=moment.says, to_role=to_role, to=to)


def clock_moments(case: Case, policy: Policy) -> list[Moment]:
    """What the clocks that run have still to say. Assigned or not, every open case is watched.

    Policy: 5.3
    """
    clocks = running(case, policy)
    owed = next((answer_steps(one.start, one.due, policy) for one in clocks if one.name == ANSWER), {})
    moments = [moment for one in clocks for moment in _of(one, owed, policy)]
    missed = {one.name for one in clocks if f"{one.name}:{MISSED}" in case.warned}
    told = set(case.warned) | {f"{one.clock}:{one.step}" for one in case.handling.called}
    return [one for one in moments if f"{one.clock}:{one.says}" not in told and not (one.says == NEARED and one.clock in missed)]


def _of(clock: Clock, answer: dict[str, datetime], policy: Policy) -> Iterator[Moment]:
    start, due = clock.start, clock.due
    yield Moment(share_of(start, due, policy.promises.red), clock.name, due, NEARED)
    if clock.acts:
        return
    yield Moment(due, clock.name, due, MISSED)
    steps = answer if clock.name == ANSWER else other_steps(start, due, answer, policy)
    for role, at in steps.items():
        yield Moment(at, clock.name, due, role)


def running(case: Case, policy: Policy) -> list[Clock]:
    """The clocks that run now. An ended case has none.

    Policy: 3.3, 5.3
    """
    if case.state in ENDED:
        return []
    return [*_to_the_owner(case, policy), *_of_the_work(case, policy), *_of_the_step(case, policy)]


def _to_the_owner(case: Case, policy: Policy) -> Iterator[Clock]:
    """What he is promised whatever the state: no pause moves it. Nobody waits for it who has withdrawn."""
    known, begun = case.handling, case.counted_from
    if known.gone:
        return
    if not is_contact_kept(case):
        yield Clock(FIRST_CONTACT, case.received_at, case.first_contact_due)
    final = policy.promises.clocks[case.priority].answer_final
    if is_answer_owed(case):
        yield Clock(ANSWER, begun, case.answer_due)
    elif final is not None and case.state != "ANSWERED":
        yield Clock("answer_final", begun, due_after(begun, final, policy.calendar))
    if known.review_due is not None:
        yield Clock("review", known.review_due - timedelta(days=policy.measures.review_d), known.review_due)


def _of_the_work(case: Case, policy: Policy) -> Iterator[Clock]:
    """The date of the work, which waits for the owner as we do, and what an emergency still needs, which does not."""
    known, pause = case.handling, case.handling.pause
    doing = pause.before if pause and case.state == "AWAITING_OWNER" else case.state
    if case.resolve_due is not None and case.state in TO_BE_RESOLVED:
        sent = known.dated.sent_at if known.dated else None
        yield Clock("resolve", sent or case.counted_from, case.resolve_due)
    if known.emergency_at is None:
        return
    if case.lead is None:
        yield Clock("emergency_triage", known.emergency_at, known.emergency_at + timedelta(hours=policy.measures.emergency_triage_h))
    if doing in _BEFORE_APPROVAL and (known.plan is None or known.plan.missing):
        due = known.emergency_at + timedelta(hours=policy.measures.emergency_approval_h)
        yield Clock("emergency_approval", known.emergency_at, due)


def _of_the_step(case: Case, policy: Policy) -> Iterator[Clock]:
    """The step that comes next by the table. Waiting for the owner stops it."""
    known, begun = case.handling, case.handling.step_at or case.received_at
    match case.state:
        case "RECEIVED":
            yield _limited(case, "register", begun, policy)
            if known.declining is not None:
                yield _limited(case, "declined", begun, policy)
        case "REGISTERED":
            yield _limited(case, "triage", begun, policy)
        case "TRIAGED":
            yield _limited(case, "accept", begun, policy)
            yield _plan(case, begun, policy)
        case "INVESTIGATING":
            yield _plan(case, begun, policy)
        case "PLAN_REVIEW" if known.plan is not None:
            yield _limited(case, "plan_decided", known.plan.at, policy)
        case "VERIFYING":
            yield _limited(case, "verified", known.reported_at or begun, policy)
        case "TRANSFERRED" if known.transfer is not None:
            yield Clock("follow_up", known.transfer.at, known.transfer.follow_up_due, acts=True)
        case "ANSWERED" if known.group is not None:
            return
        case "ANSWERED" if known.answer is not None and known.review_due is None and lapses_at(case, policy) is None:
            yield Clock("reply", known.answer.at, known.answer.reply_due)
        case _:
            return


def _plan(case: Case, begun: datetime, policy: Policy) -> Clock:
    """The date promised at triage stands; a plan that is drawn anew is counted from then."""
    if case.plan_due is None:
        return _limited(case, "plan_submitted", begun, policy)
    return Clock("plan_submitted", case.counted_from, case.plan_due)


def _limited(case: Case, name: str, start: datetime, policy: Policy) -> Clock:
    limit = getattr(policy.promises.clocks[case.priority], name)
    waited = timedelta(seconds=case.handling.waited_s) if name not in {"plan_decided", "verified"} else timedelta()
    due = due_after(start, limit, policy.calendar) + waited
    return Clock(name, start, _capped(case, name, start, due, policy) if limit.unit in {"wh", "wd"} or waited else due)


def _capped(case: Case, name: str, start: datetime, due: datetime, policy: Policy) -> datetime:
    """A working-time limit ends in calendar time, too: by its share of the answer's. Begun later than that, by that share of what is left.

    Policy: 3.3
    """
    known = case.handling
    served = case.answer_due if known.dated is None or known.dated.sent_at is None else known.dated.until
    share = policy.promises.caps[_SERVES[name]]
    since = max(start, known.resumed_at or start)
    if since >= served:
        return due
    cap = share_of(case.counted_from, served, share)
    return min(due, cap if cap > since else share_of(since, served, share))


def lapses_at(case: Case, policy: Policy) -> datetime | None:
    """When an answer without a word from its owner closes the case: at its date, after tries enough far enough apart; None before,
    and while somebody outside looks at it.

    Policy: 5.4
    """
    answer, apart = case.handling.answer, timedelta(days=policy.measures.reply_apart_d)
    if case.state != "ANSWERED" or answer is None or case.handling.review_due is not None:
        return None
    counted = list(far_apart(answer.tries, apart))
    enough = policy.measures.reply_tries
    return max(answer.reply_due, counted[enough - 1]) if len(counted) >= enough else None
