"""What follows for a group case from what happened to a member, and for its members from what happened to it: by the table's stream."""

from datetime import datetime
from typing import Any

from huiyin.core.apart import may_be_taken_in
from huiyin.core.events import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    CaseRegistered,
    CaseReopened,
    CaseTriaged,
    ComplaintReceived,
    DatedAnswerSent,
    GroupOpened,
    IncidentDeclared,
    MemberJoined,
    MemberLeft,
    NamingAgreed,
    OwnPartAnswered,
)
from huiyin.deskwork import Desk
from huiyin.entry import wiring
from huiyin.groupwork import add_to_own, raise_if_repeated, take_in
from huiyin.memberwork import answer_late, carry_on, close_if_done, note_dispute, note_named, raise_if_many
from huiyin.policy import load_policy
from huiyin.store.codec import decode

Json = dict[str, Any]

# So many members in one go of a function that has a minute; SweepDeadlines goes on with the rest.
MOST = 300
_OF_A_GROUP = frozenset(kind.__name__ for kind in (GroupOpened, IncidentDeclared, DatedAnswerSent, AnswerReleased, CaseReopened))
# With these it is known from which flat a matter comes.
_FLAT_KNOWN = frozenset(kind.__name__ for kind in (CaseRegistered, CaseTriaged))
_OF_A_MEMBER = frozenset(kind.__name__ for kind in (MemberJoined, OwnPartAnswered))
_DISPUTES = frozenset(kind.__name__ for kind in (AnswerDisputed, CaseReopened))
_CLOSES = frozenset(kind.__name__ for kind in (AnswerConfirmed, AnswerLapsed))


def react(record: Json, now: datetime) -> None:
    """Carry out what that event means for a group. Each step has one effect, however often the record comes.

    Policy: 1.2, 5.4, 5.6
    """
    image = record["dynamodb"].get("NewImage") or {}
    if record["eventName"] != "INSERT" or "type" not in image or "facts" not in image:
        return
    kind, case_id = image["type"]["S"], image["pk"]["S"].partition("#")[2]
    desk = Desk(store=wiring.case_store(), policy=load_policy(), now=now)
    if kind == ComplaintReceived.__name__:
        event = decode(kind, image["facts"]["S"])
        if isinstance(event, ComplaintReceived) and may_be_taken_in(event, desk.policy):
            take_in(case_id, desk)
    if kind in _FLAT_KNOWN and not add_to_own(case_id, desk) and kind == CaseTriaged.__name__:
        raise_if_repeated(case_id, desk)
    if kind in _OF_A_GROUP:
        carry_on(case_id, desk, MOST)
    if kind == IncidentDeclared.__name__:
        raise_if_many(desk.loaded(case_id).case, desk)
    if kind == NamingAgreed.__name__:
        note_named(case_id, desk)
    if kind in _OF_A_MEMBER:
        answer_late(case_id, desk)
    if kind in _DISPUTES:
        note_dispute(case_id, desk)
    if kind in _CLOSES:
        membership = desk.loaded(case_id).case.handling.membership
        if membership is not None:
            close_if_done(membership.group, desk)
    if kind == MemberLeft.__name__:
        left = decode(kind, image["facts"]["S"])
        if isinstance(left, MemberLeft):
            close_if_done(left.group, desk)
