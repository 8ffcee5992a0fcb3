"""3 分析与评估: class, severity, urgency, priority, level, lead, handler and the promised dates."""

from datetime import datetime

from huiyin.core.attendance import check_there
from huiyin.core.case import Case
from huiyin.core.clock import capped_due, due_after
from huiyin.core.commands import LowerLevel, RaiseLevel, ReturnToTriage, TriageCase
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseTriaged, LevelLowered, LevelRaised, LowerLevelAsked, TriageReturned
from huiyin.core.flags import major_by_flags
from huiyin.core.hands import check_in_charge, check_said, role_in_charge
from huiyin.core.risk import FACTORS, major_by_risk
from huiyin.core.standing_in import acting_as, stands_aside
from huiyin.policy.schema import PRIORITIES, Policy, Priority, Promise

# In order: a level never falls but by LowerLevel.
LEVELS = ("general", "major", "group")
_HANDLING_ROLES = frozenset({"handler", "dept_lead", "confid"})


def triage(case: Case, ask: TriageCase, policy: Policy, now: datetime) -> CaseTriaged:
    """Give the case its class, priority, level, lead department, handler and dates.

    Policy: 3.1, 3.2, 3.3
    Raises: NotUnderstood for a code outside the policy; NotAllowedNow for an accused lead or handler, and for work that has a lead.
    """
    if case.state == "EXECUTING" and case.lead is not None:
        raise NotAllowedNow("already_triaged")
    role = _triaging(case, ask, policy)
    _check_codes(ask, policy)
    _check_points(ask, policy)
    _check_people(case, ask, policy, now)
    rules = (*major_by_flags(case, policy), *major_by_risk(ask.risk, policy))
    level, reasons = _kept_level(case, *level_of(ask, policy, rules=rules))
    priority = priority_of(case, ask, level, policy)
    promise = policy.promises.clocks[priority]
    answer_due = _answer_due(case, promise, policy)
    plan_share = policy.promises.caps["plan_submitted"]
    return CaseTriaged(
        at=now,
        by=ask.by.code,
        role=role,
        edition=policy.charter.edition,
        category=ask.category,
        sub_issue=ask.sub_issue,
        severity=ask.severity,
        urgency=ask.urgency,
        priority=priority,
        level=level,
        level_reasons=reasons,
        lead=ask.lead,
        handler=ask.handler,
        co_departments=ask.co_departments,
        first_contact_due=_first_contact_due(case, ask, promise, policy),
        plan_due=capped_due(case.counted_from, promise.plan_submitted, policy.calendar, share=plan_share, served_due=answer_due),
        answer_due=answer_due,
        resolve_due=due_after(case.counted_from, promise.resolve, policy.calendar),
        points=ask.points,
        risk=ask.risk,
        flat_mark=ask.flat_mark if ask.sub_issue != case.sub_issue else None,
    )


def _triaging(case: Case, ask: TriageCase, policy: Policy) -> str:
    """The role in which this person triages: whoever does it always; once it came back too often the manager, or who stands in for him."""
    if case.guarded:
        return ask.by.role("confid")
    often = case.handling.triage_returns >= policy.measures.triage_returns
    if not often and ask.by.roles & {"triage", "confid"}:
        return ask.by.role("triage")
    acts_as = acting_as("manager", ask.by, case, policy)
    if acts_as is None:
        raise NotAllowedNow("manager_decides") if often else NotYours
    return ask.by.role(acts_as)


def give_back(case: Case, ask: ReturnToTriage, policy: Policy, now: datetime) -> TriageReturned:
    """The department gives the case back, with the reason. Whom the manager named keeps it.

    Policy: 5.1
    """
    check_in_charge(case, ask.by)
    if case.handling.triage_returns >= policy.measures.triage_returns:
        raise NotAllowedNow("manager_decided")
    check_said(reason=ask.reason)
    count = case.handling.triage_returns + 1
    return TriageReturned(at=now, by=ask.by.code, role=role_in_charge(case, ask.by), count=count, reason=ask.reason)


