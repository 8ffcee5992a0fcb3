"""3 分析与评估: a group case as it begins, and cases after what happened in and to a group."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, assert_never

from huiyin.core.case import Case, case_id_of
from huiyin.core.events import (
    AddedToCase,
    FlatCounted,
    GroupClosed,
    GroupDueMoved,
    GroupEvent,
    GroupOpened,
    GroupProposed,
    GroupRefused,
    GroupSettled,
    IncidentDeclared,
    IncidentEnded,
    IncidentUpdated,
    MemberAnswered,
    MemberDated,
    MemberDisputed,
    MemberJoined,
    MemberLeft,
    NamingAgreed,
    OwnPartAnswered,
    ReportAdded,
    SampleDrawn,
    SpokesmanNoted,
    TakenApart,
)
from huiyin.core.handling import DatedAnswer, GivenAnswer, Group, Handling, Membership, Point
from huiyin.core.ties import Added
from huiyin.policy.schema import LANGUAGES


def opened(event: GroupOpened) -> Case:
    """The group case as it begins: registered, and nobody's."""
    group = Group(
        place=event.place,
        founder=event.founder,
        opened_at=event.at,
        incident=event.incident,
        said_at=event.at if event.incident else None,
        update_due=event.update_due,
    )
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
            asked = event.at if event.decide_due is not None else None
            return case.handled(proposed=event.step, proposed_at=asked, decide_due=event.decide_due)
        case GroupRefused():
            return case.handled(kept_apart=True, proposed_at=None, decide_due=None)
        case MemberJoined():
            return _joined(case, event)
        case MemberLeft():
            left = tuple(dict.fromkeys((*case.handling.left, event.group)))
            return case.handled(state=event.to, membership=None, left=left)
        case AddedToCase() | TakenApart() | ReportAdded():
            return _of_the_household(case, event)
        case OwnPartAnswered():
            return _with_own_part_answered(case)
        case MemberAnswered():
            return _answered(case, event)
        case MemberDated():
            return _dated(case, event)
        case NamingAgreed():
            known = case.handling.membership
            return case.handled(membership=replace(known, named=True)) if known else case
        case _:
            return _of_the_group(case, event)


def _joined(case: Case, event: MemberJoined) -> Case:
    """In the group, and what was proposed of it decided. In an incident the message that follows is his first contact."""
    joined = Membership(group=event.group, at=event.at, own="open" if event.has_own else "", incident=event.incident)
    if event.contact == "met" and case.first_contact_at is None:
        case = replace(case, first_contact_at=event.at)
    if event.contact == "attempted" and case.attempted_at is None:
        case = replace(case, attempted_at=event.at)
    return case.handled(state="MERGED", membership=joined, pause=None, proposed_at=None, decide_due=None)


def _of_the_household(case: Case, event: AddedToCase | TakenApart | ReportAdded) -> Case:
    """Handled in the case of its household, with whoever has that one where nobody has this; by itself again; or with one report more."""
    match event:
        case AddedToCase():
            if case.lead is None:
                case = replace(case, lead=event.lead, handler=event.handler)
            added = Added(to=event.to, at=event.at, before=event.before)
            return case.handled(state="MERGED", added=added, proposed_at=None, decide_due=None)
        case TakenApart():
            if event.to == "REGISTERED":
                case = replace(case, lead=None, handler=None)
            return case.handled(state=event.to, added=None, kept_from=(*case.handling.kept_from, event.kept_from))
        case ReportAdded():
            dates = {name: getattr(event, name) for name in ("first_contact_due", "answer_due", "plan_due", "resolve_due")}
            return replace(case, priority=event.priority, **dates).handled(reports=(*case.handling.reports, event.report))
        case _:
            assert_never(event)


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
        answer=GivenAnswer(at=event.at, by=event.released_by, reply_due=event.reply_due, sampled=event.sampled),
        verifiers=case.handling.with_part("verifiers", *event.hands),
    )


def _dated(case: Case, event: MemberDated) -> Case:
    """With what the group holds of it so far, and the day that is promised."""
    points = tuple(
        Point(category=category, sub_issue=sub_issue, finding=finding)
        for (category, sub_issue), finding in zip(event.points, event.findings, strict=True)
    )
    return case.handled(points=points, dated=DatedAnswer(drafter=event.drafter, until=event.until, sent_at=event.at))


_OfTheGroup = (
    IncidentDeclared
    | IncidentUpdated
    | IncidentEnded
    | FlatCounted
    | SpokesmanNoted
    | SampleDrawn
    | GroupDueMoved
    | MemberDisputed
    | GroupSettled
    | GroupClosed
)


def _of_the_group(case: Case, event: _OfTheGroup) -> Case:
    group = case.handling.group
    if group is None:
        raise ValueError("not a group case")
    match event:
        case IncidentDeclared():
            declared = replace(group, incident=True, settled=False, said_at=event.at, update_due=event.update_due, ended_at=None)
            return case.handled(group=declared)
        case IncidentUpdated():
            return case.handled(group=replace(group, said_at=event.at, update_due=event.update_due))
        case IncidentEnded():
            return case.handled(group=replace(group, said_at=event.at, update_due=None, ended_at=event.at))
        case FlatCounted():
            others = tuple(flat for flat in group.flats if flat[0] != event.mark)
            return case.handled(group=replace(group, flats=(*others, (event.mark, event.place, event.verified))))
        case SampleDrawn():
            return case.handled(group=replace(group, sampled=event.members))
        case SpokesmanNoted():
            return case.handled(group=replace(group, spokesmen=tuple(dict.fromkeys((*group.spokesmen, event.member)))))
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
