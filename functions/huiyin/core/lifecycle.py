"""The life of a case as one table: who may take which step from which state. Policy pages, desk and tests read it."""

from collections.abc import Mapping
from typing import Protocol

from huiyin.policy.records import dataclass

STATES = (
    "RECEIVED",
    "AWAITING_OWNER",
    "REGISTERED",
    "TRIAGED",
    "INVESTIGATING",
    "PLAN_REVIEW",
    "EXECUTING",
    "VERIFYING",
    "ANSWERED",
    "CLOSED",
    "DECLINED",
    "WITHDRAWN",
    "MERGED",
    "TRANSFERRED",
    "ARCHIVED",
)
ENDED = frozenset({"CLOSED", "DECLINED", "WITHDRAWN", "MERGED", "ARCHIVED"})
OPEN = tuple(state for state in STATES if state not in ENDED)
STAFF = (
    "steward",
    "desk",
    "duty",
    "triage",
    "handler",
    "dept_lead",
    "duty_manager",
    "manager",
    "confid",
    "quality",
    "company",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the lifecycle. sources: empty for the receipt; targets: empty when the state stays.

    calls: a part of phoning an owner, so it stays open after the case has ended while `must_be_phoned`.
    """

    row: str
    command: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    roles: tuple[str, ...]
    calls: bool = False

    @property
    def slug(self) -> str:
        """The command's name in addresses: AcceptCase -> accept-case."""
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in self.command).lstrip("-")


class Told(Protocol):
    """What must be known of a case to say whether its owner is to be phoned: a case has it, and so has a row of a list."""

    @property
    def state(self) -> str: ...
    @property
    def untold(self) -> tuple[str, ...]: ...


def must_be_phoned(case: Told) -> bool:
    """Whether a letter did not reach the owner and nobody has told him since, how ever his case ended: what it said may be that.

    Policy: 5.2, 5.4
    In the archive nothing is left by which he could be reached.
    """
    return bool(case.untold) and case.state != "ARCHIVED"


def _step(row: str, command: str, sources: str, targets: str, roles: str, *, calls: bool = False) -> Step:
    return Step(
        row=row,
        command=command,
        sources={"open": OPEN, "any": STATES}.get(sources) or tuple(sources.split()),
        targets=tuple(targets.split()),
        roles=STAFF if roles == "staff" else tuple(roles.split()),
        calls=calls,
    )


_BEFORE_OWNER = "RECEIVED REGISTERED TRIAGED INVESTIGATING EXECUTING"
# Where it is the company's turn, not the owner's.
_OURS = "RECEIVED REGISTERED TRIAGED INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED"
_WITH_LEAD = "TRIAGED AWAITING_OWNER INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED"
# A review that opened by itself goes on beside the work.
_REVIEWED = "AWAITING_OWNER INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED ANSWERED CLOSED"
_AFTER_REGISTRATION = "AWAITING_OWNER REGISTERED TRIAGED INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED"
# Where somebody may go and look for himself.
_SEEN_TO = "AWAITING_OWNER INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED"
_OUTSIDE = "manager confid company system"
_AUTHORITIES = "REGISTERED TRIAGED INVESTIGATING PLAN_REVIEW EXECUTING"

# Where there is still something that could be erased.
_KEPT = " ".join(state for state in STATES if state != "ARCHIVED")

# What an authority passed on is never declined.
_ORDERED = " ".join(state for state in STATES if state not in ("DECLINED", "ARCHIVED"))

# Where somebody may still have to go there and make it safe.
_ON_SITE = "RECEIVED AWAITING_OWNER REGISTERED TRIAGED INVESTIGATING PLAN_REVIEW EXECUTING TRANSFERRED"
# An owner whose matter is handled in a group is still to be called and answered.
_NOT_ENDED = " ".join((*OPEN, "MERGED"))
# Where a date of the work may have been moved.
_WITH_DATE = "AWAITING_OWNER INVESTIGATING PLAN_REVIEW EXECUTING TRANSFERRED"
# Where a group case may stand when it hears of its members.
_BEFORE_ANSWER = "REGISTERED TRIAGED INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED"
_GROUPED = f"{_BEFORE_ANSWER} ANSWERED CLOSED"

