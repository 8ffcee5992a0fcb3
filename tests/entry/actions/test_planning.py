"""Plans through the desk's door: read strictly, refused at the very row, agreed to as they were read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from builders import a_case, accept, agreed, register, staff, then, triage, with_plan
from entry.conftest import Ask
from entry.people import DESK, HANDLER, TRIAGE, TRIAGED, do, get
from huiyin.core.case import Case
from huiyin.core.commands import PLAN_WORDS, ApprovePlan, ChangePlan, ExtendDate, SubmitPlan
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions.planning import PLANNING
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

BY_COMMAND = {one.command: one for one in PLANNING}
STEP = {"words": "更换门锁", "department": "repairs", "assignee": "wu.lei", "due": "2026-12-01T18:00"}
PLAN: dict[str, Any] = {
    "finding_1": "upheld",
    "wish_1": "met",
    **dict.fromkeys(("found", "cause", "impact", "options", "solution", "wish_met", "messages"), "写明了"),
    "cost_yuan": 600,
    "source": "service_fee",
    "finish_due": "2026-12-02T18:00:00+08:00",
    "tasks": [STEP, {**STEP, "after": "1"}],
    "resources": [{"words": "门锁一套", "kind": "part", "by": "2026-11-30T09:00", "cost_yuan": 600}],
}


def read(policy: Policy, command: str = "submit-plan", **changes: Any) -> Any:
    fields = Fields(Body(values={**PLAN, **changes}, form=False))
    ask = BY_COMMAND[command].read(fields, staff(policy, "li.wei"), policy)
    fields.nothing_else()
    return ask


def test_a_plan_is_read_as_it_was_written(policy: Policy) -> None:
    ask = read(policy)
    assert isinstance(ask, SubmitPlan)
    assert (ask.findings, ask.wishes, ask.cost_yuan, ask.source) == (("upheld",), ("met",), 600, "service_fee")
    assert ask.finish_due == datetime(2026, 12, 2, 10, tzinfo=UTC)
    assert ask.tasks[0].due == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert [task.after for task in ask.tasks] == [(), (1,)]
    given = read(policy, concession="payment", payment_yuan=6000, settlement=True, insurance_report=True, legal_note="可以和解。")
    assert (given.concession, given.payment_yuan, given.settlement, given.insurance_report) == ("payment", 6000, True, True)
    assert (given.legal_note, ask.legal_note, ask.concession) == ("可以和解。", "", None)
    assert (ask.resources[0].kind, ask.resources[0].cost_yuan) == ("part", 600)


@pytest.mark.parametrize("said", ["1、2", "1,2", "1 2", "1，2"])
def test_steps_before_are_numbered_as_people_write(policy: Policy, said: str) -> None:
    assert read(policy, tasks=[STEP, STEP, {**STEP, "after": said}]).tasks[2].after == (1, 2)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"tasks": [{**STEP, "due": "tomorrow"}]}, "date_invalid", "tasks.0.due"),
        ({"tasks": [STEP, {**STEP, "due": ""}]}, "field_required", "tasks.1.due"),
        ({"tasks": [{**STEP, "assignee": "nobody"}]}, "assignee_unknown", "tasks.0.assignee"),
        ({"tasks": [{**STEP, "state": "done"}]}, "unknown_field", "tasks.0.state"),
        ({"tasks": [{**STEP, "after": "after lunch"}]}, "task_order", "tasks.0.after"),
        ({"tasks": [{**STEP, "physical": "yes"}]}, "wrong_type", "tasks.0.physical"),
        ({"tasks": STEP}, "wrong_type", "tasks"),
        ({"tasks": ["step"]}, "wrong_type", "tasks"),
        ({"tasks": [STEP] * 21}, "too_many_values", "tasks"),
        ({"resources": [{"words": "x", "kind": "gold", "by": "2026-11-30T09:00"}]}, "unknown_word", "resources.0.kind"),
        ({"concession": "gold"}, "unknown_word", "concession"),
        ({"payment_yuan": -1}, "invalid_number", "payment_yuan"),
        ({"cost_yuan": None}, "field_required", "cost_yuan"),
        ({"cost_yuan": -1}, "invalid_number", "cost_yuan"),
        ({"cost_yuan": 600.5}, "wrong_type", "cost_yuan"),
        ({"finish_due": "2026-12-02"}, "date_invalid", "finish_due"),
        ({"finish_due": "9999-12-31T23:59"}, "date_invalid", "finish_due"),
        ({"finding_1": None}, "field_required", "finding_1"),
        ({"finding_3": "upheld"}, "field_required", "finding_2"),
        ({"wish_1": "perhaps"}, "unknown_word", "wish_1"),
        ({"solution": " "}, "field_required", "solution"),
        ({"approvers": ["li.wei"]}, "unknown_field", "approvers"),
    ],
)
def test_what_is_wrong_is_named_down_to_the_row(policy: Policy, changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(policy, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_other_commands_are_read(policy: Policy) -> None:
    change = read(policy, "change-plan", change="scope", reason="导轨也要调整")
    assert isinstance(change, ChangePlan)
    by = staff(policy, "zhao.gang")
    agree = BY_COMMAND["approve-plan"].read(Fields(Body(values={"digest": "d", "no_interest": True}, form=False)), by, policy)
    assert agree == ApprovePlan(by=by, digest="d", no_interest=True)
    later = {"until": "2026-12-05T18:00", "reason": "配件晚到"}
    extend = BY_COMMAND["extend-date"].read(Fields(Body(values=later, form=False)), by, policy)
    assert extend == ExtendDate(by=by, until=datetime(2026, 12, 5, 10, tzinfo=UTC), reason="配件晚到")


def test_the_form_offers_nobody_who_is_accused_and_names_each_point(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, points=(("noise", "plant_hum"),)), accept(policy))
    fields = {one["name"]: one for one in BY_COMMAND["submit-plan"].fields(case, staff(policy, "li.wei"), policy)}
    assert "设备低频" in fields["finding_2"]["label"]["zh"]
    assert [one["name"] for one in fields["tasks"]["columns"]][:4] == ["words", "department", "assignee", "due"]
    assert (fields["tasks"]["least"], fields["tasks"]["most"]) == (1, policy.measures.tasks)
    from_accused = BY_COMMAND["submit-plan"].fields(replace(case, accused=("wu.lei",)), staff(policy, "li.wei"), policy)
    (tasks,) = [one for one in from_accused if one["name"] == "tasks"]
    assert "wu.lei" not in [choice["value"] for choice in tasks["columns"][2]["choices"]]


def test_whoever_agrees_sends_back_the_mark_of_what_he_was_shown(policy: Policy) -> None:
    case = with_plan(policy)
    digest, *_ = BY_COMMAND["approve-plan"].fields(case, staff(policy, "zhao.gang"), policy)
    assert (digest["kind"], digest["value"]) == ("hidden", case.handling.plan.digest)


def test_a_plan_goes_through_the_door_to_those_who_agree(desk: Ask, number: str) -> None:
    now = get(desk, DESK, f"cases/{number}").json["received_at"]
    later = (datetime.fromisoformat(now) + timedelta(days=1)).isoformat()
    calm = {**TRIAGED, "severity": 2, "urgency": 2, "handler": HANDLER, "points": [{"category": "noise", "sub_issue": "plant_hum"}]}
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    assert do(desk, TRIAGE, number, "triage-case", {"version": 2, **calm}).status == 200
    assert do(desk, HANDLER, number, "accept-case", {"version": 3, "no_interest": True}).status == 200
    plan = {**PLAN, "finding_2": "not_upheld", "wish_2": "not_met", "finish_due": later}
    plan |= {"tasks": [{**STEP, "due": later}], "resources": []}
    said = do(desk, HANDLER, number, "submit-plan", {"version": 4, **plan, "source": None})
    assert (said.status, said.code, said.json["field"]) == (400, "source_required", "source")
    said = do(desk, HANDLER, number, "submit-plan", {"version": 4, **plan})
    assert said.status == 200, said.text
    assert said.json["state"] == "PLAN_REVIEW"
    shown = get(desk, "zhao.gang", f"cases/{number}").json
    assert shown["plan"]["missing"] == [{"zh": "部门负责人", "en": shown["plan"]["missing"][0]["en"]}]
    assert [one["words"] for one in shown["tasks"]] == ["更换门锁"]
    (agree,) = [one for one in shown["actions"] if one["command"] == "approve-plan"]
    assert agree["open"]
    stale = {"version": 5, "digest": "0" * 64, "no_interest": True}
    assert do(desk, "zhao.gang", number, "approve-plan", stale).code == "plan_changed"
    said = do(desk, "zhao.gang", number, "approve-plan", {**stale, "digest": shown["plan"]["digest"], "comment": "同意"})
    assert (said.status, said.json["state"]) == (200, "EXECUTING"), said.text
    assert said.json["plan"]["agreed"][0]["comment"] == "同意"


def fields_of(case: Case, policy: Policy) -> dict[str, Any]:
    return {one["name"]: one for one in BY_COMMAND["submit-plan"].fields(case, staff(policy, "li.wei"), policy)}


def test_the_form_of_a_small_matter_asks_what_who_and_when_and_folds_the_rest(policy: Policy) -> None:
    small = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy))
    asked = fields_of(small, policy)
    assert [name for name, one in asked.items() if one["needed"]] == ["finding_1", "wish_1", "solution", "tasks", "finish_due", "cost_yuan"]
    folded = {name for name, one in asked.items() if one.get("folded")}
    assert folded >= {"found", "cause", "impact", "options", "wish_met", "messages", "resources", "legal_note"}
    assert not folded & {"solution", "tasks", "finish_due", "cost_yuan", "source"}
    for graver in (replace(small, level="major"), replace(small, guarded=True)):
        whole = fields_of(graver, policy)
        assert all(whole[name]["needed"] for name in PLAN_WORDS)
        assert not any(one.get("folded") for one in whole.values())


def test_a_tried_way_is_a_plan_that_the_door_takes_with_the_findings_alone(policy: Policy) -> None:
    case = a_case(
        policy,
        register(policy),
        triage(policy, category="facility_repair", sub_issue="blocked_drain", severity=2, urgency=2, points=()),
        accept(policy),
    )
    (ready,) = fields_of(case, policy)["solution"]["ready"]
    book = policy.playbooks[ready["value"]]
    due = "2026-11-25T18:00"
    tasks = [{**{name: value for name, value in row.items() if value is not None}, "due": due} for row in ready["values"]["tasks"]]
    resources = [{**row, "by": due} for row in ready["values"]["resources"]]
    said = {"finding_1": "upheld", "wish_1": "met", "cost_yuan": 0, "finish_due": due}
    fields = Fields(Body(values={**said, "solution": ready["values"]["solution"], "tasks": tasks, "resources": resources}, form=False))
    ask = BY_COMMAND["submit-plan"].read(fields, staff(policy, "li.wei"), policy)
    fields.nothing_else()
    waiting = then(case, ask, policy)
    assert waiting.state == "PLAN_REVIEW"
    assert [task.after for task in waiting.handling.tasks] == [(), *((n,) for n in range(1, len(book.steps)))]
    assert {task.assignee for task in waiting.handling.tasks} == {case.handler}
    at_work = agreed(waiting, policy, staff(policy, "zhao.gang"))
    assert at_work.state == "EXECUTING"
