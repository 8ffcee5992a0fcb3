"""The matrix of rights: every address, every case, every role, against what rights.toml states by hand. A cell that is missing fails."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import a_case, register, triage, with_plan
from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from entry.people import CONFID, TRIAGE, TRIAGED, do, get, taken_to
from entry.tokens import bearer
from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.core.lifecycle import SLUGS, STATES
from huiyin.core.privacy import may_open
from huiyin.entry import desk_door, estate_api, owner_door, wiring
from huiyin.entry.http import Route
from huiyin.entry.worklists import VIEWS
from huiyin.policy import load_policy
from huiyin.store.cases import CaseStore, History

STATED = tomllib.loads(Path(__file__).with_name("rights.toml").read_text("utf-8"))
DOORS = {"desk": desk_door.ROUTES, "estate": estate_api.ROUTES, "owners": owner_door.ROUTES}
ROLES = tuple(load_policy().charter.roles.keys() - {"owner", "system"})
# A number that is well formed and of no case.
MISSING = "HY-2026-00000018"

# Who stands for each relation: a colleague whose department the directory knows.
WHO = {
    "elsewhere": "cao.jie",
    "lead": "wu.lei",
    "helping": "ma.hui",
    "handling": "zheng.hao",
    "signing": "cao.jie",
    "accused": "bai.xue",
    "accused_department": "zhou.tao",
}
KINDS: dict[str, dict[str, Any]] = {
    "general": {"level": "general"},
    "major": {"level": "major"},
    "group": {"level": "group", "kind": "complaint"},
    "confidential": {"guarded": True},
}


def named(said: str) -> frozenset[str]:
    """The roles that a cell names, one by one or by the name of a set."""
    sets = STATED["sets"]
    found: set[str] = set()
    for word in said.split():
        found |= named(sets[word]) if word in sets else {word}
    return frozenset(found)


def shaped(case: Case, kind: str, relation: str) -> Case:
    """That case as one of its kind, with the part in it that the relation asks for."""
    handling = case.handling
    if relation == "helping":
        handling = replace(handling, co_departments=("environment",))
    if relation == "signing":
        handling = with_plan(load_policy()).handling
    about = ("bai.xue", "security") if relation.startswith("accused") else ()
    handler = WHO["handling"] if relation == "handling" else case.handler
    state = "PLAN_REVIEW" if relation == "signing" else case.state
    return replace(case, handling=handling, accused=about, handler=handler, lead="repairs", state=state, **KINDS[kind])


def someone(role: str, relation: str) -> Actor:
    code = WHO[relation]
    return Actor(code=code, roles=frozenset({role}), department=load_policy().departments.staff[code].department)


CELLS = tuple((kind, relation) for kind in KINDS for relation in WHO)


def test_every_cell_is_stated_and_nothing_else_is() -> None:
    assert {kind: set(cells) for kind, cells in STATED["sees"].items()} == {kind: set(WHO) for kind in KINDS}
    for door, routes in DOORS.items():
        assert set(STATED["routes"][door]) == {f"{one.method} {one.path}" for one in routes}, door
    known = set(ROLES) | {"owner", "anybody"}
    for said in (*STATED["sets"].values(), *(cell for part in STATED["sees"].values() for cell in part.values())):
        assert named(said) <= known
    assert named("casework never") == set(ROLES)


@pytest.mark.asvs("V8.2.1", "V8.3.1")
@pytest.mark.parametrize("door", DOORS)
def test_each_address_declares_whom_it_answers_as_it_is_stated(door: str) -> None:
    for route in DOORS[door]:
        assert route.roles == named(STATED["routes"][door][f"{route.method} {route.path}"]), route.path


def reached(route: Route) -> str:
    """An address of that route; what it names is nowhere, so that only its right to be asked is asked."""
    return route.path.replace("{number}", MISSING).replace("{command}", "add-fact").replace("{job}", "0" * 26)


def asked(route: Route, headers: dict[str, str]) -> dict[str, Any]:
    if route.method == "GET":
        return event("GET", reached(route), headers=headers)
    return post_json(reached(route), {}, headers=headers)


def test_whoever_holds_no_role_of_an_address_is_told_that_before_anything_is_looked_up(desk: Ask) -> None:
    for route in DOORS["desk"]:
        stated = named(STATED["routes"]["desk"][f"{route.method} {route.path}"])
        for role in () if stated == {"anybody"} else ROLES:
            said = desk(asked(route, bearer(WHO["elsewhere"], **{"cognito:groups": [role]})))
            refused = (said.status, said.json.get("code")) == (404, "not_yours")
            assert refused == (role not in stated), (route.path, role, said.text)


@pytest.mark.parametrize(("kind", "relation"), CELLS)
def test_a_case_is_known_to_those_who_are_stated_in_every_state(kind: str, relation: str) -> None:
    policy = load_policy()
    case = shaped(a_case(policy, register(policy), triage(policy)), kind, relation)
    for state in (case.state,) if relation == "signing" else STATES:
        also = "" if relation.startswith("accused") else STATED["sees_also"].get(kind, {}).get(state, "")
        stated = named(STATED["sees"][kind][relation]) | named(also)
        assert {role for role in ROLES if may_open(replace(case, state=state), someone(role, relation))} == stated, state


def _confided(history: History) -> History:
    """With its data key wrapped for the lane, where it is confidential."""
    if not history.case.guarded:
        return history
    case_id, sealer = history.case.case_id, wiring.sealer()
    key = sealer.open_key(case_id, "case", history.data_key)
    return replace(history, data_key=sealer.wrapped_anew(key, case_id, "case", guarded=True).wrapped)


@pytest.fixture
def stands_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """From now on every case that is read stands as one of that kind, with that part in it."""
    read = CaseStore.load

    def shape(kind: str, relation: str) -> None:
        def load(store: CaseStore, case_id: str) -> History | None:
            history = read(store, case_id)
            return history and _confided(replace(history, case=shaped(history.case, kind, relation)))

        monkeypatch.setattr(CaseStore, "load", load)

    return shape


@pytest.mark.asvs("V8.2.2")
@pytest.mark.parametrize(("kind", "relation"), CELLS)
def test_the_desk_shows_a_case_to_those_who_are_stated_and_to_nobody_else(
    kind: str, relation: str, desk: Ask, number: str, stands_as: Callable[[str, str], None]
) -> None:
    taken_to(desk, number)
    stands_as(kind, relation)
    seen = set()
    missing = get(desk, CONFID, f"cases/{MISSING}")
    for role in sorted(named("casework")):
        said = desk(event("GET", f"/api/desk/cases/{number}", headers=bearer(WHO[relation], **{"cognito:groups": [role]})))
        seen |= {role} if said.status == 200 else set()
        # What is hidden is answered as what is not there: to the byte, head and all.
        assert said.status == 200 or (said.status, said.text, said.headers) == (missing.status, missing.text, missing.headers), role
    assert seen == named(STATED["sees"][kind][relation])


@pytest.mark.parametrize("kind", KINDS)
def test_s02_no_step_tells_the_accused_of_a_case_whatever_he_may_otherwise(
    kind: str, desk: Ask, number: str, stands_as: Callable[[str, str], None]
) -> None:
    taken_to(desk, number)
    stands_as(kind, "accused")
    held = bearer(WHO["accused"], **{"cognito:groups": list(ROLES)})
    missing = desk(post_json(f"/api/desk/cases/{MISSING}/add-fact", {"version": 3}, headers=held))
    for step in (*SLUGS, "identity", "call", "files"):
        said = desk(post_json(f"/api/desk/cases/{number}/{step}", {"version": 3}, headers=held))
        assert (said.status, said.text, said.headers) == (404, missing.text, missing.headers), step


def everything_that(desk: Ask, who: str) -> list[tuple[str, int, str]]:
    """Every answer that names no case, as that colleague is given it."""
    plain = [one.path for one in DOORS["desk"] if one.method == "GET" and "{" not in one.path]
    asks = [(path, {}) for path in plain] + [("/api/desk/cases", {"view": view}) for view in VIEWS]
    said = [(path, desk(event("GET", path, headers=bearer(who), query=query))) for path, query in asks]
    return [(path, one.status, one.text) for path, one in said]


@pytest.mark.parametrize("who", ["zhao.gang", "li.wei"])
def test_s02_before_and_after_a_case_about_him_the_accused_is_told_the_same_to_the_byte(desk: Ask, owners: Ask, who: str) -> None:
    other = "zheng.hao"
    before, others = everything_that(desk, who), everything_that(desk, CONFID)
    sent = owners(post_json("/api/complaints", complaint(accused="工程部的赵师傅和李师傅"), key=f"{KEY}-about"))
    told = {"version": 1, "identity_check": "called_back", "release": True, "accused": ["zhao.gang", "li.wei"]}
    assert do(desk, CONFID, sent.json["number"], "register-case", told).status == 200
    about = {**TRIAGED, "lead": "management", "handler": other}
    assert do(desk, TRIAGE, sent.json["number"], "triage-case", {"version": 2, **about}).status == 200
    assert everything_that(desk, who) == before
    # And it can be seen: whoever may know of it finds it.
    assert everything_that(desk, CONFID) != others
    assert sent.json["number"] in get(desk, other, "cases", view="mine").text