# Where the same household may say it again, after the desk has seen who it is and before it is answered.
_REPORTED_AGAIN = f"{_AFTER_REGISTRATION} MERGED"

LIFECYCLE: tuple[Step, ...] = (
    _step("T01", "ReceiveComplaint", "", "RECEIVED", "owner system " + " ".join(STAFF)),
    _step("T02", "RegisterCase", "RECEIVED", "REGISTERED", "desk confid system"),
    _step("T03", "DeclineCase", "RECEIVED", "DECLINED", "desk triage manager confid company"),
    _step("T04", "AskOwner", _BEFORE_OWNER, "AWAITING_OWNER", "desk handler dept_lead confid"),
    _step("T05", "ReplyToQuestion", "AWAITING_OWNER", _BEFORE_OWNER, "owner system desk duty handler dept_lead confid"),
    _step("T06", "TriageCase", "REGISTERED EXECUTING", "TRIAGED", "triage manager confid company"),
    _step("T07", "AcceptCase", "TRIAGED", "INVESTIGATING", "handler dept_lead confid"),
    _step("T07", "ReturnToTriage", "TRIAGED", "REGISTERED", "handler dept_lead confid"),
    _step("T08", "StartWork", "RECEIVED REGISTERED TRIAGED", "EXECUTING", "handler duty confid"),
    _step("T09", "SubmitPlan", "INVESTIGATING", "PLAN_REVIEW", "handler dept_lead confid"),
    _step("T10", "ApprovePlan", "PLAN_REVIEW", "EXECUTING", "dept_lead duty_manager manager quality confid company"),
    _step("T11", "ReturnPlan", "PLAN_REVIEW", "INVESTIGATING", "dept_lead duty_manager manager quality confid company"),
    _step("T12", "ChangePlan", "EXECUTING", "PLAN_REVIEW", "handler dept_lead confid"),
    _step("T13", "ReportDone", "EXECUTING", "VERIFYING", "handler dept_lead confid"),
    _step("T14", "ReturnWork", "VERIFYING", "EXECUTING INVESTIGATING", "quality triage dept_lead confid company"),
    _step("T15", "ReleaseAnswer", "VERIFYING", "ANSWERED", "quality triage dept_lead confid company"),
    _step("T16", "ConfirmAnswer", "ANSWERED", "CLOSED", "owner system"),
    _step("T17", "DisputeAnswer", "ANSWERED", "INVESTIGATING", "owner"),
    _step("T18", "ReopenCase", "CLOSED", "INVESTIGATING", "owner triage manager quality"),
    # While the work goes on, of a date that was moved.
    _step("T19", "AskReview", f"{_WITH_DATE} ANSWERED CLOSED", "", "owner"),
    _step("T19", "DecideReview", _REVIEWED, "INVESTIGATING", "company"),
    _step("T20", "WithdrawCase", "open", "WITHDRAWN", "owner"),
    _step("T21", "JoinGroup", "RECEIVED TRIAGED INVESTIGATING", "MERGED", "owner triage system"),
    _step("T21", "AddToCase", "REGISTERED TRIAGED", "MERGED", "system"),
    _step("T22", "LeaveGroup", "MERGED", "TRIAGED RECEIVED REGISTERED", "owner triage"),
    _step("T23", "TransferCase", _AUTHORITIES, "TRANSFERRED", "manager confid company"),
    _step("T24", "RecordTransferResult", "TRANSFERRED", "INVESTIGATING VERIFYING REGISTERED", _OUTSIDE),
    # A report that was added to another case is kept as long as any; what it says stands in that case.
    _step("T25", "ArchiveCase", "CLOSED DECLINED WITHDRAWN MERGED", "ARCHIVED", "system"),
    _step("T26", "AnswerMember", "MERGED", "ANSWERED", "system"),
    _step("T27", "AcceptObjection", "DECLINED", "REGISTERED", "manager company"),
    _step(
        "T28",
        "SendDatedAnswer",
        "INVESTIGATING PLAN_REVIEW EXECUTING TRANSFERRED",
        "",
        "handler quality triage dept_lead manager confid company",
    ),
    _step("T29", "ConcludeWithoutWork", "REGISTERED TRIAGED INVESTIGATING", "VERIFYING", "handler dept_lead confid"),
    _step("-", "LogContact", _NOT_ENDED, "", "steward desk duty triage handler dept_lead duty_manager confid", calls=True),
    _step("-", "AddFact", "open", "", "owner " + " ".join(STAFF)),
    _step("-", "RevealIdentity", _NOT_ENDED, "", "desk duty triage handler dept_lead duty_manager confid", calls=True),
    # Whoever asks is told where it stands, how ever it ended.
    _step("-", "TakeCall", _KEPT, "", "desk duty triage duty_manager manager confid"),
    _step("-", "LimitContact", "open", "", "desk triage manager quality confid"),
    _step("-", "ObjectToLimit", "open", "", "owner"),
    _step("-", "LiftLimit", "open", "", "manager quality company confid"),
    _step("-", "AgreeAppointment", _ON_SITE, "", "steward desk duty handler dept_lead confid"),
    _step("-", "LogArrival", _ON_SITE, "", "handler duty dept_lead confid"),
    _step("-", "ReportMadeSafe", _ON_SITE, "", "handler duty dept_lead confid"),
    _step("-", "CheckEvidence", "open", "", "system"),
    # An owner whose matter is handled in a group hears how that stands; of an ended case somebody may have to call back, or to decide
    # whether it is erased.
    _step("-", "WatchClocks", _KEPT, "", "system"),
    _step("-", "AcknowledgeStep", _KEPT, "", "duty dept_lead duty_manager manager company confid"),
    _step("-", "HoldCase", _KEPT, "", "quality company confid"),
    _step("-", "ReleaseHold", _KEPT, "", "quality company confid"),
    # What is asked of one's own data is open as long as any of it is there; what goes on without its owner keeps it.
    _step("-", "GiveCopy", _KEPT, "", "owner"),
    _step("-", "AskErasure", "CLOSED DECLINED WITHDRAWN MERGED", "", "owner"),
    _step("-", "DecideErasure", "CLOSED DECLINED WITHDRAWN MERGED", "", "confid quality"),
    _step("-", "WithdrawConsent", _KEPT, "", "owner"),
    _step("-", "ComplainOfHandling", _KEPT, "", "owner"),
    _step("-", "ShareCase", _KEPT, "", "confid desk triage handler dept_lead duty_manager manager quality company owner"),
    _step("-", "ReturnLetter", "any", "", "system"),
    _step("-", "ObjectToDecline", "DECLINED", "", "owner"),
    _step("-", "ConfideCase", "RECEIVED AWAITING_OWNER REGISTERED TRIAGED INVESTIGATING", "", "owner desk triage manager quality confid"),
    _step("-", "ReleaseCase", "open", "", "owner confid"),
    _step("-", "UrgeCase", _OURS, "", "owner"),
    _step("-", "RaiseGrievance", _WITH_LEAD + " ANSWERED", "", "owner"),
    _step("-", "DecideRecusal", "open", "", "quality confid"),
    _step("-", "NoteFlags", "open", "", "desk triage manager quality confid"),
    _step("-", "NameAsset", _AFTER_REGISTRATION, "", "triage handler dept_lead manager quality confid"),
    _step("-", "NotePending", _WITH_LEAD, "", "triage manager quality confid"),
    _step("-", "RaiseLevel", "open", "", "system " + " ".join(STAFF)),
    _step("-", "LowerLevel", "open", "", "manager quality confid company"),
    _step("-", "ProposeGroup", "RECEIVED REGISTERED TRIAGED INVESTIGATING", "", "system"),
    # The case of which a group is made stays where it is until it joins.
    _step("-", "OpenGroupCase", "TRIAGED INVESTIGATING", "", "triage system"),
    _step("-", "RefuseGroup", "RECEIVED REGISTERED TRIAGED INVESTIGATING", "", "triage duty_manager"),
    _step("-", "DeclareIncident", "RECEIVED REGISTERED TRIAGED INVESTIGATING", "", "duty_manager"),
    _step("-", "UpdateIncident", _BEFORE_ANSWER, "", "duty_manager manager handler dept_lead"),
    _step("-", "EndIncident", _BEFORE_ANSWER, "", "duty_manager manager handler dept_lead"),
    _step("-", "NoteReport", _REPORTED_AGAIN, "", "system"),
    _step("-", "AnswerOwnPart", "MERGED", "", "triage quality"),
    _step("-", "DateMember", "MERGED", "", "system"),
    _step("-", "AgreeToBeNamed", "MERGED", "", "owner"),
    _step("-", "NoteMember", _GROUPED, "", "system"),
    _step("-", "DrawSample", "ANSWERED", "", "system"),
    _step("-", "SettleGroup", _GROUPED, "", "system"),
    _step("-", "CloseGroup", "ANSWERED", "CLOSED", "system"),
    _step("-", "AnswerSurvey", "CLOSED", "", "owner"),
    _step("-", "LogCallBack", "CLOSED", "", "steward desk quality manager confid"),
    _step("-", "RecordHearing", _AFTER_REGISTRATION, "", "confid quality"),
    _step("-", "LogVisit", _SEEN_TO, "", "manager confid company"),
    _step("-", "LogJointCheck", _SEEN_TO, "", "quality manager confid company"),
    _step("-", "AddTask", "PLAN_REVIEW EXECUTING", "", "handler dept_lead confid"),
    _step("-", "FinishTask", "PLAN_REVIEW EXECUTING", "", "staff"),
    _step("-", "AddFiles", "open", "", "staff"),
    _step("-", "MoveResource", "PLAN_REVIEW EXECUTING", "", "handler dept_lead confid"),
    _step("-", "EvaluatePlan", "PLAN_REVIEW EXECUTING", "", "handler dept_lead confid"),
    _step("-", "SignEvaluation", "PLAN_REVIEW EXECUTING", "", "dept_lead manager confid"),
    _step("-", "NoteOrder", _NOT_ENDED, "", "desk triage manager quality confid"),
    # The authority waits for its reply whatever became of the case.
    _step("-", "RecordOrderReply", _ORDERED, "", "desk triage handler dept_lead manager quality confid"),
    # The system does where whoever handled it has left.
    _step("-", "AssignCase", _WITH_LEAD, "", "triage dept_lead manager confid company system"),
    _step("-", "ExtendDate", "INVESTIGATING PLAN_REVIEW EXECUTING", "", "dept_lead manager confid company"),
)
STEPS: Mapping[str, Step] = {step.command: step for step in LIFECYCLE}
SLUGS: Mapping[str, Step] = {step.slug: step for step in LIFECYCLE}
# What is done with an owner or for him alone: a group case has none, its members have.
# What is his right about his own data, whatever became of the matter.
OF_THE_PERSON = frozenset("GiveCopy AskErasure WithdrawConsent ComplainOfHandling".split())
OF_AN_OWNER = frozenset(
    "RegisterCase DeclineCase AskOwner ReplyToQuestion ConfirmAnswer DisputeAnswer AskReview DecideReview WithdrawCase "
    "ReopenCase LogContact RevealIdentity UrgeCase ObjectToDecline AcceptObjection OpenGroupCase JoinGroup LeaveGroup "
    "AgreeAppointment LimitContact ObjectToLimit LiftLimit RefuseGroup AgreeToBeNamed AddToCase NoteReport "
    "AnswerSurvey LogCallBack TakeCall GiveCopy AskErasure DecideErasure WithdrawConsent ComplainOfHandling "
    "ConfideCase ReleaseCase".split()
)
