"""What commands.toml states of commands, role and relation, at the desk's door: who is offered a step, and who may take it."""

from dataclasses import replace
from typing import Any

import pytest

from core.test_commands_stated import Cell, is_stated
from entry.conftest import Ask
from entry.doors import event
from entry.people import do, taken_to
from entry.test_rights import WHO, named
from entry.tokens import bearer
from huiyin.core.lifecycle import STEPS
from huiyin.store.cases import CaseStore, History

# Steps of which nothing but role, relation and state decides, on a case that was triaged and nothing more; and what they ask for.
PLAIN: dict[str, dict[str, Any]] = {
    "AcceptCase": {"no_interest": True},
    "ReturnToTriage": {"reason": "属于秩序部"},
    "AssignCase": {"handler": "li.wei"},
    "AddFact": {"note": "补充"},
    "RaiseLevel": {"level": "major", "reasons": ["M2"], "note": "有人受伤"},
    "NoteFlags": {"flags": ["vulnerable"]},
    "HoldCase": {"reason": "法院立案"},
    "ConfideCase": {"reason": "提到了保安"},
    "LogContact": {"way": "phone", "outcome": "reached", "note": "已联系"},
}
RELATIONS = ("elsewhere", "lead", "handling")


@pytest.fixture
def handled_by_him(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case that is read is handled by whoever stands for that relation."""
    read = CaseStore.load

    def load(store: CaseStore, case_id: str) -> History | None:
        history = read(store, case_id)
        return history and replace(history, case=replace(history.case, handler=WHO["handling"]))

    monkeypatch.setattr(CaseStore, "load", load)


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_step_is_offered_to_whom_it_is_stated_for_and_to_nobody_else(relation: str, desk: Ask, number: str, handled_by_him: None) -> None:
    taken_to(desk, number)
    for role in sorted(named("casework")):
        head = bearer(WHO[relation], **{"cognito:groups": [role]})
        said = desk(event("GET", f"/api/desk/cases/{number}", headers=head))
        offered = {one["command"] for one in said.json["actions"] if one["open"]} if said.status == 200 else set()
        for command in PLAIN:
            stated = is_stated(Cell(command, "TRIAGED", "general", relation, role))
            assert (STEPS[command].slug in offered) == stated, (command, relation, role)


@pytest.mark.parametrize("relation", RELATIONS)
def test_whoever_is_not_stated_is_refused_when_he_takes_the_step_all_the_same(
    relation: str, desk: Ask, number: str, handled_by_him: None
) -> None:
    taken_to(desk, number)
    for role in sorted(named("casework")):
        head = bearer(WHO[relation], **{"cognito:groups": [role]})
        for command, body in PLAIN.items():
            if is_stated(Cell(command, "TRIAGED", "general", relation, role)):
                continue
            said = do(desk, WHO[relation], number, STEPS[command].slug, {"version": 3, **body}, headers=head)
            assert (said.status, said.code) in {(404, "not_yours"), (404, "not_found")}, (command, role, said.text)
