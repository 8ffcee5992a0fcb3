"""3 分析与评估: matters of many households: a group case is made, members join and leave it, and its answer is each member's."""

from datetime import datetime, timedelta
from math import ceil

from huiyin.core.apart import HAS_ANSWER, check_not_apart, is_of
from huiyin.core.case import Case
from huiyin.core.commands import CloseGroup, DeclareIncident, JoinGroup, LeaveGroup, OpenGroupCase, RefuseGroup, SettleGroup
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import CaseReopened, GroupClosed, GroupOpened, GroupRefused, GroupSettled, MemberJoined, MemberLeft, TakenApart
from huiyin.core.feedback import another_round
from huiyin.core.handling import Group
from huiyin.core.hands import check_said
from huiyin.core.same_household import take_apart
from huiyin.policy.schema import PRIORITIES, Policy


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
        update_due=now + timedelta(hours=policy.measures.groups.update_h) if incident else None,
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


def join(case: Case, ask: JoinGroup, policy: Policy, now: datetime) -> MemberJoined:
    """Handle the case in a group from now on; its own promises stand.

    Policy: 1.2
    own: what is this owner's alone has to be answered to him alone. By the system: in an incident, of which the message that follows is
    his first contact; what it has counted itself; or again after the group was opened again. Raises: NotUnderstood "unknown_group";
    NotAllowedNow "not_same_matter", "group_too_old", or why it stays apart.
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
    contact = ("met" if case.has_email else "attempted") if seen.incident else ""
    return MemberJoined(
        at=now,
        by=ask.by.code,
        role=ask.by.role("triage"),
        group=seen.case_id,
        has_own=bool(own),
        incident=seen.incident,
        contact=contact,
        own=own,
    )


def refuse(case: Case, ask: RefuseGroup, policy: Policy, now: datetime) -> GroupRefused:
    """What was proposed is no matter of many. Nothing proposes it again, and the system makes no group of it.

    Policy: 1.2
    Raises: NotAllowedNow "nothing_proposed".
    """
    if case.handling.decide_due is None:
        raise NotAllowedNow("nothing_proposed")
    check_said(reason=ask.reason)
    return GroupRefused(at=now, by=ask.by.code, role=ask.by.role("triage"), reason=ask.reason)


def leave(case: Case, ask: LeaveGroup, policy: Policy, now: datetime) -> MemberLeft | TakenApart:
    """Handle it by itself again: where it was taken up, from there; else from its receipt; apart from a case of the same household as well.

    Policy: 1.2
    """
    membership = case.handling.membership
    if membership is None:
        return take_apart(case, ask, policy, now)
    if ask.by.is_staff:
        check_said(reason=ask.reason)
    to = "RECEIVED" if case.lead is None else "TRIAGED"
    return MemberLeft(at=now, by=ask.by.code, role=ask.by.role("triage"), group=membership.group, to=to, reason=ask.reason)


def is_disputed(case: Case, disputes: int, members: int, policy: Policy) -> bool:
    """Whether so many disputes open a group case again that has answered so many members.

    Policy: 5.6
    """
    return case.state in HAS_ANSWER and disputes >= enough_disputes(members, policy)


def enough_disputes(members: int, policy: Policy) -> int:
    """How many disputes of so many members open the group case again.

    Policy: 5.6
    """
    rules = policy.measures.groups
    return max(rules.disputes, ceil(members * rules.dispute_share))


def opened_again(case: Case, policy: Policy, now: datetime) -> CaseReopened:
    """The group case taken up again, with the dates of another round.

    Policy: 5.6
    """
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
    group = group_of(case)
    if group.settled:
        return ()
    settled = GroupSettled(at=now, by=ask.by.code, role="system", members=ask.members)
    if is_disputed(case, len(group.disputed), ask.members, policy):
        return (settled, opened_again(case, policy, now))
    return (settled,)


def close(case: Case, ask: CloseGroup, policy: Policy, now: datetime) -> GroupClosed:
    """Every member is closed, and so is the group case.

    Policy: 5.4
    Raises: NotAllowedNow "members_open" while a member still waits for the answer.
    """
    if not group_of(case).settled:
        raise NotAllowedNow("members_open")
    return GroupClosed(at=now, by=ask.by.code, role="system")


def group_of(case: Case) -> Group:
    """What makes it a group case. Raises: NotAllowedNow "not_a_group"."""
    if case.handling.group is None:
        raise NotAllowedNow("not_a_group")
    return case.handling.group
