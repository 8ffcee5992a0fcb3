"""Otherwise right commands, and cases that are fit for them: what the table test over (state, command, role) asks with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, change, someone, submit
from core.fitting_groups import GROUPS, MARK
from core.fitting_rights import FITTED_RIGHTS, RIGHTS
from huiyin.core.case import Case
from huiyin.core.commands import (
    OWNER,
    SYSTEM,
    AcceptCase,
    AcceptObjection,
    AcknowledgeStep,
    Actor,
    AddFact,
    AddFiles,
    AddTask,
    AgreeAppointment,
    AnswerSurvey,
    ApprovePlan,
    ArchiveCase,
    AskOwner,
    AskReview,
    AssignCase,
    CheckEvidence,
    Command,
    ConcludeWithoutWork,
    ConfideCase,
    ConfirmAnswer,
    DecideRecusal,
    DecideReview,
    DeclineCase,
    DisputeAnswer,
    EvaluatePlan,
    ExtendDate,
    FileWanted,
    FinishTask,
    HoldCase,
    LiftLimit,
    LimitContact,
    LogArrival,
    LogCallBack,
    LogContact,
    LogJointCheck,
    LogVisit,
    LowerLevel,
    MoveResource,
    NameAsset,
    NoteFlags,
    NoteOrder,
    NotePending,
    ObjectToDecline,
    ObjectToLimit,
    RaiseGrievance,
    RaiseLevel,
    RecordHearing,
    RecordOrderReply,
    RecordTransferResult,
    RegisterCase,
    ReleaseAnswer,
    ReleaseCase,
    ReleaseHold,
    ReopenCase,
    ReplyToQuestion,
    ReportDone,
    ReportMadeSafe,
    ReturnLetter,
    ReturnPlan,
    ReturnToTriage,
    ReturnWork,
    RevealIdentity,
    SendDatedAnswer,
    SignEvaluation,
    StartWork,
    TakeCall,
    TaskWanted,
    TransferCase,
    TriageCase,
    UrgeCase,
    WatchClocks,
    WithdrawCase,
)
from huiyin.core.handling import Called, DatedAnswer, GivenAnswer, Group, Membership, Pause, Plan, Resource, Survey, Task, Transfer
from huiyin.core.ties import Added, ContactLimit, Order
from huiyin.policy.schema import Policy

Made = Callable[[Actor, Policy], Command]
_LATER = MONDAY_9AM + timedelta(days=3)
_LONG_AGO = MONDAY_9AM.replace(year=2020)

# One otherwise right command for each built step, by chapter. Add yours when you build it.
_INTAKE: Mapping[str, Made] = {
    "RegisterCase": lambda by, policy: RegisterCase(by=by, identity_check="called_back"),
    "AddFact": lambda by, policy: AddFact(by=by, note="补充"),
    "CheckEvidence": lambda by, policy: CheckEvidence(by=by, slot="1", outcome="available", media="image/jpeg", size=1, original="x"),
    "RevealIdentity": lambda by, policy: RevealIdentity(by=by, reason=next(iter(policy.identity_reasons))),
    "TakeCall": lambda by, policy: TakeCall(by=by, way="code", passed=True),
    "DeclineCase": lambda by, policy: DeclineCase(by=by, reason="not_ours", text="请向供电公司反映。"),
    "ObjectToDecline": lambda by, policy: ObjectToDecline(by=by, grounds="管道在公共部位。"),
    "AcceptObjection": lambda by, policy: AcceptObjection(by=by, grounds="确属公共部位。"),
    "AskOwner": lambda by, policy: AskOwner(by=by, question="是哪一部电梯？", days=2),
    "ReplyToQuestion": lambda by, policy: ReplyToQuestion(by=by, answer="二号梯"),
    "UrgeCase": lambda by, policy: UrgeCase(by=by),
    "RaiseGrievance": lambda by, policy: RaiseGrievance(by=by, note="说话不耐烦"),
    "DecideRecusal": lambda by, policy: DecideRecusal(by=by, accepted=True, people=("sun.qi",), text="另派人办理。"),
    "ConfideCase": lambda by, policy: ConfideCase(by=by, reason="提到了保安"),
    "ReleaseCase": lambda by, policy: ReleaseCase(by=by, reason="不涉及个人"),
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
    "NotePending": lambda by, policy: NotePending(by=by, points=(1,), body="court", note="（2026）浙0106民初1号"),
    "NameAsset": lambda by, policy: NameAsset(by=by, asset="b3_lift2"),
    "NoteFlags": lambda by, policy: NoteFlags(by=by, flags=("vulnerable",)),
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
    "LimitContact": lambda by, policy: LimitContact(by=by, person="lin.jing", reason="辱骂"),
    "ObjectToLimit": lambda by, policy: ObjectToLimit(by=by, grounds="没有骂人"),
    "LiftLimit": lambda by, policy: LiftLimit(by=by, reason="已经说开"),
    "AgreeAppointment": lambda by, policy: AgreeAppointment(by=by, visit_at=MONDAY_9AM + timedelta(days=1)),
    "LogArrival": lambda by, policy: LogArrival(by=by),
    "ReportMadeSafe": lambda by, policy: ReportMadeSafe(by=by, note="已断电，拉好警戒线"),
    "WatchClocks": lambda by, policy: WatchClocks(by=by),
    "ReturnLetter": lambda by, policy: ReturnLetter(by=by, letter="complaint-received", event=1, why="bounced"),
    "StartWork": lambda by, policy: StartWork(by=by, emergency=True, playbook=None, note="已到场"),
    "AddTask": lambda by, policy: AddTask(by=by, task=TaskWanted(words="复查", department="repairs", assignee="wu.lei", due=_LATER)),
    "FinishTask": lambda by, policy: FinishTask(by=by, n=1, outcome="done", note=""),
    "AddFiles": lambda by, policy: AddFiles(by=by, files=(FileWanted(purpose="after"),), asked="-"),
    "MoveResource": lambda by, policy: MoveResource(by=by, n=1, state="available"),
    "SignEvaluation": lambda by, policy: SignEvaluation(by=by),
    "EvaluatePlan": lambda by, policy: EvaluatePlan(by=by, decision="go_on", forecast=_LATER, progress="已到货"),
    "ReportDone": lambda by, policy: ReportDone(by=by, findings=("upheld",), wishes=("met",), result="已修好", answer="已修好。"),
    "ReturnWork": lambda by, policy: ReturnWork(by=by, defects="门仍异响"),
    "AssignCase": lambda by, policy: AssignCase(by=by, handler="wu.lei"),
}
_FEEDBACK: Mapping[str, Made] = {
    "ConcludeWithoutWork": lambda by, policy: ConcludeWithoutWork(
        by=by, findings=("not_upheld",), wishes=("not_met",), grounds="运行正常", answer="经核实运行正常。"
    ),
    "SendDatedAnswer": lambda by, policy: SendDatedAnswer(by=by, findings=("upheld",), until=_LATER, text="下周更换。"),
    "ReleaseAnswer": lambda by, policy: ReleaseAnswer(by=by, findings=("upheld",), wishes=("met",), text="已修好。", no_interest=True),
    "ConfirmAnswer": lambda by, policy: ConfirmAnswer(by=by),
    "DisputeAnswer": lambda by, policy: DisputeAnswer(by=by, solved="unsolved", points=(), words="还是不行"),
    "ReopenCase": lambda by, policy: ReopenCase(by=by, grounds="又坏了"),
    "AskReview": lambda by, policy: AskReview(by=by, grounds="答非所问"),
    "AnswerSurvey": lambda by, policy: AnswerSurvey(by=by, solved="solved"),
    "LogCallBack": lambda by, policy: LogCallBack(by=by, outcome="refused", line="mobile", note=""),
    "DecideReview": lambda by, policy: DecideReview(by=by, outcome="upheld", text="维持原答复。"),
    "RecordHearing": lambda by, policy: RecordHearing(by=by, person="jiang.bo", outcome="stated", statement="当天不在岗。"),
    "LogVisit": lambda by, policy: LogVisit(by=by, outcome="met", note="灯亮，业主在场。"),
    "LogJointCheck": lambda by, policy: LogJointCheck(by=by, witness="业主邻居李女士", note="灯亮。"),
}
_OUTSIDE: Mapping[str, Made] = {
    **RIGHTS,
    "ArchiveCase": lambda by, policy: ArchiveCase(by=by),
    "HoldCase": lambda by, policy: HoldCase(by=by, reason="法院立案"),
    "ReleaseHold": lambda by, policy: ReleaseHold(by=by, reason="已经撤诉"),
    "TransferCase": lambda by, policy: TransferCase(by=by, body="street_office", document="", contact="张主任", follow_up_d=7),
    "RecordTransferResult": lambda by, policy: RecordTransferResult(by=by, to="INVESTIGATING", result="已派人处理"),
    "NoteOrder": lambda by, policy: NoteOrder(by=by, body="hotline_12345", number="HZ202611230017", due=_LATER),
    "RecordOrderReply": lambda by, policy: RecordOrderReply(by=by, n=1, way="platform"),
    "AcknowledgeStep": lambda by, policy: AcknowledgeStep(by=by, clock="answer", step="manager"),
}
_MADE: Mapping[str, Made] = {**_OUTSIDE, **GROUPS, **_INTAKE, **_TRIAGE, **_PLANNING, **_WORK, **_FEEDBACK}


def _with_plan(case: Case) -> Case:
    rows = ("dept_lead", "duty_manager", "manager", "quality", "confid", "company")
    plan = Plan(
        version=1, by="li.wei", at=MONDAY_9AM, finish_due=MONDAY_9AM, cost_yuan=0, digest="read", approvers=rows, approvals=(), source=None
    )
    return case.handled(plan=plan)


def _heard_by_all(case: Case) -> Case:
    roles = ("duty", "dept_lead", "duty_manager", "manager", "company", "confid")
    return case.handled(called=tuple(Called(clock="answer", step="manager", role=role, to="") for role in roles))


def _under_way(case: Case) -> Case:
    tasks = (Task(n=1, department="repairs", assignee="li.wei", due=_LATER),)
    return case.handled(playbook="lamp_replacing", tasks=tasks, resources=(Resource(n=1, kind="part", by=_LATER, state="requested"),))


def _a_group(case: Case) -> Case:
    return case.handled(group=Group(place="b3", founder="18720043", opened_at=MONDAY_9AM))


def _an_incident(case: Case) -> Case:
    return case.handled(group=Group(place="b3", founder="18720043", opened_at=MONDAY_9AM, incident=True, update_due=_LATER))


# What a case must hold beyond its state so that nothing but state and role decides.
_FITTED: Mapping[str, Callable[[Case], Case]] = {
    "AcknowledgeStep": _heard_by_all,
    "RecordTransferResult": lambda case: case.handled(
        transfer=Transfer(body="street_office", at=MONDAY_9AM - timedelta(days=7), follow_up_due=MONDAY_9AM)
    ),
    "TriageCase": lambda case: replace(case, lead=None, handler=None) if case.state == "EXECUTING" else case,
    "LowerLevel": lambda case: replace(case, level="major").handled(level_reasons=("M3",)),
    "ReleaseCase": lambda case: replace(case, guarded=True),
    "ApprovePlan": _with_plan,
    "ReturnPlan": _with_plan,
    "ObjectToDecline": lambda case: case.handled(declined_at=MONDAY_9AM),
    "AcceptObjection": lambda case: case.handled(declined_at=MONDAY_9AM, objected_at=MONDAY_9AM),
    "ReplyToQuestion": lambda case: case.handled(
        pause=Pause(since=MONDAY_9AM - timedelta(days=2), until=MONDAY_9AM, before="INVESTIGATING")
    ),
}
_LIMITED = ContactLimit(by="a.colleague", person="lin.jing", until=_LATER, agreed_by="another.colleague")
_FITTED_LATER: Mapping[str, Callable[[Case], Case]] = {
    **FITTED_RIGHTS,
    "ArchiveCase": lambda case: case.handled(
        closed_at=_LONG_AGO, declined_at=_LONG_AGO, added=Added(to="10000001", at=_LONG_AGO, before="REGISTERED")
    ),
    "RecordOrderReply": lambda case: case.handled(orders=(Order(n=1, body="hotline_12345", due=_LATER, noted_at=MONDAY_9AM),)),
    "ReleaseHold": lambda case: case.handled(held_at=MONDAY_9AM),
    "StartWork": lambda case: replace(case, danger=True),
    "FinishTask": _under_way,
    "AddToCase": lambda case: replace(case, verified=True, flat_mark=MARK),
    "NoteReport": lambda case: replace(case, verified=True, flat_mark=MARK).handled(membership=Membership(group="20000006", at=MONDAY_9AM)),
    "LeaveGroup": lambda case: case.handled(membership=Membership(group="20000006", at=MONDAY_9AM)),
    "AnswerOwnPart": lambda case: case.handled(membership=Membership(group="20000006", at=MONDAY_9AM, own="open")),
    "AnswerMember": lambda case: case.handled(membership=Membership(group="20000006", at=MONDAY_9AM)),
    "DateMember": lambda case: case.handled(membership=Membership(group="20000006", at=MONDAY_9AM)),
    "AgreeToBeNamed": lambda case: case.handled(membership=Membership(group="20000006", at=MONDAY_9AM)),
    "RefuseGroup": lambda case: case.handled(proposed="group", proposed_at=MONDAY_9AM, decide_due=_LATER),
    "UpdateIncident": _an_incident,
    "EndIncident": _an_incident,
    "DrawSample": _a_group,
    "NoteMember": _a_group,
    "SettleGroup": _a_group,
    "CloseGroup": lambda case: case.handled(group=Group(place="b3", founder="18720043", opened_at=MONDAY_9AM, settled=True)),
    "ObjectToLimit": lambda case: case.handled(contact_limit=_LIMITED),
    "LiftLimit": lambda case: case.handled(contact_limit=_LIMITED),
    "MoveResource": _under_way,
    "EvaluatePlan": _under_way,
    "SignEvaluation": lambda case: case.handled(evaluated_at=MONDAY_9AM, evaluated_by="li.wei"),
    "ReportDone": lambda case: case.handled(playbook="lamp_replacing"),
    "SendDatedAnswer": lambda case: case.handled(dated=DatedAnswer(drafter="li.wei", until=_LATER)),
    "ConfirmAnswer": lambda case: case.handled(
        answer=GivenAnswer(at=MONDAY_9AM, by="he.min", reply_due=MONDAY_9AM, tries=(MONDAY_9AM - timedelta(days=4), MONDAY_9AM))
    ),
    "ReopenCase": lambda case: case.handled(closed_at=MONDAY_9AM),
    "AskReview": lambda case: case.handled(closed_at=MONDAY_9AM, extended=True),
    "AnswerSurvey": lambda case: case.handled(closed_at=MONDAY_9AM, survey=Survey()),
    "LogCallBack": lambda case: case.handled(closed_at=MONDAY_9AM, survey=Survey(invited_at=MONDAY_9AM, call_due=_LATER)),
    "DecideReview": lambda case: case.handled(review_due=_LATER),
    "RecordHearing": lambda case: replace(case, accused=("jiang.bo",)),
}


def ask_of(command: str, by: Actor, policy: Policy) -> Command:
    """An otherwise right command by that person."""
    return _MADE[command](by, policy)


def fitted(case: Case, command: str, state: str) -> Case:
    """The case in that state, with all that the command needs beside the right state."""
    fit = {**_FITTED, **_FITTED_LATER}.get(command)
    in_state = replace(case, state=state)
    return fit(in_state) if fit else in_state


def someone_with(role: str, case: Case) -> Actor:
    """A person who holds only that role and works in the lead department."""
    if role in {"owner", "system"}:
        return OWNER if role == "owner" else SYSTEM
    return Actor(code=case.handler or "nobody" if role == "handler" else f"some.{role}", roles=frozenset({role}), department=case.lead)
