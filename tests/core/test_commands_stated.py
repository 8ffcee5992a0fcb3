"""Every command by state, level, relation and role, against what commands.toml states by hand. A cell that is missing fails."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, triage
from core.fitting import ask_of, fitted
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, Actor
from huiyin.core.decide import why_not
from huiyin.core.handling import Group, Plan, Task
from huiyin.core.lifecycle import LIFECYCLE, STATES
from huiyin.core.ties import ContactLimit
from huiyin.policy import load_policy

STATED = tomllib.loads(Path(__file__).with_name("commands.toml").read_text("utf-8"))
COMMANDS: dict[str, dict[str, Any]] = STATED["commands"]
SEES = tomllib.loads(Path(__file__).parents[1].joinpath("entry", "rights.toml").read_text("utf-8"))["sees"]
ROLES = tuple(load_policy().charter.roles)
LEVELS: dict[str, dict[str, Any]] = {
    "general": {"level": "general"},
    "major": {"level": "major"},
    "group": {"level": "group"},
    "confidential": {"guarded": True},
}
# Where a person works, in whose place he acts, and what he is to the case. The case is led by repairs and handled by zheng.hao.
RELATIONS: dict[str, dict[str, Any]] = {
    "elsewhere": {"code": "some.one", "department": "finance"},
    "lead": {"code": "some.one", "department": "repairs"},
    "handling": {"code": "zheng.hao", "department": "finance"},
    "deputy": {"code": "some.one", "department": "finance", "stands_in": frozenset({"zheng.hao"})},
    "accused": {"code": "bai.xue", "department": "finance"},
    "accused_department": {"code": "zhou.tao", "department": "security"},
}
# Asked once more of somebody who may not be asked it for another reason than his role, so that only role and state decide.
LATER = MONDAY_9AM.replace(month=12, day=1)


class Cell(NamedTuple):
    command: str
    state: str
    level: str
    relation: str
    role: str


def named(said: str) -> frozenset[str]:
    """What a cell names, one by one or by the name of a set; "handling: confid" is for whoever handles it alone."""
    found: set[str] = set()
    for word in said.removeprefix("handling: ").split():
        found |= named(STATED["sets"][word]) if word in STATED["sets"] else {word}
    return frozenset(found)


def is_stated(cell: Cell) -> bool:
    """Whether the page says that this may be done."""
    row, ours = COMMANDS[cell.command], cell.role not in {"owner", "system"}
    about = cell.relation.startswith("accused")
    if cell.state not in named(row["states"]) or (about and (ours or row.get("apart"))):
        return False
    parts = row.get("not_who", "").split()
    kept_out = {"handling": "handles", "deputy": "deputy"}.get(cell.relation) in parts
    if (cell.level == "major" and row.get("nobody_major")) or kept_out:
        return False
    return _in_confidence(cell, row) if cell.level == "confidential" else _in_the_open(cell, row, ours=ours)


def _in_confidence(cell: Cell, row: dict[str, Any]) -> bool:
    mine = cell.relation in {"handling", "deputy"} or not row["confidential"].startswith("handling: ")
    asked = cell.state == "VERIFYING" and cell.role in named(row.get("asked", ""))
    return asked or (mine and cell.role in named(row["confidential"]))


def _in_the_open(cell: Cell, row: dict[str, Any], *, ours: bool) -> bool:
    stricter = cell.level != "general" and "major" in row
    anyone = named(row["major"] if stricter else row["anyone"])
    knows = not ours or cell.role in sees(cell.level, "handling" if cell.relation == "deputy" else cell.relation)
    return (
        (knows and cell.role in anyone)
        or (cell.relation in {"handling", "deputy"} and cell.role in named(row.get("handling", "")))
        or (cell.relation == "lead" and cell.role in named(row.get("lead_major" if stricter else "lead", "")))
    )


@cache
def sees(level: str, relation: str) -> frozenset[str]:
    return named(SEES[level][relation].replace("department", "handler dept_lead steward"))


@cache
def plain() -> Case:
    policy = load_policy()
    return replace(a_case(policy, register(policy), triage(policy)), handler=RELATIONS["handling"]["code"])


def standing(command: str, state: str, level: str, relation: str) -> Case:
    """A case in which nothing but the cell decides: what was done before was done by others."""
    about = ("bai.xue", "security") if relation.startswith("accused") else ()
    case = replace(plain(), accused=about, **LEVELS[level])
    if command != "ReleaseCase":
        case = fitted(case, command, state)
    case = replace(case, state=state, guarded=level == "confidential", accused=about or case.accused)
    if command == "LowerLevel" and level == "general":
        case = replace(case, level="major")
    return case.handled(drafters=("a.drafter",), executors=("a.doer",), approvers=("an.approver",))


def asking(command: str, by: Actor, *, guarded: bool) -> Any:
    """An otherwise right command; of a confidential case with people whom it may be given to."""
    ask = ask_of(command, by, load_policy())
    if guarded and command in {"TriageCase", "AssignCase"}:
        return replace(ask, handler="ye.qing")  # type: ignore[call-arg]
    if guarded and command == "AddTask":
        return replace(ask, task=replace(ask.task, department="quality", assignee="ye.qing"))  # type: ignore[union-attr,call-arg]
    if guarded and command in {"SubmitPlan", "ChangePlan"}:
        tasks = tuple(replace(one, department="quality", assignee="ye.qing", certificate=None) for one in ask.tasks)  # type: ignore[union-attr]
        return replace(ask, tasks=tasks)  # type: ignore[call-arg]
    return ask


def whoever(role: str, relation: str) -> Actor:
    if role in {"owner", "system"}:
        return OWNER if role == "owner" else SYSTEM
    return Actor(roles=frozenset({role}), **RELATIONS[relation])


def places(command: str) -> Iterator[tuple[str, str, str]]:
    """(state, level, relation): every one of each state that is stated, and of the others those who could do the most."""
    stated = named(COMMANDS[command]["states"])
    for state, level, relation in product(STATES, LEVELS, RELATIONS):
        if state in stated or (level in {"general", "confidential"} and relation == "handling"):
            yield state, level, relation


ON_A_CASE = sorted(COMMANDS.keys() - {"ReceiveComplaint"})
KEYS = {"row", "states", "anyone", "confidential", "group_case"}
FURTHER = {"handling", "lead", "lead_major", "major", "nobody_major", "asked", "apart", "not_who"}


def test_every_command_is_stated_with_every_column_and_nothing_else_is() -> None:
    assert {step.command for step in LIFECYCLE} == set(COMMANDS)
    words = {"states": set(STATES), "group_case": {"yes", "no", "only"}, "not_who": set(PARTS) | {"handles", "deputy"}}
    for command, row in COMMANDS.items():
        assert set(row) >= KEYS, command
        assert set(row) <= KEYS | FURTHER, command
        for column, said in row.items():
            if isinstance(said, str) and column != "row":
                assert named(said) <= words.get(column, set(ROLES)), (command, column)
    assert named("casework") == set(ROLES) - {"owner", "system", "analyst", "auditor", "admin"}
    assert named("kept ARCHIVED") == set(STATES)


@pytest.mark.parametrize("command", ON_A_CASE)
def test_whatever_is_stated_may_be_done_and_nothing_else(command: str) -> None:
    wrong, policy = [], load_policy()
    for state, level, relation in places(command):
        case = standing(command, state, level, relation)
        for role in ROLES:
            # The system gives a case away whose handler has left, and no other one.
            gone = (command, role) == ("AssignCase", "system")
            asked = replace(case, handler="left.long.ago") if gone else case
            refusal = why_not(asked, asking(command, whoever(role, relation), guarded=case.guarded), policy, MONDAY_9AM)
            if (refusal is None) != is_stated(Cell(command, state, level, relation, role)):
                wrong.append((state, level, relation, role, refusal.code if refusal else "done"))
    assert not wrong, "\n".join(map(str, (len(wrong), *wrong[:60])))


def test_who_may_send_a_complaint_in_is_stated_and_done() -> None:
    row, policy = COMMANDS["ReceiveComplaint"], load_policy()
    for role in ROLES:
        for sensitive in (False, True):
            column = "confidential" if sensitive else "anyone"
            ask = replace(a_complaint(sensitive=sensitive), by=whoever(role, "elsewhere"))
            assert (why_not(None, ask, policy, MONDAY_9AM) is None) == (role in named(row[column])), (role, sensitive)  # type: ignore[arg-type]


# What somebody may have done of a case before: the case in which he did it.
PARTS: dict[str, Callable[[Case, str], Case]] = {
    "handled": lambda case, who: case.handled(former=(who,)),
    "drafted": lambda case, who: case.handled(drafters=(who,)),
    "did": lambda case, who: case.handled(executors=(who,)),
    "does": lambda case, who: case.handled(tasks=(Task(n=9, department="repairs", assignee=who, due=LATER),)),
    "approved": lambda case, who: case.handled(approvers=(who,)),
    "checked": lambda case, who: case.handled(verifiers=(who,)),
    "agreed": lambda case, who: case.handled(plan=replace(_plan(case), approvals=(("quality", who),))),
    "proposed": lambda case, who: case.handled(declining=(who, "not_ours")),
    "limited": lambda case, who: case.handled(contact_limit=ContactLimit(by=who, person="lin.jing", until=LATER, agreed_by="another.one")),
    "looked": lambda case, who: case.handled(evaluated_at=MONDAY_9AM, evaluated_by=who),
}
BARRED = [
    (command, part)
    for command, row in sorted(COMMANDS.items())
    for part in row.get("not_who", "").split()
    if part not in {"handles", "deputy"}
]


def _plan(case: Case) -> Plan:
    assert case.handling.plan is not None
    return case.handling.plan


@pytest.mark.parametrize(("command", "part"), BARRED)
def test_s06_whoever_did_that_before_is_kept_from_it_whatever_roles_he_holds(command: str, part: str) -> None:
    row, policy = COMMANDS[command], load_policy()
    state = min(named(row["states"]))
    case = standing(command, state, "general", "lead")
    held = named(row["anyone"]) | named(row.get("lead", ""))
    him = Actor(code="some.one", roles=held - {"owner", "system"}, department="repairs")
    other = replace(him, code="some.other")
    about = PARTS[part](case, him.code)
    assert why_not(about, ask_of(command, other, policy), policy, MONDAY_9AM) is None
    assert why_not(about, ask_of(command, him, policy), policy, MONDAY_9AM) is not None


@pytest.mark.parametrize("command", ON_A_CASE)
def test_what_a_group_case_may_be_asked_is_stated(command: str) -> None:
    row, policy = COMMANDS[command], load_policy()
    state = min(named(row["states"]))
    level, role, relation = _first_who_may(command, state)
    case = standing(command, state, level, relation)
    ask = ask_of(command, whoever(role, relation), policy)
    of_many = case.handling.group or Group(place="b3", founder="18720043", opened_at=MONDAY_9AM)
    alone = why_not(replace(case).handled(group=None), ask, policy, MONDAY_9AM)
    grouped = why_not(case.handled(group=of_many), ask, policy, MONDAY_9AM)
    assert (alone is None) == (row["group_case"] in {"yes", "no"}), alone
    assert (grouped is None) == (row["group_case"] in {"yes", "only"}), grouped
    assert grouped is None or row["group_case"] == "only" or grouped.code == "no_owner"


def _first_who_may(command: str, state: str) -> tuple[str, str, str]:
    """Somebody of whom the page says that he may: level, role, relation."""
    return next(
        (level, role, relation)
        for level, relation, role in product(("general", "confidential"), ("lead", "handling"), ROLES)
        if is_stated(Cell(command, state, level, relation, role))
    )
