"""What a group means for one member beside its answer: a dated answer, his own promises, and being one of those to talk to."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_case, a_complaint, a_group, contact, group_seen, someone, then
from core.grouping import SOON, answer, joining, member, refusal, triaged
from huiyin.core.clocks import is_contact_kept, lapses_at, running
from huiyin.core.commands import OWNER, SYSTEM, AgreeToBeNamed, AnswerOwnPart, DateMember, DrawSample, NoteMember, Person, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.events import DeadlineMissed, FlatCounted, SpokesmanNoted
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy


def dating(**changes: object) -> DateMember:
    plain = DateMember(
        by=SYSTEM,
        points=(("elevator", "out_of_service"),),
        findings=("upheld",),
        until=MONDAY_9AM + timedelta(days=20),
        drafter="li.wei",
        released_by="he.min",
        text="下月更换曳引机。",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def clocks(case: object, policy: Policy) -> list[str]:
    return [clock.name for clock in running(case, policy)]  # type: ignore[arg-type]


def noted(group: object, policy: Policy, number: int, **changes: object) -> object:
    ask = NoteMember(by=SYSTEM, member=f"{number:08d}", happened="joined", answer_due=MONDAY_9AM + timedelta(days=30))
    for event in decide(group, replace(ask, **changes), policy, SOON):  # type: ignore[arg-type]
        group = evolve(group, event)  # type: ignore[arg-type]
    return group


def test_a_dated_answer_of_the_group_is_each_members_once(policy: Policy) -> None:
    dated = then(member(policy, own="我家门铃也坏了"), dating(), policy)
    assert dated.handling.dated is not None
    assert (dated.handling.dated.until, dated.handling.dated.sent_at) == (dating().until, MONDAY_9AM)
    assert "answer" not in clocks(dated, policy)
    assert decide(dated, dating(), policy, SOON) == ()
    later = dating(until=dating().until + timedelta(days=5))
    assert len(decide(dated, later, policy, SOON)) == 1
    assert refusal(triaged(policy), dating(), policy).code == "not_allowed_now"


def test_a_member_is_to_be_called_as_anybody_and_the_clock_says_so(policy: Policy) -> None:
    joined = member(policy)
    assert clocks(joined, policy) == ["first_contact"]
    missed = decide(joined, WatchClocks(by=SYSTEM), policy, joined.first_contact_due)
    assert [event.clock for event in missed if isinstance(event, DeadlineMissed)] == ["first_contact"]
    assert clocks(then(joined, contact(policy), policy), policy) == []


def test_in_an_incident_the_message_is_the_first_contact(policy: Policy) -> None:
    incident = replace(group_seen(a_group(policy)), incident=True)
    met = then(a_case(policy), joining(policy, a_group(policy), seen=incident), policy)
    assert (met.first_contact_at, met.attempted_at) == (MONDAY_9AM, None)
    unreached = a_complaint(person=Person(phone="13800138000"))
    tried = then(a_case(policy, complaint=unreached), joining(policy, a_group(policy), seen=incident), policy)
    assert (tried.first_contact_at, tried.attempted_at) == (None, MONDAY_9AM)
    assert is_contact_kept(met)
    assert is_contact_kept(tried)
    assert clocks(met, policy) == []


def test_what_is_a_members_alone_is_watched_until_it_is_written(policy: Policy) -> None:
    waiting = then(member(policy, own="我家门铃也坏了"), contact(policy), policy)
    assert clocks(waiting, policy) == ["answer"]
    assert clocks(then(waiting, AnswerOwnPart(by=someone(policy, "triage"), text="明天换。"), policy), policy) == []


def test_of_an_incident_only_a_part_is_asked_and_the_rest_is_closed_at_its_date(policy: Policy) -> None:
    asked, unasked, ordinary = (then(member(policy), answer(policy, sampled=said), policy) for said in (True, False, None))
    assert unasked.handling.answer is not None
    assert lapses_at(unasked, policy) == unasked.handling.answer.reply_due
    assert (lapses_at(asked, policy), lapses_at(ordinary, policy)) == (None, None)
    assert "reply" in clocks(asked, policy)
    assert "reply" not in clocks(unasked, policy)


def test_whom_somebody_asks_is_chosen_once(policy: Policy) -> None:
    answered = a_group(policy).handled(state="ANSWERED")
    drawn = then(answered, DrawSample(by=SYSTEM, members=("30000007", "30000015")), policy)
    assert drawn.handling.group is not None
    assert drawn.handling.group.sampled == ("30000007", "30000015")
    assert decide(drawn, DrawSample(by=SYSTEM, members=("30000023",)), policy, SOON) == ()


def test_a_flat_is_counted_once_and_again_when_somebody_has_checked_it(policy: Policy) -> None:
    group = a_group(policy)
    ask = NoteMember(by=SYSTEM, member="30000007", happened="joined", answer_due=group.answer_due, flat_mark="m1", place="b3")
    (counted,) = decide(group, ask, policy, SOON)
    assert isinstance(counted, FlatCounted)
    once = evolve(group, counted)
    assert decide(once, replace(ask, member="30000015"), policy, SOON) == ()
    checked = evolve(once, *decide(once, replace(ask, member="30000023", verified=True), policy, SOON))
    assert checked.handling.group is not None
    assert checked.handling.group.flats == (("m1", "b3", True),)


def test_at_most_five_who_agreed_are_named(policy: Policy) -> None:
    joined = member(policy)
    named = then(joined, AgreeToBeNamed(by=OWNER), policy)
    assert named.handling.membership is not None
    assert named.handling.membership.named
    assert refusal(named, AgreeToBeNamed(by=OWNER), policy).code == "named_before"
    anonymous = replace(joined, anonymous=True)
    assert refusal(anonymous, AgreeToBeNamed(by=OWNER), policy).code == "anonymous_unnamed"
    group = a_group(policy)
    most = policy.measures.groups.contacts
    for n in range(most + 2):
        ask = NoteMember(by=SYSTEM, member=f"{n:08d}", happened="named", answer_due=group.answer_due)
        events = decide(group, ask, policy, SOON)
        assert [type(event) for event in events] == ([SpokesmanNoted] if n < most else [])
        group = evolve(group, *events) if events else group
    assert group.handling.group is not None
    assert len(group.handling.group.spokesmen) == most
