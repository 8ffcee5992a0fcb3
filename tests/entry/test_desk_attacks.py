"""Group S, as far as a signed-in colleague would reach from one case into another: own plans, tasks, files, links, groups, lists."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, staff
from entry.actions.test_groups import CAUSE, group_of
from entry.actions.test_planning import PLAN, STEP
from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json
from entry.people import HANDLER, OTHER, TRIAGE, do, get, taken_to
from entry.test_digests import ROW
from huiyin.core.case import case_id_of
from huiyin.core.commands import Actor
from huiyin.core.turns import APPROVALS, VERIFICATION, Turn
from huiyin.entry import desk_door, wiring
from huiyin.entry.worklists import VIEWS, keeps
from huiyin.policy import load_policy

LEAD = "zhao.gang"
REFUSED = {404, 409}


def version_of(number: str) -> int:
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    return history.case.version


def planned(desk: Ask, number: str, by: str = HANDLER, *, tasks: int = 1) -> str:
    """A plan that waits for approval. Returns: its digest."""
    taken_to(desk, number, accepted=True)
    later = (MONDAY_9AM + timedelta(hours=9)).isoformat()
    plan = {**PLAN, "finish_due": later, "tasks": [{**STEP, "due": later}] * tasks, "resources": []}
    said = do(desk, by, number, "submit-plan", {"version": version_of(number), **plan})
    assert said.status == 200, said.text
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    assert history.case.handling.plan is not None
    return history.case.handling.plan.digest


def another(owners: Ask) -> str:
    return str(owners(post_json("/api/complaints", complaint(), key=f"{KEY}-attack-1")).json["number"])


@pytest.mark.parametrize("author", [HANDLER, LEAD])
def test_s06_nobody_approves_his_own_plan_and_it_waits_for_him_on_no_list(desk: Ask, number: str, author: str) -> None:
    digest = planned(desk, number, author)
    before = version_of(number)
    said = do(desk, author, number, "approve-plan", {"version": before, "digest": digest, "no_interest": True})
    assert (said.status in REFUSED, version_of(number)) == (True, before), said.text
    assert get(desk, author, "cases", view="approvals").json["items"] == []


def test_s06_whoever_stands_in_for_a_colleague_does_not_approve_his_own_plan_in_his_name(
    desk: Ask, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = planned(desk, number, LEAD)
    policy = load_policy()
    asked = [one for one in policy.departments.staff if one != LEAD and "dept_lead" in policy.departments.staff[one].roles]

    def everybody(actor: Actor, *_: Any) -> Actor:
        # As if all who could sign were away and the author stood in for each of them.
        return replace(actor, roles=actor.roles | {"manager", "duty_manager", "quality"}, stands_in=frozenset(asked))

    monkeypatch.setattr(desk_door, "acting", everybody)
    before = version_of(number)
    said = do(desk, LEAD, number, "approve-plan", {"version": before, "digest": digest, "no_interest": True})
    assert (said.status, said.code, version_of(number)) == (409, "own_plan", before)
    assert get(desk, LEAD, "cases", view="approvals").json["items"] == []


def agreed(desk: Ask, number: str) -> None:
    """Everybody whose word is asked agrees to its plan."""
    for who in load_policy().departments.staff:
        if number not in {row["number"] for row in get(desk, who, "cases", view="approvals").json.get("items", ())}:
            continue
        history = wiring.case_store().load(case_id_of(number))
        assert history is not None
        assert history.case.handling.plan is not None
        body = {"version": history.case.version, "digest": history.case.handling.plan.digest, "no_interest": True}
        said = do(desk, who, number, "approve-plan", body)
        assert said.status == 200, said.text
    assert get(desk, HANDLER, f"cases/{number}").json["state"] == "EXECUTING"


def test_s10_a_task_or_a_file_of_one_case_is_none_of_another(desk: Ask, owners: Ask, number: str) -> None:
    mine, other = number, another(owners)
    planned(desk, mine)
    agreed(desk, mine)
    planned(desk, other, tasks=2)
    photo = {"files": [{"type": "image/jpeg", "size": 250_000, "purpose": "after"}]}
    slot = do(desk, HANDLER, other, "files", photo).json["evidence"]["slots"][0]
    done = {"outcome": "done", "note": "完成"}
    before = version_of(mine)
    task = do(desk, HANDLER, mine, "finish-task", {"version": before, **done, "n": 2})
    assert (task.status, task.code, task.json["field"]) == (400, "unknown_word", "n")
    file = do(desk, HANDLER, mine, "finish-task", {"version": before, **done, "n": 1, "files": [slot]})
    assert (file.status, file.json["field"]) == (400, "files"), file.text
    assert version_of(mine) == before
    # Nothing else was wrong with either: the same without them is done.
    assert do(desk, HANDLER, mine, "finish-task", {"version": before, **done, "n": 1}).status == 200


def test_s11_a_link_to_a_case_that_one_cannot_see_is_answered_like_one_to_none(desk: Ask, number: str, guarded: str) -> None:
    taken_to(desk, number)
    answers = {}
    for target in (guarded, "HY-2026-00000018"):
        said = do(desk, TRIAGE, number, "join-group", {"version": 3, "group": target})
        answers[said.status, said.text] = target
        assert version_of(number) == 3
    assert len(answers) == 1
    assert version_of(guarded) == 1


def test_s13_whoever_reads_a_member_opens_neither_its_group_nor_another_member_by_it(desk: Ask, owners: Ask, number: str) -> None:
    other = another(owners)
    for one in (number, other):
        taken_to(desk, one)
    assert do(desk, TRIAGE, number, "open-group-case", {"version": 3, **CAUSE}).status == 200
    group = group_of(number)
    assert do(desk, TRIAGE, other, "join-group", {"version": 3, "group": group}).status == 200
    shown = get(desk, HANDLER, f"cases/{number}")
    assert shown.status == 200
    assert other not in shown.text
    # He handles the member; the group has no department yet, so it is none of his.
    assert get(desk, HANDLER, f"cases/{group}").status == 404
    assert group not in shown.text
    assert get(desk, OTHER, f"cases/{number}").status == get(desk, OTHER, f"cases/{group}").status == 404


@pytest.mark.parametrize("about", [{"accused": (LEAD,)}, {"accused": ("repairs",)}])
def test_s02_whoever_is_accused_finds_it_on_no_list_whatever_waits_on_it(about: dict[str, Any]) -> None:
    policy = load_policy()
    turns = tuple(Turn(kind=kind, rows=("dept_lead", "lead:repairs"), passes=kind == APPROVALS) for kind in (APPROVALS, VERIFICATION))
    for row in (replace(ROW, turns=turns, untold=("1/complaint-received",)), replace(ROW, turns=turns, state="TRIAGED", handler=LEAD)):
        seen = [view for view in VIEWS if keeps(staff(policy, LEAD), view, policy, MONDAY_9AM)(row)]
        assert {APPROVALS, VERIFICATION, "department", "all"} <= set(seen)
        accused = replace(row, **about)
        assert [view for view in VIEWS if keeps(staff(policy, LEAD), view, policy, MONDAY_9AM)(accused)] == []
