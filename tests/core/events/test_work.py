"""What happened to the work: codes, numbers and moments are facts, every word is sealed, and all comes back from the store."""

from builders import MONDAY_9AM, a_history, register, someone, triage
from core.working import LAMP, TOMORROW, finish, follow, lamp, report
from huiyin.core.commands import AddTask, AssignCase, EvaluatePlan, MoveResource, ReturnWork, TaskWanted
from huiyin.core.decide import decide
from huiyin.core.events import (
    PlanEvaluated,
    ResourceMoved,
    TaskAdded,
    TaskFinished,
    WorkReported,
    WorkReturned,
    WorkStarted,
    sealed_fields,
)
from huiyin.core.evolution import evolve, fold
from huiyin.policy.schema import Policy
from huiyin.store.codec import decode, encode, unopened


def test_what_people_wrote_is_sealed() -> None:
    assert sealed_fields(WorkStarted) == {"note", "task_words", "resource_words"}
    assert sealed_fields(TaskAdded) == {"words"}
    assert sealed_fields(TaskFinished) == {"note", "certificate"}
    assert sealed_fields(ResourceMoved) == {"note"}
    assert sealed_fields(PlanEvaluated) == {"progress", "obstacle"}
    assert sealed_fields(WorkReported) == {"result", "answer"}
    assert sealed_fields(WorkReturned) == {"defects"}


def test_each_event_comes_back_from_the_store_as_it_went_in(policy: Policy) -> None:
    by, case = someone(policy, "handler", "repairs"), lamp(policy)
    step = TaskWanted(words="登高复查", department="repairs", assignee="wu.lei", due=TOMORROW, certificate="height", after=(1,))
    asks = (
        follow(policy, note="今天就去"),
        AddTask(by=by, task=step),
        MoveResource(by=by, n=1, state="available", note="已到"),
        EvaluatePlan(by=by, decision="go_on", forecast=TOMORROW, progress="过半", obstacle="无"),
        AssignCase(by=someone(policy, "dept_lead", "repairs"), handler="wu.lei"),
        AssignCase(by=someone(policy, "dept_lead", "repairs"), handler=by.code),
        *(finish(policy, n) for n in (1, 2, 3, 4)),
        report(policy),
        ReturnWork(by=someone(policy, "triage"), defects="还是暗"),
    )
    kinds = set()
    for ask in asks:
        for event in decide(case, ask, policy, MONDAY_9AM):
            kinds.add(type(event).__name__)
            kind, facts, words = encode(event)
            assert decode(kind, facts, words) == event
            assert evolve(case, unopened(event)) == evolve(case, event), "no word changes the case"
            assert not any(word in facts for word in words.values())
            case = evolve(case, event)
    assert len(kinds) == 8


def test_a_history_without_work_folds_as_before(policy: Policy) -> None:
    history = a_history(policy, register(policy), triage(policy), complaint=LAMP)
    assert fold(tuple(unopened(event) for event in history)) == fold(history)
