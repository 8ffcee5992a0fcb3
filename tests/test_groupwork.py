"""A group case over the store: it is made once, cases join it, and nothing is lost when somebody is killed in between."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, accept, register, someone, triage
from group_house import LATER, House, house
from huiyin import groupwork
from huiyin.casework import look_at_clocks, members_list, perform, queue_of
from huiyin.core.commands import (
    OWNER,
    AddToCase,
    ConcludeWithoutWork,
    ConfirmAnswer,
    JoinGroup,
    OpenGroupCase,
    Person,
    RefuseGroup,
    ReleaseAnswer,
)
from huiyin.core.errors import NotAllowedNow, NotUnderstood, Overtaken
from huiyin.core.events import ProgressTold, ReportAdded
from huiyin.core.proposals import Suggestion, suggestions
from huiyin.deskwork import Desk
from huiyin.groupwork import act, propose
from huiyin.memberwork import carry_on
from huiyin.policy.schema import Policy

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
    first = house.act(founder, ask, key="once")
    assert house.act(founder, ask, key="once") == first
    assert len(list(house.desk.groups_about(first))) == 1
    with pytest.raises(NotAllowedNow):
        house.act(founder, ask, key="another")
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


def known(house: House, count: int, **changes: Any) -> list[str]:
    """Triaged reports of as many flats, whose owners the desk has called back."""
    return [house.triaged(person=Person(phone="13800138000", household=f"1-{floor}01"), **changes) for floor in range(1, count + 1)]


def found(house: House) -> Suggestion:
    (one,) = suggestions(house.cloud.store.month("2026-11"), house.policy, LATER)
    return one


def test_a_flat_leaves_a_mark_that_tells_nothing_and_is_another_one_in_another_matter(house: House) -> None:
    here = Person(phone="13800138000", unit="1 单元", household="802")
    same = Person(phone="13900139000", household="1-802")
    one, two = (house.case(house.received(person=person)) for person in (here, same))
    assert one.flat_mark == two.flat_mark
    assert one.flat_mark is not None
    assert "802" not in one.flat_mark
    other = house.case(house.received(person=here, sub_issue="jolts_levelling"))
    assert other.flat_mark not in {None, one.flat_mark}
    assert house.case(house.received(person=Person(phone="13800138000"))).flat_mark is None


def test_what_is_put_into_another_class_gets_the_mark_of_that(house: House) -> None:
    person = Person(phone="13800138000", household="1-802")
    wrong, right = house.received(person=person, sub_issue="jolts_levelling"), house.received(person=person)
    house.do(wrong, register(house.policy))
    people = house.cloud.people
    act(triage(house.policy), wrong, desk=house.desk, receipts=house.cloud.receipts, people=people, key="triaged")
    assert house.case(wrong).flat_mark == house.case(right).flat_mark
    assert house.case(wrong).verified


def test_ten_households_that_the_desk_knows_become_a_group_by_themselves_once(house: House) -> None:
    enough = house.policy.measures.groups.automatic
    cases = known(house, enough - 1)
    propose(found(house), house.desk, house.cloud.receipts)
    assert {house.case(case_id).state for case_id in cases} == {"TRIAGED"}
    cases += [house.triaged(person=Person(phone="13800138000", household="1-9901"))]
    for _ in range(2):
        propose(found(house), house.desk, house.cloud.receipts)
        assert {house.case(case_id).state for case_id in cases} == {"MERGED"}
        assert len(list(house.desk.groups_about(house.case(cases[0])))) == 1
        if not list(suggestions(house.cloud.store.month("2026-11"), house.policy, LATER)):
            break


def test_ten_that_nobody_has_checked_become_none(house: House) -> None:
    cases = [house.triaged(person=Person(phone="13800138000", household=f"1-{floor}01"), check="not_possible") for floor in range(1, 13)]
    propose(found(house), house.desk, house.cloud.receipts)
    assert {house.case(case_id).state for case_id in cases} == {"TRIAGED"}
    assert house.case(found(house).case_id).handling.proposed == "group"


def test_what_triage_kept_apart_stays_so_however_many_there_are(house: House) -> None:
    cases = known(house, 5)
    propose(found(house), house.desk, house.cloud.receipts)
    house.do(found(house).case_id, RefuseGroup(by=someone(house.policy, "triage"), reason="原因不同"))
    cases += [house.triaged(person=Person(phone="13800138000", household=f"2-{floor}01")) for floor in range(1, 9)]
    propose(found(house), house.desk, house.cloud.receipts)
    assert {house.case(case_id).state for case_id in cases} == {"TRIAGED"}


def test_each_member_hears_how_the_group_stands_by_his_own_clock_and_the_handler_is_reminded_once(house: House) -> None:
    founder = house.triaged()
    group_id = house.opened(founder)
    members = [founder, *(house.joined(group_id, building="b3") for _ in range(3))]
    store, policy = house.cloud.store, house.policy
    told: dict[str, list[ProgressTold]] = {}
    for hours in range(24, 24 * 4, 6):
        for case_id in store.due(MONDAY_9AM + timedelta(hours=hours), 50):
            history = look_at_clocks(case_id, store=store, policy=policy, now=MONDAY_9AM + timedelta(hours=hours))
            told[case_id] = [event for event in history.events if isinstance(event, ProgressTold)]
    for case_id in members:
        # The apology for the call that nobody made is the first word; two days later he has heard twice by the clock.
        assert [event.state for event in told[case_id]] == ["REGISTERED"] * 2
        assert all(not event.to for event in told[case_id])
        # What stands still says so, once the group's own case has reminded somebody.
        assert told[case_id][-1].to_role == told[group_id][-1].to_role != ""
    assert {event.to for event in told[group_id][1:]} != {""}
    assert house.case(group_id).untold == ()


def at_home(**changes: Any) -> dict[str, Any]:
    """A report of one flat, an hour after the first one by default."""
    person = Person(name="张三", phone="13800138000", unit="2", household=changes.pop("household", "1203"))
    return {"person": person, "received_at": MONDAY_9AM + timedelta(minutes=30), **changes}


def test_a_second_report_of_one_household_ends_in_its_open_case_and_nothing_is_lost(house: House) -> None:
    first, second = house.triaged(**at_home(received_at=MONDAY_9AM)), house.received(**at_home(matter="电梯今天又停了。"))
    assert not groupwork.add_to_own(second, house.desk), "nobody has checked yet who he is"
    house.do(second, register(house.policy, identity_check="called_back"))
    assert groupwork.add_to_own(second, house.desk)
    case, report = house.case(first), house.case(second)
    assert (case.state, case.handling.reports, report.state) == ("TRIAGED", (second,), "MERGED")
    assert (queue_of(report), report.lead) == (None, "repairs")
    noted = house.cloud.store.open(house.cloud.loaded(first))[-1]
    assert isinstance(noted, ReportAdded)
    assert "电梯今天又停了。" in noted.words
    assert "电梯今天又停了" not in str(house.cloud.raw())
    assert not groupwork.add_to_own(second, house.desk)
    assert (house.case(first), house.case(second)) == (case, report)


def test_killed_in_between_the_report_is_noted_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = house.triaged(**at_home(received_at=MONDAY_9AM)), house.triaged(**at_home())
    tried = Desk.tried
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "tried", lambda desk, ask, *rest: _killed() if isinstance(ask, AddToCase) else tried(desk, ask, *rest))
        with pytest.raises(RuntimeError, match="killed"):
            groupwork.add_to_own(second, house.desk)
    assert (house.case(first).handling.reports, house.case(second).state) == ((second,), "TRIAGED")
    assert groupwork.add_to_own(second, house.desk)
    assert (house.case(first).handling.reports, house.case(second).state) == ((second,), "MERGED")


@pytest.mark.parametrize(
    ("other", "check"),
    [
        ({"household": "1204"}, "called_back"),
        ({"building": "b5"}, "called_back"),
        ({"sub_issue": "jolts_levelling"}, "called_back"),
        ({"danger": True}, "called_back"),
        ({}, "not_possible"),
    ],
)
def test_another_flat_place_or_matter_and_whoever_is_not_known_stays_a_case_of_its_own(
    house: House, other: dict[str, Any], check: str
) -> None:
    house.triaged(**at_home(received_at=MONDAY_9AM))
    second = house.received(**at_home(**other))
    house.do(second, register(house.policy, identity_check=check))
    assert not groupwork.add_to_own(second, house.desk)
    assert house.case(second).state == "REGISTERED"


def test_three_reports_of_one_household_are_one_case_and_the_oldest_is_it(house: House) -> None:
    first = house.triaged(**at_home(received_at=MONDAY_9AM))
    later = [house.triaged(**at_home(received_at=MONDAY_9AM + timedelta(minutes=n))) for n in (10, 20)]
    for case_id in (*reversed(later), first):
        groupwork.add_to_own(case_id, house.desk)
    assert house.case(first).handling.reports == tuple(reversed(later))
    assert [house.case(case_id).handling.added for case_id in later] != [None, None]
    assert house.cloud.store.same_household(str(house.case(first).flat_mark)) == (first, *later)


def upheld(house: House, finding: str, days_ago: int) -> str:
    """A matter of that household that was closed so many days ago with that finding."""
    case_id = house.triaged(**at_home(received_at=MONDAY_9AM - timedelta(days=days_ago)))
    now = LATER - timedelta(days=days_ago - 1)
    for ask in (accept(house.policy), concluded(house.policy, finding), released(house.policy, finding), ConfirmAnswer(by=OWNER)):
        perform(ask, case_id, store=house.cloud.store, policy=house.policy, now=now, key=type(ask).__name__)
    return case_id


def concluded(policy: Policy, finding: str) -> ConcludeWithoutWork:
    by = someone(policy, "handler", "repairs")
    return ConcludeWithoutWork(by=by, findings=(finding,), wishes=("met",), grounds="已查", answer="已查明。")


def released(policy: Policy, finding: str) -> ReleaseAnswer:
    return ReleaseAnswer(by=someone(policy, "quality"), findings=(finding,), wishes=("met",), text="已查明。", no_interest=True)


@pytest.mark.parametrize(
    ("before", "major"),
    [
        ([("upheld", 80), ("partly_upheld", 50), ("upheld", 20)], True),
        ([("upheld", 80), ("upheld", 20)], False),
        ([("upheld", 95), ("upheld", 50), ("upheld", 20)], False),
        ([("not_upheld", 80), ("upheld", 50), ("upheld", 20)], False),
    ],
)
def test_what_was_upheld_three_times_for_one_household_is_major_and_what_was_not_counts_for_nothing(
    house: House, before: list[tuple[str, int]], major: bool
) -> None:
    for finding, days_ago in before:
        upheld(house, finding, days_ago)
    case_id = house.triaged(**at_home())
    assert not groupwork.add_to_own(case_id, house.desk), "what is closed takes in nothing"
    groupwork.raise_if_repeated(case_id, house.desk)
    case = house.case(case_id)
    assert (case.level == "major", "M8" in case.handling.level_reasons) == (major, major)
    groupwork.raise_if_repeated(case_id, house.desk)
    assert house.case(case_id) == case
