"""5 执行与反馈: the commands of the desk on the work itself: begin, tasks, resources, the regular look, done."""

from datetime import timedelta
from typing import Any

from huiyin.core.case import Case
from huiyin.core.certificates import valid_until
from huiyin.core.commands import (
    Actor,
    AddTask,
    Command,
    EvaluatePlan,
    FinishTask,
    MoveResource,
    ReportDone,
    ReturnWork,
    SignEvaluation,
    StartWork,
    TaskWanted,
)
from huiyin.core.signature import may_count
from huiyin.core.steps import OVER
from huiyin.core.tasks import AT_REST, may_be_dangerous, may_be_given, playbooks_for
from huiyin.entry import sentences
from huiyin.entry.actions.action import (
    Action,
    photos_field,
    point_codes,
    point_fields,
    read_photos,
    read_points,
    worded,
    worded_choices,
)
from huiyin.entry.actions.planning import read_task, task_columns
from huiyin.entry.descriptors import amount, check, choice, moment, named, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]
_OUTCOMES = {"done": "labels.task_done", "cancelled": "labels.task_cancelled", "blocked": "labels.task_blocked"}
# Later than anything that work waits for: to ask whether a step is open, no date of it may be past.
_FAR = timedelta(days=20000)


def _start_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    books, fields = playbooks_for(case, policy), []
    if may_be_dangerous(case, policy):
        fields.append(check("emergency", policy, needed=False))
    if books and actor.acts_for(case.handler):
        choices = named({code: policy.playbooks[code].name for code in books})
        fields += [
            choice("playbook", policy, choices, value=books[0], needed=False),
            amount("cost_yuan", policy, value=0, needed=False),
            check("no_interest", policy, needed=False),
        ]
    return [*fields, text("note", policy, long=True, needed=False)]


def _read_start(fields: Fields, actor: Actor, policy: Policy) -> Command:
    emergency, playbook = fields.flag("emergency"), fields.code("playbook", policy.playbooks)
    return StartWork(
        by=actor,
        emergency=emergency,
        # The page offers the playbook that fits; whoever acts at once follows none.
        playbook=None if emergency else playbook,
        cost_yuan=fields.amount("cost_yuan") or 0,
        no_interest=fields.flag("no_interest"),
        note=fields.text("note", policy.limits.note_chars),
    )


def _example_start(case: Case, actor: Actor, policy: Policy) -> Command:
    books = playbooks_for(case, policy) if actor.acts_for(case.handler) else ()
    return StartWork(by=actor, emergency=not books, playbook=next(iter(books), None), no_interest=True, note="-")


def _columns(case: Case, policy: Policy) -> list[Json]:
    """Of a step of its own: a department that has not signed the plan is asked by changing that."""
    fields = task_columns(case, policy)
    for field, of in (("department", "value"), ("assignee", "group")):
        (one,) = (one for one in fields if one["name"] == field)
        one["choices"] = [found for found in one["choices"] if may_be_given(case, str(found[of]))]
    return fields


def _task_example(case: Case, policy: Policy) -> TaskWanted:
    (people,) = (one["choices"] for one in _columns(case, policy) if one["name"] == "assignee")
    person = next(iter(people), {"value": "", "group": ""})
    return TaskWanted(words="-", department=person["group"], assignee=person["value"], due=case.received_at + _FAR)


def _task_choices(case: Case, policy: Policy) -> list[Json]:
    """The tasks that are not over: number, whose they are, until when. What is to be done stands beside them on the page."""
    return [
        {
            "value": task.n,
            "name": {language: said.format(n=task.n, who=who[language], due=due[language]) for language, said in words.items()},
        }
        for task in case.handling.tasks
        if task.state not in OVER
        for words in [{"zh": policy.word("labels.task_n", "zh"), "en": policy.word("labels.task_n", "en")}]
        for who in [sentences.who(task.assignee, policy)]
        for due in [sentences.day(task.due, policy)]
    ]


def _finish_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [
        choice("n", policy, _task_choices(case, policy)),
        choice("outcome", policy, worded_choices(_OUTCOMES, policy), label=sentences.word("labels.task_outcome", policy)),
        photos_field(case, policy),
        text("certificate", policy, needed=False),
        *_until(case, policy),
        text("note", policy, long=True, needed=False),
    ]


def _until(case: Case, policy: Policy) -> list[Json]:
    """Asked for where somebody works on a certificate that the directory does not know."""
    asked = (task for task in case.handling.tasks if task.certificate and task.state not in OVER)
    unknown = any(valid_until(task.assignee, task.certificate or "", policy) is None for task in asked)
    return [moment("certificate_until", policy, needed=False)] if unknown else []


def _read_finish(fields: Fields, actor: Actor, policy: Policy) -> Command:
    limits = policy.limits
    return FinishTask(
        by=actor,
        n=fields.needed_whole("n"),
        outcome=fields.needed_code("outcome", worded(_OUTCOMES, policy)),
        files=read_photos(fields, policy),
        certificate=fields.line("certificate", limits.spot_chars),
        certificate_until=fields.moment("certificate_until", policy.calendar.zone),
        note=fields.text("note", limits.note_chars),
    )


