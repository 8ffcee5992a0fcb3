"""What a group case means for its members, and what it learns of them. Each step is one command on one case, and none is lost."""

from hashlib import sha256
from math import ceil
from typing import TypeVar

from huiyin.casework import APART, IN_GROUP, members_list
from huiyin.core.apart import HAS_ANSWER, is_running, is_taken_in
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, AnswerMember, CloseGroup, DateMember, DrawSample, NoteMember, RaiseLevel, SettleGroup
from huiyin.core.events import AnswerReleased, DatedAnswerSent, MemberJoined
from huiyin.core.hands import chain
from huiyin.core.households import is_group_major
from huiyin.core.members import DISPUTED, JOINED, NAMED
from huiyin.deskwork import Desk, join, seen_of
from huiyin.policy.schema import Policy

_Said = TypeVar("_Said", AnswerReleased, DatedAnswerSent)


def carry_on(group_id: str, desk: Desk, most: int) -> bool:
    """Carry out for members what a group case means for them: they join, or get its answer. Whatever was done stays done.

    Policy: 1.2, 5.4
    most: how many members in this go. Returns: whether all is done; else call it again.
    """
    group = desk.loaded(group_id).case
    known = group.handling.group
    if known is None or known.settled:
        return True
    left, members = most, 0
    if group.state in HAS_ANSWER:
        left, members = _answer_all(_with_sample(group, desk), desk, most)
    else:
        for case_id in dict.fromkeys((known.founder, *known.disputed)):
            join(case_id, group, desk)
        if is_running(group):
            left = _gather(group, desk, most)
        left = _date_all(group, desk, left)
    if left <= 0:
        return False
    desk.tried(SettleGroup(by=SYSTEM, members=members), group_id, f"settle|{group.version}")
    close_if_done(group_id, desk)
    return True


def _gather(group: Case, desk: Desk, most: int) -> int:
    """What was reported of it just before it was declared. Returns: how many more could have been taken in."""
    seen = seen_of(group)
    for row in desk.rows("desk", *APART):
        if most <= 0:
            break
        if row.sub_issue != group.sub_issue or row.state != "RECEIVED" or seen is None:
            continue
        if is_taken_in(desk.loaded(row.case_id).case, seen, desk.policy):
            most -= join(row.case_id, group, desk)
    return most


def _date_all(group: Case, desk: Desk, most: int) -> int:
    """The dated answer of the group to each member that has it not yet. Returns: how many more could have been told."""
    dated = _last(group.case_id, DatedAnswerSent, desk) if _is_dated(group) else None
    if dated is None:
        return most
    for row in desk.rows(members_list(group.case_id)):
        if most <= 0:
            break
        if row.state == "MERGED":
            most -= _date_one(desk.loaded(row.case_id).case, group, dated, desk)
    return most


def _is_dated(group: Case) -> bool:
    return group.handling.dated is not None and group.handling.dated.sent_at is not None


def _date_one(member: Case, group: Case, dated: DatedAnswerSent, desk: Desk) -> bool:
    if member.handling.dated is not None and member.handling.dated.until == dated.until:
        return False
    ask = DateMember(
        by=SYSTEM,
        points=tuple((point.category, point.sub_issue) for point in group.handling.points),
        findings=dated.findings,
        until=dated.until,
        drafter=dated.drafter,
        released_by=dated.by,
        text=dated.text,
    )
    return desk.tried(ask, member.case_id, f"dated|{group.case_id}|{dated.at.isoformat()}") is not None


def _with_sample(group: Case, desk: Desk) -> Case:
    """The group case, of an incident with the choice of those who are asked whether it is solved: made once, before anybody is answered."""
    known = group.handling.group
    if known is None or not known.incident or known.sampled:
        return group
    members = tuple(dict.fromkeys(row.case_id for row in desk.rows(members_list(group.case_id)) if row.state == "MERGED"))
    drawn = desk.tried(DrawSample(by=SYSTEM, members=sample(group.case_id, members, desk.policy)), group.case_id, "sample")
    return drawn.case if drawn is not None else group


def _answer_all(group: Case, desk: Desk, most: int) -> tuple[int, int]:
    """The answer of the group to each member that waits for it. Returns: how many more could have been answered, how many members."""
    known, answered = group.handling.group, _last(group.case_id, AnswerReleased, desk)
    asked = frozenset(known.sampled) if known is not None and known.incident else None
    # Who is asked stands on another list from then on; who is answered moves on in this one, and may be met again.
    members = set(asked or ())
    for row in desk.rows(members_list(group.case_id)):
        members.add(row.case_id)
        if row.state != "MERGED" or answered is None:
            continue
        if most <= 0:
            return 0, len(members)
        most -= _answer_one(row.case_id, group, answered, desk, None if asked is None else row.case_id in asked)
    return most, len(members)


