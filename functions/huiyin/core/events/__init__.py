"""What has happened: the append-only vocabulary of a case.

An event is never renamed; a field is only ever added, with a default. Fields made by `sealed()` are words of
people: stored encrypted, empty until somebody opens them, and never read by `evolve`.
"""

from dataclasses import fields
from typing import get_args

from huiyin.core.events.feedback import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    CaseReopened,
    ConcludedWithoutWork,
    DatedAnswerDrafted,
    DatedAnswerSent,
    FeedbackEvent,
    ReviewAsked,
    ReviewDecided,
)
from huiyin.core.events.happening import Happening, sealed
from huiyin.core.events.intake import (
    CaseDeclined,
    CaseRegistered,
    CaseUrged,
    CaseWithdrawn,
    ComplaintReceived,
    DeclineProposed,
    DeclineRefused,
    EvidenceChecked,
    FactAdded,
    IdentityRevealed,
    IntakeEvent,
    ObjectionAccepted,
    ObjectionRaised,
    OwnerAsked,
    OwnerReplied,
)
from huiyin.core.events.outside import (
    CaseArchived,
    CaseTransferred,
    OutsideEvent,
    TransferRecorded,
)
from huiyin.core.events.planning import (
    DateExtended,
    NeededResource,
    PlanApproved,
    PlanChanged,
    PlannedTask,
    PlanningEvent,
    PlanReturned,
    PlanSubmitted,
)
from huiyin.core.events.triage import (
    CaseTriaged,
    LevelLowered,
    LevelRaised,
    LowerLevelAsked,
    TriageEvent,
    TriageReturned,
)
from huiyin.core.events.work import (
    CaseAccepted,
    CaseAssigned,
    ContactLogged,
    DeadlineMissed,
    DeadlineNeared,
    LetterReturned,
    PlanEvaluated,
    ResourceMoved,
    StepAcknowledged,
    StepEscalated,
    TaskAdded,
    TaskFinished,
    WorkEvent,
    WorkReported,
    WorkReturned,
    WorkStarted,
)

__all__ = [
    "EVENTS",
    "AnswerConfirmed",
    "AnswerDisputed",
    "AnswerLapsed",
    "AnswerReleased",
    "CaseAccepted",
    "CaseArchived",
    "CaseAssigned",
    "CaseDeclined",
    "CaseRegistered",
    "CaseReopened",
    "CaseTransferred",
    "CaseTriaged",
    "CaseUrged",
    "CaseWithdrawn",
    "ComplaintReceived",
    "ConcludedWithoutWork",
    "ContactLogged",
    "DateExtended",
    "DatedAnswerDrafted",
    "DatedAnswerSent",
    "DeadlineMissed",
    "DeadlineNeared",
    "DeclineProposed",
    "DeclineRefused",
    "Event",
    "EvidenceChecked",
    "FactAdded",
    "FeedbackEvent",
    "Happening",
    "IdentityRevealed",
    "IntakeEvent",
    "LetterReturned",
    "LevelLowered",
    "LevelRaised",
    "LowerLevelAsked",
    "NeededResource",
    "ObjectionAccepted",
    "ObjectionRaised",
    "OutsideEvent",
    "OwnerAsked",
    "OwnerReplied",
    "PlanApproved",
    "PlanChanged",
    "PlanEvaluated",
    "PlanReturned",
    "PlanSubmitted",
    "PlannedTask",
    "PlanningEvent",
    "ResourceMoved",
    "ReviewAsked",
    "ReviewDecided",
    "StepAcknowledged",
    "StepEscalated",
    "TaskAdded",
    "TaskFinished",
    "TransferRecorded",
    "TriageEvent",
    "TriageReturned",
    "WorkEvent",
    "WorkReported",
    "WorkReturned",
    "WorkStarted",
    "sealed",
    "sealed_fields",
]

Event = IntakeEvent | TriageEvent | PlanningEvent | WorkEvent | FeedbackEvent | OutsideEvent
EVENTS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


def sealed_fields(kind: type[Event]) -> frozenset[str]:
    """The fields of that event that hold people's words."""
    return frozenset(f.name for f in fields(kind) if f.metadata.get("sealed"))
