"""A group case over the store: it is made once, cases join it, and nothing is lost when somebody is killed in between."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, someone
from group_house import LATER, House, house
from huiyin import groupwork
from huiyin.casework import members_list, queue_of
from huiyin.core.commands import JoinGroup, OpenGroupCase
from huiyin.core.errors import NotAllowedNow, NotUnderstood, Overtaken
from huiyin.memberwork import carry_on

__all__ = ["house"]


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
        patch.setattr(groupwork, "join", _killed)
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
