"""4 方案制定: what may be asked about plans."""

from datetime import datetime

from huiyin.core.commands.asking import Ask
from huiyin.policy.records import dataclass

# What a plan says in words, in the order in which it is written and read; measures.toml says which of them are asked.
PLAN_WORDS = ("found", "cause", "impact", "options", "solution", "wish_met", "messages")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWanted:
    """A step of a plan, in words. after: numbers of steps of this plan that come before, from 1."""

    words: str
    department: str
    assignee: str
    due: datetime
    physical: bool = False
    certificate: str | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceWanted:
    """Something a plan needs. kind: a code of measures.toml; cost_yuan: whole yuan."""

    words: str
    kind: str
    by: datetime
    cost_yuan: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitPlan(Ask):
    """T09: findings on every point, the plan, its tasks, what it needs and who pays. findings, wishes: one code for each point.

    concession: what the owner gets beside the work, a code of measures.toml, worth payment_yuan whole yuan; settlement,
    insurance_report, legal_note: an agreement is drawn, the insurer knows, and what the lawyer says: needed for a large one.
    """

    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    found: str
    cause: str
    impact: str
    options: str
    solution: str
    wish_met: str
    messages: str
    cost_yuan: int
    source: str | None
    finish_due: datetime
    tasks: tuple[TaskWanted, ...]
    resources: tuple[ResourceWanted, ...] = ()
    concession: str | None = None
    payment_yuan: int = 0
    settlement: bool = False
    insurance_report: bool = False
    legal_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan(SubmitPlan):
    """T12: another version of the plan. change: a code of measures.toml."""

    change: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePlan(Ask):
    """T10: agree to the plan. digest: of the version that was read; no_interest: declared as everybody who judges does."""

    digest: str
    no_interest: bool
    comment: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPlan(Ask):
    """T11: not like this."""

    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendDate(Ask):
    """Move the date of the work, once."""

    until: datetime
    reason: str


PlanningCommand = SubmitPlan | ChangePlan | ApprovePlan | ReturnPlan | ExtendDate
