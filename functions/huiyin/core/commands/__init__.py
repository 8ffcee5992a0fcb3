"""What people and clocks may ask of a case. Each command is one row of the lifecycle or one of its side doors."""

from huiyin.core.commands.asking import OWNER, SYSTEM, Actor, Ask, Person
from huiyin.core.commands.feedback import (
    AskReview,
    ConcludeWithoutWork,
    ConfirmAnswer,
    DecideReview,
    DisputeAnswer,
    FeedbackCommand,
    ReleaseAnswer,
    ReopenCase,
    SendDatedAnswer,
)
from huiyin.core.commands.intake import (
    AcceptObjection,
    AddFact,
    AskOwner,
    CheckEvidence,
    DeclineCase,
    IntakeCommand,
    ObjectToDecline,
    ReceiveComplaint,
    RegisterCase,
    ReplyToQuestion,
    RevealIdentity,
    UrgeCase,
    WithdrawCase,
)
from huiyin.core.commands.outside import (
    ArchiveCase,
    OutsideCommand,
    RecordTransferResult,
    TransferCase,
)
from huiyin.core.commands.planning import (
    ApprovePlan,
    ChangePlan,
    ExtendDate,
    PlanningCommand,
    ResourceWanted,
    ReturnPlan,
    SubmitPlan,
    TaskWanted,
)
from huiyin.core.commands.triage import (
    LowerLevel,
    RaiseLevel,
    ReturnToTriage,
    TriageCase,
    TriageCommand,
)
from huiyin.core.commands.work import (
    AcceptCase,
    AcknowledgeStep,
    AddTask,
    AssignCase,
    EvaluatePlan,
    FinishTask,
    LogContact,
    MoveResource,
    ReportDone,
    ReturnLetter,
    ReturnWork,
    StartWork,
    WatchClocks,
    WorkCommand,
)
from huiyin.policy.records import dataclass

__all__ = [
    "OWNER",
    "SYSTEM",
    "AcceptCase",
    "AcceptObjection",
    "AcknowledgeStep",
    "Actor",
    "AddFact",
    "AddTask",
    "ApprovePlan",
    "ArchiveCase",
    "Ask",
    "AskOwner",
    "AskReview",
    "AssignCase",
    "ChangePlan",
    "CheckEvidence",
    "Command",
    "ConcludeWithoutWork",
    "ConfirmAnswer",
    "DecideReview",
    "DeclineCase",
    "DisputeAnswer",
    "EvaluatePlan",
    "ExtendDate",
    "FeedbackCommand",
    "FinishTask",
    "IntakeCommand",
    "LaterCommand",
    "LogContact",
    "LowerLevel",
    "MoveResource",
    "ObjectToDecline",
    "OutsideCommand",
    "Person",
    "PlanningCommand",
    "RaiseLevel",
    "ReceiveComplaint",
    "RecordTransferResult",
    "RegisterCase",
    "ReleaseAnswer",
    "ReopenCase",
    "ReplyToQuestion",
    "ReportDone",
    "ResourceWanted",
    "ReturnLetter",
    "ReturnPlan",
    "ReturnToTriage",
    "ReturnWork",
    "RevealIdentity",
    "SendDatedAnswer",
    "StartWork",
    "SubmitPlan",
    "TaskWanted",
    "TransferCase",
    "TriageCase",
    "TriageCommand",
    "UrgeCase",
    "WatchClocks",
    "WithdrawCase",
    "WorkCommand",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterCommand(Ask):
    """A command of the lifecycle that this release refuses with `not_yet`. name: as in the lifecycle table."""

    name: str


Command = IntakeCommand | TriageCommand | PlanningCommand | WorkCommand | FeedbackCommand | OutsideCommand | LaterCommand
