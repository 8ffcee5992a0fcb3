"""3 分析与评估: the commands of the desk on class and people."""

from typing import Any

from huiyin.core.assets import assets_of
from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command, LowerLevel, NameAsset, NoteFlags, NotePending, RaiseLevel, ReturnToTriage, TriageCase
from huiyin.core.risk import FACTORS, RiskFactors
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action, flag_field, read_flags
from huiyin.entry.descriptors import choice, named, person_choice, rows, several, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Phrase, Policy

Json = dict[str, Any]

_HANDLING = frozenset({"handler", "dept_lead", "confid"})


def _triage_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    known = policy.categories.get(case.category or "")
    issue = known.sub_issues.get(case.sub_issue or "") if known else None
    lead = issue.department if issue else known.department if known else None
    grades = policy.promises
    return [
        choice("category", policy, named({code: one.name for code, one in policy.categories.items()}), value=case.category),
        choice("sub_issue", policy, _sub_issues(policy), value=case.sub_issue, follows="category"),
        choice("severity", policy, named(grades.severities), value=case.severity),
        choice("urgency", policy, named(grades.urgencies), value=case.urgency),
        choice("level", policy, named({code: policy.charter.levels[code] for code in _LEVELS}), value="general"),
        choice("lead", policy, named({code: one.name for code, one in policy.departments.departments.items()}), value=lead),
        choice("handler", policy, _handlers(case, policy), follows=None if case.guarded else "lead", kind="person"),
        several("co_departments", policy, named(_free_departments(case, policy)), needed=False),
        rows("points", policy, _point_columns(policy), least=0, most=policy.measures.points - 1),
        *_risk_fields(case, policy),
    ]


def _risk_fields(case: Case, policy: Policy) -> list[Json]:
    """The factors of the risk. Words of the owner and the course of his case only suggest a grade."""
    known, held = case.handling, case.handling.risk
    often = known.proposed is not None or known.disputes > 0 or known.reopened > 0 or bool(case.warned)
    hinted = {
        "exposure": 2 if "exposure" in case.hints or "authority_order" in known.flags else None,
        "likelihood": 4 if often else 2 if "repeat" in known.flags else None,
    }
    return [
        choice(name, policy, named(getattr(policy.risk, name)), value=getattr(held, name) if held else hinted.get(name), needed=False)
        for name in FACTORS
    ]


def _read_risk(fields: Fields, policy: Policy) -> RiskFactors | None:
    """The factors as far as they were set; None when none was."""
    said = {name: fields.grade(name, getattr(policy.risk, name)) for name in FACTORS}
    given = {name: grade for name, grade in said.items() if grade is not None}
    return RiskFactors(**given) if given else None


def _free_departments(case: Case, policy: Policy) -> dict[str, Phrase]:
    return {code: one.name for code, one in policy.departments.departments.items() if code not in case.accused}


def _point_columns(policy: Policy) -> list[Json]:
    """A further problem point."""
    return [
        choice("category", policy, named({code: one.name for code, one in policy.categories.items()})),
        choice("sub_issue", policy, _sub_issues(policy), follows="category"),
    ]


# A group is declared by its own command.
_LEVELS = ("general", "major")


def _sub_issues(policy: Policy) -> list[Json]:
    return [
        {"value": sub, "name": sentences.both(issue.name), "group": code, "group_words": sentences.both(one.name)}
        for code, one in policy.categories.items()
        for sub, issue in one.sub_issues.items()
    ]


def _handlers(case: Case, policy: Policy) -> list[Json]:
    """Who may be given the case: people who handle; for a guarded case the confidential officers; never the accused.

    Policy: 2.6, 5.1
    """
    wanted = {"confid"} if case.guarded else _HANDLING - {"confid"}
    return [
        person_choice(code, person, policy)
        for code, person in policy.departments.staff.items()
        if wanted & set(person.roles) and code not in case.accused and person.works_in(case.community)
    ]


def _read_triage(fields: Fields, actor: Actor, policy: Policy) -> Command:
    category = fields.needed_code("category", policy.categories, refusal="unknown_category")
    return TriageCase(
        by=actor,
        category=category,
        sub_issue=fields.needed_code("sub_issue", policy.categories[category].sub_issues, refusal="unknown_sub_issue"),
        severity=fields.needed_grade("severity", policy.promises.severities),
        urgency=fields.needed_grade("urgency", policy.promises.urgencies),
        level=fields.needed_code("level", _LEVELS),
        lead=fields.needed_code("lead", policy.departments.departments),
        handler=fields.needed_code("handler", policy.departments.staff, refusal="assignee_unknown"),
        co_departments=fields.codes("co_departments", policy.departments.departments),
        points=fields.rows("points", lambda row: _read_point(row, policy), most=policy.measures.points - 1),
        risk=_read_risk(fields, policy),
    )


