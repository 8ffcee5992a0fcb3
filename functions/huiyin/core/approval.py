"""4 方案制定: who has to agree to a plan, and who may sign for whom."""

from huiyin.core.case import Case
from huiyin.core.commands import Actor, ApprovePlan, ReturnPlan
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.handling import Plan
from huiyin.core.households import households_of
from huiyin.core.standing_in import LEAD_OF, acting_as
from huiyin.policy.records import dataclass
from huiyin.policy.schema import PRIORITIES, Policy, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a plan weighs. by_lead: drawn by a head of department; households: of a group matter, None while nobody has counted;
    departments: that take part beside the lead; payment_yuan: what the owner gets beside the work is worth."""

    level: str
    priority: Priority
    major: bool
    guarded: bool
    by_lead: bool
    cost_yuan: int
    source: str | None
    departments: tuple[str, ...] = ()
    households: int | None = None
    payment_yuan: int = 0


def doers(case: Case) -> frozenset[str]:
    """Staff codes of those who drew the plan, carry it out or are to do so: none of them agrees to it.

    Policy: 4.2, 5.1
    """
    known = case.handling
    tasks = (*known.tasks, *known.coming)
    return frozenset({*known.drafters, *known.executors, *(task.assignee for task in tasks)} | ({case.handler} if case.handler else set()))


def rows_of(weight: Weight, policy: Policy) -> tuple[str, ...]:
    """The roles that all have to agree, each to be signed by another person.

    Policy: 4.2
    Returns: role codes; "lead:" and a department for the head of one that takes part. For a guarded case those who may know of it.
    """
    if weight.guarded:
        return ("confid", "company")
    limits = policy.measures.approval
    small = weight.cost_yuan <= limits.lead_yuan and not weight.payment_yuan
    first = "manager"
    if weight.level == "general" and small and not weight.by_lead and not _urgent(weight, policy):
        first = "dept_lead"
    rows = ["duty_manager"] if weight.priority in policy.promises.wakes_duty else []
    rows.append(first)
    if weight.major:
        rows.append("quality")
    if _for_company(weight, policy):
        rows.append("company")
    return (*rows, *(f"{LEAD_OF}{department}" for department in weight.departments))


def _urgent(weight: Weight, policy: Policy) -> bool:
    return PRIORITIES.index(weight.priority) <= PRIORITIES.index(policy.measures.approval.urgent)


def _for_company(weight: Weight, policy: Policy) -> bool:
    limits = policy.measures.approval
    if weight.payment_yuan > limits.payment_yuan or is_owners_money(weight.cost_yuan, weight.source, policy):
        return True
    many = weight.households is None or weight.households >= limits.group_households
    return weight.level == "group" and (many or weight.cost_yuan > limits.group_yuan)


def is_owners_money(cost_yuan: int, source: str | None, policy: Policy) -> bool:
    """Whether the owners decide together as well: a large sum, or money of their own.

    Policy: 4.2
    """
    limits = policy.measures.approval
    return cost_yuan > limits.owners_yuan or source in limits.owners_sources


def missing_rows(case: Case, plan: Plan, policy: Policy) -> tuple[str, ...]:
    """Who still has to agree, in order: as the plan was drawn, and as the level of the case asks for by now.

    Policy: 1.2, 4.2
    """
    weight = Weight(
        level=case.level,
        priority=case.priority,
        major=is_major(case),
        guarded=case.guarded,
        by_lead="dept_lead" not in plan.approvers,
        cost_yuan=plan.cost_yuan,
        source=plan.source,
        payment_yuan=plan.payment_yuan,
        households=households_of(case),
    )
    given = {row for row, _ in plan.approvals}
    return tuple(row for row in dict.fromkeys((*plan.approvers, *rows_of(weight, policy))) if row not in given)


def is_major(case: Case) -> bool:
    """Whether a rule for major matters holds, in a group matter as well.

    Policy: 1.2
    """
    return case.level == "major" or bool(case.handling.level_reasons)


def missing_row(case: Case, plan: Plan, actor: Actor, policy: Policy) -> str | None:
    """The row for which this person may sign now, or None.

    Policy: 4.2
    Nobody signs twice, nor for what he drew or is to carry out.
    """
    rows = missing_rows(case, plan, policy)
    barred = doers(case) | {signed for _, signed in plan.approvals}
    return next((row for row in rows if acting_as(row, actor, case, policy, barred)), None)


def checked_row(case: Case, ask: ApprovePlan, policy: Policy) -> tuple[Plan, str]:
    """The plan as it was read, and the row that this person signs.

    Policy: 4.2, 5.1
    Raises: NotAllowedNow "nothing_to_agree", "recused" without the declaration, "own_plan", "agreed_before", "plan_changed" for
    another version than the one that was read; NotYours "agreement_not_yours".
    """
    plan = case.handling.plan
    if plan is None or not missing_rows(case, plan, policy):
        raise NotAllowedNow("nothing_to_agree")
    if ask.by.code in doers(case):
        raise NotAllowedNow("own_plan")
    if ask.by.code in {signed for _, signed in plan.approvals}:
        raise NotAllowedNow("agreed_before")
    row = missing_row(case, plan, ask.by, policy)
    if row is None:
        raise NotYours("agreement_not_yours")
    if ask.digest != plan.digest:
        raise NotAllowedNow("plan_changed")
    if not ask.no_interest:
        raise NotAllowedNow("recused", field="no_interest")
    return plan, row


def check_return(case: Case, ask: ReturnPlan, policy: Policy) -> Plan:
    """The plan, if this person is or was one of those who have to agree to it.

    Policy: 4.2
    """
    plan = case.handling.plan
    if plan is None:
        raise NotAllowedNow("nothing_to_agree")
    if ask.by.code in doers(case):
        raise NotAllowedNow("own_plan")
    agreed = ask.by.code in {signed for _, signed in plan.approvals}
    if not agreed and missing_row(case, plan, ask.by, policy) is None:
        raise NotYours("agreement_not_yours")
    if not ask.reasons.strip():
        raise NotUnderstood("field_required", field="reasons")
    return plan
