"""Which event writes which letter to whom: one table."""

from huiyin.core.attendance import directory_of_the_day
from huiyin.core.case import Case
from huiyin.core.events import (
    AddedToCase,
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    AppointmentAgreed,
    CaseAssigned,
    CaseConfided,
    CaseDeclined,
    CaseRegistered,
    CaseReleased,
    CaseReopened,
    CaseTransferred,
    CaseTriaged,
    CaseUrged,
    CaseWithdrawn,
    ComplaintReceived,
    ConcludedWithoutWork,
    ConsentWithdrawn,
    ContactLimited,
    DatedAnswerSent,
    DateExtended,
    DeadlineMissed,
    DeadlineNeared,
    ErasureAsked,
    ErasureDecided,
    Event,
    GroupOpened,
    GroupProposed,
    IdentityRevealed,
    LevelRaised,
    MemberAnswered,
    MemberDated,
    MemberJoined,
    MemberLeft,
    ObjectionAccepted,
    ObjectionRaised,
    OrderNoted,
    OwnerAsked,
    OwnerReminded,
    OwnerReplied,
    PlanApproved,
    PlanChanged,
    PlanReturned,
    PlanSubmitted,
    ProgressTold,
    ReleaseAsked,
    ReportAdded,
    ReviewAsked,
    ReviewDecided,
    StepEscalated,
    SurveyAnswered,
    SurveyInvited,
    TakenApart,
    TaskAdded,
    TaskFinished,
    TransferRecorded,
    TriageReturned,
    VerdictAsked,
    WorkReported,
    WorkReturned,
)
from huiyin.core.owed import Owed
from huiyin.mail import alarms
from huiyin.mail import audiences as to
from huiyin.mail import owners as his
from huiyin.mail.audiences import Readers, is_accused, staff_behind
from huiyin.mail.doers import GIVEN, TAKEN, given_steps, taken_steps
from huiyin.mail.stand_ins import with_stand_ins
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One row of the table: after which event which letter is written.

    guarded: for guarded cases only (True), for ordinary ones only (False), for both (None). acknowledges: it answers something
    that anybody may send us in anybody's name. dated: a day for the reader's calendar comes with it. accused: it tells whoever was
    accused and heard, and nobody else, what came of it.
    """

    after: type[Event]
    name: str
    to: Readers
    guarded: bool | None = False
    acknowledges: bool = False
    dated: bool = False
    accused: bool = False


def owed_by(event: Event, case: Case, policy: Policy) -> tuple[Owed, ...]:
    """The letters that this event owes. case: as it is after the event.

    Policy: 2.5, 2.6, 5.3
    An accused person is owed nothing but what came of his hearing, whatever his role; nobody is owed the same letter twice.
    """
    owed: dict[tuple[str, str], Owed] = {}
    today = directory_of_the_day(policy, event.at)
    for occasion in OCCASIONS:
        if isinstance(event, occasion.after) and occasion.guarded in (None, case.guarded):
            for audience in with_stand_ins(occasion.to(event, case, today), event, case, policy):
                person = staff_behind(audience, case, today)
                if occasion.accused or person is None or not is_accused(person, case, policy):
                    owed.setdefault((occasion.name, person or audience), Owed(occasion.name, audience))
    return tuple(owed.values())


def acknowledges(owed: Owed) -> bool:
    """Whether this letter goes to an address that nobody has confirmed, and so out of a budget.

    Policy: 2.3
    """
    return owed.audience == "owner" and owed.letter in _ACKNOWLEDGING


def _to_owner(after: type[Event], name: str, whom: Readers = his.owner, *, acknowledges: bool = False) -> Occasion:
    # His letters name nothing, so they are the same whether his case is guarded or not.
    return Occasion(after=after, name=name, to=whom, guarded=None, acknowledges=acknowledges)


def _to_confid(after: type[Event], name: str, whom: Readers = to.confid) -> Occasion:
    return Occasion(after=after, name=name, to=whom, guarded=True)


# 2 接收与登记
_INTAKE = (
    # Whoever has a code may take back what he sent in another's name, as often as he sent it.
    _to_owner(ComplaintReceived, "complaint-received", acknowledges=True),
    _to_owner(CaseWithdrawn, "withdrawn", his.owner_who_withdrew, acknowledges=True),
    _to_owner(CaseRegistered, "case-registered", his.owner_if_checked),
    _to_owner(ObjectionAccepted, "case-registered"),
    _to_owner(OwnerAsked, "owner-asked"),
    _to_owner(OwnerReminded, "owner-reminded", his.owner_who_reads),
    _to_owner(CaseDeclined, "declined"),
    Occasion(after=ComplaintReceived, name="new-case", to=alarms.desk_and_alarmed),
    _to_confid(ComplaintReceived, "confidential-case"),
    _to_confid(ComplaintReceived, "danger-alert", alarms.alarmed),
    Occasion(after=CaseRegistered, name="new-case", to=to.desk_if_released),
    Occasion(after=CaseReleased, name="new-case", to=to.desk),
    _to_confid(CaseConfided, "confidential-case"),
    _to_confid(ReleaseAsked, "confidential-news"),
    _to_confid(CaseRegistered, "company-accused", to.auditors),
    Occasion(after=OwnerReplied, name="owner-replied", to=to.asker),
    _to_confid(OwnerReplied, "confidential-news", to.confid_in_charge),
    Occasion(after=CaseUrged, name="urged", to=to.both_in_charge),
    _to_confid(CaseUrged, "confidential-news", to.confid_in_charge),
    Occasion(after=ObjectionRaised, name="objection-raised", to=to.to_judge),
    _to_confid(ObjectionRaised, "confidential-news", to.to_judge),
    Occasion(after=IdentityRevealed, name="reading-unusual", to=to.who_watches),
    _to_confid(IdentityRevealed, "confidential-news", to.who_watches),
    Occasion(after=ErasureAsked, name="erasure-asked", to=to.to_erase),
    _to_confid(ErasureAsked, "confidential-case", to.to_erase),
    _to_owner(ErasureDecided, "erasure-decided"),
    Occasion(after=ConsentWithdrawn, name="consent-withdrawn", to=to.confid),
    _to_confid(ConsentWithdrawn, "confidential-news", to.confid_in_charge),
)
# 3 分析与评估
_TRIAGE = (
    # In an incident everything that comes in joins by itself, in whosever name it came.
    _to_owner(MemberJoined, "merged", acknowledges=True),
    _to_owner(MemberLeft, "handled-alone"),
    _to_owner(AddedToCase, "added-to-case"),
    _to_owner(TakenApart, "handled-alone"),
    Occasion(after=ReportAdded, name="urged", to=to.both_in_charge),
    # Of many households the desk hears once.
    Occasion(after=GroupOpened, name="new-case", to=alarms.desk_and_alarmed),
    Occasion(after=GroupProposed, name="group-proposed", to=to.to_group),
    Occasion(after=CaseTriaged, name="emergency", to=alarms.alarmed_if_risen),
    _to_confid(CaseTriaged, "danger-alert", alarms.alarmed_if_risen),
    Occasion(after=LevelRaised, name="emergency", to=alarms.alarmed_if_risen),
    _to_confid(LevelRaised, "danger-alert", alarms.alarmed_if_risen),
    Occasion(after=CaseTriaged, name="case-assigned", to=to.assigned, dated=True),
    _to_confid(CaseTriaged, "confidential-case", to.confid_assigned),
    Occasion(after=TriageReturned, name="returned-to-triage", to=to.sorters),
    _to_confid(TriageReturned, "confidential-news"),
)
# 4 方案制定
_PLANNING = (
    _to_owner(DateExtended, "plan-date-changed"),
    _to_owner(PlanChanged, "plan-date-changed", his.owner_if_moved),
    Occasion(after=PlanSubmitted, name="approval-request", to=to.to_approve),
    _to_confid(PlanSubmitted, "confidential-case", to.to_approve),
    Occasion(after=PlanApproved, name="plan-approved", to=to.drafter_if_agreed),
    Occasion(after=PlanApproved, name="group-plan", to=to.company_if_not_asked),
    _to_confid(PlanApproved, "confidential-news", to.confid_if_agreed),
    Occasion(after=PlanReturned, name="plan-returned", to=to.drafter),
    _to_confid(PlanReturned, "confidential-news", to.confid_in_charge),
)
# 5 执行与反馈
_WORK = (
    _to_owner(DeadlineMissed, "contact-missed", his.owner_if_contact_missed),
    _to_owner(AppointmentAgreed, "appointment"),
    _to_owner(ContactLimited, "contact-limited"),
    _to_owner(DeadlineMissed, "appointment", his.owner_if_nobody_came),
    _to_owner(ProgressTold, "progress-told", his.owner_who_reads),
    _to_owner(CaseTransferred, "transferred"),
    _to_owner(TransferRecorded, "transfer-result", his.owner_if_recorded),
    Occasion(after=OrderNoted, name="order-noted", to=to.both_in_charge),
    _to_confid(OrderNoted, "confidential-news", to.confid_in_charge),
    Occasion(after=ProgressTold, name="no-progress", to=to.reminded),
    _to_confid(ProgressTold, "confidential-news", to.reminded),
    Occasion(after=CaseAssigned, name="case-assigned", to=to.assigned, dated=True),
    _to_confid(CaseAssigned, "confidential-case", to.confid_assigned),
    Occasion(after=DeadlineNeared, name="due-soon", to=to.watchers),
    _to_confid(DeadlineNeared, "confidential-due-soon"),
    Occasion(after=DeadlineMissed, name="overdue", to=to.late_watchers),
    _to_confid(DeadlineMissed, "confidential-overdue"),
    Occasion(after=StepEscalated, name="escalation", to=to.called),
    _to_confid(StepEscalated, "confidential-escalation", to.called),
    Occasion(after=WorkReported, name="work-reported", to=to.to_check),
    _to_confid(WorkReported, "confidential-case", to.to_check),
    Occasion(after=ConcludedWithoutWork, name="work-reported", to=to.to_check),
    _to_confid(ConcludedWithoutWork, "confidential-case", to.to_check),
    Occasion(after=WorkReturned, name="work-returned", to=to.in_charge),
    _to_confid(WorkReturned, "confidential-news", to.confid_in_charge),
)
# Whoever takes a step in somebody else's case.
_ENDS_STEPS = (PlanApproved, PlanChanged, TaskFinished, CaseWithdrawn, CaseTransferred)
_STEPS = (
    *(Occasion(after=kind, name=GIVEN, to=given_steps, dated=True) for kind in (PlanApproved, PlanChanged, TaskAdded, CaseAssigned)),
    *(_to_confid(kind, "confidential-case", given_steps) for kind in (PlanApproved, PlanChanged, TaskAdded, CaseAssigned)),
    *(Occasion(after=kind, name=TAKEN, to=taken_steps) for kind in _ENDS_STEPS),
    *(_to_confid(kind, "confidential-news", taken_steps) for kind in _ENDS_STEPS),
)
_FEEDBACK = (
    _to_owner(DatedAnswerSent, "dated-answer"),
    _to_owner(AnswerReleased, "answer"),
    Occasion(after=AnswerReleased, name="hearing-result", to=to.heard, guarded=None, accused=True),
    _to_owner(MemberAnswered, "answer"),
    _to_owner(MemberDated, "dated-answer"),
    _to_owner(VerdictAsked, "verdict-asked"),
    _to_owner(AnswerConfirmed, "closed"),
    _to_owner(AnswerLapsed, "closed"),
    _to_owner(SurveyInvited, "survey", his.owner_if_asked),
    Occasion(after=SurveyAnswered, name="survey-bad", to=to.to_call_back),
    _to_confid(SurveyAnswered, "confidential-case", to.to_call_back),
    _to_owner(AnswerDisputed, "reopened"),
    _to_owner(CaseReopened, "reopened"),
    _to_owner(ReviewDecided, "review-decided"),
    Occasion(after=AnswerDisputed, name="answer-disputed", to=to.both_in_charge),
    _to_confid(AnswerDisputed, "confidential-news", to.confid_in_charge),
    Occasion(after=CaseReopened, name="work-reopened", to=to.both_in_charge),
    _to_confid(CaseReopened, "confidential-news", to.confid_in_charge),
    Occasion(after=ReviewDecided, name="work-reopened", to=to.both_if_replaced),
    _to_confid(ReviewDecided, "confidential-news", to.confid_in_charge),
    Occasion(after=ReviewAsked, name="review-asked", to=to.to_review),
    _to_confid(ReviewAsked, "confidential-case", to.to_review),
)
OCCASIONS: tuple[Occasion, ...] = (*_INTAKE, *_TRIAGE, *_PLANNING, *_WORK, *_STEPS, *_FEEDBACK)
_ACKNOWLEDGING = frozenset(occasion.name for occasion in OCCASIONS if occasion.acknowledges)
# What names no case: of guarded matters, and what the accused reads.
CONFIDENTIAL = frozenset(occasion.name for occasion in OCCASIONS if occasion.guarded or occasion.accused)
TO_ACCUSED = frozenset(occasion.name for occasion in OCCASIONS if occasion.accused)
DATED = frozenset(occasion.name for occasion in OCCASIONS if occasion.dated)