def _example_finish(case: Case, actor: Actor, policy: Policy) -> Command:
    mine = [task for task in case.handling.tasks if task.state not in OVER and actor.acts_for(task.assignee)]
    first = next((task.n for task in (*mine, *case.handling.tasks) if task.state not in OVER), 0)
    return FinishTask(by=actor, n=first, outcome="blocked", note="-")


def _resource_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    kinds = policy.measures.resources
    choices = [
        {"value": one.n, "name": {language: f"{one.n} · {kinds[one.kind].of(language)}" for language in policy.words}}
        for one in case.handling.resources
        if one.state not in AT_REST
    ]
    return [
        choice("n", policy, choices, label=sentences.word("fields.resource", policy)),
        choice("state", policy, named(policy.measures.resource_states)),
        text("note", policy, long=True, needed=False),
    ]


def _read_resource(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return MoveResource(
        by=actor,
        n=fields.needed_whole("n"),
        state=fields.needed_code("state", policy.measures.resource_states),
        note=fields.text("note", policy.limits.note_chars),
    )


def _example_resource(case: Case, actor: Actor, policy: Policy) -> Command:
    first = next((one.n for one in case.handling.resources if one.state not in AT_REST), 0)
    return MoveResource(by=actor, n=first, state=tuple(policy.measures.resource_states)[-1])


def _evaluate_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [
        text("progress", policy, long=True),
        text("obstacle", policy, long=True, needed=False),
        moment("forecast", policy),
        choice("decision", policy, named(policy.measures.decisions)),
    ]


def _read_evaluate(fields: Fields, actor: Actor, policy: Policy) -> Command:
    chars = policy.limits.note_chars
    return EvaluatePlan(
        by=actor,
        progress=fields.needed_text("progress", chars),
        obstacle=fields.text("obstacle", chars),
        forecast=fields.needed_moment("forecast", policy.calendar.zone),
        decision=fields.needed_code("decision", policy.measures.decisions),
    )


def _example_evaluate(case: Case, actor: Actor, policy: Policy) -> Command:
    return EvaluatePlan(by=actor, progress="-", forecast=case.received_at + _FAR, decision=next(iter(policy.measures.decisions)))


def _done_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    said = (text("result", policy, long=True), text("answer", policy, long=True))
    signed = [check("signed_by_owner", policy, needed=False)] if may_count(case, policy) else []
    return [*point_fields(case, policy), photos_field(case, policy), *signed, *said]


def _read_done(fields: Fields, actor: Actor, policy: Policy) -> Command:
    findings, wishes = read_points(fields, policy)
    chars = policy.limits.note_chars
    shown, result, answer = read_photos(fields, policy), fields.needed_text("result", chars), fields.needed_text("answer", chars)
    signed = fields.flag("signed_by_owner")
    return ReportDone(by=actor, findings=findings, wishes=wishes, files=shown, signed_by_owner=signed, result=result, answer=answer)


def _example_done(case: Case, actor: Actor, policy: Policy) -> Command:
    findings, wishes = point_codes(case, policy)
    return ReportDone(by=actor, findings=findings, wishes=wishes, result="-", answer="-")


TASKS = (
    Action(command="start-work", name="labels.start_work", fields=_start_fields, read=_read_start, example=_example_start),
    Action(command="finish-task", name="labels.finish_task", fields=_finish_fields, read=_read_finish, example=_example_finish),
    Action(command="report-done", name="labels.report_done", fields=_done_fields, read=_read_done, example=_example_done),
    Action(
        command="add-task",
        name="labels.add_task",
        fields=lambda case, actor, policy: _columns(case, policy),
        read=lambda fields, actor, policy: AddTask(by=actor, task=read_task(fields, policy)),
        example=lambda case, actor, policy: AddTask(by=actor, task=_task_example(case, policy)),
    ),
    Action(command="move-resource", name="labels.move_resource", fields=_resource_fields, read=_read_resource, example=_example_resource),
    Action(command="evaluate-plan", name="labels.evaluate", fields=_evaluate_fields, read=_read_evaluate, example=_example_evaluate),
    Action(
        command="sign-evaluation",
        name="labels.sign_evaluation",
        fields=lambda case, actor, policy: [text("note", policy, long=True, needed=False)],
        read=lambda fields, actor, policy: SignEvaluation(by=actor, note=fields.text("note", policy.limits.note_chars)),
        example=lambda case, actor, policy: SignEvaluation(by=actor),
    ),
    Action(
        command="return-work",
        name="labels.return_work",
        fields=lambda case, actor, policy: [text("defects", policy, long=True)],
        read=lambda fields, actor, policy: ReturnWork(by=actor, defects=fields.needed_text("defects", policy.limits.note_chars)),
        example=lambda case, actor, policy: ReturnWork(by=actor, defects="-"),
    ),
)
