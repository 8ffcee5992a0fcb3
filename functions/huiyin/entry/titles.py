"""What happened, in a few words: the title of each event, for its owner and for colleagues."""

from huiyin.core.case import FIRST_OF_STAFF
from huiyin.core.events import (
    AddedToCase,
    AppointmentAgreed,
    AssetNamed,
    CallTaken,
    CaseShared,
    CaseTriaged,
    CaseWithdrawn,
    ConsentWithdrawn,
    ContactLogged,
    DeadlineMissed,
    DeadlineNeared,
    ErasureAsked,
    ErasureDecided,
    Event,
    EvidenceChecked,
    IdentityRevealed,
    LetterReturned,
    OrderNoted,
    OrderReplied,
    OwnerReplied,
    PointsPending,
    ProgressTold,
    ReportAdded,
    StepAcknowledged,
    StepEscalated,
    TransferRecorded,
)
from huiyin.entry.sentences import Words, asset, both_alike, by, department, happening, named, when, word
from huiyin.policy.schema import LANGUAGES, Policy

# Why a letter never left the house, other than one that came back.
_NOT_SENT = frozenset({"too_many", "unreachable"})


def title(event: Event, policy: Policy, *, lead: str | None, to_staff: bool = False) -> Words:
    """What happened, in a few words. lead: the department that has the case; to_staff: said to a colleague, not to the owner."""
    name = type(event).__name__
    facts: dict[str, Words | None] = {}
    match event:
        case ContactLogged(reached=False):
            name = "ContactTried"
        case CallTaken() | EvidenceChecked():
            name, facts = _checked(event, policy)
        case OwnerReplied(replied=False):
            name = "OwnerSilent"
        case CaseWithdrawn(goes_on=True):
            name = "CaseGoesOn"
        case TransferRecorded(role="system"):
            # The day alone on which we ask: nobody has said anything yet.
            name = "TransferTakenUp"
        case CaseTriaged():
            lead = event.lead
        case IdentityRevealed():
            facts = {"role": named(event.role, policy.charter.roles), "reason": named(event.reason, policy.identity_reasons)}
        case StepEscalated(to_role=role) if role and to_staff:
            name = "StepTaken"
            facts = {"clock": word(f"letters.clock.{event.clock}", policy), "role": named(role, policy.charter.roles)}
        case DeadlineNeared() | DeadlineMissed() | StepEscalated() | StepAcknowledged():
            facts = {"clock": word(f"letters.clock.{event.clock}", policy)}
        case ProgressTold():
            name, facts = ("ProgressTold" if event.moved else "ProgressStill"), _progress(event, policy)
        case LetterReturned():
            name = "LetterWithheld" if event.why in _NOT_SENT else name
            facts = {"why": word(f"labels.returned_{event.why}", policy)}
        case _:
            name, facts = _named_more(event, name, policy)
    if to_staff and f"events.staff.{name}" in policy.words["zh"]:
        name = f"staff.{name}"
    return happening(name, policy, department=department(lead, policy), **facts)


def _named_more(event: Event, name: str, policy: Policy) -> tuple[str, dict[str, Words | None]]:
    """Of visits, points, reports and his own data: which sentence it is, and what it names."""
    facts: dict[str, Words | None] = {}
    match event:
        case AppointmentAgreed():
            name = "AppointmentMoved" if event.moved_from else name
            visit: Words = {one: when(event.visit_at, event.at, policy, one) for one in LANGUAGES}
            facts = {"visit": visit, "why": named(event.why or None, policy.measures.appointment_reasons)}
        case PointsPending():
            name, body = ("PointsPending" if event.points else "PointsResumed"), named(event.body or None, policy.measures.elsewhere)
            facts = {"points": both_alike(", ".join(map(str, event.points))), "body": body}
        case ErasureAsked():
            facts = {"due": {one: when(event.due, event.at, policy, one) for one in LANGUAGES}}
        case ErasureDecided():
            name, facts = (name if event.granted else "ErasureRefused"), {"reason": named(event.reason or None, policy.rights.refusals)}
        case CaseShared():
            facts = _shared(event, policy)
        case ConsentWithdrawn(ends_contact=True):
            name = "ContactEnded"
        case AddedToCase() | ReportAdded():
            facts = {"number": both_alike(event.number)}
        case AssetNamed():
            name, facts = ("AssetNamed" if event.asset else "AssetCleared"), {"asset": asset(event.asset, policy)}
        case OrderNoted():
            name = "OrderCorrected" if event.corrected else name
            facts = {"body": named(event.body, policy.measures.authorities), "due": by(event.due, event.at, policy)}
        case OrderReplied():
            facts = {"body": named(event.body, policy.measures.authorities), "way": named(event.way, policy.measures.reply_ways)}
        case _:
            pass
    return name, facts


def _checked(event: CallTaken | EvidenceChecked, policy: Policy) -> tuple[str, dict[str, Words | None]]:
    """Whether it passed: whoever asked how it stands, or a file that came in."""
    if isinstance(event, CallTaken):
        return "CallTaken" if event.passed else "CallRefused", {"way": named(event.way, policy.caller_checks)}
    if event.outcome != "quarantined":
        return "EvidenceChecked", {}
    return "EvidenceQuarantined" if int(event.slot) < FIRST_OF_STAFF else "StaffPhotoQuarantined", {}


def _progress(event: ProgressTold, policy: Policy) -> dict[str, Words | None]:
    """Where it stood when the owner was told, in words."""
    steps = word("labels.progress_steps", policy, done=event.done, tasks=event.tasks) if event.tasks else None
    role = named(event.to_role or None, policy.charter.roles)
    said: Words | None = None
    if role is not None:
        said = {language: policy.word("labels.progress_reminded", language).format(role=role[language]) for language in LANGUAGES}
    return {"state": named(event.state, policy.charter.states), "steps": steps, "reminded": said}


def _shared(event: CaseShared, policy: Policy) -> dict[str, Words | None]:
    """What was shown to whom, and what for."""
    rules = policy.sharing
    return {"to": named(event.to, rules.names), "part": named(event.part, rules.parts), "why": named(event.purpose, rules.purposes)}