def raise_level(case: Case, ask: RaiseLevel, policy: Policy, now: datetime) -> LevelRaised:
    """Somebody of staff raises the level, at once: the floor of the priority applies, and dates come nearer, counted from now.

    Policy: 1.2, 3.2, 3.3
    """
    if ask.level != "major":
        raise NotUnderstood("unknown_word", field="level")
    known = policy.measures.level_rules.keys() - (set() if case.handling.group else {policy.measures.groups.major_rule})
    if not ask.reasons or not set(ask.reasons) <= known:
        raise NotUnderstood("unknown_word" if ask.reasons else "field_required", field="reasons")
    check_said(note=ask.note)
    new = tuple(code for code in ask.reasons if code not in case.handling.level_reasons)
    if not new:
        raise NotAllowedNow("level_stands", field="reasons")
    priority = min(case.priority, policy.promises.floors["major"], key=PRIORITIES.index)
    promise, calendar = policy.promises.clocks[priority], policy.calendar
    essential = case.category is not None and policy.categories[case.category].essential
    contact = promise.first_contact_essential if essential else promise.first_contact
    answer_due = min(case.answer_due, due_after(now, promise.answer, calendar))
    plan = capped_due(now, promise.plan_submitted, calendar, share=policy.promises.caps["plan_submitted"], served_due=answer_due)
    return LevelRaised(
        at=now,
        by=ask.by.code,
        role=ask.by.role(),
        level=max(case.level, ask.level, key=LEVELS.index),
        reasons=new,
        priority=priority,
        first_contact_due=min(case.first_contact_due, due_after(now, contact, calendar)),
        answer_due=answer_due,
        plan_due=case.plan_due and min(case.plan_due, plan),
        resolve_due=case.resolve_due and min(case.resolve_due, due_after(now, promise.resolve, calendar)),
        note=ask.note,
    )


def lower_level(case: Case, ask: LowerLevel, policy: Policy, now: datetime) -> LevelLowered | LowerLevelAsked:
    """The manager lowers the level, with the reason. Under a rule that is guarded, two people do: he and that role, in any order.

    Policy: 1.2
    Raises: NotAllowedNow "level_stands", "waits_for_other" to whoever asked for it already.
    """
    if ask.level != "general":
        raise NotUnderstood("unknown_word", field="level")
    if case.level != "major":
        raise NotAllowedNow("level_stands")
    check_said(reason=ask.reason)
    missing = list(lowered_by(case, policy))
    asked_as, asked_by = case.handling.lowering or ("", "")
    if asked_as in missing:
        missing.remove(asked_as)
    barred = frozenset({asked_by} - {ask.by.code})
    row = next((role for role in missing if acting_as(role, ask.by, case, policy, barred)), None)
    if ask.by.code == asked_by or (row is None and asked_as in ask.by.roles):
        raise NotAllowedNow("waits_for_other")
    if row is None:
        raise NotYours
    role = acting_as(row, ask.by, case, policy, barred) or row
    if len(missing) == 1:
        return LevelLowered(at=now, by=ask.by.code, role=role, level=ask.level, reason=ask.reason)
    return LowerLevelAsked(at=now, by=ask.by.code, role=role, level=ask.level, for_role=row, reason=ask.reason)


def lowered_by(case: Case, policy: Policy) -> tuple[str, ...]:
    """Roles that have to agree before the level of this case falls.

    Policy: 1.2
    """
    guards = policy.measures.level_guard
    others = tuple(role for role, codes in guards.items() if set(codes) & set(case.handling.level_reasons))
    # Nobody but confidential officers may know of a guarded case, so as many of them agree.
    return ("confid",) * (1 + len(others)) if case.guarded else ("manager", *others)


