"""3 分析与评估: several reports of one matter at one place: who is told that they may be one, before anybody has counted households."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from huiyin.core.apart import check_not_apart
from huiyin.core.case import Case
from huiyin.core.commands import ProposeGroup
from huiyin.core.errors import NotUnderstood
from huiyin.core.events import GroupProposed
from huiyin.policy.schema import Policy

# In order: what is worth watching, what may be a group, what happens to many right now.
STEPS = ("watch", "group", "incident")
_BEFORE_PLAN = frozenset({"RECEIVED", "REGISTERED", "TRIAGED", "INVESTIGATING"})


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


class Suggestion(NamedTuple):
    """That a case and others may be one matter. case_id: of the oldest of them; step: one of STEPS; reports: how many there are."""

    case_id: str
    step: str
    reports: int


def suggestions(rows: Iterable[Reported], policy: Policy, now: datetime) -> list[Suggestion]:
    """Which matters have enough open reports of one place to be looked at together. Reports are counted, not yet households.

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
        step, count = _step_of(reports, policy, now)
        if step is not None:
            found.append(Suggestion(reports[0].case_id, step, count))
    return found


def _counts(row: Reported, policy: Policy) -> bool:
    if row.guarded or row.danger or row.state not in _BEFORE_PLAN or row.kind not in policy.measures.groups.kinds:
        return False
    category = policy.categories.get(row.category or "")
    issue = category.sub_issues.get(row.sub_issue or "") if category else None
    return issue is not None and not issue.private_flat


def _step_of(reports: list[Reported], policy: Policy, now: datetime) -> tuple[str | None, int]:
    """The furthest step for which enough reports came in within its time."""
    rules = policy.measures.groups
    limits = {
        "incident": (rules.incident, timedelta(minutes=rules.incident_min)),
        "group": (rules.group, timedelta(days=rules.window_d)),
        "watch": (rules.watch, timedelta(days=rules.watch_d)),
    }
    for step, (enough, within) in limits.items():
        count = sum(row.received_at > now - within for row in reports)
        if count >= enough:
            return step, count
    return None, 0


def propose(case: Case, ask: ProposeGroup, policy: Policy, now: datetime) -> tuple[GroupProposed, ...]:
    """Tell those who decide that this case and others may be one matter; each step once.

    Policy: 1.2
    """
    check_not_apart(case, policy)
    if ask.step not in STEPS:
        raise NotUnderstood("unknown_word", field="step")
    before = case.handling.proposed
    if before is not None and STEPS.index(before) >= STEPS.index(ask.step):
        return ()
    return (GroupProposed(at=now, by=ask.by.code, role="system", step=ask.step, reports=ask.reports),)
