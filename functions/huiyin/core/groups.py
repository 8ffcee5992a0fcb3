"""3 分析与评估: matters of many households: a group case is made, members join and leave it, and its answer is each member's."""

from datetime import datetime, timedelta
from math import ceil

from huiyin.core.apart import HAS_ANSWER, check_not_apart, is_of
from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import (
    AnswerMember,
    AnswerOwnPart,
    CloseGroup,
    DeclareIncident,
    JoinGroup,
    LeaveGroup,
    NoteMember,
    OpenGroupCase,
    SettleGroup,
)
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import (
    CaseReopened,
    GroupClosed,
    GroupDueMoved,
    GroupOpened,
    GroupSettled,
    IncidentDeclared,
    MemberAnswered,
    MemberDisputed,
    MemberJoined,
    MemberLeft,
    OwnPartAnswered,
)
from huiyin.core.feedback import another_round
from huiyin.core.handling import Group
from huiyin.core.hands import check_said
from huiyin.policy.schema import PRIORITIES, Limit, Policy

JOINED, DISPUTED = "joined", "disputed"


def open_group(case: Case, ask: OpenGroupCase | DeclareIncident, policy: Policy, now: datetime) -> GroupOpened:
    """Make a group case out of this one: the same matter at the same place, or all over the estate; with the date of this case.

    Policy: 1.2, 3.2
    Raises: NotAllowedNow as `check_not_apart` does; NotUnderstood "place_required" when it has no place and is not of the whole estate.
    """
    check_not_apart(case, policy)
    if case.sub_issue is None or case.category is None:
        raise NotAllowedNow("triage_first")
    check_said(cause=ask.cause)
    if case.building is None and not ask.whole:
        raise NotUnderstood("place_required", field="whole")
    incident = isinstance(ask, DeclareIncident)
    return GroupOpened(
        at=now,
        by=ask.by.code,
        role=ask.by.role("duty_manager" if incident else "triage"),
        number=ask.number,
        edition=policy.charter.edition,
        community=case.community,
        place=None if ask.whole else case.building,
        kind=case.kind,
        category=case.category,
        sub_issue=case.sub_issue,
        severity=case.severity,
        urgency=case.urgency,
        priority=min(case.priority, policy.promises.floors["major"], key=PRIORITIES.index),
        received_at=case.received_at,
        answer_due=case.answer_due,
        founder=case.case_id,
        incident=incident,
        cause=ask.cause,
    )


def declare(case: Case, ask: DeclareIncident, policy: Policy, now: datetime) -> GroupOpened | IncidentDeclared:
    """Something happens to many households now: what comes in of it joins by itself.

    Policy: 1.2
    Raises: NotAllowedNow "incident_runs" when it does already.
    """
    group = case.handling.group
    if group is None:
        return open_group(case, ask, policy, now)
    check_said(cause=ask.cause)
    if group.incident:
        raise NotAllowedNow("incident_runs")
    return IncidentDeclared(at=now, by=ask.by.code, role=ask.by.role("duty_manager"), cause=ask.cause)


def join(case: Case, ask: JoinGroup, policy: Policy, now: datetime) -> MemberJoined:
    """Handle the case in a group from now on; its own promises stand.

    Policy: 1.2
    own: what is this owner's alone has to be answered to him alone. By the system: in an incident, or again after the group was opened
    again. Raises: NotUnderstood "unknown_group"; NotAllowedNow "not_same_matter", "group_too_old", or why it stays apart.
    """
    check_not_apart(case, policy)
    seen = ask.seen
    if seen is None:
        raise NotUnderstood("unknown_group", field="group")
    if not is_of(case, seen):
        raise NotAllowedNow("not_same_matter", field="group")
    if abs(case.received_at - seen.received_at) > timedelta(days=policy.measures.groups.window_d):
        raise NotAllowedNow("group_too_old", field="group", limit=policy.measures.groups.window_d)
    if case.state == "RECEIVED" and not seen.incident:
        raise NotAllowedNow("triage_first")
    if ask.by.code == "system" and seen.case_id in case.handling.left:
        raise NotAllowedNow("left_before")
    own = ask.own.strip()
    return MemberJoined(at=now, by=ask.by.code, role=ask.by.role("triage"), group=seen.case_id, has_own=bool(own), own=own)


def leave(case: Case, ask: LeaveGroup, policy: Policy, now: datetime) -> MemberLeft:
    """Handle it by itself again: where it was taken up, from there; else from its receipt.

    Policy: 1.2
    """
    membership = case.handling.membership
    if membership is None:
        raise NotAllowedNow("not_a_member")
    if ask.by.is_staff:
        check_said(reason=ask.reason)
    to = "RECEIVED" if case.lead is None else "TRIAGED"
    return MemberLeft(at=now, by=ask.by.code, role=ask.by.role("triage"), group=membership.group, to=to, reason=ask.reason)