def sample(group_id: str, members: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    """Whom of an incident somebody asks whether it is solved: a part of all, but not only a few. The same members give the same choice.

    Policy: 1.2, 5.5
    """
    rules = policy.measures.groups
    many = max(rules.call_backs, ceil(len(members) * rules.call_back_share))
    # A number follows from a secret, so nobody can choose to be chosen.
    return tuple(sorted(members, key=lambda case_id: sha256(f"{group_id}|{case_id}".encode()).digest())[:many])


def _last(group_id: str, kind: type[_Said], desk: Desk) -> _Said | None:
    events = desk.store.open(desk.loaded(group_id))
    return next((event for event in reversed(events) if isinstance(event, kind)), None)


def _answer_one(case_id: str, group: Case, answer: AnswerReleased, desk: Desk, sampled: bool | None) -> bool:
    ask = AnswerMember(
        by=SYSTEM,
        points=tuple((point.category, point.sub_issue) for point in group.handling.points),
        findings=answer.findings,
        wishes=answer.wishes,
        lead=group.lead,
        handler=group.handler,
        hands=tuple(sorted(chain(group))),
        released_by=answer.by,
        text=answer.text,
        sampled=sampled,
    )
    return desk.tried(ask, case_id, f"answer|{group.case_id}|{group.handling.reopened}") is not None


def answer_late(case_id: str, desk: Desk) -> None:
    """What its group has answered so far to a member that joined, or got what is his alone, after it; and what the group learns of him.

    Policy: 1.2, 3.3
    """
    member = desk.loaded(case_id).case
    membership = member.handling.membership
    if membership is None or member.state != "MERGED":
        return
    group = desk.loaded(membership.group).case
    note_joined(member, group, desk)
    if group.state in HAS_ANSWER:
        answer = _last(group.case_id, AnswerReleased, desk)
        if answer is not None:
            # Who comes late to an incident is asked no word; he may say one.
            _answer_one(case_id, group, answer, desk, False if membership.incident else None)
    elif _is_dated(group):
        dated = _last(group.case_id, DatedAnswerSent, desk)
        if dated is not None:
            _date_one(member, group, dated, desk)


def note_joined(member: Case, group: Case, desk: Desk) -> None:
    """Tell the group case of a member: his date, and his flat. Where it is of many flats by now, it is a major matter.

    Policy: 1.2, 3.3
    """
    ask = NoteMember(
        by=SYSTEM,
        member=member.case_id,
        happened=JOINED,
        answer_due=member.answer_due,
        flat_mark=member.flat_mark,
        place=member.building,
        verified=member.verified,
    )
    at = member.handling.membership.at if member.handling.membership else member.last_at
    after = desk.tried(ask, group.case_id, f"joined|{member.case_id}|{at.isoformat()}")
    raise_if_many(after.case if after is not None else group, desk)


def raise_if_many(group: Case, desk: Desk) -> None:
    """Raise the level of a group case that many flats report, once for so many.

    Policy: 1.2
    """
    known, rule = group.handling.group, desk.policy.measures.groups.major_rule
    if known is None or rule in group.handling.level_reasons or not is_group_major(known, group.community, desk.policy):
        return
    note = desk.policy.word("labels.group_of_many", "zh")
    ask = RaiseLevel(by=SYSTEM, level="major", reasons=(rule,), note=note)
    # Somebody may have lowered it since: only a flat more raises it again.
    desk.tried(ask, group.case_id, f"many|{len(known.flats)}|{known.incident}")


def note_named(case_id: str, desk: Desk) -> None:
    """Tell the group case that this member may be named.

    Policy: 1.2
    """
    member = desk.loaded(case_id).case
    membership = member.handling.membership
    if membership is not None and membership.named:
        ask = NoteMember(by=SYSTEM, member=case_id, happened=NAMED, answer_due=member.answer_due)
        desk.tried(ask, membership.group, f"named|{case_id}")


def note_dispute(case_id: str, desk: Desk) -> None:
    """Tell the group case that a member does not hold it solved. Where that opened it again, the member joins it again.

    Policy: 5.6
    """
    history = desk.loaded(case_id)
    joined = next((event for event in reversed(history.events) if isinstance(event, MemberJoined)), None)
    if joined is None or joined.group in history.case.handling.left or history.case.handling.membership is not None:
        return
    ask = NoteMember(by=SYSTEM, member=case_id, happened=DISPUTED, answer_due=history.case.answer_due)
    after = desk.tried(ask, joined.group, f"disputed|{case_id}|{history.case.handling.disputes}")
    if after is not None and after.case.state not in HAS_ANSWER:
        join(case_id, after.case, desk)


def close_if_done(group_id: str, desk: Desk) -> None:
    """Close the group case once every member is closed.

    Policy: 5.4
    """
    group = desk.loaded(group_id).case
    known = group.handling.group
    if known is None or group.state != "ANSWERED" or not known.settled:
        return
    # A list lags behind by a moment, so whoever stands there is looked at himself.
    if any(desk.loaded(row.case_id).case.state in IN_GROUP for row in desk.rows(members_list(group_id))):
        return
    if any(desk.loaded(case_id).case.state != "CLOSED" for case_id in known.disputed):
        return
    if any(desk.loaded(case_id).case.state in IN_GROUP for case_id in known.sampled):
        return
    desk.tried(CloseGroup(by=SYSTEM), group_id, f"close|{group.version}")
