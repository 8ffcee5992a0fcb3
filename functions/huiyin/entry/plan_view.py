"""Problem points, plan and steps of a case, as its staff see them: what was found, what is to be done, who agreed and who is missing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huiyin.core.approval import is_owners_money, missing_rows
from huiyin.core.case import Case
from huiyin.core.commands import PLAN_WORDS
from huiyin.core.events import Event, PlanApproved, PlanReturned, PlanSubmitted, TaskAdded, WorkStarted
from huiyin.core.handling import Resource, Task
from huiyin.entry import sentences
from huiyin.policy.schema import LANGUAGES, Policy

Json = dict[str, Any]
_STATES = ("open", "done", "cancelled", "blocked")


def points_view(case: Case, policy: Policy) -> list[Json]:
    """Each problem point with what was found on it, and how far its wish is met.

    Policy: 4.1
    """
    return [
        {
            "category_words": sentences.category(point.category, policy),
            "sub_issue_words": sentences.sub_issue(point.sub_issue, point.category, policy),
            "finding_words": sentences.named(point.finding, policy.charter.outcomes),
            "wish_words": sentences.named(point.wish, policy.measures.wishes),
        }
        for point in case.handling.points
    ]


def plan_view(case: Case, events: Sequence[Event], policy: Policy) -> Json | None:
    """The plan as it stands, in its words; None while there is none. events: opened.

    Policy: 4.1, 4.2
    """
    plan = case.handling.plan
    drawn = next((event for event in reversed(events) if isinstance(event, PlanSubmitted)), None)
    if plan is None or drawn is None:
        return None
    returned = next((event for event in reversed(events) if isinstance(event, PlanReturned | PlanSubmitted)), None)
    agreed = [event for event in events if isinstance(event, PlanApproved)]
    return {
        "version": plan.version,
        "digest": plan.digest,
        "by_words": sentences.who(plan.by, policy),
        "at": sentences.here(plan.at, policy),
        "finish_due": sentences.here(plan.finish_due, policy),
        "cost_yuan": plan.cost_yuan,
        "source_words": sentences.named(plan.source, policy.measures.sources),
        "words": [{"name": sentences.word(f"fields.{name}", policy), "text": getattr(drawn, name)} for name in PLAN_WORDS],
        "returned": returned.reasons if isinstance(returned, PlanReturned) else None,
        "agreed": [
            {
                "row_words": row_words(row, policy),
                "by_words": sentences.who(by, policy),
                "comment": _said_by(agreed, by, row),
            }
            for row, by in plan.approvals
        ],
        "missing": [row_words(row, policy) for row in missing_rows(case, plan, policy)] if case.state == "PLAN_REVIEW" else [],
        "owners_procedure": is_owners_money(plan.cost_yuan, plan.source, policy),
        "concession": _concession(drawn, policy),
        "resources": _resources(case, drawn, policy),
    }


def _said_by(agreed: Iterable[PlanApproved], by: str, row: str) -> str:
    said = [event for event in agreed if (event.by, event.for_role) == (by, row)]
    return "\n".join(part for part in (said[-1].comment, said[-1].conditions) if part) if said else ""


def _concession(drawn: PlanSubmitted, policy: Policy) -> Json | None:
    """What the owner gets beside the work."""
    if drawn.concession is None:
        return None
    return {
        "kind_words": sentences.named(drawn.concession, policy.measures.concessions),
        "payment_yuan": drawn.payment_yuan,
        "settlement": drawn.settlement,
        "insurance_report": drawn.insurance_report,
        "legal_note": drawn.legal_note,
    }


def row_words(row: str, policy: Policy) -> sentences.Words | None:
    """A row of the approval as people read it: a role, or the head of a department."""
    role, _, department = row.partition(":")
    if not department:
        return sentences.named(role, policy.charter.roles)
    named = sentences.department(department, policy) or {}
    return {language: policy.word("labels.head_of", language).format(department=named.get(language, "")) for language in LANGUAGES}


def _resources(case: Case, drawn: PlanSubmitted, policy: Policy) -> list[Json]:
    said = _listed(drawn.resource_words)
    shown: tuple[Resource, ...] = case.handling.needed or case.handling.resources
    return [
        {
            "words": said[place] if place < len(said) else "",
            "kind_words": sentences.named(one.kind, policy.measures.resources),
            "state_words": sentences.named(one.state, policy.measures.resource_states),
            "by": sentences.here(one.by, policy),
            "cost_yuan": one.cost_yuan,
        }
        for place, one in enumerate(shown)
    ]


def tasks_view(case: Case, events: Sequence[Event], policy: Policy) -> list[Json]:
    """The steps, those of a change last that nobody agreed to yet.

    Policy: 4.1
    """
    said = words_of_tasks(events)
    known = case.handling
    return [
        *(_task(task, said, policy, waits=False) for task in known.tasks),
        *(_task(task, said, policy, waits=True) for task in known.coming),
    ]


def _task(task: Task, said: Mapping[int, str], policy: Policy, *, waits: bool) -> Json:
    state = task.state if task.state in _STATES else _STATES[0]
    return {
        "n": task.n,
        "words": said.get(task.n, ""),
        "department_words": sentences.department(task.department, policy),
        "assignee_words": sentences.who(task.assignee, policy),
        "due": sentences.here(task.due, policy),
        "state": task.state,
        "state_words": sentences.word("labels.task_waits" if waits else f"labels.task_{state}", policy),
        "physical": task.physical,
        "certificate_words": sentences.named(task.certificate, policy.measures.certificates),
        "after": list(task.after),
        "files": list(task.files),
    }


def words_of_tasks(events: Iterable[Event]) -> dict[int, str]:
    """What each task of the case is, by its number. A number means one task, except after a change that was sent back."""
    said: dict[int, str] = {}
    for event in events:
        if isinstance(event, PlanSubmitted | WorkStarted):
            said |= dict(zip((task.n for task in event.tasks), _listed(event.task_words), strict=False))
        elif isinstance(event, TaskAdded):
            said[event.task.n] = event.words
    return said


def _listed(words: str) -> list[str]:
    return [str(one) for one in json.loads(words)] if words else []