def _read_point(fields: Fields, policy: Policy) -> tuple[str, str]:
    category = fields.needed_code("category", policy.categories, refusal="unknown_category")
    return category, fields.needed_code("sub_issue", policy.categories[category].sub_issues, refusal="unknown_sub_issue")


def _example_triage(case: Case, actor: Actor, policy: Policy) -> Command:
    code, category = next(iter(policy.categories.items()))
    handler = next(iter(_handlers(case, policy)), {"value": "", "group": ""})
    return TriageCase(
        by=actor,
        category=code,
        sub_issue=next(iter(category.sub_issues)),
        severity=1,
        urgency=1,
        level="general",
        lead=handler["group"],
        handler=handler["value"],
    )


def _raise_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [several("reasons", policy, named(policy.measures.level_rules)), text("note", policy, long=True)]


def _read_raise(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return RaiseLevel(
        by=actor,
        level="major",
        reasons=fields.codes("reasons", policy.measures.level_rules),
        note=fields.needed_text("note", policy.limits.note_chars),
    )


def _reason(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("reason", policy, long=True)]


def _example_flags(case: Case, actor: Actor, policy: Policy) -> Command:
    """Another set than stands, so that only who asks and when decides."""
    return NoteFlags(by=actor, flags=() if "safety" in case.handling.flags else ("safety",))


def _pending_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """Which points, before whom, and under which number; nothing chosen means that all are judged here again."""
    numbered = [
        {"value": str(n), "name": sentences.sub_issue(point.sub_issue, point.category, policy)}
        for n, point in enumerate(case.handling.points, start=1)
    ]
    return [
        several("points", policy, numbered, needed=False),
        choice("elsewhere", policy, named(policy.measures.elsewhere), needed=False),
        text("note", policy, long=True),
    ]


def _read_pending(fields: Fields, actor: Actor, policy: Policy) -> Command:
    numbers = [str(number) for number in range(1, policy.measures.points + 1)]
    return NotePending(
        by=actor,
        points=tuple(int(number) for number in fields.codes("points", numbers)),
        body=fields.code("elsewhere", policy.measures.elsewhere) or "",
        note=fields.needed_text("note", policy.limits.note_chars),
    )


def _example_pending(case: Case, actor: Actor, policy: Policy) -> Command:
    """Another point than stands, so that only who asks and when decides."""
    first = next((point.elsewhere for point in case.handling.points), "")
    return NotePending(by=actor, points=() if first else (1,), body="" if first else next(iter(policy.measures.elsewhere)), note="-")


def _asset_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """The assets of its estate; nothing chosen means that it is about none."""
    known = named({code: one.name for code, one in assets_of(case, policy).items()})
    return [choice("asset", policy, known, value=case.handling.asset, needed=False)]


def _read_asset(fields: Fields, actor: Actor, policy: Policy) -> Command:
    known = {code for one in policy.communities.values() for code in one.assets}
    return NameAsset(by=actor, asset=fields.code("asset", known) or "")


TRIAGE = (
    Action(command="triage-case", name="labels.triage", fields=_triage_fields, read=_read_triage, example=_example_triage),
    Action(
        command="return-to-triage",
        name="labels.triage_return",
        fields=_reason,
        read=lambda fields, actor, policy: ReturnToTriage(by=actor, reason=fields.needed_text("reason", policy.limits.note_chars)),
        example=lambda case, actor, policy: ReturnToTriage(by=actor, reason="-"),
    ),
)
LEVELS = (
    Action(
        command="note-flags",
        name="labels.flags_note",
        fields=lambda case, actor, policy: [flag_field(policy)],
        read=lambda fields, actor, policy: NoteFlags(by=actor, flags=read_flags(fields, policy)),
        example=_example_flags,
    ),
    Action(
        command="name-asset",
        name="labels.name_asset",
        fields=_asset_fields,
        read=_read_asset,
        example=lambda case, actor, policy: NameAsset(
            by=actor, asset="" if case.handling.asset else next(iter(assets_of(case, policy)), "")
        ),
    ),
    Action(command="note-pending", name="labels.note_pending", fields=_pending_fields, read=_read_pending, example=_example_pending),
    Action(
        command="raise-level",
        name="labels.level_raise",
        fields=_raise_fields,
        read=_read_raise,
        example=lambda case, actor, policy: RaiseLevel(by=actor, level="major", reasons=tuple(policy.measures.level_rules), note="-"),
    ),
    Action(
        command="lower-level",
        name="labels.level_lower",
        fields=_reason,
        read=lambda fields, actor, policy: LowerLevel(
            by=actor, level="general", reason=fields.needed_text("reason", policy.limits.note_chars)
        ),
        example=lambda case, actor, policy: LowerLevel(by=actor, level="general", reason="-"),
    ),
)
