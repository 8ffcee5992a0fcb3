"""4 方案制定: the commands of the desk on plans."""

import re
from datetime import timedelta
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import (
    PLAN_WORDS,
    Actor,
    ApprovePlan,
    ChangePlan,
    Command,
    ExtendDate,
    ResourceWanted,
    ReturnPlan,
    SubmitPlan,
    TaskWanted,
)
from huiyin.core.errors import NotUnderstood
from huiyin.core.plan_checks import words_asked
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action, point_codes, point_fields, read_points
from huiyin.entry.descriptors import amount, check, choice, hidden, moment, named, person_choice, rows, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]
_NUMBERS = re.compile(r"\d{1,3}(?:[\s,，、;]+\d{1,3})*")
# Later than anything that a plan waits for: to ask whether a plan could be drawn, no date of it may be past.
_FAR = timedelta(days=20000)


def _plan_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """Of a small matter what is done, by whom and until when; the rest is folded, with whatever its level does not ask for."""
    plan, limits, asked = case.handling.plan, policy.measures, words_asked(case, policy)
    short = {"folded": True} if len(asked) < len(PLAN_WORDS) else {}
    ready = {"ready": ready} if (ready := ready_plans(case, policy)) else {}
    words = {name: text(name, policy, long=True, needed=name in asked, **({} if name in asked else short)) for name in PLAN_WORDS}
    beside = [
        rows("resources", policy, _resource_columns(policy), least=0, most=limits.resources_of_plan),
        choice("concession", policy, named(limits.concessions), value=plan.concession if plan else None, needed=False),
        amount("payment_yuan", policy, value=plan.payment_yuan if plan and plan.concession else None, needed=False),
        check("settlement", policy, needed=False),
        check("insurance_report", policy, needed=False),
        text("legal_note", policy, long=True, needed=False),
    ]
    first = next(iter(asked))
    return [
        *point_fields(case, policy),
        *(words[name] | (ready if name == first else {}) for name in PLAN_WORDS if name in asked),
        rows("tasks", policy, task_columns(case, policy), least=1, most=limits.tasks),
        moment("finish_due", policy),
        amount("cost_yuan", policy, value=plan.cost_yuan if plan else 0),
        choice("source", policy, named(limits.sources), value=plan.source if plan else None, needed=False),
        *(words[name] for name in PLAN_WORDS if name not in asked),
        *(one | short for one in beside),
    ]


def ready_plans(case: Case, policy: Policy) -> list[Json]:
    """The tried ways of such a matter as the beginning of a plan: its words, its steps in the hands of whoever handles it, and what it
    takes. days: in which all of it is done.

    Policy: 4.1
    """
    fitting = ((code, one) for code, one in policy.playbooks.items() if case.sub_issue in one.sub_issues and case.lead == one.department)
    return [
        {
            "value": code,
            "name": sentences.both(book.name),
            "days": book.done_d,
            "values": {
                "solution": book.name.of(case.language),
                "tasks": [
                    {
                        "words": step.name.of(case.language),
                        "department": book.department,
                        "assignee": case.handler,
                        "physical": step.physical,
                        "certificate": step.certificate,
                        "after": str(n - 1) if n > 1 else None,
                    }
                    for n, step in enumerate(book.steps, start=1)
                ],
                "resources": [{"words": need.name.of(case.language), "kind": need.kind} for need in book.resources],
            },
        }
        for code, book in fitting
    ]


def task_columns(case: Case, policy: Policy) -> list[Json]:
    """The fields of one step: what, who, until when, and what it asks for. The accused have none."""
    departments = {code: one.name for code, one in policy.departments.departments.items() if code not in case.accused}
    people = [
        person_choice(code, person, policy)
        for code, person in policy.departments.staff.items()
        if not {code, person.department} & set(case.accused)
        and person.works_in(case.community)
        and (not case.guarded or "confid" in person.roles)
    ]
    return [
        text("words", policy),
        choice("department", policy, named(departments), value=case.lead),
        choice("assignee", policy, people, follows="department", kind="person"),
        moment("due", policy),
        check("physical", policy, needed=False),
        choice("certificate", policy, named(policy.measures.certificates), needed=False),
        text("after", policy, needed=False),
    ]


def _resource_columns(policy: Policy) -> list[Json]:
    return [
        text("words", policy),
        choice("kind", policy, named(policy.measures.resources)),
        moment("by", policy),
        amount("cost_yuan", policy, needed=False),
    ]


def read_task(fields: Fields, policy: Policy) -> TaskWanted:
    """One step, as it was sent."""
    return TaskWanted(
        words=fields.needed_text("words", policy.limits.wish_chars),
        department=fields.needed_code("department", policy.departments.departments),
        assignee=fields.needed_code("assignee", policy.departments.staff, refusal="assignee_unknown"),
        due=fields.needed_moment("due", policy.calendar.zone),
        physical=fields.flag("physical"),
        certificate=fields.code("certificate", policy.measures.certificates),
        after=_after(fields, policy),
    )


