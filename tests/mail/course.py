"""What may happen to a case between its registration and its end, each with the case after it: ordinary and guarded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from builders import MONDAY_9AM, a_history, accept, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.commands import ReceiveComplaint
from huiyin.core.events import (
    AddedToCase,
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    AppointmentAgreed,
    CaseAssigned,
    CaseDeclined,
    CaseRegistered,
    CaseReopened,
    CaseTransferred,
    CaseUrged,
    CaseWithdrawn,
    ConcludedWithoutWork,
    ConsentWithdrawn,
    ContactLimited,
    DatedAnswerSent,
    DateExtended,
    DeadlineMissed,
    ErasureAsked,
    ErasureDecided,
    Event,
    GroupProposed,
    MemberAnswered,
    MemberDated,
    MemberJoined,
    MemberLeft,
    ObjectionAccepted,
    ObjectionRaised,
    OwnerAsked,
    OwnerReminded,
    OwnerReplied,
    PlanApproved,
    PlanChanged,
    PlanReturned,
    PlanSubmitted,
    ProgressTold,
    ReportAdded,
    ReviewAsked,
    ReviewDecided,
    StepEscalated,
    SurveyAnswered,
    SurveyInvited,
    TakenApart,
    TransferRecorded,
    TriageReturned,
    VerdictAsked,
    WorkReported,
    WorkReturned,
    sealed_fields,
)
from huiyin.core.evolution import evolve, fold
from huiyin.core.handling import Group
from huiyin.policy.schema import Policy
from mail.confided_course import confided

SAID = "办理中写下的金丝雀原话"
# Whoever of the confidential officers the builders take.
OFFICER = "qin.yue"
COMPANY = ("wei.lan", "ren.jun")
IN_A_DAY, IN_A_WEEK = MONDAY_9AM + timedelta(days=1), MONDAY_9AM + timedelta(days=7)
IN_TWO = timedelta(days=2)
ROUND = {
    "priority": "P3",
    "answer_due": MONDAY_9AM + timedelta(days=8),
    "plan_due": IN_A_DAY,
    "resolve_due": IN_A_WEEK,
    "other_handler": False,
}
JUDGED = {"findings": ("upheld",), "wishes": ("met",)}
Told = tuple[str, Event, Case]


def happened(kind: type[Event], by: str = "li.wei", role: str = "handler", **facts: Any) -> Event:
    """That event, with words of people wherever it may hold some."""
    return kind(at=MONDAY_9AM, by=by, role=role, **facts, **dict.fromkeys(sealed_fields(kind), SAID))


def taken_up(policy: Policy, complaint: ReceiveComplaint, *, guarded: bool, asks: int = 3) -> Case:
    """The case after so many of: registered, triaged, accepted; a guarded one by a confidential officer."""
    officer = someone(policy, "confid")
    mine = {"by": officer} if guarded else {}
    given = triage(policy, **mine, **({"handler": officer.code} if guarded else {"severity": 2, "urgency": 2}))
    return fold(a_history(policy, *(register(policy, **mine), given, accept(policy, **mine))[:asks], complaint=complaint))


def a_plan(*, guarded: bool, **changes: Any) -> dict[str, Any]:
    """The facts of a plan of whoever handles the case."""
    by, role, approvers = (OFFICER, "confid", ("confid", "company")) if guarded else ("li.wei", "handler", ("manager",))
    plan = {"by": by, "role": role, "version": 1, **JUDGED, "cost_yuan": 600, "source": "service_fee", "finish_due": IN_A_DAY}
    return {**plan, "tasks": (), "resources": (), "approvers": approvers, "digest": "d" * 64, **changes}


def course(policy: Policy, complaint: ReceiveComplaint, *, guarded: bool) -> Iterator[Told]:
    """(story, event, the case after it) for everything that may happen after the receipt."""
    told = _Telling("guarded " if guarded else "")
    yield from _before_work(told, policy, complaint, guarded=guarded)
    yield from _waited(told, taken_up(policy, complaint, guarded=guarded), guarded=guarded)
    yield from _planned(told, taken_up(policy, complaint, guarded=guarded), guarded=guarded)
    yield from _answered(told, taken_up(policy, complaint, guarded=guarded), guarded=guarded)


class _Telling:
    """Tells what happened to a case in the course of that story."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def __call__(self, case: Case, event: Event, story: str = "") -> Told:
        after = evolve(case, event)
        assert after is not None
        return f"{self._prefix}{type(event).__name__} {story}".strip(), event, after


