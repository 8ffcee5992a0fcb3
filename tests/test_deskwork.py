"""What it takes to work on cases at one moment: a step is taken once, and one that no longer fits is no fault."""

import pytest

from builders import accept, register
from group_house import House, house
from huiyin.core.errors import NotThere
from huiyin.deskwork import join, seen_of

__all__ = ["house"]


def test_a_step_is_taken_once_and_one_that_no_longer_fits_is_nobodys_fault(house: House) -> None:
    case_id = house.received()
    ask = register(house.policy)
    first = house.desk.tried(ask, case_id, "registered-once")
    assert first is not None
    assert first.case.state == "REGISTERED"
    again = house.desk.tried(ask, case_id, "registered-once")
    assert again is not None
    assert again.case.version == first.case.version
    assert house.desk.tried(accept(house.policy), case_id, "accepted-too-early") is None


def test_a_case_that_is_not_there_is_said_to_be_missing(house: House) -> None:
    with pytest.raises(NotThere):
        house.desk.loaded("18720043")


def test_a_list_is_read_to_its_end_over_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.deskwork._PAGE", 2)
    found = {house.received() for _ in range(5)}
    assert {row.case_id for row in house.desk.rows("desk")} == found


def test_a_group_is_found_by_its_matter_and_a_case_joins_it_once(house: House) -> None:
    founder, other = house.triaged(), house.triaged()
    group_id = house.opened(founder)
    (group,) = house.desk.groups_about(house.case(other))
    assert group.case_id == group_id
    assert seen_of(house.case(other)) is None
    seen = seen_of(group)
    assert seen is not None
    assert (seen.case_id, seen.place) == (group_id, group.building)
    assert join(other, group, house.desk)
    assert house.case(other).state == "MERGED"
    version = house.case(other).version
    assert join(other, group, house.desk)
    assert house.case(other).version == version
