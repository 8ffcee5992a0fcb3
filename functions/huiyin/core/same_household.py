"""2 接收与登记: one household reports the same matter again while it is open: what it says is added to the case that is under way."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.core.apart import HAS_ANSWER, check_not_apart
from huiyin.core.case import Case
from huiyin.core.commands import AddToCase, CaseSeen, LeaveGroup, NoteReport
from huiyin.core.errors import NotAllowedNow
from huiyin.core.events import AddedToCase, ReportAdded, TakenApart
from huiyin.core.flags import brought_nearer
from huiyin.core.hands import check_said
from huiyin.core.lifecycle import ENDED
from huiyin.policy.schema import PRIORITIES, Policy


def may_be_added(case: Case, seen: CaseSeen, policy: Policy) -> bool:
    """Whether the report of this case is told by the household of that one, about the same, and is not somebody's own all the same.

    Policy: 2.7
    """
    try:
        check_may_be_added(case, seen, policy)
    except NotAllowedNow:
        return False
    return True


def check_may_be_added(case: Case, seen: CaseSeen, policy: Policy) -> None:
    """Refuse to add what stays a case of its own: of a flat that the desk does not know, confidential, a danger, answered already.

    Policy: 2.7
    Raises: NotAllowedNow "not_same_household", "taken_apart_before", or why it stays apart.
    """
    check_not_apart(case, policy)
    if case.anonymous or not case.verified or not seen.verified or case.flat_mark is None or case.flat_mark != seen.flat_mark:
        raise NotAllowedNow("not_same_household")
    if seen.case_id == case.case_id or not seen.open or (seen.received_at, seen.case_id) > (case.received_at, case.case_id):
        raise NotAllowedNow("not_same_household")
    if seen.case_id in case.handling.kept_from:
        raise NotAllowedNow("taken_apart_before")


def is_under_way(case: Case, policy: Policy) -> bool:
    """Whether another report of the same household belongs to this case: it is open with us, alone or in a group, and ordinary.

    Policy: 2.7
    Once it is answered, what he reports is a new round or a new matter, which he decides.
    """
    known = case.handling
    ordinary = not (case.guarded or case.accused or known.gone or known.group is not None) and case.kind in policy.measures.groups.kinds
    in_group = case.state == "MERGED" and known.membership is not None
    return ordinary and (in_group or case.state not in ENDED | HAS_ANSWER)


def add_to_case(case: Case, ask: AddToCase, policy: Policy, now: datetime) -> AddedToCase:
    """Handle this report in the case that its household has open already: one matter, one answer.

    Policy: 2.7
    Raises: NotAllowedNow as `check_may_be_added` does.
    """
    check_may_be_added(case, ask.seen, policy)
    seen = ask.seen
    return AddedToCase(
        at=now, by=ask.by.code, role="system", to=seen.case_id, number=seen.number, before=case.state, lead=seen.lead, handler=seen.handler
    )


def note_report(case: Case, ask: NoteReport, policy: Policy, now: datetime) -> tuple[ReportAdded, ...]:
    """The household of this case says it again: its words are noted, and what was promised for them holds; the same report once.

    Policy: 2.7, 3.2, 3.3
    It gets as urgent as the new report is, never less. Repeating counts for nobody and against nobody.
    """
    if not is_under_way(case, policy) or not case.verified or case.flat_mark is None or ask.flat_mark != case.flat_mark:
        raise NotAllowedNow("not_same_household")
    if ask.report in case.handling.reports:
        return ()
    priority = min(case.priority, ask.priority, key=PRIORITIES.index)
    dates = brought_nearer(case, priority, policy, now)
    return (
        ReportAdded(
            at=now,
            by=ask.by.code,
            role="system",
            report=ask.report,
            number=ask.number,
            count=len(case.handling.reports) + 1,
            priority=priority,
            first_contact_due=min(dates.first_contact_due, ask.first_contact_due),
            answer_due=min(dates.answer_due, ask.answer_due),
            plan_due=dates.plan_due,
            resolve_due=dates.resolve_due,
            words=ask.words,
        ),
    )


def is_repeated(earlier: Iterable[Case], policy: Policy, now: datetime) -> bool:
    """Whether so many matters of the same flat about the same were upheld and closed lately. What is open or was not upheld counts for
    nothing: repeating alone is held against nobody.

    Policy: 1.2
    """
    rules = policy.measures.repeated
    since = now - timedelta(days=rules.within_d)
    return sum(_was_upheld(case, since, policy) for case in earlier) >= rules.upheld


def _was_upheld(case: Case, since: datetime, policy: Policy) -> bool:
    known = case.handling
    lately = case.state == "CLOSED" and known.closed_at is not None and known.closed_at >= since
    return lately and any(point.finding in policy.measures.valid for point in known.points)


def take_apart(case: Case, ask: LeaveGroup, policy: Policy, now: datetime) -> TakenApart:
    """It is another matter after all: handled by itself again, from where it was, with the dates promised to it.

    Policy: 2.7
    Raises: NotAllowedNow "not_a_member".
    """
    added = case.handling.added
    if added is None:
        raise NotAllowedNow("not_a_member")
    if ask.by.is_staff:
        check_said(reason=ask.reason)
    return TakenApart(at=now, by=ask.by.code, role=ask.by.role("triage"), kept_from=added.to, to=added.before, reason=ask.reason)
