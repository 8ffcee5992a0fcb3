"""Otherwise right commands, and cases that are fit for them: what the table test over (state, command, role) asks with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, change, someone, submit
from huiyin.core.case import Case
from huiyin.core.commands import (
    OWNER,
    SYSTEM,
    AcceptCase,
    AcceptObjection,
    Actor,
    AddFact,
    ApprovePlan,
    AskOwner,
    CheckEvidence,
    Command,
    DeclineCase,
    ExtendDate,
    LaterCommand,
    LogContact,
    LowerLevel,
    ObjectToDecline,
    RaiseLevel,
    RegisterCase,
    ReplyToQuestion,
    ReturnLetter,
    ReturnPlan,
    ReturnToTriage,
    RevealIdentity,
    TriageCase,
    UrgeCase,
    WatchClocks,
    WithdrawCase,
)
from huiyin.core.handling import Pause, Plan
from huiyin.core.lifecycle import STEPS
from huiyin.policy.schema import Policy

Made = Callable[[Actor, Policy], Command]

# One otherwise right command for each built step, by chapter. Add yours when you build it.
_INTAKE: Mapping[str, Made] = {
    "RegisterCase": lambda by, policy: RegisterCase(by=by, identity_check="called_back"),
    "AddFact": lambda by, policy: AddFact(by=by, note="补充"),
    "CheckEvidence": lambda by, policy: CheckEvidence(by=by, slot="1", outcome="available", media="image/jpeg", size=1, original="x"),
    "RevealIdentity": lambda by, policy: RevealIdentity(by=by, reason=next(iter(policy.identity_reasons))),
    "DeclineCase": lambda by, policy: DeclineCase(by=by, reason="not_ours", text="请向供电公司反映。"),
    "ObjectToDecline": lambda by, policy: ObjectToDecline(by=by, grounds="管道在公共部位。"),
    "AcceptObjection": lambda by, policy: AcceptObjection(by=by, grounds="确属公共部位。"),
    "AskOwner": lambda by, policy: AskOwner(by=by, question="是哪一部电梯？", days=2),
    "ReplyToQuestion": lambda by, policy: ReplyToQuestion(by=by, answer="二号梯"),
    "UrgeCase": lambda by, policy: UrgeCase(by=by),
    "WithdrawCase": lambda by, policy: WithdrawCase(by=by),
}
_TRIAGE: Mapping[str, Made] = {
    "TriageCase": lambda by, policy: TriageCase(
        by=by,
        category="elevator",
        sub_issue="out_of_service",
        severity=3,
        urgency=3,
        level="general",
        lead="repairs",
        handler=someone(policy, "handler", "repairs").code,
    ),
    "ReturnToTriage": lambda by, policy: ReturnToTriage(by=by, reason="属于秩序部"),
    "RaiseLevel": lambda by, policy: RaiseLevel(by=by, level="major", reasons=("M2",), note="有人受伤"),
    "LowerLevel": lambda by, policy: LowerLevel(by=by, level="general", reason="核实后没有这回事"),
}
_PLANNING: Mapping[str, Made] = {
    "SubmitPlan": lambda by, policy: submit(policy, by=by),
    "ChangePlan": lambda by, policy: change(policy, by=by),
    "ApprovePlan": lambda by, policy: ApprovePlan(by=by, digest="read", no_interest=True),
    "ReturnPlan": lambda by, policy: ReturnPlan(by=by, reasons="请补充报价"),
    "ExtendDate": lambda by, policy: ExtendDate(by=by, until=MONDAY_9AM + timedelta(days=6), reason="配件晚到"),
}
_WORK: Mapping[str, Made] = {
    "AcceptCase": lambda by, policy: AcceptCase(by=by, no_interest=True),
    "LogContact": lambda by, policy: LogContact(by=by, way="phone", reached=True, note="已联系"),
    "WatchClocks": lambda by, policy: WatchClocks(by=by),
    "ReturnLetter": lambda by, policy: ReturnLetter(by=by, letter="complaint-received", event=1, why="bounced"),
}
_MADE: Mapping[str, Made] = {**_INTAKE, **_TRIAGE, **_PLANNING, **_WORK}


def _with_plan(case: Case) -> Case:
    rows = ("dept_lead", "duty_manager", "manager", "quality", "confid", "company")
    plan = Plan(
        version=1, by="li.wei", at=MONDAY_9AM, finish_due=MONDAY_9AM, cost_yuan=0, digest="read", approvers=rows, approvals=(), source=None
    )
    return case.handled(plan=plan)


# What a case must hold beyond its state so that nothing but state and role decides.
_FITTED: Mapping[str, Callable[[Case], Case]] = {
    "TriageCase": lambda case: replace(case, lead=None, handler=None) if case.state == "EXECUTING" else case,
    "LowerLevel": lambda case: replace(case, level="major").handled(level_reasons=("M3",)),
    "ApprovePlan": _with_plan,
    "ReturnPlan": _with_plan,
    "ObjectToDecline": lambda case: case.handled(declined_at=MONDAY_9AM),
    "AcceptObjection": lambda case: case.handled(declined_at=MONDAY_9AM, objected_at=MONDAY_9AM),
    "ReplyToQuestion": lambda case: case.handled(
        pause=Pause(since=MONDAY_9AM - timedelta(days=2), until=MONDAY_9AM, before="INVESTIGATING")
    ),
}
# Of the roles of a row, those whose turn it is in a case that `someone_with` works on.
_IN_CHARGE = frozenset({"handler", "dept_lead"})
ONLY: Mapping[str, frozenset[str]] = {
    "ReturnToTriage": _IN_CHARGE,
    "SubmitPlan": _IN_CHARGE,
    "ChangePlan": _IN_CHARGE,
    "LowerLevel": frozenset({"manager", "quality"}),
    "ExtendDate": frozenset({"dept_lead", "manager"}),
    "AcceptCase": frozenset({"handler"}),
}


def ask_of(command: str, by: Actor, policy: Policy) -> Command:
    """An otherwise right command by that person."""
    if not STEPS[command].built:
        return LaterCommand(by=by, name=command)
    return _MADE[command](by, policy)


def fitted(case: Case, command: str, state: str) -> Case:
    """The case in that state, with all that the command needs beside the right state."""
    fit = _FITTED.get(command)
    in_state = replace(case, state=state)
    return fit(in_state) if fit else in_state


def someone_with(role: str, case: Case) -> Actor:
    """A person who holds only that role and works in the lead department."""
    if role in {"owner", "system"}:
        return OWNER if role == "owner" else SYSTEM
    return Actor(code=case.handler or "nobody" if role == "handler" else f"some.{role}", roles=frozenset({role}), department=case.lead)
