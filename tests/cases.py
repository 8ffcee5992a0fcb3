"""Cases in every state, each brought there by real commands of people who may give them: kinds of matters, and the ways that they go."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any, NamedTuple

from builders import MONDAY_9AM, a_complaint, a_task, change, staff, submit
from huiyin.core import commands as c
from huiyin.core.case import Case
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.evolution import evolve, fold
from huiyin.policy.schema import Policy

Made = Callable[[Case, c.Actor, Policy, datetime], c.Command]
LONG = "巡检时一并处理"


def _points(case: Case) -> int:
    return max(1, len(case.handling.points))


def _triage(case: Case, by: c.Actor, policy: Policy, now: datetime) -> c.Command:
    handler = "ye.qing" if case.guarded else "li.wei"
    return c.TriageCase(
        by=by,
        category="facility_repair",
        sub_issue="roads_lights",
        severity=4 if case.danger else 2,
        urgency=4 if case.danger else 2,
        level="general",
        lead="repairs",
        handler=handler,
    )


def _plan(case: Case, policy: Policy, now: datetime) -> dict[str, Any]:
    task = a_task(due=now + timedelta(days=1), physical=False)
    if case.guarded:
        task = replace(task, department="quality", assignee="ye.qing")
    parts = tuple(replace(one, by=now + timedelta(hours=20)) for one in submit(policy).resources)
    codes = {"findings": ("upheld",) * _points(case), "wishes": ("met",) * _points(case)}
    return {"tasks": (task,), "resources": parts, "finish_due": now + timedelta(days=2), **codes}


def _decline(case: Case, by: c.Actor, policy: Policy, now: datetime) -> c.Command:
    if case.handling.declining is None:
        return c.DeclineCase(by=by, reason="not_ours", text="请向供电公司反映。")
    return c.DeclineCase(by=by, reason="", text="")


def _agree(case: Case, by: c.Actor, policy: Policy, now: datetime) -> c.Command:
    plan = case.handling.plan
    return c.ApprovePlan(by=by, digest=plan.digest if plan else "", no_interest=True)


def _heard(case: Case, by: c.Actor, policy: Policy, now: datetime) -> c.Command:
    his = [one for one in case.handling.called if not one.seen and (one.to == by.code or by.roles & {one.role, one.step})]
    clock, step = (his[0].clock, his[0].step) if his else ("answer", "manager")
    return c.AcknowledgeStep(by=by, clock=clock, step=step)


def _other_handler(case: Case) -> str:
    pair = ("qin.yue", "ye.qing") if case.guarded else ("wu.lei", "li.wei")
    return next(code for code in pair if code != case.handler)


# One otherwise right command of each kind for a case as it stands.
ASKS: Mapping[str, Made] = {
    "RegisterCase": lambda case, by, policy, now: c.RegisterCase(by=by, identity_check="called_back"),
    "DeclineCase": _decline,
    "AskOwner": lambda case, by, policy, now: c.AskOwner(by=by, question="是哪一盏灯？", days=1),
    "ReplyToQuestion": lambda case, by, policy, now: c.ReplyToQuestion(by=by, answer="三栋门口那一盏。"),
    "TriageCase": _triage,
    "AcceptCase": lambda case, by, policy, now: c.AcceptCase(by=by, no_interest=True),
    "ReturnToTriage": lambda case, by, policy, now: c.ReturnToTriage(by=by, reason="属于秩序部"),
    "StartWork": lambda case, by, policy, now: c.StartWork(by=by, emergency=True, playbook=None, note="已到场"),
    "SubmitPlan": lambda case, by, policy, now: submit(policy, by=by, **_plan(case, policy, now)),
    "ApprovePlan": _agree,
    "ReturnPlan": lambda case, by, policy, now: c.ReturnPlan(by=by, reasons="请补充报价"),
    "ChangePlan": lambda case, by, policy, now: change(policy, by=by, **_plan(case, policy, now)),
    "ReportDone": lambda case, by, policy, now: c.ReportDone(
        by=by, findings=("upheld",) * _points(case), wishes=("met",) * _points(case), result="已换", answer="好。"
    ),
    "ReturnWork": lambda case, by, policy, now: c.ReturnWork(by=by, defects="仍不亮"),
    "ReleaseAnswer": lambda case, by, policy, now: c.ReleaseAnswer(
        by=by, findings=("upheld",) * _points(case), wishes=("met",) * _points(case), text="已修好。", no_interest=True
    ),
    "ConfirmAnswer": lambda case, by, policy, now: c.ConfirmAnswer(by=by),
    "DisputeAnswer": lambda case, by, policy, now: c.DisputeAnswer(by=by, solved="unsolved", points=(), words="又灭了"),
    "ReopenCase": lambda case, by, policy, now: c.ReopenCase(by=by, grounds="又灭了"),
    "AnswerSurvey": lambda case, by, policy, now: c.AnswerSurvey(by=by, solved="unsolved"),
    "LogCallBack": lambda case, by, policy, now: c.LogCallBack(by=by, outcome="refused", line="mobile", note="不愿意评价"),
    "AskReview": lambda case, by, policy, now: c.AskReview(by=by, grounds="答非所问"),
    "DecideReview": lambda case, by, policy, now: c.DecideReview(by=by, outcome="upheld", text="维持原答复。"),
    "SignEvaluation": lambda case, by, policy, now: c.SignEvaluation(by=by, note="同意"),
    "RecordHearing": lambda case, by, policy, now: c.RecordHearing(by=by, person="jiang.bo", outcome="refused", statement="不想多说"),
    "LogVisit": lambda case, by, policy, now: c.LogVisit(by=by, outcome="absent", note="灯是灭的"),
    "LogJointCheck": lambda case, by, policy, now: c.LogJointCheck(by=by, witness="邻居", note="灯是灭的"),
    "WithdrawCase": lambda case, by, policy, now: c.WithdrawCase(by=by),
    "TransferCase": lambda case, by, policy, now: c.TransferCase(
        by=by, body="street_office", document="", contact="张主任", follow_up_d=1, called_emergency=True
    ),
    "RecordTransferResult": lambda case, by, policy, now: c.RecordTransferResult(by=by, to="INVESTIGATING", result="已派人"),
    "AcceptObjection": lambda case, by, policy, now: c.AcceptObjection(by=by, grounds="属公共部位"),
    "SendDatedAnswer": lambda case, by, policy, now: c.SendDatedAnswer(
        by=by, findings=("upheld",) * _points(case), until=now + timedelta(5), text="下周换。"
    ),
    "ConcludeWithoutWork": lambda case, by, policy, now: c.ConcludeWithoutWork(
        by=by, findings=("not_upheld",) * _points(case), wishes=("not_met",) * _points(case), grounds="灯是亮的", answer="正常。"
    ),
    "NoteOrder": lambda case, by, policy, now: c.NoteOrder(by=by, body="hotline_12345", number="1", due=now + timedelta(9)),
    "RecordOrderReply": lambda case, by, policy, now: c.RecordOrderReply(by=by, n=1, way="platform"),
    "LogContact": lambda case, by, policy, now: c.LogContact(by=by, way="phone", reached=True, note="已联系"),
    "AddFact": lambda case, by, policy, now: c.AddFact(by=by, note="补充"),
    "RevealIdentity": lambda case, by, policy, now: c.RevealIdentity(by=by, reason="call_owner"),
    "TakeCall": lambda case, by, policy, now: c.TakeCall(by=by, way="code", passed=True),
    "CheckEvidence": lambda case, by, policy, now: c.CheckEvidence(by=by, slot="1", outcome="available", media="x", size=1, original="x"),
    "LimitContact": lambda case, by, policy, now: c.LimitContact(by=by, person="xu.ming", reason="辱骂"),
    "AgreeAppointment": lambda case, by, policy, now: c.AgreeAppointment(by=by, visit_at=now + timedelta(1), why="part_late", note="改期"),
    "LogArrival": lambda case, by, policy, now: c.LogArrival(by=by),
    "ReportMadeSafe": lambda case, by, policy, now: c.ReportMadeSafe(by=by, note="已断电"),
    "WatchClocks": lambda case, by, policy, now: c.WatchClocks(by=by),
    "AcknowledgeStep": _heard,
    "ReturnLetter": lambda case, by, policy, now: c.ReturnLetter(by=by, letter="complaint-received", event=1, why="bounced"),
    "ObjectToDecline": lambda case, by, policy, now: c.ObjectToDecline(by=by, grounds="在公共部位"),
    "ConfideCase": lambda case, by, policy, now: c.ConfideCase(by=by, reason="提到了保安"),
    "ReleaseCase": lambda case, by, policy, now: c.ReleaseCase(by=by, reason="不涉及个人"),
    "UrgeCase": lambda case, by, policy, now: c.UrgeCase(by=by),
    "RaiseGrievance": lambda case, by, policy, now: c.RaiseGrievance(by=by, note="说话不耐烦"),
    "DecideRecusal": lambda case, by, policy, now: c.DecideRecusal(by=by, accepted=True, people=("sun.qi",), text="另派人办理。"),
    "RaiseLevel": lambda case, by, policy, now: c.RaiseLevel(by=by, level="major", reasons=("M2",), note="有人受伤"),
    "NotePending": lambda case, by, policy, now: c.NotePending(by=by, points=(1,), body="court", note="已立案"),
    "NameAsset": lambda case, by, policy, now: c.NameAsset(by=by, asset="b3_lift2"),
    "NoteFlags": lambda case, by, policy, now: c.NoteFlags(by=by, flags=("vulnerable",)),
    "LowerLevel": lambda case, by, policy, now: c.LowerLevel(by=by, level="general", reason="核实后没有这回事"),
    "AddTask": lambda case, by, policy, now: c.AddTask(by=by, task=_plan(case, policy, now)["tasks"][0]),
    "FinishTask": lambda case, by, policy, now: c.FinishTask(
        by=by, n=next((t.n for t in case.handling.tasks if t.state not in {"done", "cancelled"}), 1), outcome="cancelled", note=LONG
    ),
    "AddFiles": lambda case, by, policy, now: c.AddFiles(by=by, files=(c.FileWanted(purpose="after"),), asked="-"),
    "MoveResource": lambda case, by, policy, now: c.MoveResource(by=by, n=1, state="used"),
    "EvaluatePlan": lambda case, by, policy, now: c.EvaluatePlan(by=by, decision="go_on", forecast=now + timedelta(1), progress="已到货"),
    "AssignCase": lambda case, by, policy, now: c.AssignCase(by=by, handler=_other_handler(case)),
    "HoldCase": lambda case, by, policy, now: c.HoldCase(by=by, reason="法院立案"),
    "ReleaseHold": lambda case, by, policy, now: c.ReleaseHold(by=by, reason="已经撤诉"),
    "ExtendDate": lambda case, by, policy, now: c.ExtendDate(by=by, until=(case.resolve_due or now) + timedelta(days=1), reason="配件晚到"),
}


class Kind(NamedTuple):
    """A kind of matter: how it comes in, who does which part, and what is changed of the ordinary asks."""

    complaint: Mapping[str, Any]
    people: Mapping[str, str]
    changes: Mapping[str, Mapping[str, Any]] = {}


_PLAIN = {
    "desk": "lin.jing",
    "second": "jiang.bo",
    "duty": "huang.kai",
    "triage": "he.min",
    "handler": "li.wei",
    "checks": "fang.yuan",
    "approves": "zhao.gang",
    "agrees": "jiang.bo",
    "agrees too": "gu.ning",
    "manager": "jiang.bo",
    "drafts": "li.wei",
    "lead": "zhao.gang",
    "hears": "shen.yu",
}
_GRAVE = {"approves": "luo.han", "checks": "shen.yu"}
_HIDDEN = dict.fromkeys(_PLAIN, "ye.qing") | {"second": "qin.yue", "checks": "ren.jun", "approves": "qin.yue", "agrees": "wei.lan"}
_LAMP = {"category": "facility_repair", "sub_issue": "roads_lights", "matter": "三栋门口的路灯不亮。"}
KINDS: Mapping[str, Kind] = {
    "lamp": Kind(_LAMP, _PLAIN),
    "lead": Kind(
        _LAMP, _PLAIN | {"handler": "zhao.gang", "drafts": "zhao.gang", "approves": "jiang.bo"}, {"TriageCase": {"handler": "zhao.gang"}}
    ),
    "danger": Kind(_LAMP | {"danger": True}, _PLAIN | _GRAVE, {"DecideRecusal": {"people": ("jiang.bo",)}}),
    "hidden": Kind(_LAMP | {"sensitive": True}, _HIDDEN),
    "hidden danger": Kind(_LAMP | {"sensitive": True, "danger": True}, _HIDDEN),
    "accused": Kind(
        _LAMP | {"accused": "项目经理江某"},
        _PLAIN | {"desk": "ye.qing", "second": "wei.lan", "manager": "wei.lan"},
        {"RegisterCase": {"accused": ("jiang.bo",), "release": True}},
    ),
}
# name -> the case it begins with, then (command, part of whoever gives it, days later). What a kind refuses does not come to be.
# Those who are not asked to agree do not.
_AGREED = (("ApprovePlan", "approves", 0.0), ("ApprovePlan", "agrees", 0.0), ("ApprovePlan", "agrees too", 0.0))
WAYS: Mapping[str, tuple[str, tuple[tuple[str, str, float], ...]]] = {
    "proposed": ("received", (("DeclineCase", "desk", 0),)),
    "declined": ("proposed", (("DeclineCase", "second", 0),)),
    "objected": ("declined", (("ObjectToDecline", "owner", 0),)),
    "asked at once": ("received", (("AskOwner", "desk", 0),)),
    "urgent": ("received", (("StartWork", "duty", 0),)),
    "withdrawn": ("received", (("WithdrawCase", "owner", 0),)),
    "registered": ("received", (("RegisterCase", "desk", 0),)),
    "asked": ("registered", (("AskOwner", "desk", 0),)),
    "passed on early": ("registered", (("TransferCase", "manager", 0),)),
    "triaged": ("registered", (("TriageCase", "triage", 0),)),
    "triaged and asked": ("triaged", (("AskOwner", "handler", 0),)),
    "triaged and withdrawn": ("triaged", (("WithdrawCase", "owner", 0),)),
    "given back": ("triaged", (("ReturnToTriage", "handler", 0),)),
    "given back twice": ("given back", (("TriageCase", "triage", 0), ("ReturnToTriage", "handler", 0))),
    "investigating": ("triaged", (("AcceptCase", "handler", 0), ("RecordHearing", "hears", 0))),
    "investigating and asked": ("investigating", (("AskOwner", "handler", 0),)),
    "dated": ("investigating", (("SendDatedAnswer", "drafts", 0),)),
    "passed on": ("investigating", (("TransferCase", "manager", 0),)),
    "passed on dated": ("dated", (("TransferCase", "manager", 0),)),
    "planned": ("investigating", (("SubmitPlan", "drafts", 0),)),
    "planned dated": ("dated", (("SubmitPlan", "drafts", 0),)),
    "executing": ("planned", _AGREED),
    "executing and asked": ("executing", (("AskOwner", "handler", 0),)),
    "extended": ("investigating", (("ExtendDate", "manager", 0),)),
    "extended and asked": ("extended", (("AskOwner", "handler", 0),)),
    "extended and passed on": ("extended", (("TransferCase", "manager", 0),)),
    "extended and planned": ("extended", (("SubmitPlan", "drafts", 0),)),
    "extended and executing": ("extended and planned", _AGREED),
    "executing dated": ("executing", (("SendDatedAnswer", "drafts", 0),)),
    "evaluated": ("executing", (("EvaluatePlan", "drafts", 0),)),
    "changed": ("executing", (("ChangePlan", "drafts", 0),)),
    "changed and evaluated": ("changed", (("EvaluatePlan", "drafts", 0),)),
    "urgent and triaged": ("urgent", (("TriageCase", "triage", 0),)),
    "done": ("executing", (("FinishTask", "drafts", 0),)),
    "verifying": ("done", (("ReportDone", "drafts", 0),)),
    "concluded": ("investigating", (("ConcludeWithoutWork", "drafts", 0),)),
    "answered": ("concluded", (("ReleaseAnswer", "checks", 0),)),
    "tried": ("answered", (("LogContact", "handler", 4), ("LogContact", "handler", 7))),
    "reviewed": ("answered", (("AskReview", "owner", 0),)),
    "closed": ("answered", (("ConfirmAnswer", "owner", 0),)),
    "closed and not content": ("closed", (("AnswerSurvey", "owner", 0),)),
    "closed and asked": ("closed", (("WatchClocks", "system", 1),)),
    "closed and reviewed": ("closed", (("AskReview", "owner", 0),)),
    "disputed": ("reviewed", (("DisputeAnswer", "owner", 0),)),
    "disputed and asked": ("disputed", (("AskOwner", "handler", 0),)),
    "disputed and planned": ("disputed", (("SubmitPlan", "drafts", 0),)),
    "disputed and executing": ("disputed and planned", _AGREED),
    "disputed and concluded": ("disputed", (("ConcludeWithoutWork", "drafts", 0),)),
    "disputed and passed on": ("disputed", (("TransferCase", "manager", 0),)),
    "recused": ("received", (("DecideRecusal", "agrees too", 0),)),
    "recused and urgent": ("recused", (("StartWork", "duty", 0),)),
}


def kind_of(policy: Policy, name: str) -> dict[str, Case]:
    """Every case of a kind, by the name of the way that it went."""
    kind = KINDS[name]
    known = {"received": fold(decide(None, a_complaint(**kind.complaint), policy, MONDAY_9AM))}
    for way, (start, steps) in WAYS.items():
        if start in known:
            came = _gone(known[start], steps, kind, policy)
            if came is not None:
                known[way] = came
    return known


def _gone(case: Case, steps: tuple[tuple[str, str, float], ...], kind: Kind, policy: Policy) -> Case | None:
    for command, part, days in steps:
        if command == "ApprovePlan" and case.state == "EXECUTING":
            continue
        if command == "RecordHearing" and not case.accused:
            continue
        by = {"owner": c.OWNER, "system": c.SYSTEM}.get(part) or staff(policy, kind.people[part])
        now = MONDAY_9AM + timedelta(days=days)
        ask = replace(ASKS[command](case, by, policy, now), **kind.changes.get(command, {}))  # type: ignore[type-var]
        try:
            case = reduce(evolve, decide(case, ask, policy, now), case)
        except Refusal:
            return None
    return case


def all_cases(policy: Policy) -> list[Case]:
    """Every case of every kind; one of each state and kind once more as major, held for a court, and long after everything was due."""
    cases = []
    for name in KINDS:
        of_kind = kind_of(policy, name)
        cases += of_kind.values()
        for case in {case.state: case for case in of_kind.values()}.values():
            raised = c.RaiseLevel(by=staff(policy, "ye.qing"), level="major", reasons=("M3",), note="涉嫌动手")
            cases += _twisted(case, raised, policy, MONDAY_9AM)
            cases += _twisted(case, c.WatchClocks(by=c.SYSTEM), policy, MONDAY_9AM + timedelta(days=60))
            held = c.HoldCase(by=staff(policy, "ye.qing" if case.guarded else "gu.ning"), reason="法院立案")
            cases += _twisted(case, held, policy, MONDAY_9AM)
    return cases


def _twisted(case: Case, ask: c.Command, policy: Policy, now: datetime) -> list[Case]:
    try:
        events = decide(case, ask, policy, now)
    except Refusal:
        return []
    return [reduce(evolve, events, case)]
