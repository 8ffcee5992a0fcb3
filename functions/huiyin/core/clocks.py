"""5 执行与反馈: the clocks of a case: which run, when they speak, and what they say."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import starmap
from typing import NamedTuple

from huiyin.core import call_backs, pending
from huiyin.core.alarm import ALARM, alarm, alarm_steps
from huiyin.core.beside import beside
from huiyin.core.case import Case
from huiyin.core.clock import due_after, share_of
from huiyin.core.commands import WatchClocks
from huiyin.core.events import DeadlineMissed, DeadlineNeared, StepEscalated
from huiyin.core.group_clocks import before_triage, group_clocks
from huiyin.core.hands import far_apart
from huiyin.core.ladder import DATED_ANSWER, answer_steps, dated_answer_at, hearer, other_steps
from huiyin.core.lifecycle import ENDED
from huiyin.core.limits import Clock, limited
from huiyin.core.orders import order_clock
from huiyin.policy.schema import Policy

FIRST_CONTACT = "first_contact"
ANSWER = "answer"
# What the owner is promised; the other clocks are ours.
TO_THE_OWNER = frozenset({FIRST_CONTACT, ANSWER, "answer_final", "resolve", "review", "appointment"})
NEARED, MISSED = "neared", "missed"
# From triage until the work is reported done, here or outside.
TO_BE_RESOLVED = frozenset({"REGISTERED", "TRIAGED", "INVESTIGATING", "PLAN_REVIEW", "EXECUTING", "TRANSFERRED"})
_BEFORE_APPROVAL = frozenset({"INVESTIGATING", "PLAN_REVIEW", "EXECUTING"})


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
    to_role, to = hearer(before_triage(case, clock), moment.says, policy)
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
    if clock.name == ALARM:
        for role, at in alarm_steps(start, policy).items():
            yield Moment(at, ALARM, due, role)
        return
    yield Moment(share_of(start, due, policy.promises.red), clock.name, due, NEARED)
    if clock.acts:
        return
    yield Moment(due, clock.name, due, MISSED)
    steps = answer if clock.name == ANSWER else other_steps(start, due, answer, policy)
    for role, at in steps.items():
        if role != "dept_lead" or clock.name not in {call_backs.CALL_OF_BAD, pending.ERASURE}:
            # What an owner thinks of a department is not told to its head by the clock, nor what he asks about his own data.
            yield Moment(at, clock.name, due, role)
    if clock.name == ANSWER:
        yield Moment(dated_answer_at(start, policy), ANSWER, due, DATED_ANSWER)


def running(case: Case, policy: Policy) -> list[Clock]:
    """The clocks that run now. An ended case has none but of a call back and of the reply to an authority; of a member of a group those
    that nobody keeps for him.

    Policy: 3.3, 5.3
    """
    if case.handling.membership is not None and case.state == "MERGED":
        return [*_of_a_member(case), *order_clock(case)]
    if case.state in ENDED:
        return [*call_backs.clocks(case), *order_clock(case), *pending.clocks(case)]
    rings = alarm(case, policy)
    clocks = (
        *_to_the_owner(case, policy),
        *_of_the_work(case, policy),
        *_of_the_step(case, policy),
        *beside(case, policy),
        *order_clock(case),
    )
    return [*clocks, *starmap(Clock, group_clocks(case)), *((rings,) if rings else ())]


def _of_a_member(case: Case) -> Iterator[Clock]:
    """He is to be called as anybody; the answer of the group is watched there, what is answered to him alone is not."""
    known = case.handling
    if not is_contact_kept(case):
        yield Clock(FIRST_CONTACT, case.received_at, case.first_contact_due)
    if known.membership is not None and known.membership.own == "open" and (known.dated is None or known.dated.sent_at is None):
        yield Clock(ANSWER, case.counted_from, case.answer_due)


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
            yield limited(case, "register", begun, policy)
            if known.declining is not None:
                yield limited(case, "declined", begun, policy)
        case "REGISTERED":
            yield limited(case, "triage", begun, policy)
        case "TRIAGED":
            yield limited(case, "accept", begun, policy)
            yield _plan(case, begun, policy)
        case "INVESTIGATING":
            yield _plan(case, begun, policy)
        case "PLAN_REVIEW" if known.plan is not None:
            yield limited(case, "plan_decided", known.plan.at, policy)
        case "VERIFYING":
            yield limited(case, "verified", known.reported_at or begun, policy)
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
        return limited(case, "plan_submitted", begun, policy)
    return Clock("plan_submitted", case.counted_from, case.plan_due)


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
    if answer.sampled is False:
        # Of an incident a part of the households is asked; the others say a word, or it is closed.
        return answer.reply_due
    return max(answer.reply_due, counted[enough - 1]) if len(counted) >= enough else None
