"""The case after work: who took which part is remembered, and what was on its way stands as it is."""

from builders import MONDAY_9AM, contact, someone, staff
from core.working import TOMORROW, answered, done, finish, follow, lamp, report, went, working
from huiyin.core.commands import AddTask, AssignCase, EvaluatePlan, MoveResource, ReturnWork, TaskWanted
from huiyin.policy.schema import Policy


def test_a_playbook_brings_tasks_and_what_they_need(policy: Policy) -> None:
    case = went(lamp(policy), policy, follow(policy))
    assert [task.state for task in case.handling.tasks] == ["open"] * 3
    assert [(one.n, one.state) for one in case.handling.resources] == [(1, "requested"), (2, "requested")]
    assert (case.state, case.handling.emergency_at, case.handler) == ("EXECUTING", None, "li.wei")


def test_whoever_did_it_is_remembered_as_having_done_it(policy: Policy) -> None:
    case = working(policy)
    wanted = TaskWanted(words="登高更换", department="repairs", assignee="wu.lei", due=TOMORROW)
    case = went(case, policy, AddTask(by=staff(policy, "li.wei"), task=wanted))
    assert case.handling.executors == ("li.wei",)
    ended = went(case, policy, finish(policy, 4, by=staff(policy, "wu.lei"), files=()))
    assert ended.handling.executors == ("li.wei", "wu.lei")
    assert [task.state for task in ended.handling.tasks] == ["open", "open", "open", "done"]


def test_a_resource_moves_and_the_others_stay(policy: Policy) -> None:
    case = went(working(policy), policy, MoveResource(by=staff(policy, "li.wei"), n=2, state="promised"))
    assert [one.state for one in case.handling.resources] == ["requested", "promised"]


def test_a_look_is_remembered_by_its_moment(policy: Policy) -> None:
    look = EvaluatePlan(by=staff(policy, "li.wei"), decision="escalate", forecast=TOMORROW, progress="缺货")
    assert went(working(policy), policy, look).handling.evaluated_at == MONDAY_9AM


def test_a_report_judges_the_points_and_a_return_takes_the_report_back(policy: Policy) -> None:
    case = done(policy)
    assert (case.handling.reported_at, case.handling.points[0].finding) == (MONDAY_9AM, "upheld")
    back = went(case, policy, ReturnWork(by=someone(policy, "triage"), defects="暗"))
    assert (back.state, back.handling.reported_at, back.handling.points[0].finding) == ("EXECUTING", None, "upheld")
    assert went(back, policy, report(policy)).state == "VERIFYING"


def test_another_handler_has_the_case_and_the_state_stays(policy: Policy) -> None:
    case = went(working(policy), policy, AssignCase(by=staff(policy, "zhao.gang"), handler="wu.lei"))
    assert (case.state, case.handler, case.handling.former) == ("EXECUTING", "wu.lei", ())


def test_only_contacts_after_the_answer_count_as_tries(policy: Policy) -> None:
    assert went(done(policy), policy, contact(policy, reached=False)).handling.answer is None
    asked = went(answered(policy), policy, contact(policy, reached=False), contact(policy))
    assert asked.handling.answer is not None
    assert asked.handling.answer.tries == (MONDAY_9AM, MONDAY_9AM)