def _kept_level(case: Case, level: str, reasons: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What somebody raised before stays raised, with its reasons."""
    return max(case.level, level, key=LEVELS.index), tuple(dict.fromkeys((*case.handling.level_reasons, *reasons)))


def level_of(ask: TriageCase, policy: Policy, *, rules: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """General or major, with the reason codes: a high severity confirmed by a person is major (M1).

    Policy: 1.2
    rules: others that it fulfils.
    """
    rules = (*(("M1",) if ask.severity >= policy.promises.major_severity else ()), *rules)
    if rules:
        return "major", rules
    return ask.level, ("by_triage",) if ask.level != "general" else ()


def priority_of(case: Case, ask: TriageCase, level: str, policy: Policy) -> Priority:
    """The matrix, with its floors: a major and a guarded case wait no longer than these.

    Policy: 3.2
    """
    floors: list[Priority] = [policy.promises.matrix[ask.severity][ask.urgency]]
    if level != "general":
        floors.append(policy.promises.floors["major"])
    if case.guarded:
        floors.append(policy.promises.floors["guarded"])
    return min(floors, key=PRIORITIES.index)


def _first_contact_due(case: Case, ask: TriageCase, promise: Promise, policy: Policy) -> datetime:
    """A first contact once promised never moves later; a higher priority may bring it forward."""
    essential = policy.categories[ask.category].essential
    limit = promise.first_contact_essential if essential else promise.first_contact
    return min(case.first_contact_due, due_after(case.received_at, limit, policy.calendar))


def _answer_due(case: Case, promise: Promise, policy: Policy) -> datetime:
    """The policy's date, never after the one already promised nor after the statutory cap."""
    return min(case.answer_due, due_after(case.counted_from, promise.answer, policy.calendar))


def _check_codes(ask: TriageCase, policy: Policy) -> None:
    category = policy.categories.get(ask.category)
    if category is None:
        raise NotUnderstood("unknown_category", field="category")
    if ask.sub_issue not in category.sub_issues:
        raise NotUnderstood("unknown_sub_issue", field="sub_issue")
    if ask.severity not in policy.promises.severities:
        raise NotUnderstood("unknown_word", field="severity")
    if ask.urgency not in policy.promises.urgencies:
        raise NotUnderstood("unknown_word", field="urgency")
    if ask.level not in {"general", "major"}:
        raise NotUnderstood("unknown_word", field="level")
    for name in FACTORS:
        if ask.risk is not None and getattr(ask.risk, name) not in getattr(policy.risk, name):
            raise NotUnderstood("unknown_word", field=name)
    for field, department in (("lead", ask.lead), *(("co_departments", code) for code in ask.co_departments)):
        if department not in policy.departments.departments:
            raise NotUnderstood("unknown_word", field=field)


def _check_points(ask: TriageCase, policy: Policy) -> None:
    """Further problem points, each another one."""
    points = ((ask.category, ask.sub_issue), *ask.points)
    for n, (category, sub_issue) in enumerate(ask.points):
        if category not in policy.categories:
            raise NotUnderstood("unknown_category", field=f"points.{n}.category")
        if sub_issue not in policy.categories[category].sub_issues:
            raise NotUnderstood("unknown_sub_issue", field=f"points.{n}.sub_issue")
    if len(set(points)) < len(points):
        raise NotUnderstood("point_twice", field="points")
    if len(points) > policy.measures.points:
        raise NotUnderstood("too_many_values", field="points", limit=policy.measures.points)


def _check_people(case: Case, ask: TriageCase, policy: Policy, now: datetime) -> None:
    if case.guarded and "confid" not in ask.by.roles:
        raise NotYours
    check_there(ask.handler, "handler", now, policy)
    person = policy.departments.staff.get(ask.handler)
    if person is None or not _HANDLING_ROLES & set(person.roles) or not person.works_in(case.community):
        raise NotUnderstood("assignee_unknown", field="handler")
    if case.guarded and "confid" not in person.roles:
        raise NotAllowedNow("recused", field="handler")
    if not case.guarded and person.department != ask.lead:
        raise NotUnderstood("assignee_unknown", field="handler")
    if {ask.lead, ask.handler} & set(case.accused):
        raise NotAllowedNow("lead_accused", field="lead")
    if stands_aside(case, ask.handler, person.department):
        raise NotAllowedNow("recused", field="handler")
    if set(ask.co_departments) & set(case.accused):
        raise NotAllowedNow("lead_accused", field="co_departments")
