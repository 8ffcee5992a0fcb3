"""Members of a group case over the store: each is answered once, whoever is killed in between, and the group learns of each."""

from datetime import timedelta

from builders import MONDAY_9AM, someone
from group_house import LATER, House, house
from huiyin.core.commands import OWNER, AnswerOwnPart, ConfirmAnswer, DeclareIncident, DisputeAnswer, JoinGroup
from huiyin.groupwork import take_in
from huiyin.memberwork import answer_late, carry_on, close_if_done, note_dispute

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