def _after(fields: Fields, policy: Policy) -> tuple[int, ...]:
    """Numbers of the steps before, as people write them: 1, 2 or 1、2."""
    said = fields.line("after", policy.limits.spot_chars)
    if said and not _NUMBERS.fullmatch(said):
        raise NotUnderstood("task_order", field="after")
    return tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", said)))


def _resource(fields: Fields, policy: Policy) -> ResourceWanted:
    return ResourceWanted(
        words=fields.needed_text("words", policy.limits.wish_chars),
        kind=fields.needed_code("kind", policy.measures.resources),
        by=fields.needed_moment("by", policy.calendar.zone),
        cost_yuan=fields.amount("cost_yuan") or 0,
    )


def _plan(fields: Fields, actor: Actor, policy: Policy) -> Json:
    findings, wishes = read_points(fields, policy)
    limits, always = policy.measures, policy.measures.plan_words["general"]
    words = {name: (fields.needed_text if name in always else fields.text)(name, policy.limits.note_chars) for name in PLAN_WORDS}
    return {
        "by": actor,
        "findings": findings,
        "wishes": wishes,
        **words,
        "cost_yuan": fields.needed_amount("cost_yuan"),
        "source": fields.code("source", limits.sources),
        "finish_due": fields.needed_moment("finish_due", policy.calendar.zone),
        "concession": fields.code("concession", limits.concessions),
        "payment_yuan": fields.amount("payment_yuan") or 0,
        "settlement": fields.flag("settlement"),
        "insurance_report": fields.flag("insurance_report"),
        "legal_note": fields.text("legal_note", policy.limits.note_chars),
        "tasks": fields.rows("tasks", lambda row: read_task(row, policy), most=limits.tasks),
        "resources": fields.rows("resources", lambda row: _resource(row, policy), most=limits.resources_of_plan),
    }


def _read_submit(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return SubmitPlan(**_plan(fields, actor, policy))


def _read_change(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return ChangePlan(
        **_plan(fields, actor, policy),
        change=fields.needed_code("change", policy.measures.changes),
        reason=fields.needed_text("reason", policy.limits.note_chars),
    )


def _change_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [
        choice("change", policy, named(policy.measures.changes)),
        text("reason", policy, long=True),
        *_plan_fields(case, actor, policy),
    ]


def _example_plan(case: Case, actor: Actor, policy: Policy) -> Json:
    (findings, wishes), far = point_codes(case, policy), case.received_at + _FAR
    people = task_columns(case, policy)[2]["choices"]
    person = next(iter(people), {"value": "", "group": ""})
    return {
        "by": actor,
        "findings": findings,
        "wishes": wishes,
        **dict.fromkeys(PLAN_WORDS, "-"),
        "cost_yuan": 0,
        "source": None,
        "finish_due": far,
        "tasks": (TaskWanted(words="-", department=person["group"], assignee=person["value"], due=far),),
    }


def _agree_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    plan = case.handling.plan
    return [
        hidden("digest", policy, plan.digest if plan else ""),
        check("no_interest", policy),
        text("comment", policy, long=True, needed=False),
        text("conditions", policy, long=True, needed=False),
    ]


def _read_agree(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return ApprovePlan(
        by=actor,
        digest=fields.needed_text("digest", policy.limits.spot_chars),
        no_interest=fields.flag("no_interest"),
        comment=fields.text("comment", policy.limits.note_chars),
        conditions=fields.text("conditions", policy.limits.note_chars),
    )


def _example_agree(case: Case, actor: Actor, policy: Policy) -> Command:
    plan = case.handling.plan
    return ApprovePlan(by=actor, digest=plan.digest if plan else "", no_interest=True)


def _read_extend(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return ExtendDate(
        by=actor,
        until=fields.needed_moment("until", policy.calendar.zone),
        reason=fields.needed_text("reason", policy.limits.note_chars),
    )


PLANNING = (
    Action(
        command="submit-plan",
        name="labels.plan_submit",
        fields=_plan_fields,
        read=_read_submit,
        example=lambda case, actor, policy: SubmitPlan(**_example_plan(case, actor, policy)),
    ),
    Action(command="approve-plan", name="labels.plan_agree", fields=_agree_fields, read=_read_agree, example=_example_agree),
    Action(
        command="return-plan",
        name="labels.plan_return",
        fields=lambda case, actor, policy: [text("reasons", policy, long=True)],
        read=lambda fields, actor, policy: ReturnPlan(by=actor, reasons=fields.needed_text("reasons", policy.limits.note_chars)),
        example=lambda case, actor, policy: ReturnPlan(by=actor, reasons="-"),
    ),
    Action(
        command="change-plan",
        name="labels.plan_change",
        fields=_change_fields,
        read=_read_change,
        example=lambda case, actor, policy: ChangePlan(**_example_plan(case, actor, policy), change="scope", reason="-"),
    ),
    Action(
        command="extend-date",
        name="labels.date_extend",
        fields=lambda case, actor, policy: [moment("until", policy), text("reason", policy, long=True)],
        read=_read_extend,
        example=lambda case, actor, policy: ExtendDate(by=actor, until=case.received_at + _FAR, reason="-"),
    ),
)
