"""4 方案制定: findings, plan, approval, new dates."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """A step of a plan. n: its number in the case; physical: needs a file that shows it done; certificate: kind that its doer needs."""

    n: int
    department: str
    assignee: str
    due: datetime
    physical: bool = False
    certificate: str | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededResource:
    """Something that a plan needs. kind: a code of measures.toml; cost_yuan: whole yuan."""

    n: int
    kind: str
    by: datetime
    cost_yuan: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSubmitted(Happening):
    """T09. A plan, whole. findings and wishes: one code for each problem point, in order; source: who pays, a code of measures.toml;
    approvers: roles (or "lead:" and a department) that all have to agree; digest: of all that it says, so that what is approved is known.

    task_words, resource_words: JSON lists of what each task and resource is, in order. concession: what the owner gets beside the
    work, a code of measures.toml, worth payment_yuan; settlement, insurance_report: an agreement is drawn, the insurer knows.
    """

    version: int
    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    cost_yuan: int
    source: str | None
    finish_due: datetime
    tasks: tuple[PlannedTask, ...]
    resources: tuple[NeededResource, ...]
    approvers: tuple[str, ...]
    digest: str
    concession: str | None = None
    payment_yuan: int = 0
    settlement: bool = False
    insurance_report: bool = False
    found: str = sealed()
    cause: str = sealed()
    impact: str = sealed()
    options: str = sealed()
    solution: str = sealed()
    wish_met: str = sealed()
    messages: str = sealed()
    task_words: str = sealed()
    resource_words: str = sealed()
    legal_note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(PlanSubmitted):
    """T12. Another version of the plan. change: a code of measures.toml; reviewed: somebody has to approve it again."""

    change: str
    reviewed: bool
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanApproved(Happening):
    """T10. One of those who have to agree did. for_role: the row of the approval that he answers; complete: nobody is missing any more."""

    for_role: str
    complete: bool
    digest: str
    comment: str = sealed()
    conditions: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReturned(Happening):
    """T11. The plan goes back with reasons."""

    reasons: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateExtended(Happening):
    """The date of the work is moved, once. The owner hears it before the old date, and may object."""

    old_due: datetime
    new_due: datetime
    reason: str = sealed()


PlanningEvent = PlanSubmitted | PlanChanged | PlanApproved | PlanReturned | DateExtended
