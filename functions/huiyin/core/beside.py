"""5 执行与反馈: clocks that run beside the next step: going there, making safe, looking at work under way, countersigning."""

from collections.abc import Iterator
from datetime import timedelta

from huiyin.core.appointments import appointment_clock
from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.limits import Clock, limited
from huiyin.policy.schema import PRIORITIES, Policy

# Where the matter is still to be dealt with on site: waiting for the owner, or for somebody outside, makes no place safe.
TO_BE_VISITED = frozenset(
    {"RECEIVED", "AWAITING_OWNER", "REGISTERED", "TRIAGED", "INVESTIGATING", "PLAN_REVIEW", "EXECUTING", "TRANSFERRED"}
)
_UNDER_WAY = frozenset({"EXECUTING", "PLAN_REVIEW"})


def beside(case: Case, policy: Policy) -> Iterator[Clock]:
    """The clocks of this case that no state has to itself.

    Policy: 3.3, 4.3, 5.2
    """
    yield from _on_site(case, policy)
    yield from _evaluation(case, policy)
    plan = case.handling.plan
    if case.state == "PLAN_REVIEW" and plan is not None and any(row.startswith("lead:") for row in plan.missing):
        yield limited(case, "countersigned", plan.at, policy)


def needs_visit(case: Case, policy: Policy) -> bool:
    """Whether somebody has to go there, by its kind of matter.

    Policy: 3.3
    """
    category = policy.categories.get(case.category or "")
    issue = category.sub_issues.get(case.sub_issue or "") if category else None
    return issue is not None and issue.visit


def _on_site(case: Case, policy: Policy) -> Iterator[Clock]:
    """Somebody is there, and it is safe. Counted like the contact: from the receipt, or from when its level was raised."""
    if case.state not in TO_BE_VISITED:
        return
    yield from appointment_clock(case)
    if not needs_visit(case, policy):
        return
    known, promise = case.handling, policy.promises.clocks[case.priority]
    begun = case.counted_from if known.group is None else max(case.counted_from, known.group.opened_at)
    start = max(begun, known.raised_at or begun)
    for name, limit, kept in (
        ("on_site", promise.on_site, known.arrived_at or known.safe_at),
        ("made_safe", promise.made_safe, known.safe_at),
    ):
        if limit is not None and kept is None:
            yield Clock(name, start, due_after(start, limit, policy.calendar))


def _evaluation(case: Case, policy: Policy) -> Iterator[Clock]:
    """Work under way is looked at regularly: since it began, since it went on after a wait, since the last look."""
    known, measures = case.handling, policy.measures
    if known.begun_at is None or case.state not in _UNDER_WAY:
        return
    urgent = PRIORITIES.index(case.priority) <= PRIORITIES.index(measures.evaluate_urgent)
    start = max(known.begun_at, known.evaluated_at or known.begun_at)
    yield Clock("evaluation", start, start + timedelta(days=measures.evaluate_urgent_d if urgent else measures.evaluate_d))
