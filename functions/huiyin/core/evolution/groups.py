"""3 分析与评估: a group case as it begins, and cases after what happened in and to a group."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, assert_never

from huiyin.core.case import Case, case_id_of
from huiyin.core.events import (
    GroupClosed,
    GroupDueMoved,
    GroupEvent,
    GroupOpened,
    GroupProposed,
    GroupSettled,
    IncidentDeclared,
    MemberAnswered,
    MemberDisputed,
    MemberJoined,
    MemberLeft,
    OwnPartAnswered,
)
from huiyin.core.handling import GivenAnswer, Group, Handling, Membership, Point
from huiyin.policy.schema import LANGUAGES


def opened(event: GroupOpened) -> Case:
    """The group case as it begins: registered, and nobody's."""
    group = Group(place=event.place, founder=event.founder, opened_at=event.at, incident=event.incident)
    return Case(
        case_id=case_id_of(event.number),
        version=1,
        state="REGISTERED",
        level="group",
        building=event.place,
        # Nobody waits for it: each member has his own.
        first_contact_due=event.answer_due,
        last_at=event.at,
        last_by=event.by,
        last_event=type(event).__name__,
        # Its clocks count from when there was such a case.
        handling=Handling(group=group, step_at=event.at),
        **{name: getattr(event, name) for name in _KEPT},
        **_NOBODYS,
    )


# Facts of the opening that stand in the case under the same name.
_KEPT = tuple(f.name for f in fields(GroupOpened) if f.name in {of_case.name for of_case in fields(Case)})
# What is of an owner, of whom there is none, and what comes later.
_NOBODYS: Mapping[str, Any] = {
    **dict.fromkeys(("channel", "submitter"), ""),
    "language": LANGUAGES[0],
    "anonymous": True,
    **dict.fromkeys(("danger", "guarded", "has_phone", "has_email", "unreachable"), False),
    **dict.fromkeys(("hints", "tried_at", "warned", "evidence", "accused", "returned", "untold"), ()),
    **dict.fromkeys(("first_contact_at", "attempted_at", "plan_due", "resolve_due", "lead", "handler")),
}


def after(case: Case, event: GroupEvent) -> Case:
    """The case after that event."""
    match event:
        case GroupOpened():
            raise ValueError("a group case is opened once")
        case GroupProposed():
            return case.handled(proposed=event.step)
        case MemberJoined():
            joined = Membership(group=event.group, at=event.at, own="open" if event.has_own else "")
            return case.handled(state="MERGED", membership=joined, pause=None)
        case MemberLeft():
            left = tuple(dict.fromkeys((*case.handling.left, event.group)))
            return case.handled(state=event.to, membership=None, left=left)
        case OwnPartAnswered():
            return _with_own_part_answered(case)
        case MemberAnswered():
            return _answered(case, event)
        case _:
            return _of_the_group(case, event)


def _with_own_part_answered(case: Case) -> Case:
    known = case.handling.membership
    return case.handled(membership=replace(known, own="answered")) if known else case


def _answered(case: Case, event: MemberAnswered) -> Case:
    """With the points of the group, and whoever would go on with it where nobody had his case yet."""
    points = tuple(
        Point(category=category, sub_issue=sub_issue, finding=finding, wish=wish)
        for (category, sub_issue), finding, wish in zip(event.points, event.findings, event.wishes, strict=True)
    )
    if case.lead is None:
        case = replace(case, lead=event.lead, handler=event.handler)
    return case.handled(
        state="ANSWERED",
        points=points,
        answer=GivenAnswer(at=event.at, by=event.released_by, reply_due=event.reply_due),
        verifiers=case.handling.with_part("verifiers", *event.hands),
    )


def _of_the_group(case: Case, event: IncidentDeclared | GroupDueMoved | MemberDisputed | GroupSettled | GroupClosed) -> Case:
    group = case.handling.group
    if group is None:
        raise ValueError("not a group case")
    match event:
        case IncidentDeclared():
            return case.handled(group=replace(group, incident=True, settled=False))
        case GroupDueMoved():
            return replace(case, answer_due=event.answer_due)
        case MemberDisputed():
            return case.handled(group=replace(group, disputed=tuple(dict.fromkeys((*group.disputed, event.member)))))
        case GroupSettled():
            return case.handled(group=replace(group, settled=True, members=event.members))
        case GroupClosed():
            return case.handled(state="CLOSED", closed_at=event.at)
        case _:
            assert_never(event)
