"""Steps of the work are given to somebody who does not handle the case, moved to somebody else, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_history, a_task, accept, agree, agreed, change, register, someone, staff, submit, triage
from huiyin.core.case import Case
from huiyin.core.commands import AddTask, Command, FinishTask, ReceiveComplaint
from huiyin.core.decide import decide
from huiyin.core.events import CaseAssigned, CaseTransferred, CaseWithdrawn, Event
from huiyin.core.evolution import evolve, fold
from huiyin.policy.schema import Policy

Told = tuple[str, Event, Case]
ZHAO, LEI = "zhao.gang", "wu.lei"


def at_work(policy: Policy, complaint: ReceiveComplaint | None = None, **plan: object) -> Case:
    """An ordinary case at work: li.wei handles it, wu.lei is to change the lock."""
    asks = (register(policy), triage(policy, severity=2, urgency=2), accept(policy), submit(policy, **plan))
    return agreed(fold(a_history(policy, *asks, complaint=complaint)), policy, staff(policy, ZHAO))


def given_and_taken(policy: Policy, complaint: ReceiveComplaint | None = None) -> Iterator[Told]:
    """(story, event, the case after it)."""
    asks = (register(policy), triage(policy, severity=2, urgency=2), accept(policy), submit(policy))
    planned = fold(a_history(policy, *asks, complaint=complaint))
    (signed,) = decide(planned, agree(planned, staff(policy, ZHAO)), policy, MONDAY_9AM)
    working = evolve(planned, signed)
    yield "a step by a plan", signed, working
    other = replace(a_task(), words="试运行一天", due=MONDAY_9AM + timedelta(days=2))
    yield _then("another step", working, AddTask(by=someone(policy, "handler", "repairs"), task=other), policy)
    finish = FinishTask(by=someone(policy, "handler", "repairs"), n=1, outcome="cancelled", note="厂家来换。")
    yield _then("a step given up", working, finish, policy)
    moved = change(policy, change="owner_wish", tasks=(replace(a_task(), assignee="qian.feng"),))
    yield _then("a step for somebody else", working, moved, policy)
    happened = {"at": MONDAY_9AM, "by": "owner", "role": "owner"}
    gone = CaseWithdrawn(**happened, goes_on=False)
    yield "taken back by its owner", gone, _after(working, gone)
    by = {"at": MONDAY_9AM, "by": "jiang.bo", "role": "manager"}
    away = CaseTransferred(**by, body="utility", follow_up_due=MONDAY_9AM + timedelta(days=7), forwards_identity=False)
    yield "passed on", away, _after(working, away)
    own = at_work(policy, complaint, tasks=(replace(a_task(), assignee="li.wei"),))
    passed = CaseAssigned(at=MONDAY_9AM, by=ZHAO, role="dept_lead", handler=LEI, before="li.wei")
    yield "a case given away, its step kept", passed, _after(own, passed)


def _then(story: str, case: Case, ask: Command, policy: Policy) -> Told:
    (event,) = decide(case, ask, policy, MONDAY_9AM)
    return story, event, _after(case, event)


def _after(case: Case, event: Event) -> Case:
    after = evolve(case, event)
    assert after is not None
    return after