def _turned_away(told: _Telling, new: Case, *, guarded: bool) -> Iterator[Told]:
    yield told(new, happened(CaseWithdrawn, "owner", "owner", goes_on=False))
    yield told(new, happened(CaseWithdrawn, "owner", "owner", goes_on=True, tells=new.has_email), "that goes on")
    if guarded:
        # Nobody within is left to judge it.
        yield told(
            new, happened(CaseRegistered, "ye.qing", "confid", identity_check="called_back", released=False, accused=COMPANY), "of us"
        )
    declined = told(new, happened(CaseDeclined, "jiang.bo", "manager", reason="not_ours", proposer="lin.jing"))
    objected = told(declined[2], happened(ObjectionRaised, "owner", "owner"))
    yield from (declined, objected)
    yield told(objected[2], happened(ObjectionAccepted, "wei.lan", "company", answer_due=IN_A_WEEK))


def _before_work(told: _Telling, policy: Policy, complaint: ReceiveComplaint, *, guarded: bool) -> Iterator[Told]:
    new = taken_up(policy, complaint, guarded=guarded, asks=0)
    yield from _turned_away(told, new, guarded=guarded)
    heard = _called(new, "confid" if guarded else "dept_lead", "ye.qing" if guarded else "he.min")
    yield told(new, heard, "of the first contact")
    late = evolve(new, heard)
    missed = happened(DeadlineMissed, "system", "system", clock="first_contact", due=late.first_contact_due)
    yield told(late, missed, "told")
    registered = taken_up(policy, complaint, guarded=guarded, asks=1)
    asked = told(registered, happened(OwnerAsked, "lin.jing", "desk", until=IN_A_DAY, pause=1))
    yield asked
    for replied in (True, False):
        dates = {"plan_due": None, "answer_due": IN_A_WEEK, "resolve_due": None}
        event = happened(OwnerReplied, "owner" if replied else "system", "owner" if replied else "system", replied=replied, **dates)
        yield told(asked[2], event, "" if replied else "with nothing")
    # What is confidential is never counted among others.
    for step, reports in () if guarded else (("watch", 3), ("group", 5), ("incident", 10)):
        yield told(new, happened(GroupProposed, "system", "system", step=step, reports=reports), step)
        counted = {"flats": reports - 1, "verified": 2}
        yield told(new, happened(GroupProposed, "system", "system", step=step, reports=reports, **counted), f"{step} of flats")
    triaged = taken_up(policy, complaint, guarded=guarded, asks=2)
    for count in (1, 2):
        yield told(triaged, happened(TriageReturned, count=count), f"{count}")
    for own in (True, False):
        joined = told(
            triaged, happened(MemberJoined, "he.min", "triage", group="18720099", has_own=own), "with a part of his own" if own else ""
        )
        yield joined
    yield told(joined[2], happened(MemberLeft, "owner", "owner", group="18720099", to="TRIAGED"))
    added = told(triaged, happened(AddedToCase, "system", "system", to="18720077", number="HY-2026-18720077", before="TRIAGED"))
    yield added
    yield told(added[2], happened(TakenApart, "owner", "owner", kept_from="18720077", to="TRIAGED"))
    group = {"points": (("elevator", "out_of_service"),), "lead": "repairs", "handler": "li.wei", "hands": (), "released_by": "he.min"}
    yield told(joined[2], happened(MemberAnswered, "system", "system", **group, **JUDGED, reply_due=IN_A_WEEK))
    for_now = {"points": group["points"], "findings": ("upheld",), "until": IN_A_WEEK, "drafter": "li.wei", "released_by": "he.min"}
    yield told(joined[2], happened(MemberDated, "system", "system", **for_now))
    handler = "ye.qing" if guarded else "wu.lei"
    yield told(triaged, happened(CaseAssigned, "zhao.gang", "dept_lead", handler=handler, before=triaged.handler))


