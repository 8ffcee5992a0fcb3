"""Cases on their way through work, answer and dispute: an ordinary lamp that a playbook puts right, and a lift with a plan."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from builders import MONDAY_9AM, a_case, a_complaint, accept, register, someone, staff, triage
from huiyin.core.case import Case
from huiyin.core.commands import (
    OWNER,
    ApprovePlan,
    CheckEvidence,
    Command,
    ConcludeWithoutWork,
    ConfirmAnswer,
    DisputeAnswer,
    FinishTask,
    LogJointCheck,
    LogVisit,
    ReleaseAnswer,
    ReportDone,
    SendDatedAnswer,
    StartWork,
    SubmitPlan,
    TaskWanted,
)
from huiyin.core.commands.asking import SYSTEM
from huiyin.core.decide import decide
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy

LAMP = a_complaint(category="facility_repair", sub_issue="roads_lights", matter="三栋门口的路灯不亮。")
PLAYBOOK = "lamp_replacing"
TOMORROW = MONDAY_9AM + timedelta(days=1)


def went(case: Case, policy: Policy, *asks: Command, at: Any = MONDAY_9AM) -> Case:
    """The case after these commands, all at one moment."""
    for ask in asks:
        for event in decide(case, ask, policy, at):
            case = evolve(case, event)
    return case


def lamp(policy: Policy, **changes: Any) -> Case:
    """A lamp that does not burn: a general matter of P3, triaged, with one photo that was looked at."""
    asks = triage(policy, category="facility_repair", sub_issue="roads_lights", severity=2, urgency=2, **changes)
    looked = CheckEvidence(by=SYSTEM, slot="1", outcome="available", media="image/jpeg", size=1, original="o")
    case = a_case(policy, register(policy), asks, complaint=LAMP).with_files(("1",))
    return went(case, policy, looked)


def follow(policy: Policy, **changes: Any) -> StartWork:
    """The handler follows the playbook."""
    by = someone(policy, "handler", "repairs")
    return replace(StartWork(by=by, emergency=False, playbook=PLAYBOOK, note="", cost_yuan=100, no_interest=True), **changes)


def finish(policy: Policy, n: int, **changes: Any) -> FinishTask:
    """The handler did a step, with a photo and his certificate."""
    by = someone(policy, "handler", "repairs")
    return replace(FinishTask(by=by, n=n, outcome="done", note="", files=("1",), certificate="DG-1"), **changes)


def report(policy: Policy, **changes: Any) -> ReportDone:
    """The handler reports it done and drafts the answer."""
    by = someone(policy, "handler", "repairs")
    said = ReportDone(by=by, findings=("upheld",), wishes=("met",), result="已更换灯具。", answer="您反映的路灯已修复。")
    return replace(said, **changes)


def release(policy: Policy, **changes: Any) -> ReleaseAnswer:
    """The desk's supervisor checked it and answers."""
    by = someone(policy, "triage")
    said = ReleaseAnswer(by=by, findings=("upheld",), wishes=("met",), text="您反映的路灯已修复，请您确认。", no_interest=True)
    return replace(said, **changes)


def conclude(policy: Policy, **changes: Any) -> ConcludeWithoutWork:
    """The handler finds that nothing has to be done."""
    by = someone(policy, "handler", "repairs")
    said = ConcludeWithoutWork(
        by=by, findings=("not_upheld",), wishes=("not_met",), grounds="现场灯是亮的。", answer="经现场核实，路灯正常。"
    )
    return replace(said, **changes)


def dated(policy: Policy, **changes: Any) -> SendDatedAnswer:
    """The handler answers for now, with a date."""
    by = someone(policy, "handler", "repairs")
    said = SendDatedAnswer(by=by, findings=("upheld",), until=MONDAY_9AM + timedelta(days=9), text="配件下周到货，届时更换。")
    return replace(said, **changes)


def confirm(**changes: Any) -> ConfirmAnswer:
    """Solved, says the owner."""
    return replace(ConfirmAnswer(by=OWNER), **changes)


def dispute(**changes: Any) -> DisputeAnswer:
    """Not solved, says the owner."""
    return replace(DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="灯昨晚又灭了。"), **changes)


def visit(policy: Policy, **changes: Any) -> LogVisit:
    """The estate manager went there and met the owner."""
    return replace(LogVisit(by=someone(policy, "manager"), outcome="met", note="灯亮，业主在场。"), **changes)


def joint_check(policy: Policy, **changes: Any) -> LogJointCheck:
    """Quality, who took no part, looked at it with a neighbour whom the owner chose."""
    check = LogJointCheck(by=staff(policy, "shen.yu"), witness="业主的邻居李女士", note="灯亮，线路已更换。")
    return replace(check, **changes)


def working(policy: Policy) -> Case:
    """The lamp, while the handler follows the playbook."""
    return went(lamp(policy), policy, follow(policy))


def done(policy: Policy) -> Case:
    """The lamp, when all is done and reported."""
    case = working(policy)
    return went(case, policy, *(finish(policy, task.n) for task in case.handling.tasks), report(policy))


def answered(policy: Policy) -> Case:
    """The lamp, when the owner has his answer."""
    return went(done(policy), policy, release(policy))


def closed(policy: Policy) -> Case:
    """The lamp, when the owner confirmed."""
    return went(answered(policy), policy, confirm())


def disputed(policy: Policy, times: int) -> Case:
    """The lamp, answered without work and disputed so many times; the last time nobody has taken it up again yet."""
    case = answered(policy)
    for n in range(1, times + 1):
        case = went(case, policy, dispute())
        if n < times:
            seen = (visit(policy),) if n == policy.measures.dispute_other_handler else ()
            case = went(case, policy, conclude(policy, by=someone(policy, "dept_lead", "repairs")), *seen, release(policy))
    return case


def a_plan(policy: Policy, **changes: Any) -> SubmitPlan:
    """The handler of the lift submits a plan of one step."""
    by = someone(policy, "handler", "repairs")
    due = MONDAY_9AM + timedelta(days=3)
    step = TaskWanted(words="更换门锁触点并试运行", department="repairs", assignee="wu.lei", due=due)
    words = dict.fromkeys(("found", "cause", "impact", "options", "solution", "wish_met", "messages"), "已查明")
    plan = SubmitPlan(
        by=by, findings=("upheld",), wishes=("met",), cost_yuan=300, source="service_fee", finish_due=due, tasks=(step,), **words
    )
    return replace(plan, **changes)


def agreed(policy: Policy, case: Case, *codes: str) -> Case:
    """The case after these people agreed to its plan."""
    plan = case.handling.plan
    assert plan is not None
    return went(case, policy, *(ApprovePlan(by=staff(policy, code), digest=plan.digest, no_interest=True) for code in codes))


def major(policy: Policy) -> Case:
    """A lift that is a major matter, with its plan agreed to by manager and quality, carried out and reported by the handler."""
    case = a_case(policy, register(policy), triage(policy, level="major"), accept(policy), a_plan(policy))
    case = agreed(policy, case, "jiang.bo", "gu.ning")
    handler = someone(policy, "handler", "repairs")
    return went(case, policy, FinishTask(by=handler, n=1, outcome="cancelled", note="维保单位已处理。"), report(policy))
