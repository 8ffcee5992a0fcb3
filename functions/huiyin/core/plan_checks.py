"""4 方案制定: what a plan must say before anybody is asked to agree to it."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.certificates import check_planned
from huiyin.core.commands import PLAN_WORDS, ResourceWanted, SubmitPlan, TaskWanted
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.hands import check_points, check_said
from huiyin.core.hearing import check_heard
from huiyin.core.standing_in import stands_aside
from huiyin.policy.schema import Policy


def check_plan(case: Case, ask: SubmitPlan, policy: Policy, now: datetime) -> None:
    """Every point has its finding, every step its person and date, every yuan its source.

    Policy: 4.1
    Raises: NotUnderstood, naming the field; NotAllowedNow for a step given to somebody who is accused.
    """
    check_points(case, policy, ask.findings, ask.wishes)
    check_said(**{name: getattr(ask, name) for name in words_asked(case, policy)})
    if ask.finish_due <= now:
        raise NotUnderstood("date_passed", field="finish_due")
    _check_counts(ask, policy)
    for n, task in enumerate(ask.tasks):
        check_task(case, task, policy, now, field=f"tasks.{n}.", places=n)
        if task.due > ask.finish_due:
            raise NotUnderstood("task_after_finish", field=f"tasks.{n}.due")
    for n, resource in enumerate(ask.resources):
        _check_resource(resource, policy, now, field=f"resources.{n}.")
    _check_concession(ask, policy)
    _check_money(ask, policy)
    check_heard(case, ask.findings, policy)


def words_asked(case: Case, policy: Policy) -> tuple[str, ...]:
    """What the plan of this case has to say in words, in the order in which it is written.

    Policy: 4.1
    """
    asked = policy.measures.plan_words["guarded" if case.guarded else case.level]
    return tuple(name for name in PLAN_WORDS if name in asked)


def check_task(case: Case, task: TaskWanted, policy: Policy, now: datetime, *, field: str = "", places: int = 0) -> None:
    """A step says what is done, by whom and until when; nobody who is accused has one.

    Policy: 4.1, 5.1
    field: before the names of its fields; places: how many steps it may come after.
    """
    if not task.words.strip():
        raise NotUnderstood("field_required", field=f"{field}words")
    if task.department not in policy.departments.departments:
        raise NotUnderstood("unknown_word", field=f"{field}department")
    person = policy.departments.staff.get(task.assignee)
    if person is None or person.department != task.department or not person.works_in(case.community):
        raise NotUnderstood("assignee_unknown", field=f"{field}assignee")
    if stands_aside(case, task.assignee, task.department):
        raise NotAllowedNow("recused", field=f"{field}assignee")
    if case.guarded and "confid" not in person.roles:
        raise NotAllowedNow("recused", field=f"{field}assignee")
    if task.due <= now:
        raise NotUnderstood("date_passed", field=f"{field}due")
    if task.certificate is not None and task.certificate not in policy.measures.certificates:
        raise NotUnderstood("unknown_word", field=f"{field}certificate")
    check_planned(task.assignee, task.certificate, task.due, policy, field=f"{field}assignee")
    if not all(1 <= earlier <= places for earlier in task.after):
        raise NotUnderstood("task_order", field=f"{field}after")


def _check_counts(ask: SubmitPlan, policy: Policy) -> None:
    limits = policy.measures
    if not ask.tasks:
        raise NotUnderstood("field_required", field="tasks")
    for name, sent, limit in (("tasks", ask.tasks, limits.tasks), ("resources", ask.resources, limits.resources_of_plan)):
        if len(sent) > limit:
            raise NotUnderstood("too_many_values", field=name, limit=limit)


def _check_resource(resource: ResourceWanted, policy: Policy, now: datetime, *, field: str) -> None:
    if not resource.words.strip():
        raise NotUnderstood("field_required", field=f"{field}words")
    if resource.kind not in policy.measures.resources:
        raise NotUnderstood("unknown_word", field=f"{field}kind")
    if resource.by <= now:
        raise NotUnderstood("date_passed", field=f"{field}by")
    if resource.cost_yuan < 0:
        raise NotUnderstood("wrong_type", field=f"{field}cost_yuan")


def _check_money(ask: SubmitPlan, policy: Policy) -> None:
    if ask.cost_yuan < 0:
        raise NotUnderstood("wrong_type", field="cost_yuan")
    # Costs that stand with what is needed, and what the owner gets, count: a plan cannot look cheaper than its parts.
    if ask.cost_yuan < sum(resource.cost_yuan for resource in ask.resources) + ask.payment_yuan:
        raise NotUnderstood("cost_below_parts", field="cost_yuan")
    if ask.source is not None and ask.source not in policy.measures.sources:
        raise NotUnderstood("unknown_word", field="source")
    if ask.cost_yuan > 0 and ask.source is None:
        raise NotUnderstood("source_required", field="source")


def _check_concession(ask: SubmitPlan, policy: Policy) -> None:
    """What the owner gets beside the work: a kind with its worth; a large one with an agreement, the insurer's and the lawyer's word."""
    limits = policy.measures
    if ask.payment_yuan < 0:
        raise NotUnderstood("wrong_type", field="payment_yuan")
    if ask.concession is None:
        if ask.payment_yuan:
            raise NotUnderstood("field_required", field="concession")
        return
    if ask.concession not in limits.concessions:
        raise NotUnderstood("unknown_word", field="concession")
    if not ask.payment_yuan:
        raise NotUnderstood("field_required", field="payment_yuan")
    if ask.payment_yuan > limits.approval.payment_yuan:
        for name in ("settlement", "insurance_report"):
            if not getattr(ask, name):
                raise NotUnderstood("large_payment", field=name, limit=limits.approval.payment_yuan)
        check_said(legal_note=ask.legal_note)
