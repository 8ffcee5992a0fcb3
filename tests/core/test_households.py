"""When a matter of many households is a major one, and what is worth counting: one flat more never makes it less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_group
from huiyin.core.commands import SYSTEM, NoteMember
from huiyin.core.handling import Group
from huiyin.core.households import flat_told, households_of, is_group_major, is_worth_counting
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

POLICY = load_policy()
RULES = POLICY.measures.groups
FLATS = st.lists(st.tuples(st.integers(0, 40).map(str), st.sampled_from(["b1", "b2", "b3", "b5", "b8", "garage", ""]), st.booleans()))


def group(*flats: tuple[str, str, bool], incident: bool = False) -> Group:
    return Group(place=None, founder="18720043", opened_at=MONDAY_9AM, incident=incident, flats=flats)


def flats(count: int, *places: str, verified: bool = True) -> list[tuple[str, str, bool]]:
    return [(f"flat-{n}", places[n % len(places)], verified) for n in range(count)]


@pytest.mark.parametrize(
    ("count", "places", "major"),
    [
        (RULES.major, ("b5",), True),
        (RULES.major - 1, ("b5",), False),  # 9 of 108 flats
        (RULES.major_some, ("b1", "b2", "b3"), True),
        (RULES.major_some - 1, ("b1", "b2", "b3"), False),
        (RULES.major_some, ("b5", "b6"), False),
        (7, ("b1",), True),  # 7 of 68 flats
        (6, ("b1",), False),
        (RULES.major_some, ("garage",), False),
    ],
)
def test_a_group_is_major_by_many_by_buildings_or_by_a_part_of_one(
    policy: Policy, count: int, places: tuple[str, ...], major: bool
) -> None:
    assert is_group_major(group(*flats(count, *places)), "yunjin", policy) is major


def test_flats_that_nobody_checked_count_only_in_an_incident_that_a_person_declared(policy: Policy) -> None:
    unchecked = flats(RULES.major, "b5", verified=False)
    assert not is_group_major(group(*unchecked), "yunjin", policy)
    assert is_group_major(group(*unchecked, incident=True), "yunjin", policy)


@given(FLATS, FLATS, st.booleans())
def test_more_households_are_never_less_major(some: list[tuple[str, str, bool]], more: list[tuple[str, str, bool]], incident: bool) -> None:
    if is_group_major(group(*some, incident=incident), "yunjin", POLICY):
        assert is_group_major(group(*some, *more, incident=incident), "yunjin", POLICY)


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=200), st.booleans())
def test_counting_ends_and_finds_the_same_as_if_it_went_on(members: list[tuple[int, bool]], incident: bool) -> None:
    kept, everybody = group(incident=incident), dict[str, bool]()
    for n, (flat, verified) in enumerate(members):
        ask = NoteMember(
            by=SYSTEM, member=f"{n:08d}", happened="joined", answer_due=MONDAY_9AM, flat_mark=f"m{flat}", place="b5", verified=verified
        )
        told = flat_told(ask)
        everybody[told[0]] = everybody.get(told[0], False) or verified
        if is_worth_counting(kept, told, POLICY):
            kept = group(*(one for one in kept.flats if one[0] != told[0]), told, incident=incident)
    assert len(kept.flats) <= 2 * RULES.major
    whole = group(*((mark, "b5", verified) for mark, verified in everybody.items()), incident=incident)
    assert is_group_major(kept, "yunjin", POLICY) == is_group_major(whole, "yunjin", POLICY)
    limit = POLICY.measures.approval.group_households
    assert (len(kept.flats) >= limit) == (len(whole.flats) >= limit)


def test_who_tells_no_flat_is_one_household_that_nobody_checked(policy: Policy) -> None:
    ask = NoteMember(by=SYSTEM, member="30000007", happened="joined", answer_due=MONDAY_9AM, place="b3", verified=True)
    assert flat_told(ask) == ("case:30000007", "b3", False)


def test_only_a_group_case_is_of_households_and_of_how_many_is_open_until_one_is_counted(policy: Policy) -> None:
    assert households_of(a_case(policy)) is None
    case = a_group(policy)
    assert households_of(case) is None
    assert households_of(case.handled(group=group(*flats(4, "b3")))) == 4
