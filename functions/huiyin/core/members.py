"""5 执行与反馈: what a group case means for each of its members, and what it learns of them."""

from datetime import datetime

from huiyin.core.apart import HAS_ANSWER
from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import AgreeToBeNamed, AnswerMember, AnswerOwnPart, DateMember, DrawSample, NoteMember
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import (
    CaseReopened,
    FlatCounted,
    GroupDueMoved,
    MemberAnswered,
    MemberDated,
    MemberDisputed,
    NamingAgreed,
    OwnPartAnswered,
    SampleDrawn,
    SpokesmanNoted,
)
from huiyin.core.groups import group_of, is_disputed, opened_again
from huiyin.core.handling import Membership
from huiyin.core.hands import check_said
from huiyin.core.households import flat_told, is_worth_counting
from huiyin.policy.schema import Limit, Policy

JOINED, DISPUTED, NAMED = "joined", "disputed", "named"
Noted = GroupDueMoved | FlatCounted | SpokesmanNoted | MemberDisputed | CaseReopened


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
    if _membership(case).own == "open":
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
        sampled=ask.sampled,
        text=ask.text,
    )


def date_member(case: Case, ask: DateMember, policy: Policy, now: datetime) -> tuple[MemberDated, ...]:
    """Give a member the dated answer of the group; the same one once.

    Policy: 5.4
    """
    _membership(case)
    dated = case.handling.dated
    if dated is not None and dated.sent_at is not None and dated.until == ask.until:
        return ()
    return (
        MemberDated(
            at=now,
            by=ask.by.code,
            role="system",
            points=ask.points,
            findings=ask.findings,
            until=ask.until,
            drafter=ask.drafter,
            released_by=ask.released_by,
            text=ask.text,
        ),
    )


def agree_to_be_named(case: Case, ask: AgreeToBeNamed, policy: Policy, now: datetime) -> NamingAgreed:
    """The owner agrees to be one of those with whom the desk talks the matter of all over.

    Policy: 1.2
    Raises: NotAllowedNow "named_before"; "anonymous_unnamed" for whoever left no name.
    """
    membership = _membership(case)
    if case.anonymous:
        raise NotAllowedNow("anonymous_unnamed")
    if membership.named:
        raise NotAllowedNow("named_before")
    return NamingAgreed(at=now, by=ask.by.code, role=ask.by.role(), note=ask.note)


def note_member(case: Case, ask: NoteMember, policy: Policy, now: datetime) -> tuple[Noted, ...]:
    """What the group case learns of a member: it is answered by the earliest date of all, flats are counted, a few may be named; and
    enough disputes open it again.

    Policy: 1.2, 3.3, 5.6
    """
    group_of(case)
    match ask.happened:
        case "joined":
            return _one_more(case, ask, policy, now)
        case "named":
            return _one_named(case, ask, policy, now)
        case "disputed":
            return _one_disputed(case, ask, policy, now)
        case _:
            raise NotUnderstood("unknown_word", field="happened")


def _one_more(case: Case, ask: NoteMember, policy: Policy, now: datetime) -> tuple[Noted, ...]:
    noted: tuple[Noted, ...] = ()
    if case.state not in HAS_ANSWER and ask.answer_due < case.answer_due:
        noted += (GroupDueMoved(at=now, by=ask.by.code, role="system", member=ask.member, answer_due=ask.answer_due),)
    flat = flat_told(ask)
    if is_worth_counting(group_of(case), flat, policy):
        mark, place, verified = flat
        noted += (FlatCounted(at=now, by=ask.by.code, role="system", mark=mark, place=place, verified=verified),)
    return noted


def _one_named(case: Case, ask: NoteMember, policy: Policy, now: datetime) -> tuple[Noted, ...]:
    named = group_of(case).spokesmen
    if ask.member in named or len(named) >= policy.measures.groups.contacts:
        return ()
    return (SpokesmanNoted(at=now, by=ask.by.code, role="system", member=ask.member),)


def _one_disputed(case: Case, ask: NoteMember, policy: Policy, now: datetime) -> tuple[Noted, ...]:
    group = group_of(case)
    if ask.member in group.disputed:
        return ()
    disputed = MemberDisputed(at=now, by=ask.by.code, role="system", member=ask.member)
    if group.settled and is_disputed(case, len(group.disputed) + 1, group.members, policy):
        return (disputed, opened_again(case, policy, now))
    return (disputed,)


def draw_sample(case: Case, ask: DrawSample, policy: Policy, now: datetime) -> tuple[SampleDrawn, ...]:
    """Keep whom of an incident somebody asks whether it is solved: chosen once.

    Policy: 1.2, 5.5
    """
    if group_of(case).sampled:
        return ()
    return (SampleDrawn(at=now, by=ask.by.code, role="system", members=ask.members),)


def _membership(case: Case) -> Membership:
    if case.handling.membership is None:
        raise NotAllowedNow("not_a_member")
    return case.handling.membership