def _waited(told: _Telling, accepted: Case, *, guarded: bool) -> Iterator[Told]:
    """What he hears by the clock: that it has moved, that it has not, that it is late as well, and how a group stands."""
    stands = {"since": MONDAY_9AM, "lead": accepted.lead, "waits": ("part", "vendor"), "body": "", "clock": "answer", "due": IN_A_WEEK}
    stands |= {"done": 1, "tasks": 3, "by_phone": False, "state": "EXECUTING", "to_role": "", "to": ""}
    head = {"to_role": "confid", "to": "ye.qing"} if guarded else {"to_role": "dept_lead", "to": "zhao.gang"}
    yield told(accepted, happened(ProgressTold, "system", "system", **stands, moved=True))
    still = {**stands, **head, "moved": False, "tasks": 0, "done": 0, "waits": ()}
    yield told(accepted, happened(ProgressTold, "system", "system", **still), "without progress")
    late = {**still, "due": MONDAY_9AM - timedelta(days=1), "state": "TRANSFERRED", "body": "street_office"}
    yield told(accepted, happened(ProgressTold, "system", "system", **late), "late and outside")
    joined = evolve(accepted, happened(MemberJoined, "he.min", "triage", group="18720099", has_own=False))
    yield told(joined, happened(ProgressTold, "system", "system", **{**still, "to": ""}), "of a group")
    asked = evolve(accepted, happened(OwnerAsked, "lin.jing", "desk", until=IN_A_DAY, pause=1))
    yield told(asked, happened(OwnerReminded, "system", "system", until=IN_A_DAY, by_phone=False))


def _called(case: Case, role: str, to: str) -> Event:
    facts = {"clock": "first_contact", "due": case.first_contact_due, "step": "dept_lead", "to_role": role, "to": to}
    return happened(StepEscalated, "system", "system", **facts)


def _planned(told: _Telling, accepted: Case, *, guarded: bool) -> Iterator[Told]:
    for due in (MONDAY_9AM - timedelta(hours=1), IN_A_WEEK):
        to = {"to_role": "confid", "to": "ye.qing"} if guarded else {"to_role": "manager", "to": "jiang.bo"}
        yield told(accepted, happened(StepEscalated, "system", "system", clock="answer", due=due, step="manager", **to), f"{due}")
    submitted = told(accepted, happened(PlanSubmitted, **a_plan(guarded=guarded)))
    yield submitted
    yield told(submitted[2], happened(PlanReturned, "jiang.bo", "manager"))
    signed = happened(PlanApproved, "jiang.bo", "manager", for_role="manager", complete=True, digest="d" * 64)
    half = happened(PlanApproved, "jiang.bo", "manager", for_role="manager", complete=False, digest="d" * 64)
    yield told(submitted[2], half, "by one of them")
    approved = told(submitted[2], signed)
    yield approved
    if not guarded:
        flats = tuple((f"flat-{n}", "b3", True) for n in range(6))
        many = submitted[2].handled(group=Group(place="b3", founder="18720099", opened_at=MONDAY_9AM, flats=flats))
        yield told(many, signed, "of a group")
    working = approved[2]
    yield told(working, happened(CaseUrged, "owner", "owner", count=1))
    yield from confided(told, happened, working)
    limit = {"person": "lin.jing", "asked_by": "he.min", "until": IN_A_WEEK}
    yield told(working, happened(ContactLimited, "gu.ning", "quality", **limit))
    agreed = told(working, happened(AppointmentAgreed, visit_at=IN_A_DAY))
    yield agreed
    moved = {"visit_at": IN_A_WEEK, "moved_from": IN_A_DAY, "why": "owner_asked"}
    yield told(agreed[2], happened(AppointmentAgreed, **moved), "moved")
    yield told(agreed[2], happened(DeadlineMissed, "system", "system", clock="appointment", due=IN_A_DAY), "of an appointment")
    if not guarded:
        dates = {name: getattr(working, name) for name in ("priority", "first_contact_due", "answer_due", "plan_due", "resolve_due")}
        yield told(working, happened(ReportAdded, "system", "system", report="18720078", number="HY-2026-18720078", count=1, **dates))
    for reviewed in (True, False):
        plan = a_plan(guarded=guarded, version=2, finish_due=IN_A_WEEK, change="date", reviewed=reviewed)
        yield told(working, happened(PlanChanged, **plan), "to be agreed to" if reviewed else "")
    yield told(working, happened(DateExtended, "zhao.gang", "dept_lead", old_due=working.resolve_due, new_due=working.resolve_due + IN_TWO))
    for agreed in (True, False):
        facts = {"body": "utility", "follow_up_due": IN_A_WEEK, "forwards_identity": agreed}
        away = told(working, happened(CaseTransferred, "jiang.bo", "manager", **facts), "with his name" if agreed else "")
        yield away
    yield told(away[2], happened(TransferRecorded, "system", "system", to="INVESTIGATING"), "on its day")
    for to in ("INVESTIGATING", "VERIFYING"):
        yield told(away[2], happened(TransferRecorded, "jiang.bo", "manager", to=to), to)


