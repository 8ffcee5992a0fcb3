"""Members of a group case over the store: each is answered once, whoever is killed in between, and the group learns of each."""

from dataclasses import replace
from datetime import timedelta
from math import ceil
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, accept, someone, triage
from group_house import LATER, House, house
from huiyin.core.commands import (
    OWNER,
    AgreeToBeNamed,
    AnswerOwnPart,
    ConfirmAnswer,
    DeclareIncident,
    DisputeAnswer,
    JoinGroup,
    Person,
    SendDatedAnswer,
)
from huiyin.core.events import FlatCounted, LevelRaised, MemberDated
from huiyin.core.households import households_of
from huiyin.groupwork import take_in
from huiyin.memberwork import answer_late, carry_on, close_if_done, note_dispute, note_named, sample
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.lists import CALL_BACK

__all__ = ["house"]


def test_the_answer_reaches_each_member_and_the_group_closes_with_the_last(house: House) -> None:
    members = [house.triaged()]
    group_id = house.opened(members[0])
    members += [house.joined(group_id) for _ in range(3)]
    house.answered(group_id)
    assert carry_on(group_id, house.desk, 100)
    assert {house.case(case_id).state for case_id in members} == {"ANSWERED"}
    (text,) = {event.text for event in house.cloud.store.open(house.cloud.loaded(members[1])) if hasattr(event, "released_by")}
    assert text == "曳引机已更换。"
    for case_id in members:
        assert house.case(group_id).state == "ANSWERED"
        house.do(case_id, ConfirmAnswer(by=OWNER))
        close_if_done(group_id, house.desk)
    assert house.case(group_id).state == "CLOSED"


def test_what_is_killed_between_two_members_goes_on_with_the_rest(house: House) -> None:
    members = [house.triaged()]
    group_id = house.opened(members[0])
    members += [house.joined(group_id) for _ in range(4)]
    house.answered(group_id)
    assert not carry_on(group_id, house.desk, 2)
    assert sorted(house.case(case_id).state for case_id in members) == ["ANSWERED"] * 2 + ["MERGED"] * 3
    assert group_id in house.cloud.store.due(LATER + timedelta(minutes=1), 20)
    assert carry_on(group_id, house.desk, 100)
    assert {house.case(case_id).state for case_id in members} == {"ANSWERED"}
    versions = [house.case(case_id).version for case_id in members]
    assert carry_on(group_id, house.desk, 100)
    assert versions == [house.case(case_id).version for case_id in members]
    known = house.case(group_id).handling.group
    assert known is not None
    assert known.members == 5


def test_who_joins_late_gets_the_answer_and_a_part_of_his_own_when_it_is_written(house: House) -> None:
    group_id = house.opened(house.triaged())
    house.answered(group_id)
    assert carry_on(group_id, house.desk, 100)
    late = house.joined(group_id)
    answer_late(late, house.desk)
    assert house.case(late).state == "ANSWERED"
    own = house.triaged()
    by = someone(house.policy, "triage")
    house.act(own, JoinGroup(by=by, group=house.case(group_id).number, own="我家门铃也坏了"))
    answer_late(own, house.desk)
    assert house.case(own).state == "MERGED"
    house.do(own, AnswerOwnPart(by=by, text="门铃明天换。"))
    answer_late(own, house.desk)
    assert house.case(own).state == "ANSWERED"


def test_an_earlier_date_of_a_member_is_the_groups(house: House) -> None:
    early = MONDAY_9AM - timedelta(days=2)
    group_id = house.opened(house.triaged())
    member = house.joined(group_id, received_at=early)
    answer_late(member, house.desk)
    assert house.case(group_id).answer_due == house.case(member).answer_due
    version = house.case(group_id).version
    answer_late(member, house.desk)
    assert house.case(group_id).version == version


def test_enough_disputes_open_the_group_and_whoever_disputed_is_in_it_again(house: House) -> None:
    members = [house.triaged()]
    group_id = house.opened(members[0])
    members += [house.joined(group_id) for _ in range(4)]
    house.answered(group_id)
    assert carry_on(group_id, house.desk, 100)
    for case_id in members[:3]:
        house.do(case_id, DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="还是停"))
        note_dispute(case_id, house.desk)
    assert house.case(group_id).state == "INVESTIGATING"
    assert carry_on(group_id, house.desk, 100)
    assert [house.case(case_id).state for case_id in members] == ["MERGED"] * 3 + ["ANSWERED"] * 2


def test_one_dispute_is_its_owners_alone_and_keeps_the_group_open(house: House) -> None:
    members = [house.triaged()]
    group_id = house.opened(members[0])
    members.append(house.joined(group_id))
    house.answered(group_id)
    assert carry_on(group_id, house.desk, 100)
    house.do(members[0], DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="还是停"))
    note_dispute(members[0], house.desk)
    house.do(members[1], ConfirmAnswer(by=OWNER))
    close_if_done(group_id, house.desk)
    assert (house.case(members[0]).state, house.case(group_id).state) == ("INVESTIGATING", "ANSWERED")


def test_an_incident_gathers_what_came_before_and_takes_in_what_comes_after(house: House) -> None:
    before = [house.received(received_at=LATER - timedelta(minutes=n)) for n in (5, 10, 59)]
    apart = [house.received(received_at=LATER - timedelta(hours=2)), house.received(danger=True), house.received(building="b4")]
    after = house.act(before[0], DeclareIncident(by=someone(house.policy, "duty_manager"), cause="三栋停梯"))
    assert after.handling.membership is not None
    group_id = after.handling.membership.group
    assert carry_on(group_id, house.desk, 100)
    fresh = house.received(received_at=LATER)
    assert take_in(fresh, house.desk)
    assert not take_in(house.received(received_at=LATER, danger=True), house.desk)
    assert {house.case(case_id).state for case_id in (*before, fresh)} == {"MERGED"}
    assert {house.case(case_id).state for case_id in apart} == {"RECEIVED"}