def answer_own_part(case: Case, ask: AnswerOwnPart, policy: Policy, now: datetime) -> OwnPartAnswered:
    """Write what is answered to this member alone.

    Policy: 5.4
    Raises: NotAllowedNow "no_own_part".
    """
    membership = case.handling.membership
    if membership is None or not membership.own:
        raise NotAllowedNow("no_own_part")
    check_said(text=ask.text)
    return OwnPartAnswered(at=now, by=ask.by.code, role=ask.by.role("triage"), text=ask.text)


def answer_member(case: Case, ask: AnswerMember, policy: Policy, now: datetime) -> MemberAnswered:
    """Give a member the answer of the group.

    Policy: 5.4
    Raises: NotAllowedNow "own_part_open" while what is his alone has no answer.
    """
    membership = case.handling.membership
    if membership is None:
        raise NotAllowedNow("not_a_member")
    if membership.own == "open":
        raise NotAllowedNow("own_part_open")
    return MemberAnswered(
        at=now,
        by=ask.by.code,
        role="system",
        points=ask.points,
        findings=ask.findings,
        wishes=ask.wishes,
        lead=ask.lead,
        handler=ask.handler,
        hands=ask.hands,
        released_by=ask.released_by,
        reply_due=due_after(now, Limit(amount=policy.measures.reply_wd, unit="wd"), policy.calendar),
        text=ask.text,
    )


def note_member(case: Case, ask: NoteMember, policy: Policy, now: datetime) -> tuple[GroupDueMoved | MemberDisputed | CaseReopened, ...]:
    """What the group case learns of a member: it is answered by the earliest date of all; and enough disputes open it again.

    Policy: 3.3, 5.6
    """
    group = _group(case)
    if ask.happened == JOINED:
        if case.state in HAS_ANSWER or ask.answer_due >= case.answer_due:
            return ()
        return (GroupDueMoved(at=now, by=ask.by.code, role="system", member=ask.member, answer_due=ask.answer_due),)
    if ask.happened != DISPUTED:
        raise NotUnderstood("unknown_word", field="happened")
    if ask.member in group.disputed:
        return ()
    disputed = MemberDisputed(at=now, by=ask.by.code, role="system", member=ask.member)
    if group.settled and _is_disputed(case, len(group.disputed) + 1, group.members, policy):
        return (disputed, _opened_again(case, policy, now))
    return (disputed,)


def _is_disputed(case: Case, disputes: int, members: int, policy: Policy) -> bool:
    return case.state in HAS_ANSWER and disputes >= enough_disputes(members, policy)


def enough_disputes(members: int, policy: Policy) -> int:
    """How many disputes of so many members open the group case again.

    Policy: 5.6
    """
    rules = policy.measures.groups
    return max(rules.disputes, ceil(members * rules.dispute_share))


def _opened_again(case: Case, policy: Policy, now: datetime) -> CaseReopened:
    again = another_round(case, case.priority, policy, now)
    return CaseReopened(
        at=now,
        by="system",
        role="system",
        count=case.handling.reopened + 1,
        disputes=case.handling.disputes + 1,
        priority=again.priority,
        answer_due=again.answer_due,
        plan_due=again.plan_due,
        resolve_due=again.resolve_due,
        other_handler=False,
    )


def settle(case: Case, ask: SettleGroup, policy: Policy, now: datetime) -> tuple[GroupSettled | CaseReopened, ...]:
    """What the group case means for its members has been carried out for each of them; they may have disputed the answer meanwhile.

    Policy: 1.2, 5.4, 5.6
    """
    group = _group(case)
    if group.settled:
        return ()
    settled = GroupSettled(at=now, by=ask.by.code, role="system", members=ask.members)
    if _is_disputed(case, len(group.disputed), ask.members, policy):
        return (settled, _opened_again(case, policy, now))
    return (settled,)


def close(case: Case, ask: CloseGroup, policy: Policy, now: datetime) -> GroupClosed:
    """Every member is closed, and so is the group case.

    Policy: 5.4
    Raises: NotAllowedNow "members_open" while a member still waits for the answer.
    """
    if not _group(case).settled:
        raise NotAllowedNow("members_open")
    return GroupClosed(at=now, by=ask.by.code, role="system")


def _group(case: Case) -> Group:
    if case.handling.group is None:
        raise NotAllowedNow("not_a_group")
    return case.handling.group
