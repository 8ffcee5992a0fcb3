"""The desk's forms for the work: what each asks for, how it is read, and a matter followed to its check by playbook."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, someone, staff, triage
from core.working import PLAYBOOK, done, lamp, working
from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json
from entry.people import DESK, TRIAGE, TRIAGED, do, get
from huiyin.core.case import Case
from huiyin.core.commands import Actor, AddTask, EvaluatePlan, FinishTask, MoveResource, ReportDone, ReturnWork, StartWork
from huiyin.core.decide import why_not
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions.tasks import TASKS
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.day_words import date_words
from huiyin.policy.schema import LANGUAGES, Policy

BY_COMMAND = {one.command: one for one in TASKS}


def read(command: str, body: dict[str, Any], policy: Policy, actor: Actor | None = None) -> Any:
    fields = Fields(Body(values=body, form=False))
    ask = BY_COMMAND[command].read(fields, actor or someone(policy, "handler", "repairs"), policy)
    fields.nothing_else()
    return ask


def fields_of(command: str, case: Case, policy: Policy, actor: Actor | None = None) -> dict[str, Any]:
    return {one["name"]: one for one in BY_COMMAND[command].fields(case, actor or someone(policy, "handler", "repairs"), policy)}


def test_the_playbook_that_fits_is_offered_to_the_handler_alone(policy: Policy) -> None:
    offered = fields_of("start-work", lamp(policy), policy)
    assert [one["value"] for one in offered["playbook"]["choices"]] == [PLAYBOOK]
    assert set(offered) == {"playbook", "cost_yuan", "no_interest", "note"}
    assert set(fields_of("start-work", lamp(policy), policy, someone(policy, "duty"))) == {"note"}


def test_acting_first_is_offered_where_there_may_be_danger(policy: Policy) -> None:
    danger = a_case(policy, complaint=a_complaint(danger=True))
    assert set(fields_of("start-work", danger, policy, someone(policy, "duty"))) == {"emergency", "note"}


def test_whoever_acts_at_once_follows_no_playbook(policy: Policy) -> None:
    ask = read("start-work", {"emergency": True, "playbook": PLAYBOOK, "note": "已到场"}, policy)
    assert ask == StartWork(by=ask.by, emergency=True, playbook=None, note="已到场")
    ask = read("start-work", {"playbook": PLAYBOOK, "cost_yuan": 120, "no_interest": True}, policy)
    assert ask == StartWork(by=ask.by, emergency=False, playbook=PLAYBOOK, note="", cost_yuan=120, no_interest=True)


def test_open_tasks_are_offered_by_number_person_and_day(policy: Policy) -> None:
    case = working(policy)
    first = fields_of("finish-task", case, policy)["n"]["choices"][0]
    due = (MONDAY_9AM + timedelta(days=policy.playbooks[PLAYBOOK].done_d)).date()
    assert first["value"] == 1
    for language in LANGUAGES:
        assert policy.departments.staff["li.wei"].name.of(language) in first["name"][language]
        assert date_words(due, language, year=False) in first["name"][language]
    assert fields_of("finish-task", done(policy), policy)["n"]["choices"] == []


def test_a_task_is_finished_as_it_was_sent(policy: Policy) -> None:
    body = {"n": 2, "outcome": "done", "files": ["1"], "certificate": "DG-1", "note": "已换"}
    ask = read("finish-task", body, policy)
    assert ask == FinishTask(by=ask.by, n=2, outcome="done", note="已换", files=("1",), certificate="DG-1")


@pytest.mark.parametrize(
    ("command", "body", "field"),
    [
        ("finish-task", {"outcome": "done"}, "n"),
        ("finish-task", {"n": "two", "outcome": "done"}, "n"),
        ("finish-task", {"n": 1, "outcome": "perhaps"}, "outcome"),
        ("finish-task", {"n": 1, "outcome": "done", "files": 3}, "files"),
        ("move-resource", {"n": 1, "state": "lost"}, "state"),
        ("move-resource", {"state": "used"}, "n"),
        ("evaluate-plan", {"progress": "好", "decision": "pray", "forecast": "2026-12-01T09:00"}, "decision"),
        ("evaluate-plan", {"progress": "好", "decision": "go_on"}, "forecast"),
        ("evaluate-plan", {"decision": "go_on", "forecast": "2026-12-01T09:00"}, "progress"),
        ("add-task", {"department": "repairs", "assignee": "wu.lei", "due": "2026-12-01T09:00"}, "words"),
        ("add-task", {"words": "查", "department": "repairs", "assignee": "nobody", "due": "2026-12-01T09:00"}, "assignee"),
        ("report-done", {"finding_1": "upheld", "wish_1": "met", "answer": "好"}, "result"),
        ("report-done", {"finding_1": "maybe", "wish_1": "met", "result": "好", "answer": "好"}, "finding_1"),
        ("return-work", {"defects": " "}, "defects"),
        ("start-work", {"playbook": "none"}, "playbook"),
        ("return-work", {"defects": "暗", "to": "CLOSED"}, "to"),
    ],
)
def test_a_form_is_held_to_its_fields_and_words(policy: Policy, command: str, body: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(command, body, policy)
    assert refusal.value.field == field


def test_what_was_sent_becomes_the_command(policy: Policy) -> None:
    step = {"words": "复查", "department": "repairs", "assignee": "wu.lei", "due": "2026-12-01T09:00", "physical": True}
    added = read("add-task", step, policy)
    assert isinstance(added, AddTask)
    assert (added.task.words, added.task.assignee, added.task.physical) == ("复查", "wu.lei", True)
    assert added.task.due.isoformat() == "2026-12-01T01:00:00+00:00"
    looked = read("evaluate-plan", {"progress": "好", "decision": "go_on", "forecast": "2026-12-01T09:00"}, policy)
    assert isinstance(looked, EvaluatePlan)
    assert (looked.progress, looked.obstacle) == ("好", "")
    moved = read("move-resource", {"n": 2, "state": "used", "note": "已装"}, policy)
    assert moved == MoveResource(by=moved.by, n=2, state="used", note="已装")
    told = {"finding_1": "upheld", "wish_1": "partly", "result": "已换", "answer": "已修复。"}
    said = read("report-done", told | {"files": ["101"]}, policy)
    assert said == ReportDone(by=said.by, findings=("upheld",), wishes=("partly",), files=("101",), result="已换", answer="已修复。")
    assert read("return-work", {"defects": "暗"}, policy) == ReturnWork(by=said.by, defects="暗")


def test_each_point_is_asked_for_by_its_name(policy: Policy) -> None:
    case = working(policy)
    asked = fields_of("report-done", case.handled(points=case.handling.points * 2), policy)
    assert list(asked) == ["finding_1", "wish_1", "finding_2", "wish_2", "files", "signed_by_owner", "result", "answer"]
    name = policy.categories["facility_repair"].sub_issues["roads_lights"].name
    assert all(name.of(language) in asked["finding_1"]["label"][language] for language in LANGUAGES)


def test_resources_at_rest_are_not_offered(policy: Policy) -> None:
    case = working(policy)
    assert [one["value"] for one in fields_of("move-resource", case, policy)["n"]["choices"]] == [1, 2]


def open_to(case: Case, actor: Actor, policy: Policy) -> set[str]:
    """The forms that stand open to this person now."""
    closed = {one.command: why_not(case, one.example(case, actor, policy), policy, MONDAY_9AM) for one in TASKS}
    return {command for command, refusal in closed.items() if refusal is None}


def test_forms_are_open_when_their_turn_has_come(policy: Policy) -> None:
    handler, checker = someone(policy, "handler", "repairs"), someone(policy, "triage")
    assert open_to(lamp(policy), handler, policy) == {"start-work"}
    assert open_to(working(policy), handler, policy) == {"finish-task", "add-task", "move-resource", "evaluate-plan"}
    assert open_to(done(policy), handler, policy) == set()
    assert open_to(done(policy), checker, policy) == {"return-work"}
    assert open_to(a_case(policy, register(policy), triage(policy)), handler, policy) == set()
    assert open_to(a_case(policy, complaint=a_complaint(danger=True)), someone(policy, "duty"), policy) == {"start-work"}
    assert open_to(working(policy), staff(policy, "wu.lei"), policy) == set()


def test_a_matter_goes_from_playbook_to_answer_through_the_door(desk: Ask, owners: Ask) -> None:
    noise = complaint(category="noise", sub_issue="household_noise", matter="楼上半夜拖桌椅。")
    number = str(owners(post_json("/api/complaints", noise, key=KEY)).json["number"])
    handler, lead = "xu.ming", "zhou.tao"
    triaged = {**TRIAGED, "category": "noise", "sub_issue": "household_noise", "severity": 2, "urgency": 2, "lead": "security"}
    judged = {"finding_1": "upheld", "wish_1": "partly"}
    report = {**judged, "result": "双方已约定安静时段。", "answer": "已与楼上住户约定安静时段。"}
    said = [
        do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}),
        do(desk, TRIAGE, number, "triage-case", {"version": 2, **triaged, "handler": handler}),
        do(desk, handler, number, "start-work", {"version": 3, "playbook": "neighbour_noise", "no_interest": True}),
        *(do(desk, handler, number, "finish-task", {"version": 3 + n, "n": n, "outcome": "done"}) for n in (1, 2)),
        do(desk, handler, number, "finish-task", {"version": 6, "n": 3, "outcome": "cancelled", "note": "双方已和解。"}),
        do(desk, handler, number, "report-done", {"version": 7, **report}),
        do(desk, TRIAGE, number, "return-work", {"version": 8, "defects": "请写明约定的时段。"}),
        do(desk, handler, number, "report-done", {"version": 9, **report}),
    ]
    assert [one.status for one in said] == [200] * len(said), [one.text for one in said if one.status != 200]
    own = do(desk, handler, number, "release-answer", {"version": 10, **judged, "text": "好", "no_interest": True})
    assert (own.status, own.code) == (409, "four_eyes_checked")
    answer = {"version": 10, **judged, "text": "楼上住户已承诺 22 点后不拖动桌椅。", "no_interest": True}
    assert do(desk, lead, number, "release-answer", answer).status == 200
    assert get(desk, TRIAGE, f"cases/{number}").json["state"] == "ANSWERED"


def test_a_signature_of_the_owner_is_asked_for_where_it_counts(policy: Policy) -> None:
    assert "signed_by_owner" in fields_of("report-done", working(policy), policy)
    assert "signed_by_owner" not in fields_of("report-done", replace(working(policy), priority="P2"), policy)
    told = {"finding_1": "upheld", "wish_1": "met", "result": "已换", "answer": "已修复。"}
    assert read("report-done", told | {"signed_by_owner": True}, policy).signed_by_owner


def test_the_last_day_of_a_certificate_is_asked_for_where_the_directory_does_not_know_it(policy: Policy) -> None:
    case = working(policy)
    assert "certificate_until" not in fields_of("finish-task", case, policy)
    (n,) = (task.n for task in case.handling.tasks if task.certificate)
    unknown = tuple(replace(task, certificate="gas") if task.n == n else task for task in case.handling.tasks)
    assert "certificate_until" in fields_of("finish-task", case.handled(tasks=unknown), policy)
    sent = {"n": n, "outcome": "done", "certificate": "RQ-1", "certificate_until": "2027-01-01T00:00"}
    assert read("finish-task", sent, policy).certificate_until.isoformat() == "2026-12-31T16:00:00+00:00"


def test_whoever_signs_a_look_may_add_a_word(policy: Policy) -> None:
    assert read("sign-evaluation", {}, policy).note == ""
    assert read("sign-evaluation", {"note": "同意"}, policy).note == "同意"