def dated(house: House, group_id: str) -> None:
    """The group answers for now, with a day."""
    house.do(group_id, triage(house.policy))
    house.do(group_id, accept(house.policy))
    until = LATER + timedelta(days=20)
    drafted = SendDatedAnswer(by=someone(house.policy, "handler", "repairs"), findings=("upheld",), until=until, text="下月更换曳引机。")
    house.do(group_id, drafted)
    house.do(group_id, replace(drafted, by=someone(house.policy, "quality")))


def test_the_dated_answer_of_the_group_reaches_each_member_and_who_comes_later(house: House) -> None:
    members = [house.triaged()]
    group_id = house.opened(members[0])
    members += [house.joined(group_id) for _ in range(3)]
    assert carry_on(group_id, house.desk, 100)
    dated(house, group_id)
    assert not carry_on(group_id, house.desk, 2)
    assert [house.case(case_id).handling.dated is not None for case_id in members].count(True) == 2
    assert carry_on(group_id, house.desk, 100)
    late = house.joined(group_id)
    answer_late(late, house.desk)
    for case_id in (*members, late):
        known = house.case(case_id)
        assert known.handling.dated is not None
        assert (known.state, known.handling.dated.until) == ("MERGED", LATER + timedelta(days=20))
        (text,) = {event.text for event in house.cloud.store.open(house.cloud.loaded(case_id)) if isinstance(event, MemberDated)}
        assert text == "下月更换曳引机。"
    versions = [house.case(case_id).version for case_id in members]
    assert carry_on(group_id, house.desk, 100)
    assert versions == [house.case(case_id).version for case_id in members]


def households(house: House, group_id: str, floors: range, **changes: Any) -> None:
    """Members of different flats, each told to the group as the stream does."""
    for floor in floors:
        person = Person(phone="13800138000", unit="1 单元", household=f"{floor}01")
        answer_late(house.joined(group_id, person=person, **changes), house.desk)


def test_a_group_of_many_flats_is_major_and_needs_the_company(house: House) -> None:
    founder = house.triaged(person=Person(phone="13800138000", unit="1 单元", household="101"))
    group_id = house.opened(founder)
    answer_late(founder, house.desk)
    major = house.policy.measures.groups.major_rule
    assert households_of(house.case(group_id)) == 1
    # Building 3 has 72 flats: eight are more than a tenth of it.
    households(house, group_id, range(2, 7))
    assert major not in house.case(group_id).handling.level_reasons
    assert (households_of(house.case(group_id)), house.case(group_id).level) == (6, "group")
    households(house, group_id, range(2, 9))
    group = house.case(group_id)
    assert (households_of(group), group.level, major in group.handling.level_reasons) == (8, "group", True)
    assert group.priority == "P2"
    raised = [event for event in house.cloud.loaded(group_id).events if isinstance(event, LevelRaised)]
    assert len(raised) == 1
    households(house, group_id, range(9, 16))
    assert len([event for event in house.cloud.loaded(group_id).events if isinstance(event, FlatCounted)]) == 10


def test_of_an_incident_some_are_asked_and_stand_on_the_list_of_those_to_call(house: House) -> None:
    few = dataclass_replace(house.policy, call_backs=2)
    house.policy, house.desk = few, replace(house.desk, policy=few)
    members = [house.received(received_at=LATER) for _ in range(6)]
    house.act(members[0], DeclareIncident(by=someone(few, "duty_manager"), cause="三栋停梯"))
    membership = house.case(members[0]).handling.membership
    assert membership is not None
    group_id = membership.group
    assert carry_on(group_id, house.desk, 100)
    house.answered(group_id)
    # Killed in between, the same are chosen.
    assert not carry_on(group_id, house.desk, 3)
    assert carry_on(group_id, house.desk, 100)
    group = house.case(group_id).handling.group
    assert group is not None
    assert (len(group.sampled), group.members) == (2, 6)
    for case_id in members:
        answer = house.case(case_id).handling.answer
        assert answer is not None
        assert answer.sampled is (case_id in group.sampled)
    to_call = {row.case_id for row in house.desk.rows("desk") if row.due_kind == CALL_BACK}
    assert to_call == set(group.sampled)
    for case_id in members:
        assert house.case(group_id).state == "ANSWERED"
        house.do(case_id, ConfirmAnswer(by=OWNER))
        close_if_done(group_id, house.desk)
    assert house.case(group_id).state == "CLOSED"


def dataclass_replace(policy: Policy, **rules: Any) -> Policy:
    """The policy with other numbers for groups."""
    return replace(policy, measures=replace(policy.measures, groups=replace(policy.measures.groups, **rules)))


@given(st.integers(0, 3000))
def test_a_part_is_asked_but_never_only_a_few(count: int) -> None:
    policy = load_policy()
    members = tuple(f"{n:08d}" for n in range(count))
    chosen = sample("20000006", members, policy)
    assert len(chosen) == min(count, max(policy.measures.groups.call_backs, ceil(count * policy.measures.groups.call_back_share)))
    assert set(chosen) <= set(members)
    assert chosen == sample("20000006", tuple(reversed(members)), policy)


def test_who_agreed_to_be_named_is_known_to_the_group_once(house: House) -> None:
    member = house.triaged()
    group_id = house.opened(member)
    house.do(member, AgreeToBeNamed(by=OWNER))
    for _ in range(2):
        note_named(member, house.desk)
    group = house.case(group_id).handling.group
    assert group is not None
    assert group.spokesmen == (member,)
