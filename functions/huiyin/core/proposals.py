"""3 分析与评估: several households report one matter at one place: how many they are, and who is told that it may be one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from huiyin.core.apart import check_not_apart
from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import ProposeGroup
from huiyin.core.errors import NotUnderstood
from huiyin.core.events import GroupProposed
from huiyin.policy.schema import Limit, Policy

# In order: what is worth watching, what may be a group, what happens to many right now.
STEPS = ("watch", "group", "incident")
BEFORE_PLAN = frozenset({"RECEIVED", "REGISTERED", "TRIAGED", "INVESTIGATING"})


class Reported(Protocol):
    """What must be known of a case to count it: a row of a list has it."""

    @property
    def case_id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def category(self) -> str | None: ...
    @property
    def sub_issue(self) -> str | None: ...
    @property
    def community(self) -> str: ...
    @property
    def building(self) -> str | None: ...
    @property
    def danger(self) -> bool: ...
    @property
    def guarded(self) -> bool: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def flat_mark(self) -> str | None: ...
    @property
    def verified(self) -> bool: ...


class Suggestion(NamedTuple):
    """That a case and others may be one matter. case_id: of the oldest of them; step: one of STEPS; reports: how many there are.

    flats: of how many flats they are known to be; verified: of how many of those the desk knows who lives there; counted: keys of all.
    """

    case_id: str
    step: str
    reports: int
    flats: int = 0
    verified: int = 0
    counted: tuple[str, ...] = ()


def suggestions(rows: Iterable[Reported], policy: Policy, now: datetime) -> list[Suggestion]:
    """Which matters enough households report of one place that they are looked at together. A flat counts once.

    Policy: 1.2
    What concerns one flat by its nature is no common matter before somebody names the cause.
    """
    together = defaultdict[tuple[str, str, str], list[Reported]](list)
    for row in rows:
        if _counts(row, policy) and row.sub_issue is not None and row.building is not None:
            together[row.community, row.sub_issue, row.building].append(row)
    found = []
    for reports in together.values():
        reports.sort(key=lambda row: (row.received_at, row.case_id))
        step, told = _step_of(reports, policy, now)
        if step is not None:
            count = _counted(told)
            counted = tuple(row.case_id for row in told)
            found.append(Suggestion(reports[0].case_id, step, len(told), count.flats, count.verified, counted))
    return found


def is_automatic(found: Suggestion, policy: Policy) -> bool:
    """Whether so many households that the desk knows report it that a group case is opened without asking anybody.

    Policy: 1.2
    """
    return found.step != "watch" and found.verified >= policy.measures.groups.automatic


class _Count(NamedTuple):
    """flats: known to be different ones; verified: of them by owners whom the desk has checked; others: reports that tell no flat."""

    flats: int
    verified: int
    others: int


def _counted(reports: Iterable[Reported]) -> _Count:
    told = list(reports)
    marks = {row.flat_mark for row in told if row.flat_mark is not None}
    checked = {row.flat_mark for row in told if row.flat_mark is not None and row.verified}
    return _Count(len(marks), len(checked), sum(row.flat_mark is None for row in told))


def _counts(row: Reported, policy: Policy) -> bool:
    if row.guarded or row.danger or row.state not in BEFORE_PLAN or row.kind not in policy.measures.groups.kinds:
        return False
    category = policy.categories.get(row.category or "")
    issue = category.sub_issues.get(row.sub_issue or "") if category else None
    return issue is not None and not issue.private_flat


def _step_of(reports: list[Reported], policy: Policy, now: datetime) -> tuple[str | None, list[Reported]]:
    """The furthest step for which enough households told of it within its time, and their reports."""
    rules = policy.measures.groups
    within = {
        "incident": timedelta(minutes=rules.incident_min),
        "group": timedelta(days=rules.window_d),
        "watch": timedelta(days=rules.watch_d),
    }
    for step, time in within.items():
        told = [row for row in reports if row.received_at > now - time]
        if _is_enough(step, _counted(told), policy):
            return step, told
    return None, []


def _is_enough(step: str, count: _Count, policy: Policy) -> bool:
    """What happens to many now is told by whoever reports it; a group by those whom the desk knows, or by many more; else it is watched."""
    rules = policy.measures.groups
    match step:
        case "incident":
            return count.flats + count.others >= rules.incident
        case "group":
            return count.verified >= rules.group or count.flats + count.others >= rules.unverified
        case _:
            return count.flats >= rules.watch


def propose(case: Case, ask: ProposeGroup, policy: Policy, now: datetime) -> tuple[GroupProposed, ...]:
    """Tell those who decide that this case and others may be one matter; each step once, and until when they decide.

    Policy: 1.2
    """
    check_not_apart(case, policy)
    if ask.step not in STEPS:
        raise NotUnderstood("unknown_word", field="step")
    before = case.handling.proposed
    if case.handling.kept_apart or (before is not None and STEPS.index(before) >= STEPS.index(ask.step)):
        return ()
    return (
        GroupProposed(
            at=now,
            by=ask.by.code,
            role="system",
            step=ask.step,
            reports=ask.reports,
            flats=ask.flats,
            verified=ask.verified,
            decide_due=None if ask.step == STEPS[0] else _decide_due(now, policy),
        ),
    )


def _decide_due(now: datetime, policy: Policy) -> datetime:
    return due_after(now, Limit(amount=policy.measures.groups.confirm_wh, unit="wh"), policy.calendar)
