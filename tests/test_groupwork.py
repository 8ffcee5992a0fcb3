"""A group case and its members over the store: each step once, nothing lost when somebody is killed in between."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

from builders import MONDAY_9AM, a_complaint, accept, register, someone, triage
from huiyin import groupwork
from huiyin.casework import members_list, perform, queue_of, receive
from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import (
    OWNER,
    AnswerOwnPart,
    ConcludeWithoutWork,
    ConfirmAnswer,
    DeclareIncident,
    DisputeAnswer,
    JoinGroup,
    OpenGroupCase,
    ReleaseAnswer,
)
from huiyin.core.errors import NotAllowedNow, NotUnderstood, Overtaken
from huiyin.groupwork import Desk, act, answer_late, carry_on, close_if_done, note_dispute, take_in
from huiyin.policy.schema import Policy
from infra.local import patches
from store.clouds import Stack, a_stack

LATER = MONDAY_9AM + timedelta(hours=1)


class House:
    """A store with complaints about one lift, and whoever works on them."""

    def __init__(self, cloud: Stack) -> None:
        self.cloud = cloud
        self.policy = cloud.policy
        self.desk = Desk(store=cloud.store, policy=cloud.policy, now=LATER)
        self._n = 0

    def received(self, **changes: Any) -> str:
        self._n += 1
        receipt = receive(
            lambda number: a_complaint(number=number, **changes),
            key=f"key-of-complaint-{self._n:06d}",
            fingerprint=b"f",
            receipts=self.cloud.receipts,
            store=self.cloud.store,
            policy=self.policy,
            now=changes.get("received_at") or MONDAY_9AM,
        )
        return case_id_of(receipt.number)

    def triaged(self, **changes: Any) -> str:
        case_id = self.received(**changes)
        self.do(case_id, register(self.policy))
        self.do(case_id, triage(self.policy))
        return case_id

    def do(self, case_id: str, ask: Any) -> Case:
        self._n += 1
        return perform(ask, case_id, store=self.cloud.store, policy=self.policy, now=LATER, key=f"do-{self._n}").case

    def act(self, case_id: str, ask: Any, *, key: str = "", expected: int | None = None) -> Case:
        self._n += 1
        return act(ask, case_id, desk=self.desk, receipts=self.cloud.receipts, key=key or f"act-{self._n}", expected=expected).case

    def case(self, case_id: str) -> Case:
        return self.cloud.loaded(case_id).case

    def opened(self, case_id: str) -> str:
        after = self.act(case_id, OpenGroupCase(by=someone(self.policy, "triage"), cause="同一台曳引机"))
        assert after.handling.membership is not None
        return after.handling.membership.group

    def joined(self, group_id: str, **changes: Any) -> str:
        case_id = self.triaged(**changes)
        self.act(case_id, JoinGroup(by=someone(self.policy, "triage"), group=self.case(group_id).number))
        return case_id

    def answered(self, group_id: str) -> None:
        self.do(group_id, triage(self.policy))
        self.do(group_id, accept(self.policy))
        handler = someone(self.policy, "handler", "repairs")
        self.do(group_id, ConcludeWithoutWork(by=handler, findings=("upheld",), wishes=("met",), grounds="已查", answer="已修好。"))
        quality = someone(self.policy, "quality")
        self.do(group_id, ReleaseAnswer(by=quality, findings=("upheld",), wishes=("met",), text="曳引机已更换。", no_interest=True))


@pytest.fixture
def house(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    patches.install()
    with mock_aws():
        yield House(a_stack(policy))


def test_a_group_is_made_and_its_founder_joins_it(house: House) -> None:
    founder = house.triaged()
    group_id = house.opened(founder)
    group, member = house.case(group_id), house.case(founder)
    assert (group.state, member.state) == ("REGISTERED", "MERGED")
    assert (queue_of(group), queue_of(member)) == ("triage", members_list(group_id))
    people = [item for item in house.cloud.raw() if item["pk"]["S"] == f"PERSON#{group_id}"]
    assert people == []


def test_a_group_case_is_no_complaint_of_the_month(house: House) -> None:
    founder = house.triaged()
    house.opened(founder)
    assert [row.case_id for row in house.cloud.store.month("2026-11")] == [founder]


def test_the_same_command_again_makes_no_second_group(house: House) -> None:
    founder = house.triaged()
    ask = OpenGroupCase(by=someone(house.policy, "triage"), cause="同一台曳引机")
    house.act(founder, ask, key="once")
    with pytest.raises(NotAllowedNow):
        house.act(founder, ask, key="once")
    other = house.triaged()
    with pytest.raises(NotAllowedNow) as refused:
        house.act(other, ask)
    assert refused.value.code == "group_open"


def test_killed_before_the_founder_joins_he_joins_later(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    founder = house.triaged()
    with monkeypatch.context() as patch:
        patch.setattr(groupwork, "_join", _killed)
        with pytest.raises(RuntimeError, match="killed"):
            house.opened(founder)
    assert house.case(founder).state == "TRIAGED"
    (group_id,) = house.cloud.store.groups_about("yunjin", "out_of_service", "b3", MONDAY_9AM)
    assert group_id in house.cloud.store.due(LATER + timedelta(minutes=1), 10)
    assert carry_on(group_id, house.desk, 10)
    assert house.case(founder).state == "MERGED"
    known = house.case(group_id).handling.group
    assert known is not None
    assert known.settled


def _killed(*_: Any) -> bool:
    raise RuntimeError("killed")


def test_whoever_looked_at_an_older_version_makes_no_group(house: House) -> None:
    founder = house.triaged()
    with pytest.raises(Overtaken):
        house.act(founder, OpenGroupCase(by=someone(house.policy, "triage"), cause="同一台曳引机"), expected=1)


def test_a_number_that_is_no_group_or_not_his_to_see_is_unknown(house: House) -> None:
    founder, other = house.triaged(), house.triaged()
    for number in ("HY-2026-00000000", "nonsense", house.case(other).number):
        with pytest.raises(NotUnderstood) as refused:
            house.act(founder, JoinGroup(by=someone(house.policy, "triage"), group=number))
        assert refused.value.code == "unknown_group"


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
