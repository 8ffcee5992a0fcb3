"""5 执行与反馈: the work itself: begin, tasks, resources, the regular look, and the report that it is done."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.core.case import Case
from huiyin.core.certificates import check_planned, check_shown
from huiyin.core.commands import AddTask, FinishTask, MoveResource, ReportDone, StartWork, TaskWanted
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import (
    NeededResource,
    PlannedTask,
    ResourceMoved,
    TaskAdded,
    TaskFinished,
    WorkReported,
    WorkStarted,
)
from huiyin.core.filing import check_arrived, check_files, proves
from huiyin.core.handling import Task
from huiyin.core.hands import check_in_charge, check_points, check_said, is_in_charge, role_in_charge
from huiyin.core.hearing import check_heard
from huiyin.core.signature import check_signed
from huiyin.core.standing_in import LEAD_OF
from huiyin.core.steps import OVER
from huiyin.policy.playbooks import Playbook
from huiyin.policy.schema import Policy

OUTCOMES = ("done", "cancelled", "blocked")
# What was used up, given back or is not wanted any more moves no further.
AT_REST = frozenset({"used", "returned", "cancelled"})


def start_work(case: Case, ask: StartWork, policy: Policy, now: datetime) -> WorkStarted:
    """Act first where people may come to harm, or follow a playbook that was approved for such matters.

    Policy: 4.2, 5.1
    Raises: NotYours for a handler of another case; NotAllowedNow without danger, or for a playbook that does not fit.
    """
    if ask.emergency:
        return _act_first(case, ask, policy, now)
    if not ask.by.acts_for(case.handler):
        raise NotYours
    if case.state != "TRIAGED":
        raise NotAllowedNow
    if not ask.no_interest:
        raise NotAllowedNow("recused", field="no_interest")
    playbook = policy.playbooks.get(ask.playbook or "")
    if playbook is None:
        raise NotUnderstood("unknown_word" if ask.playbook else "field_required", field="playbook")
    if ask.playbook not in playbooks_for(case, policy):
        raise NotAllowedNow("playbook_does_not_fit", field="playbook")
    if not 0 <= ask.cost_yuan <= playbook.cost_yuan:
        raise NotAllowedNow("playbook_too_dear", field="cost_yuan", limit=playbook.cost_yuan)
    return _followed(case, ask, playbook, policy, now)


def _act_first(case: Case, ask: StartWork, policy: Policy, now: datetime) -> WorkStarted:
    if "duty" not in ask.by.roles and not is_in_charge(case, ask.by):
        raise NotYours
    if not may_be_dangerous(case, policy):
        raise NotAllowedNow("no_danger")
    if ask.playbook:
        raise NotAllowedNow("playbook_does_not_fit", field="playbook")
    check_said(note=ask.note)
    role = ask.by.role("duty") if not is_in_charge(case, ask.by) else role_in_charge(case, ask.by)
    edition = policy.charter.edition
    return WorkStarted(at=now, by=ask.by.code, role=role, emergency=True, playbook=None, edition=edition, note=ask.note)


def may_be_dangerous(case: Case, policy: Policy) -> bool:
    """Whether people may come to harm: the owner says so, his words hint at it, or its priority is the one of danger.

    Policy: 3.2
    """
    return case.sounds_dangerous or case.priority == policy.promises.danger


def playbooks_for(case: Case, policy: Policy) -> tuple[str, ...]:
    """The playbooks that may be followed in this case: a small, general, ordinary matter with one point in the right hands.

    Policy: 4.2
    """
    urgent = set(policy.promises.wakes_duty) | {policy.promises.floors["major"]}
    if case.level != "general" or case.guarded or case.priority in urgent or len(case.handling.points) != 1:
        return ()
    return tuple(code for code, one in policy.playbooks.items() if case.sub_issue in one.sub_issues and case.lead == one.department)


def _followed(case: Case, ask: StartWork, playbook: Playbook, policy: Policy, now: datetime) -> WorkStarted:
    due = now + timedelta(days=playbook.done_d)
    last = max((task.n for task in case.handling.tasks), default=0)
    tasks = tuple(
        PlannedTask(
            n=n,
            department=playbook.department,
            assignee=ask.by.code,
            due=due,
            physical=step.physical,
            certificate=step.certificate,
            after=(n - 1,) if n - 1 > last else (),
        )
        for n, step in enumerate(playbook.steps, start=last + 1)
    )
    resources = tuple(NeededResource(n=n, kind=need.kind, by=due) for n, need in enumerate(playbook.resources, start=1))
    return WorkStarted(
        at=now,
        by=ask.by.code,
        role=ask.by.role("handler"),
        emergency=False,
        playbook=ask.playbook,
        edition=policy.charter.edition,
        cost_yuan=ask.cost_yuan,
        finish_due=due,
        tasks=tasks,
        resources=resources,
        no_interest=ask.no_interest,
        note=ask.note,
        task_words=_words(step.name.of(case.language) for step in playbook.steps),
        resource_words=_words(need.name.of(case.language) for need in playbook.resources),
    )


def _words(said: Iterable[str]) -> str:
    return json.dumps(list(said), ensure_ascii=False)


def add_task(case: Case, ask: AddTask, policy: Policy, now: datetime) -> TaskAdded:
    """One more step, with a person and a day.

    Policy: 4.1, 5.2
    """
    check_in_charge(case, ask.by)
    tasks, wanted = case.handling.tasks, ask.task
    if len(tasks) >= policy.measures.tasks:
        raise NotAllowedNow("too_many_values", field="task", limit=policy.measures.tasks)
    _check_task(case, wanted, policy, now)
    if not may_be_given(case, wanted.department):
        raise NotAllowedNow("department_not_asked", field="department")
    n = max((task.n for task in (*tasks, *case.handling.coming)), default=0) + 1
    task = PlannedTask(
        n=n,
        department=wanted.department,
        assignee=wanted.assignee,
        due=wanted.due,
        physical=wanted.physical,
        certificate=wanted.certificate,
        after=wanted.after,
    )
    return TaskAdded(at=now, by=ask.by.code, role=role_in_charge(case, ask.by), task=task, words=wanted.words)


def may_be_given(case: Case, department: str) -> bool:
    """Whether that department may be given one more step: the one that leads, and those whose heads have signed the plan. Another one is
    asked by a changed plan, which its head signs or sends back. In a danger, and of a guarded case, nobody waits for that.

    Policy: 4.2, 4.3
    """
    known = case.handling
    at_once = case.guarded or known.emergency_at is not None
    signed = {row for row, _ in known.plan.approvals} if known.plan else set()
    return at_once or department == case.lead or f"{LEAD_OF}{department}" in signed


def _check_task(case: Case, wanted: TaskWanted, policy: Policy, now: datetime) -> None:
    check_said(words=wanted.words)
    if wanted.department not in policy.departments.departments:
        raise NotUnderstood("unknown_word", field="department")
    person = policy.departments.staff.get(wanted.assignee)
    if person is None or person.department != wanted.department or not person.works_in(case.community):
        raise NotUnderstood("assignee_unknown", field="assignee")
    if {wanted.department, wanted.assignee} & set(case.accused):
        raise NotAllowedNow("recused", field="assignee")
    if case.guarded and "confid" not in person.roles:
        raise NotAllowedNow("recused", field="assignee")
    if wanted.due <= now:
        raise NotUnderstood("date_passed", field="due")
    if wanted.certificate is not None and wanted.certificate not in policy.measures.certificates:
        raise NotUnderstood("unknown_word", field="certificate")
    check_planned(wanted.assignee, wanted.certificate, wanted.due, policy, field="assignee")
    if not set(wanted.after) <= {task.n for task in case.handling.tasks}:
        raise NotUnderstood("unknown_word", field="after")


def finish_task(case: Case, ask: FinishTask, policy: Policy, now: datetime) -> TaskFinished:
    """A task is done, given up, or held up. What changed on site is shown by a file; some work asks for a certificate.

    Policy: 4.1, 5.2
    Raises: NotAllowedNow "task_over", "task_waits" for one that another comes before.
    """
    check_agreed(case)
    if all(task.state in OVER for task in case.handling.tasks):
        raise NotAllowedNow("no_open_task")
    task = _task(case, ask.n)
    if not ask.by.acts_for(task.assignee) and not is_in_charge(case, ask.by):
        raise NotYours
    if task.state in OVER:
        raise NotAllowedNow("task_over", field="n")
    if ask.outcome not in OUTCOMES:
        raise NotUnderstood("unknown_word", field="outcome")
    if ask.outcome == "done":
        _check_done(case, task, ask, policy, now)
    else:
        check_said(note=ask.note)
    role = role_in_charge(case, ask.by) if is_in_charge(case, ask.by) else ask.by.role("handler")
    return TaskFinished(
        at=now,
        by=ask.by.code,
        role=role,
        n=ask.n,
        outcome=ask.outcome,
        files=ask.files,
        certificate_until=ask.certificate_until,
        note=ask.note,
        certificate=ask.certificate,
    )


def check_agreed(case: Case) -> None:
    """While a change waits for agreement the work goes on as it was agreed to; before the first agreement there is none.

    Policy: 4.2
    """
    known = case.handling
    agreed = known.plan is not None and known.plan.agreed_yuan is not None
    if case.state != "EXECUTING" and not (agreed or known.playbook or known.emergency_at):
        raise NotAllowedNow("not_agreed_yet")


def _check_done(case: Case, task: Task, ask: FinishTask, policy: Policy, now: datetime) -> None:
    states = {one.n: one.state for one in case.handling.tasks}
    # One that another plan left out holds nothing up any more.
    if any(states.get(n, "cancelled") not in OVER for n in task.after):
        raise NotAllowedNow("task_waits", field="n")
    check_files(case, ask.files)
    if task.physical and not proves(case, (*task.files, *ask.files), policy):
        raise NotUnderstood("evidence_required", field="files")
    if task.certificate is not None:
        check_shown(task.assignee, task.certificate, ask.certificate, ask.certificate_until, policy, now)


def _task(case: Case, n: int) -> Task:
    for task in case.handling.tasks:
        if task.n == n:
            return task
    raise NotUnderstood("unknown_word", field="n")


def move_resource(case: Case, ask: MoveResource, policy: Policy, now: datetime) -> ResourceMoved:
    """What the work needs came nearer, was used, given back or given up; never back.

    Policy: 4.4
    """
    check_in_charge(case, ask.by)
    if all(one.state in AT_REST for one in case.handling.resources):
        raise NotAllowedNow("nothing_on_its_way")
    order = tuple(policy.measures.resource_states)
    if ask.state not in order:
        raise NotUnderstood("unknown_word", field="state")
    resource = next((one for one in case.handling.resources if one.n == ask.n), None)
    if resource is None:
        raise NotUnderstood("unknown_word", field="n")
    if resource.state in AT_REST or order.index(ask.state) <= order.index(resource.state):
        raise NotAllowedNow("resource_only_forward", field="state")
    return ResourceMoved(at=now, by=ask.by.code, role=role_in_charge(case, ask.by), n=ask.n, state=ask.state, note=ask.note)


def report_done(case: Case, ask: ReportDone, policy: Policy, now: datetime) -> WorkReported:
    """The work is done: each point has its finding, each task has ended, and the answer is drafted.

    Policy: 5.2, 5.4
    Raises: NotAllowedNow "plan_first" while nobody agreed to what was done in an emergency, "tasks_open", "photo_not_arrived".
    """
    check_in_charge(case, ask.by)
    known = case.handling
    if not known.points:
        raise NotAllowedNow("triage_first")
    if known.plan is None and known.playbook is None:
        raise NotAllowedNow("plan_first")
    if any(task.state not in OVER for task in known.tasks):
        raise NotAllowedNow("tasks_open")
    check_points(case, policy, ask.findings, ask.wishes)
    check_heard(case, ask.findings, policy)
    check_said(result=ask.result, answer=ask.answer)
    check_files(case, ask.files)
    check_arrived(case)
    if ask.signed_by_owner:
        check_signed(case, policy)
    return WorkReported(
        at=now,
        by=ask.by.code,
        role=role_in_charge(case, ask.by),
        findings=ask.findings,
        wishes=ask.wishes,
        files=ask.files,
        signed_by_owner=ask.signed_by_owner,
        result=ask.result,
        answer=ask.answer,
    )
