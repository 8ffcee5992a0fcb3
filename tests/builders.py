"""Builders of complaints, cases and people for tests: say only what matters, the rest is an ordinary case."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import (
    OWNER,
    AcceptCase,
    Actor,
    ApprovePlan,
    AskOwner,
    ChangePlan,
    Command,
    DeclineCase,
    GroupSeen,
    LogContact,
    OpenGroupCase,
    Person,
    ReceiveComplaint,
    RegisterCase,
    ResourceWanted,
    SubmitPlan,
    TaskWanted,
    TriageCase,
    member,
)
from huiyin.core.decide import decide
from huiyin.core.events import Event
from huiyin.core.evolution import evolve, fold
from huiyin.policy.schema import Policy

MONDAY_9AM = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NUMBER = "HY-2026-18720043"


def a_complaint(**changes: Any) -> ReceiveComplaint:
    """An ordinary complaint about a lift that keeps stopping, by an owner of building 3 who left a phone and an e-mail."""
    plain = ReceiveComplaint(
        by=OWNER,
        number=NUMBER,
        channel="web",
        mode="typed",
        kind="complaint",
        language="zh",
        submitter="owner",
        community="yunjin",
        building="b3",
        category="elevator",
        sub_issue="out_of_service",
        occurred_at=None,
        danger=False,
        sensitive=False,
        anonymous=False,
        no_evidence=True,
        urgency_stated=None,
        consents=("service",),
        received_at=None,
        matter="二号梯这周停了三次，老人上下楼很不方便。",
        wish="请尽快彻底检修。",
        spot="二号梯",
        answers="",
        accused="",
        avoid="",
        person=Person(name="王芳", phone="13800138000", email="wang@example.com", unit="3-1-802"),
    )
    return replace(plain, **changes)


def staff(policy: Policy, code: str) -> Actor:
    """The person of the directory as an actor."""
    return member(code, policy.departments.staff[code])


def someone(policy: Policy, role: str, department: str | None = None) -> Actor:
    """Any person of the directory who has that role (and works in that department)."""
    for code, person in sorted(policy.departments.staff.items()):
        if role in person.roles and department in (None, person.department):
            return staff(policy, code)
    raise LookupError(role)


def a_history(policy: Policy, *asks: Command, complaint: ReceiveComplaint | None = None, at: datetime = MONDAY_9AM) -> tuple[Event, ...]:
    """The events of a complaint and of what was asked after it, all at the same moment."""
    events = decide(None, complaint or a_complaint(), policy, at)
    for ask in asks:
        events += decide(fold(events), ask, policy, at)
    return events


def a_case(policy: Policy, *asks: Command, complaint: ReceiveComplaint | None = None, at: datetime = MONDAY_9AM) -> Case:
    """The case after those events."""
    return fold(a_history(policy, *asks, complaint=complaint, at=at))


def register(policy: Policy, **changes: Any) -> RegisterCase:
    """The desk registers."""
    return replace(RegisterCase(by=someone(policy, "desk"), identity_check="called_back"), **changes)


def triage(policy: Policy, **changes: Any) -> TriageCase:
    """Triage gives the lift case to a handler of the repairs department."""
    return replace(
        TriageCase(
            by=someone(policy, "triage"),
            category="elevator",
            sub_issue="out_of_service",
            severity=3,
            urgency=3,
            level="general",
            lead="repairs",
            handler=someone(policy, "handler", "repairs").code,
        ),
        **changes,
    )


def accept(policy: Policy, **changes: Any) -> AcceptCase:
    """The handler of the repairs department accepts."""
    return replace(AcceptCase(by=someone(policy, "handler", "repairs"), no_interest=True), **changes)


def contact(policy: Policy, **changes: Any) -> LogContact:
    """The handler reached the owner by phone."""
    return replace(
        LogContact(by=someone(policy, "handler", "repairs"), way="phone", reached=True, note="已电话联系，约定明早上门。"), **changes
    )


def ask_owner(policy: Policy, **changes: Any) -> AskOwner:
    """The desk asks the owner which lift it is and waits two days."""
    return replace(AskOwner(by=someone(policy, "desk"), question="请问是哪一部电梯？", days=2), **changes)


def propose_decline(policy: Policy, **changes: Any) -> DeclineCase:
    """The desk holds that it is not for us."""
    return replace(DeclineCase(by=someone(policy, "desk"), reason="not_ours", text="这件事由供电公司负责，请拨打 95598。"), **changes)


def agree_to_decline(policy: Policy, **changes: Any) -> DeclineCase:
    """The estate manager agrees to what the desk proposed."""
    return replace(DeclineCase(by=someone(policy, "manager"), reason="", text=""), **changes)


def a_task(**changes: Any) -> TaskWanted:
    """The other handler of the repairs department has the door lock changed within a day."""
    plain = TaskWanted(words="更换门锁装置", department="repairs", assignee="wu.lei", due=MONDAY_9AM + timedelta(days=1), physical=True)
    return replace(plain, **changes)


def submit(policy: Policy, **changes: Any) -> SubmitPlan:
    """The handler of the repairs department submits a plan for 600 yuan with one step and one part."""
    plain = SubmitPlan(
        by=someone(policy, "handler", "repairs"),
        findings=("upheld",),
        wishes=("met",),
        found="门锁触点磨损，本周停梯三次。",
        cause="门锁装置超过使用年限。",
        impact="二号梯三十二户，其中两户有老人。",
        options="修复触点，或整体更换。",
        solution="整体更换门锁装置。",
        wish_met="更换后连续观察七天。",
        messages="开工前和完工当天电话告知业主。",
        cost_yuan=600,
        source="service_fee",
        finish_due=MONDAY_9AM + timedelta(days=2),
        tasks=(a_task(),),
        resources=(ResourceWanted(words="门锁装置一套", kind="part", by=MONDAY_9AM + timedelta(hours=20), cost_yuan=600),),
    )
    return replace(plain, **changes)


def change(policy: Policy, **changes: Any) -> ChangePlan:
    """The same plan again, as a change of its scope."""
    plain = submit(policy)
    same = {f.name: getattr(plain, f.name) for f in fields(plain)}
    return replace(ChangePlan(**same, change="scope", reason="拆开后发现导轨也要调整。"), **changes)


def agree(case: Case, by: Actor, **changes: Any) -> ApprovePlan:
    """Somebody agrees to the plan as it stands."""
    return replace(ApprovePlan(by=by, digest=case.handling.plan.digest if case.handling.plan else "", no_interest=True), **changes)


def with_plan(policy: Policy, *, triaged: TriageCase | None = None, **changes: Any) -> Case:
    """An ordinary (P3) case whose plan waits for those who have to agree."""
    triaged = triaged or triage(policy, severity=2, urgency=2)
    return a_case(policy, register(policy), triaged, accept(policy), submit(policy, **changes))


def then(case: Case, ask: Command, policy: Policy, at: datetime = MONDAY_9AM) -> Case:
    """The case after one more command."""
    for event in decide(case, ask, policy, at):
        case = evolve(case, event)
    return case


def agreed(case: Case, policy: Policy, *people: Actor, at: datetime = MONDAY_9AM) -> Case:
    """The case after these people agreed, one after the other."""
    for by in people:
        case = then(case, agree(case, by), policy, at)
    return case


def case_id() -> str:
    """The key of the ordinary case."""
    return case_id_of(NUMBER)


def a_group(policy: Policy, **changes: Any) -> Case:
    """A group case made of the ordinary lift case."""
    founder = a_case(policy, register(policy), triage(policy))
    ask = replace(OpenGroupCase(by=someone(policy, "triage"), cause="同一台曳引机", number="HY-2026-20000006"), **changes)
    return fold(decide(founder, ask, policy, MONDAY_9AM))


def group_seen(group: Case) -> GroupSeen:
    """That group case as whoever joins it sees it."""
    known = group.handling.group
    if known is None:
        raise ValueError("not a group case")
    return GroupSeen(
        case_id=group.case_id,
        state=group.state,
        community=group.community,
        sub_issue=group.sub_issue or "",
        place=known.place,
        incident=known.incident,
        opened_at=known.opened_at,
        received_at=group.received_at,
    )
