"""A group case and its members: what is done to one for the other. Each step is one command on one case, and none is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from huiyin.casework import IN_GROUP, members_list, next_look, overtaken, perform, queue_of
from huiyin.core.apart import HAS_ANSWER, is_taken_in
from huiyin.core.case import Case, case_id_of
from huiyin.core.clock import local
from huiyin.core.commands import (
    SYSTEM,
    AnswerMember,
    CloseGroup,
    Command,
    DeclareIncident,
    GroupSeen,
    JoinGroup,
    NoteMember,
    OpenGroupCase,
    SettleGroup,
)
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, Overtaken
from huiyin.core.events import AnswerReleased, GroupOpened, MemberJoined
from huiyin.core.evolution import evolve
from huiyin.core.groups import DISPUTED, JOINED
from huiyin.core.hands import chain
from huiyin.core.privacy import may_open
from huiyin.mail.letters import owed_by
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy
from huiyin.store.cases import CaseStore, History, NumberTaken
from huiyin.store.lists import WorklistRow
from huiyin.store.receipts import ATTEMPTS, Receipts

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What it takes to work on cases at one moment."""

    store: CaseStore
    policy: Policy
    now: datetime

    def loaded(self, case_id: str) -> History:
        """The case. Raises: NotThere."""
        history = self.store.load(case_id)
        if history is None:
            raise NotThere
        return history

    def tried(self, ask: Command, case_id: str, key: str) -> History | None:
        """The case after that step; None where it no longer fits, since somebody took another one. Raises: Overtaken, to be tried again."""
        try:
            return perform(ask, case_id, store=self.store, policy=self.policy, now=self.now, key=key)
        except (NotAllowedNow, NotThere) as refused:
            if isinstance(refused, Overtaken):
                raise
            return None


def act(ask: Command, case_id: str, *, desk: Desk, receipts: Receipts, key: str, expected: int | None = None) -> History:
    """As `perform`, for every command of a person: with what it needs to know of a group, and the group case that it makes.

    Policy: 1.2, 5.2
    """
    if isinstance(ask, OpenGroupCase | DeclareIncident):
        history = desk.loaded(case_id)
        if history.case.handling.group is None:
            return _open(ask, history, desk=desk, receipts=receipts, key=key, expected=expected)
    if isinstance(ask, JoinGroup):
        ask = replace(ask, seen=_named(ask, desk, receipts))
    return perform(ask, case_id, store=desk.store, policy=desk.policy, now=desk.now, key=key, expected=expected)


def _named(ask: JoinGroup, desk: Desk, receipts: Receipts) -> GroupSeen | None:
    """The group case of that number, if this person may know of it."""
    number = receipts.normalise_number(ask.group)
    history = desk.store.load(case_id_of(number)) if number else None
    return _seen(history.case) if history is not None and may_open(history.case, ask.by) else None


def _seen(case: Case) -> GroupSeen | None:
    group = case.handling.group
    if group is None:
        return None
    return GroupSeen(
        case_id=case.case_id,
        state=case.state,
        community=case.community,
        sub_issue=case.sub_issue or "",
        place=group.place,
        incident=group.incident,
        opened_at=group.opened_at,
        received_at=case.received_at,
    )


def _open(
    ask: OpenGroupCase | DeclareIncident, history: History, *, desk: Desk, receipts: Receipts, key: str, expected: int | None
) -> History:
    """Make the group case, then let the one of which it is made join it. Killed in between, `carry_on` goes on."""
    founder = history.case
    key = f"group|{founder.case_id}|{key}"
    decide(founder, ask, desk.policy, desk.now)
    if expected is not None and expected != founder.version:
        raise overtaken(founder)
    if any(case.state not in HAS_ANSWER for case in _groups_about(founder, desk) if case.handling.group):
        raise NotAllowedNow("group_open")
    for attempt in range(ATTEMPTS):
        number = receipts.number_for(key, attempt, local(desk.now, desk.policy.calendar).year)
        (event,) = decide(founder, replace(ask, number=number), desk.policy, desk.now)
        if not isinstance(event, GroupOpened):
            raise TypeError("a group begins with GroupOpened")
        try:
            _register(event, desk, receipts, key, attempt)
        except NumberTaken as taken:
            if taken.existing.key_hash != receipts.key_hash(key):
                continue
        _join(founder.case_id, desk.loaded(case_id_of(number)).case, desk)
        return desk.loaded(founder.case_id)
    raise RuntimeError("no free number")


def _register(event: GroupOpened, desk: Desk, receipts: Receipts, key: str, attempt: int) -> None:
    case = evolve(None, event)
    desk.store.register(
        event,
        case,
        person=None,
        # Nobody is ever shown a code to it.
        code_hash=receipts.code_hash(case.case_id, receipts.code_for(key, attempt)),
        key_hash=receipts.key_hash(key),
        fingerprint=receipts.fingerprint(key.encode("utf-8")),
        attempt=attempt,
        owed=owed_by(event, case, desk.policy),
        next_moment=next_look(case, desk.policy),
        queue=queue_of(case),
    )