def _rights(told: _Telling, answered: Case) -> Iterator[Told]:
    """He asks for his data to be erased and is told, and takes a consent back."""
    closed = evolve(answered, happened(AnswerConfirmed, "owner", "owner"))
    asked = told(closed, happened(ErasureAsked, "owner", "owner", due=IN_A_WEEK))
    yield asked
    for granted, reason in ((True, ""), (False, "claim")):
        decided = happened(ErasureDecided, "ye.qing", "confid", granted=granted, reason=reason)
        yield told(asked[2], decided, "granted" if granted else "refused")
    yield told(answered, happened(ConsentWithdrawn, "owner", "owner", consents=("forward",), ends_contact=False))


def _surveyed(told: _Telling, answered: Case) -> Iterator[Told]:
    """Asked how we did, by letter or by phone; and not content."""
    closed = evolve(answered, happened(AnswerConfirmed, "owner", "owner"))
    yield told(closed, happened(SurveyInvited, "system", "system"))
    yield told(closed, happened(SurveyInvited, "system", "system", call_due=IN_A_DAY), "by phone")
    said = {"grades": (("result", 1),), "improve": (), "hidden": True, "publish": False}
    yield told(closed, happened(SurveyAnswered, "owner", "owner", solved="unsolved", **said, bad=True, call_due=IN_A_DAY))
    content = {**said, "grades": (("result", 5),)}
    yield told(closed, happened(SurveyAnswered, "owner", "owner", solved="solved", **content, bad=False), "and content")


def _answered(told: _Telling, accepted: Case, *, guarded: bool) -> Iterator[Told]:
    mine = (OFFICER, "confid") if guarded else ("li.wei", "handler")
    yield told(accepted, happened(DatedAnswerSent, "he.min", "triage", findings=("upheld",), until=IN_A_WEEK, drafter=mine[0]))
    yield told(accepted, happened(ConcludedWithoutWork, *mine, **JUDGED))
    reported = told(accepted, happened(WorkReported, *mine, **JUDGED))
    yield reported
    yield told(reported[2], happened(WorkReturned, "he.min", "triage", to="INVESTIGATING"))
    answered = told(reported[2], happened(AnswerReleased, "he.min", "triage", **JUDGED, reply_due=IN_A_WEEK))
    yield answered
    yield told(answered[2], happened(VerdictAsked, "system", "system", reply_due=IN_A_WEEK))
    # Heard, without a word of who reported it: he hears the result, whatever it is.
    for finding in ("upheld", "not_upheld"):
        heard = replace(reported[2], accused=("ma.hui",)).handled(heard=("ma.hui",))
        said = {**JUDGED, "findings": (finding,)}
        yield told(heard, happened(AnswerReleased, "he.min", "triage", **said, reply_due=IN_A_WEEK), f"{finding} after a hearing")
    last = answered[2].handled(disputes=3)
    yield told(last.handled(state="VERIFYING"), answered[1], "the last one")
    yield told(last, happened(AnswerConfirmed, "owner", "owner"), "the last one")
    yield told(answered[2], happened(AnswerConfirmed, "owner", "owner"))
    yield from _surveyed(told, answered[2])
    yield from _rights(told, answered[2])
    closed = told(answered[2], happened(AnswerLapsed, "system", "system", tries=2))
    yield closed
    yield told(closed[2], happened(CaseReopened, "owner", "owner", count=1, disputes=1, **ROUND))
    for other in (False, True):
        facts = {**ROUND, "other_handler": other, "count": 2 if other else 1, "solved": "unsolved", "points": (1,)}
        disputed = told(answered[2], happened(AnswerDisputed, "owner", "owner", **facts), "by somebody else" if other else "")
        yield disputed
    asked = told(answered[2], happened(ReviewAsked, "owner", "owner", due=IN_A_WEEK))
    yield asked
    # Asked for by itself: what the owner reads of his dispute says so.
    yield f"{disputed[0]} and reviewed", disputed[1], evolve(disputed[2], happened(ReviewAsked, "system", "system", due=IN_A_WEEK))
    dates = {name: ROUND[name] for name in ("answer_due", "plan_due", "resolve_due")}
    for reopens in (True, False):
        outcome = {"outcome": "replaced" if reopens else "upheld", "reopens": reopens}
        yield told(asked[2], happened(ReviewDecided, "wei.lan", "company", **outcome, **dates), "again" if reopens else "")
