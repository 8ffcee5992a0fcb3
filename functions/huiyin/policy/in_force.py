"""The policy of this release with the places and the people of an estate of its own, which its workbooks have brought."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from huiyin.policy.reading import read
from huiyin.policy.schema import Community, Policy
from huiyin.policy.spots import Spot
from huiyin.policy.staffing import Department, Departments, DutyTurn, StaffMember


def with_estate(released: Policy, tables: Mapping[str, Any]) -> Policy:
    """The release, its demo community and demo people put away for those of the estate.

    Policy: 2.2, 4.3
    tables: as the files of the policy have them. What is put away keeps its name, for old cases, and is no longer chosen.
    Whether it all fits was asked when it was brought (`check_references`), and is not asked again in every start of a function.
    Raises: PolicyError for what is no place or no person at all.
    """
    communities, mail_in = released.communities, released.mail_in
    if tables.get("communities"):
        spot = Spot("communities")
        own: Mapping[str, Community] = read(Mapping[str, Community], tables["communities"], spot)
        put_away = {code: replace(one, closed=True) for code, one in communities.items() if code not in own}
        communities = {**own, **put_away}
        first = next((code for code, one in own.items() if not one.closed), mail_in.community)
        mail_in = mail_in if mail_in.community in own else replace(mail_in, community=first)
    return replace(released, communities=communities, mail_in=mail_in, departments=_people(released.departments, tables))


def _people(released: Departments, tables: Mapping[str, Any]) -> Departments:
    if not tables.get("staff"):
        return released
    staff: Mapping[str, StaffMember] = read(Mapping[str, StaffMember], tables["staff"], Spot("staff"))
    departments: Mapping[str, Department] = read(Mapping[str, Department], tables["departments"], Spot("departments"))
    gone = {
        code: replace(one, roles=(), deputy=None, certificates=(), email=f"{code}@gone.invalid")
        for code, one in released.staff.items()
        if code not in staff
    }
    desk = departments.get("desk")
    return replace(
        released,
        staff={**staff, **gone},
        departments={**departments, **{code: one for code, one in released.departments.items() if code not in departments}},
        roster=read(tuple[DutyTurn, ...], tables.get("roster", []), Spot("roster")),
        desk_mailbox=desk.mailbox if desk is not None else released.desk_mailbox,
        absences=tuple(one for one in released.absences if one.staff in staff and (one.stand_in is None or one.stand_in in staff)),
    )
