"""5 执行与反馈: the commands of the desk on answers, reviews and who handles the case from now on."""

from datetime import timedelta
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import (
    Actor,
    AssignCase,
    Command,
    ConcludeWithoutWork,
    DecideReview,
    ReleaseAnswer,
    ReopenCase,
    SendDatedAnswer,
)
from huiyin.core.leaving import fits
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action, point_codes, point_fields, read_points
from huiyin.entry.descriptors import check, choice, moment, named, person_choice, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]
# Later than anything that an answer waits for: to ask whether a step is open, no date of it may be past.
_FAR = timedelta(days=20000)


def _release_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [*point_fields(case, policy), _answer(policy), check("no_interest", policy)]


def _answer(policy: Policy) -> Json:
    """What the owner is told, under the name that it has for whoever drafts it."""
    return text("text", policy, long=True, label=sentences.word("fields.answer", policy))


def _read_release(fields: Fields, actor: Actor, policy: Policy) -> Command:
    findings, wishes = read_points(fields, policy)
    said, declared = fields.needed_text("text", policy.limits.note_chars), fields.flag("no_interest")
    return ReleaseAnswer(by=actor, findings=findings, wishes=wishes, text=said, no_interest=declared)


def _example_release(case: Case, actor: Actor, policy: Policy) -> Command:
    findings, wishes = point_codes(case, policy)
    return ReleaseAnswer(by=actor, findings=findings, wishes=wishes, text="-", no_interest=True)


def _conclude_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [*point_fields(case, policy), text("grounds", policy, long=True), text("answer", policy, long=True)]


def _read_conclude(fields: Fields, actor: Actor, policy: Policy) -> Command:
    findings, wishes = read_points(fields, policy)
    chars = policy.limits.note_chars
    grounds, answer = fields.needed_text("grounds", chars), fields.needed_text("answer", chars)
    return ConcludeWithoutWork(by=actor, findings=findings, wishes=wishes, grounds=grounds, answer=answer)


def _example_conclude(case: Case, actor: Actor, policy: Policy) -> Command:
    findings, wishes = point_codes(case, policy)
    return ConcludeWithoutWork(by=actor, findings=findings, wishes=wishes, grounds="-", answer="-")


def _dated_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    findings = [field for field in point_fields(case, policy) if field["name"].startswith("finding_")]
    return [*findings, moment("until", policy), _answer(policy)]


def _read_dated(fields: Fields, actor: Actor, policy: Policy) -> Command:
    findings: list[str] = []
    for n in range(1, policy.measures.points + 1):
        if n > 1 and not fields.was_sent(f"finding_{n}"):
            break
        findings.append(fields.needed_code(f"finding_{n}", policy.charter.outcomes))
    until, said = fields.needed_moment("until", policy.calendar.zone), fields.needed_text("text", policy.limits.note_chars)
    return SendDatedAnswer(by=actor, findings=tuple(findings), until=until, text=said)


def _example_dated(case: Case, actor: Actor, policy: Policy) -> Command:
    return SendDatedAnswer(by=actor, findings=point_codes(case, policy)[0], until=case.received_at + _FAR, text="-")


def _review_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [choice("outcome", policy, named(policy.measures.review_outcomes)), text("text", policy, long=True)]


def _read_review(fields: Fields, actor: Actor, policy: Policy) -> Command:
    outcome = fields.needed_code("outcome", policy.measures.review_outcomes)
    return DecideReview(by=actor, outcome=outcome, text=fields.needed_text("text", policy.limits.note_chars))


def _people(case: Case, policy: Policy) -> list[Json]:
    """Who may be named: people of the lead department who handle cases, not whoever has it or had it before."""
    barred = {case.handler, *case.handling.former, *case.accused}
    return [
        person_choice(code, person, policy)
        for code, person in policy.departments.staff.items()
        if code not in barred and fits(case, code, policy)
    ]


def _example_assign(case: Case, actor: Actor, policy: Policy) -> Command:
    person = next(iter(_people(case, policy)), {"value": ""})
    return AssignCase(by=actor, handler=person["value"])


FEEDBACK = (
    Action(command="release-answer", name="labels.release_answer", fields=_release_fields, read=_read_release, example=_example_release),
    Action(
        command="conclude-without-work", name="labels.conclude", fields=_conclude_fields, read=_read_conclude, example=_example_conclude
    ),
    Action(command="send-dated-answer", name="labels.send_dated", fields=_dated_fields, read=_read_dated, example=_example_dated),
    Action(
        command="assign-case",
        name="labels.assign_case",
        fields=lambda case, actor, policy: [choice("handler", policy, _people(case, policy), kind="person")],
        read=lambda fields, actor, policy: AssignCase(
            by=actor, handler=fields.needed_code("handler", policy.departments.staff, refusal="assignee_unknown")
        ),
        example=_example_assign,
    ),
    Action(
        command="decide-review",
        name="labels.decide_review",
        fields=_review_fields,
        read=_read_review,
        example=lambda case, actor, policy: DecideReview(by=actor, outcome=next(iter(policy.measures.review_outcomes)), text="-"),
    ),
    Action(
        command="reopen-case",
        name="labels.reopen",
        fields=lambda case, actor, policy: [text("grounds", policy, long=True)],
        read=lambda fields, actor, policy: ReopenCase(by=actor, grounds=fields.needed_text("grounds", policy.limits.note_chars)),
        example=lambda case, actor, policy: ReopenCase(by=actor, grounds="-"),
    ),
)
