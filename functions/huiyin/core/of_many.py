"""Which deciding function answers which command on matters of many households: a closed match, so that none can be forgotten."""

from datetime import datetime
from typing import assert_never

from huiyin.core import groups, incidents, members, same_household
from huiyin.core.case import Case
from huiyin.core.commands import (
    AddToCase,
    AgreeToBeNamed,
    AnswerMember,
    AnswerOwnPart,
    CloseGroup,
    DateMember,
    DeclareIncident,
    DrawSample,
    EndIncident,
    GroupCommand,
    JoinGroup,
    LeaveGroup,
    NoteMember,
    NoteReport,
    OpenGroupCase,
    ProposeGroup,
    RefuseGroup,
    SettleGroup,
    UpdateIncident,
)
from huiyin.core.events import Event
from huiyin.core.proposals import propose
from huiyin.policy.schema import Policy


def carry_out_of_many(case: Case, ask: GroupCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What is decided of a command on a matter of many, or on one of its members.

    Policy: 1.2, 5.2
    """
    match ask:
        case ProposeGroup():
            return propose(case, ask, policy, now)
        case RefuseGroup():
            return (groups.refuse(case, ask, policy, now),)
        case OpenGroupCase():
            return (groups.open_group(case, ask, policy, now),)
        case DeclareIncident():
            return (incidents.declare(case, ask, policy, now),)
        case UpdateIncident():
            return (incidents.update(case, ask, policy, now),)
        case EndIncident():
            return (incidents.end(case, ask, policy, now),)
        case JoinGroup():
            return (groups.join(case, ask, policy, now),)
        case LeaveGroup():
            return (groups.leave(case, ask, policy, now),)
        case AddToCase():
            return (same_household.add_to_case(case, ask, policy, now),)
        case NoteReport():
            return same_household.note_report(case, ask, policy, now)
        case SettleGroup():
            return groups.settle(case, ask, policy, now)
        case CloseGroup():
            return (groups.close(case, ask, policy, now),)
        case _:
            return _members(case, ask, policy, now)


def _members(
    case: Case, ask: AnswerOwnPart | AnswerMember | DateMember | AgreeToBeNamed | DrawSample | NoteMember, policy: Policy, now: datetime
) -> tuple[Event, ...]:
    match ask:
        case AnswerOwnPart():
            return (members.answer_own_part(case, ask, policy, now),)
        case AnswerMember():
            return (members.answer_member(case, ask, policy, now),)
        case DateMember():
            return members.date_member(case, ask, policy, now)
        case AgreeToBeNamed():
            return (members.agree_to_be_named(case, ask, policy, now),)
        case DrawSample():
            return members.draw_sample(case, ask, policy, now)
        case NoteMember():
            return members.note_member(case, ask, policy, now)
        case _:
            assert_never(ask)