def _groups_about(case: Case, desk: Desk) -> Iterator[Case]:
    since = desk.now - timedelta(days=desk.policy.measures.groups.window_d)
    for group_id in desk.store.groups_about(case.community, case.sub_issue or "", case.building, since):
        yield desk.loaded(group_id).case


def take_in(case_id: str, desk: Desk) -> bool:
    """Let a case that has just come in join the incident that runs about it, if there is one.

    Policy: 1.2
    """
    case = desk.loaded(case_id).case
    for group in _groups_about(case, desk) if case.sub_issue is not None else ():
        seen = _seen(group)
        if seen is not None and is_taken_in(case, seen, desk.policy):
            return _join(case_id, group, desk)
    return False


def _join(case_id: str, group: Case, desk: Desk) -> bool:
    ask = JoinGroup(by=SYSTEM, group=group.number, seen=_seen(group))
    joined = desk.tried(ask, case_id, f"join|{group.case_id}|{group.handling.reopened}")
    return joined is not None and joined.case.state == "MERGED"


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
        left, members = _answer_all(group, desk, most)
    else:
        for case_id in dict.fromkeys((known.founder, *known.disputed)):
            _join(case_id, group, desk)
        if known.incident:
            left = _gather(group, desk, most)
    if left <= 0:
        return False
    desk.tried(SettleGroup(by=SYSTEM, members=members), group_id, f"settle|{group.version}")
    close_if_done(group_id, desk)
    return True


def _rows(queue: str, desk: Desk) -> Iterator[WorklistRow]:
    cursor: str | None = None
    while True:
        page = desk.store.worklist(queue, cursor=cursor, limit=_PAGE)
        yield from page.rows
        cursor = page.next
        if cursor is None:
            return


def _gather(group: Case, desk: Desk, most: int) -> int:
    """What was reported of it just before it was declared. Returns: how many more could have been taken in."""
    seen = _seen(group)
    for row in _rows("desk", desk):
        if most <= 0:
            break
        if row.sub_issue != group.sub_issue or row.state != "RECEIVED" or seen is None:
            continue
        if is_taken_in(desk.loaded(row.case_id).case, seen, desk.policy):
            most -= _join(row.case_id, group, desk)
    return most


def _answer_all(group: Case, desk: Desk, most: int) -> tuple[int, int]:
    """The answer of the group to each member that waits for it. Returns: how many more could have been answered, how many members."""
    answered, members = _answer_of(group.case_id, desk), set[str]()
    for row in _rows(members_list(group.case_id), desk):
        # Whoever is answered moves on in the list, and may be met again.
        members.add(row.case_id)
        if row.state != "MERGED" or answered is None:
            continue
        if most <= 0:
            return 0, len(members)
        most -= _answer_one(row.case_id, group, answered, desk)
    return most, len(members)


def _answer_of(group_id: str, desk: Desk) -> AnswerReleased | None:
    events = desk.store.open(desk.loaded(group_id))
    return next((event for event in reversed(events) if isinstance(event, AnswerReleased)), None)


def _answer_one(case_id: str, group: Case, answer: AnswerReleased, desk: Desk) -> bool:
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
    )
    return desk.tried(ask, case_id, f"answer|{group.case_id}|{group.handling.reopened}") is not None


def answer_late(case_id: str, desk: Desk) -> None:
    """The answer of its group to a member that joined, or got what is his alone, after it; else its date to the group.

    Policy: 1.2, 3.3
    """
    member = desk.loaded(case_id).case
    membership = member.handling.membership
    if membership is None or member.state != "MERGED":
        return
    group = desk.loaded(membership.group).case
    if group.state in HAS_ANSWER:
        answer = _answer_of(group.case_id, desk)
        if answer is not None:
            _answer_one(case_id, group, answer, desk)
    elif member.answer_due < group.answer_due:
        ask = NoteMember(by=SYSTEM, member=case_id, happened=JOINED, answer_due=member.answer_due)
        desk.tried(ask, group.case_id, f"joined|{case_id}|{membership.at.isoformat()}")


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
        _join(case_id, after.case, desk)


def close_if_done(group_id: str, desk: Desk) -> None:
    """Close the group case once every member is closed.

    Policy: 5.4
    """
    group = desk.loaded(group_id).case
    known = group.handling.group
    if known is None or group.state != "ANSWERED" or not known.settled:
        return
    # A list lags behind by a moment, so whoever stands there is looked at himself.
    if any(desk.loaded(row.case_id).case.state in IN_GROUP for row in _rows(members_list(group_id), desk)):
        return
    if any(desk.loaded(case_id).case.state != "CLOSED" for case_id in known.disputed):
        return
    desk.tried(CloseGroup(by=SYSTEM), group_id, f"close|{group.version}")
