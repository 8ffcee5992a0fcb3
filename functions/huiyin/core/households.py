"""2 接收与登记: households of a group matter: how many flats it is, whether that makes it major, and what is worth counting still."""

from collections import Counter

from huiyin.core.case import Case
from huiyin.core.commands import NoteMember
from huiyin.core.handling import Group
from huiyin.policy.schema import Policy

Flat = tuple[str, str, bool]


def flat_told(ask: NoteMember) -> Flat:
    """The flat of a member: (mark, building, verified). Who told none is counted as one that nobody has checked.

    Policy: 1.2
    """
    return (ask.flat_mark or f"case:{ask.member}", ask.place or "", ask.verified and ask.flat_mark is not None)


def is_worth_counting(group: Group, flat: Flat, policy: Policy) -> bool:
    """Whether that flat could change anything: it is not counted yet, and neither are enough for every rule.

    Policy: 1.2, 4.2
    """
    mark, _, verified = flat
    known = {one: checked for one, _, checked in group.flats}
    enough = max(policy.measures.groups.major, policy.measures.approval.group_households)
    if mark in known and known[mark] >= verified:
        return False
    counted = len(_that_count(group)) if verified or group.incident else len(known)
    return counted < enough


def is_group_major(group: Group, community: str, policy: Policy) -> bool:
    """Whether so many flats report it that it is a major matter: many, or some of several buildings, or some and a good part of one.

    Policy: 1.2
    Flats count whose owner the desk has checked; in an incident, which a person declared, every flat.
    """
    rules, places = policy.measures.groups, Counter(place for _, place, _ in _that_count(group))
    count = places.total()
    if count >= rules.major:
        return True
    buildings = policy.communities[community].buildings
    spread = len(places) >= rules.major_buildings
    dense = any(many >= rules.major_share * buildings[place].households for place, many in places.items() if place in buildings)
    return count >= rules.major_some and (spread or dense)


def _that_count(group: Group) -> tuple[Flat, ...]:
    return tuple(flat for flat in group.flats if flat[2] or group.incident)


def households_of(case: Case) -> int | None:
    """How many households a group case is known to be of, checked or not; None while nobody has counted, and for every other case.

    Policy: 4.2
    """
    group = case.handling.group
    return len(group.flats) or None if group is not None else None
