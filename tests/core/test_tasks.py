"""The work itself: begun by danger or playbook, done in order and shown, reported only when all of it is over."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_complaint, a_task, accept, register, someone, staff, triage, with_plan
from builders import agreed as signed_by
from core.working import PLAYBOOK, TOMORROW, a_plan, agreed, done, finish, follow, lamp, report, went, working
from huiyin.core.case import Case
from huiyin.core.commands import AddTask, Command, EvaluatePlan, MoveResource, StartWork, TaskWanted
from huiyin.core.decide import decide
from huiyin.core.errors import NotYours, Refusal
from huiyin.core.events import TaskAdded, TaskFinished, WorkStarted
from huiyin.core.handling import Resource
from huiyin.core.tasks import AT_REST, OUTCOMES, OVER, may_be_dangerous, playbooks_for
from huiyin.policy.schema import Policy


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, MONDAY_9AM)
    return caught.value


def emergency(policy: Policy, **changes: Any) -> StartWork:
    by = someone(policy, "duty")
    return replace(StartWork(by=by, emergency=True, playbook=None, note="已到场，正在解救。"), **changes)


@pytest.mark.parametrize("asked", [{"danger": True}, {"matter": "电梯困人了，快来！"}])
def test_duty_acts_first_where_people_may_come_to_harm(policy: Policy, asked: dict[str, Any]) -> None:
    case = a_case(policy, complaint=a_complaint(**asked))
    assert may_be_dangerous(case, policy)
    begun = went(case, policy, emergency(policy))
    assert (begun.state, begun.handling.emergency_at) == ("EXECUTING", MONDAY_9AM)
    assert begun.handling.executors == (someone(policy, "duty").code,)


def test_nobody_acts_first_without_danger_nor_for_another_case_nor_silently(policy: Policy) -> None:
    plain, danger = a_case(policy), a_case(policy, complaint=a_complaint(danger=True))
    assert refused(plain, emergency(policy), policy).code == "no_danger"
    assert isinstance(refused(danger, emergency(policy, by=staff(policy, "sun.qi")), policy), NotYours)
    assert refused(danger, emergency(policy, note=" "), policy).field == "note"
    assert refused(danger, emergency(policy, playbook=PLAYBOOK), policy).code == "playbook_does_not_fit"


def test_what_was_done_in_an_emergency_is_reported_when_somebody_agreed_to_it(policy: Policy) -> None:
    case = went(lamp(policy), policy)
    begun = went(replace(case, danger=True), policy, emergency(policy, by=someone(policy, "handler", "repairs")))
    assert refused(begun, report(policy), policy).code == "plan_first"


def test_a_playbook_becomes_tasks_one_after_the_other(policy: Policy) -> None:
    (started,) = decide(lamp(policy), follow(policy), policy, MONDAY_9AM)
    assert isinstance(started, WorkStarted)
    playbook = policy.playbooks[PLAYBOOK]
    assert (started.playbook, started.edition, started.cost_yuan) == (PLAYBOOK, policy.charter.edition, 100)
    assert [task.after for task in started.tasks] == [(), (1,), (2,)]
    assert {task.due for task in started.tasks} == {MONDAY_9AM + timedelta(days=playbook.done_d)}
    assert playbook.steps[0].name.zh in started.task_words
    case = working(policy)
    assert (case.state, case.handling.playbook) == ("EXECUTING", PLAYBOOK)
    assert [one.kind for one in case.handling.resources] == [need.kind for need in playbook.resources]


def test_a_playbook_is_for_small_general_matters_of_one_point_in_the_right_hands(policy: Policy) -> None:
    case = lamp(policy)
    assert playbooks_for(case, policy) == (PLAYBOOK,)
    point = case.handling.points[0]
    for other in (
        replace(case, level="major"),
        replace(case, guarded=True),
        replace(case, priority="P2"),
        replace(case, priority="P1"),
        replace(case, lead="security"),
        replace(case, sub_issue="roof_leak"),
        case.handled(points=(point, point)),
        case.handled(points=()),
    ):
        assert playbooks_for(other, policy) == ()
    assert playbooks_for(replace(case, priority="P4"), policy) == (PLAYBOOK,)


def test_a_playbook_that_does_not_fit_is_not_followed(policy: Policy) -> None:
    case = lamp(policy)
    limit = policy.playbooks[PLAYBOOK].cost_yuan
    assert refused(case, follow(policy, playbook="pest_control"), policy).code == "playbook_does_not_fit"
    assert refused(case, follow(policy, playbook="none"), policy).field == "playbook"
    assert refused(case, follow(policy, playbook=None), policy).code == "field_required"
    assert refused(case, follow(policy, cost_yuan=limit + 1), policy).code == "playbook_too_dear"
    assert refused(case, follow(policy, cost_yuan=-1), policy).code == "playbook_too_dear"
    assert refused(case, follow(policy, no_interest=False), policy).code == "recused"
    assert isinstance(refused(case, follow(policy, by=staff(policy, "wu.lei")), policy), NotYours)
    assert decide(case, follow(policy, cost_yuan=limit), policy, MONDAY_9AM)


def test_steps_are_done_in_order_shown_and_by_whoever_may(policy: Policy) -> None:
    case = working(policy)
    first, second, _ = case.handling.tasks
    assert (second.physical, second.certificate) == (True, "electrician")
    assert refused(case, finish(policy, 2), policy).code == "task_waits"
    case = went(case, policy, finish(policy, first.n, files=()))
    assert refused(case, finish(policy, 2, files=()), policy).code == "evidence_required"
    assert refused(case, finish(policy, 2, files=("9",)), policy).code == "upload_unknown"
    assert refused(case, finish(policy, 2, certificate=" "), policy).field == "certificate"
    assert refused(case, finish(policy, 1), policy).code == "task_over"
    assert refused(case, finish(policy, 9), policy).field == "n"
    assert refused(case, finish(policy, 2, outcome="perhaps"), policy).field == "outcome"
    assert isinstance(refused(case, finish(policy, 2, by=staff(policy, "wu.lei")), policy), NotYours)
    assert went(case, policy, finish(policy, 2)).handling.tasks[1].state == "done"


def test_a_file_that_could_not_be_opened_shows_nothing(policy: Policy) -> None:
    case = went(working(policy), policy, finish(policy, 1))
    assert refused(replace(case, evidence=(("1", "quarantined"),)), finish(policy, 2), policy).code == "upload_unknown"


@pytest.mark.parametrize("outcome", ["cancelled", "blocked"])
def test_giving_up_or_being_held_up_has_a_reason(policy: Policy, outcome: str) -> None:
    case = working(policy)
    assert refused(case, finish(policy, 3, outcome=outcome, note=" "), policy).field == "note"
    ended = went(case, policy, finish(policy, 3, outcome=outcome, note="配件未到。"))
    assert ended.handling.tasks[2].state == outcome
    assert ended.handling.executors == case.handling.executors, "nobody worked"


def test_a_task_that_was_held_up_can_still_be_done(policy: Policy) -> None:
    case = went(working(policy), policy, finish(policy, 1, outcome="blocked", note="没有电。"))
    assert went(case, policy, finish(policy, 1)).handling.tasks[0].state == "done"


def test_whoever_a_task_was_given_to_finishes_it_and_counts_as_having_worked(policy: Policy) -> None:
    wanted = TaskWanted(words="登高更换灯头", department="repairs", assignee="wu.lei", due=TOMORROW)
    case = went(working(policy), policy, AddTask(by=someone(policy, "handler", "repairs"), task=wanted))
    (ended,) = decide(case, finish(policy, 4, by=staff(policy, "wu.lei"), files=()), policy, MONDAY_9AM)
    assert isinstance(ended, TaskFinished)
    assert "wu.lei" in went(case, policy, finish(policy, 4, files=())).handling.executors, "who told of it changes nothing"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"words": " "}, "field_required", "words"),
        ({"department": "moon"}, "unknown_word", "department"),
        ({"assignee": "nobody"}, "assignee_unknown", "assignee"),
        ({"assignee": "ma.hui"}, "assignee_unknown", "assignee"),
        ({"due": MONDAY_9AM}, "date_passed", "due"),
        ({"certificate": "flying"}, "unknown_word", "certificate"),
        ({"after": (7,)}, "unknown_word", "after"),
    ],
)
def test_a_task_says_what_who_and_when(policy: Policy, changes: dict[str, Any], code: str, field: str) -> None:
    wanted = replace(TaskWanted(words="复查", department="repairs", assignee="wu.lei", due=TOMORROW, after=(1,)), **changes)
    refusal = refused(working(policy), AddTask(by=someone(policy, "handler", "repairs"), task=wanted), policy)
    assert (refusal.code, refusal.field) == (code, field)


def test_a_task_is_added_under_the_next_number_by_whoever_has_the_case(policy: Policy) -> None:
    wanted = TaskWanted(words="清理现场", department="repairs", assignee="qian.feng", due=TOMORROW)
    case = working(policy)
    (added,) = decide(case, AddTask(by=someone(policy, "dept_lead", "repairs"), task=wanted), policy, MONDAY_9AM)
    assert isinstance(added, TaskAdded)
    assert (added.task.n, added.words) == (4, "清理现场")
    assert isinstance(refused(case, AddTask(by=staff(policy, "wu.lei"), task=wanted), policy), NotYours)
    accused = replace(case, accused=("qian.feng",))
    assert refused(accused, AddTask(by=someone(policy, "handler", "repairs"), task=wanted), policy).code == "recused"


def test_another_department_is_given_a_step_only_once_its_head_has_signed_or_in_a_danger(policy: Policy) -> None:
    wanted = TaskWanted(words="清理现场", department="environment", assignee="ma.hui", due=TOMORROW)
    ask, case = AddTask(by=someone(policy, "dept_lead", "repairs"), task=wanted), working(policy)
    refusal = refused(case, ask, policy)
    assert (refusal.code, refusal.field) == ("department_not_asked", "department")
    assert decide(case.handled(emergency_at=MONDAY_9AM), ask, policy, MONDAY_9AM)
    planned = with_plan(policy, tasks=(a_task(), a_task(department="environment", assignee="ma.hui")))
    half = signed_by(planned, policy, staff(policy, "zhao.gang"))
    assert half.state == "PLAN_REVIEW"
    at_work = signed_by(half, policy, staff(policy, "tang.li"))
    assert at_work.state == "EXECUTING"
    assert decide(at_work, ask, policy, MONDAY_9AM)


def test_a_case_holds_only_so_many_tasks(policy: Policy) -> None:
    case = working(policy)
    full = case.handled(tasks=case.handling.tasks[:1] * policy.measures.tasks)
    wanted = TaskWanted(words="再查", department="repairs", assignee="wu.lei", due=TOMORROW)
    assert refused(full, AddTask(by=someone(policy, "handler", "repairs"), task=wanted), policy).code == "too_many_values"


@given(st.sampled_from(["requested", "promised", "available"]), st.data())
def test_what_is_needed_only_moves_forward_and_rests_at_its_end(policy: Policy, before: str, data: st.DataObject) -> None:
    order = tuple(policy.measures.resource_states)
    after = data.draw(st.sampled_from(order))
    case = working(policy).handled(resources=(Resource(n=1, kind="tool", by=TOMORROW, state=before),))
    ask = MoveResource(by=someone(policy, "handler", "repairs"), n=1, state=after)
    if order.index(after) > order.index(before):
        moved = went(case, policy, ask)
        assert moved.handling.resources[0].state == after
        if after in AT_REST:
            assert refused(moved, replace(ask, state="cancelled"), policy).code == "nothing_on_its_way"
    else:
        assert refused(case, ask, policy).code == "resource_only_forward"


def test_a_resource_that_is_over_or_unknown_does_not_move(policy: Policy) -> None:
    waits, over = (Resource(n=n, kind="part", by=TOMORROW, state=state) for n, state in ((1, "requested"), (2, "used")))
    case, by = working(policy).handled(resources=(waits, over)), someone(policy, "handler", "repairs")
    assert refused(case, MoveResource(by=by, n=2, state="returned"), policy).code == "resource_only_forward"
    assert refused(case, MoveResource(by=by, n=3, state="used"), policy).field == "n"
    assert refused(case, MoveResource(by=by, n=1, state="lost"), policy).field == "state"
    assert isinstance(refused(case, MoveResource(by=staff(policy, "wu.lei"), n=1, state="used"), policy), NotYours)


def test_the_regular_look_says_how_far_it_is_and_what_follows(policy: Policy) -> None:
    case, by = working(policy), someone(policy, "handler", "repairs")
    look = EvaluatePlan(by=by, decision="go_on", forecast=TOMORROW, progress="灯具已到。")
    assert went(case, policy, look).handling.evaluated_at == MONDAY_9AM
    assert refused(case, replace(look, decision="pray"), policy).field == "decision"
    assert refused(case, replace(look, forecast=MONDAY_9AM), policy).code == "date_passed"
    assert refused(case, replace(look, progress=""), policy).field == "progress"
    assert isinstance(refused(case, replace(look, by=staff(policy, "wu.lei")), policy), NotYours)


def test_before_anybody_agreed_no_task_is_finished_but_while_a_change_waits_the_work_goes_on(policy: Policy) -> None:
    waiting = a_case(policy, register(policy), triage(policy), accept(policy), a_plan(policy))
    assert waiting.state == "PLAN_REVIEW"
    assert refused(waiting, finish(policy, 1, files=()), policy).code == "not_agreed_yet"
    agreed_to = agreed(policy, waiting, "jiang.bo")
    assert agreed_to.state == "EXECUTING"
    changing = replace(agreed_to, state="PLAN_REVIEW")
    assert went(changing, policy, finish(policy, 1, files=())).handling.tasks[0].state == "done"


def test_a_report_needs_every_task_over_and_every_point_judged(policy: Policy) -> None:
    case = working(policy)
    assert refused(case, report(policy), policy).code == "tasks_open"
    ready = went(case, policy, *(finish(policy, n) for n in (1, 2, 3)))
    assert refused(ready, report(policy, findings=()), policy).field == "finding_1"
    assert refused(ready, report(policy, findings=("maybe",)), policy).field == "finding_1"
    assert refused(ready, report(policy, wishes=("met", "met")), policy).field == "wish_2"
    assert refused(ready, report(policy, result=" "), policy).field == "result"
    assert refused(ready, report(policy, answer=""), policy).field == "answer"
    assert isinstance(refused(ready, report(policy, by=staff(policy, "wu.lei")), policy), NotYours)
    assert refused(ready.handled(points=()), report(policy), policy).code == "triage_first"
    reported = went(ready, policy, report(policy))
    assert (reported.state, reported.handling.reported_at) == ("VERIFYING", MONDAY_9AM)
    assert [(point.finding, point.wish) for point in reported.handling.points] == [("upheld", "met")]
    assert someone(policy, "handler", "repairs").code in reported.handling.drafters, "he drafted the answer"


def test_nothing_is_finished_or_moved_when_nothing_is_open(policy: Policy) -> None:
    idle = replace(done(policy), state="EXECUTING").handled(resources=())
    by = someone(policy, "handler", "repairs")
    assert refused(idle, finish(policy, 1), policy).code == "no_open_task"
    assert refused(idle, MoveResource(by=by, n=1, state="used"), policy).code == "nothing_on_its_way"


def test_outcomes_of_a_task_and_ends_of_a_resource_are_words_of_the_policy(policy: Policy) -> None:
    assert set(OUTCOMES) > OVER
    assert set(policy.measures.resource_states) > AT_REST
    for language, outcome in product(policy.words, OUTCOMES):
        assert policy.word(f"labels.task_{outcome}", language)
