"""The commands of the desk: which fields each asks for, how its body becomes a command, and whether it is open now."""

from datetime import datetime
from typing import Any

from huiyin.core.alarm import answers_alarm
from huiyin.core.attendance import directory_of_the_day
from huiyin.core.case import Case
from huiyin.core.clocks import ANSWER, is_contact_kept, running
from huiyin.core.commands import Actor, Command
from huiyin.core.decide import why_not
from huiyin.core.errors import NotThere, Refusal
from huiyin.core.ladder import DATED_ANSWER
from huiyin.core.lifecycle import LIFECYCLE, SLUGS, STAFF
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action
from huiyin.entry.actions.archiving import ARCHIVING
from huiyin.entry.actions.checks import CHECKS
from huiyin.entry.actions.feedback import FEEDBACK
from huiyin.entry.actions.groups import GROUPS
from huiyin.entry.actions.intake import INTAKE
from huiyin.entry.actions.orders import ORDERS
from huiyin.entry.actions.outside import OUTSIDE
from huiyin.entry.actions.planning import PLANNING
from huiyin.entry.actions.rights import RIGHTS
from huiyin.entry.actions.survey import SURVEY
from huiyin.entry.actions.tasks import TASKS
from huiyin.entry.actions.triage import LEVELS, TRIAGE
from huiyin.entry.actions.work import WORK
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]
# Commands with an address of their own, and those of other doors: not posted under their name at the desk.
ELSEWHERE = frozenset({"ReceiveComplaint", "RevealIdentity", "AddFiles", "ShareCase", "TakeCall"}) | {
    step.command for step in LIFECYCLE if not set(STAFF) & set(step.roles)
}
# What takes a case on, in the order of its life: the first of these that is open is the next step, and stands open at the desk.
_NEXT = """register-case reply-to-question triage-case accept-case log-contact submit-plan approve-plan finish-task report-done
release-answer record-transfer-result accept-objection decide-review decide-erasure log-call-back""".split()
_EVERY = (*INTAKE, *TRIAGE, *PLANNING, *WORK, *TASKS, *FEEDBACK, *SURVEY, *CHECKS, *OUTSIDE, *ORDERS, *LEVELS, *GROUPS, *ARCHIVING, *RIGHTS)
ACTIONS = tuple(sorted(_EVERY, key=lambda one: _NEXT.index(one.command) if one.command in _NEXT else len(_NEXT)))


def actions(case: Case, actor: Actor, policy: Policy, now: datetime) -> list[Json]:
    """The commands of this person's roles on this case: open, or why not; the next step first.

    Policy: 5.1
    """
    policy = directory_of_the_day(policy, now)
    mine = [one for one in ACTIONS if actor.roles & set(SLUGS[one.command].roles)]
    if is_contact_kept(case):
        # Whoever was reached may be phoned again, but that is no next step any more.
        mine.sort(key=lambda one: one.command == "log-contact")
    first = _asked_by_clocks(case, actor, policy)
    mine.sort(key=lambda one: first.index(one.command) if one.command in first else len(first))
    return [_described(one, case, actor, policy, now) for one in mine]


def _asked_by_clocks(case: Case, actor: Actor, policy: Policy) -> list[str]:
    """What has to be done before the next step: an alarm answered, somebody sent, an answer with a date given on the last day but one."""
    ringing = {one.name for one in running(case, policy)}
    dated = ANSWER in ringing and any((one.clock, one.step) == (ANSWER, DATED_ANSWER) for one in case.handling.called)
    wanted = {
        "acknowledge-step": bool(answers_alarm(case, actor, policy)),
        "log-arrival": "on_site" in ringing,
        "report-made-safe": "made_safe" in ringing,
        "send-dated-answer": dated,
    }
    return [command for command, is_wanted in wanted.items() if is_wanted]


def _described(one: Action, case: Case, actor: Actor, policy: Policy, now: datetime) -> Json:
    closed = why_not(case, one.example(case, actor, policy), policy, now)
    if closed is not None and closed.field is not None:
        # About a field that is still to be filled in: that closes nothing.
        closed = None
    return {
        "command": one.command,
        "name": sentences.word(one.name, policy),
        "open": closed is None,
        "why": _why(closed, policy),
        "fields": one.fields(case, actor, policy) if closed is None else [],
    }


def _why(closed: Refusal | None, policy: Policy) -> Json | None:
    return {"code": closed.code, "message": sentences.refusal(closed, policy)} if closed is not None else None


def command_of(slug: str, fields: Fields, actor: Actor, policy: Policy) -> Command:
    """The command of an address, read from its body. Raises: NotThere for a name that is no command; NotUnderstood."""
    for one in ACTIONS:
        if one.command == slug:
            ask = one.read(fields, actor, policy)
            fields.nothing_else()
            return ask
    raise NotThere
