"""5 执行与反馈: what may be asked about the work, contacts and clocks."""

from datetime import datetime

from huiyin.core.commands.asking import Ask
from huiyin.core.commands.planning import TaskWanted
from huiyin.core.standing import Standing
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCase(Ask):
    """T07: the handler takes it."""

    no_interest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact(Ask):
    """The owner was reached, or a try was made."""

    way: str
    reached: bool
    note: str
    wish: str = ""
    convenient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitContact(Ask):
    """Abuse: ask that one person alone speaks with the owner, or agree to it. person: a staff code; reason: what happened."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToLimit(Ask):
    """The owner objects to speaking with one person alone."""

    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftLimit(Ask):
    """Anybody speaks with the owner again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWork(Ask):
    """T08: act first in an emergency, or follow an approved playbook. cost_yuan, no_interest: for a playbook."""

    emergency: bool
    playbook: str | None
    note: str
    cost_yuan: int = 0
    no_interest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTask(Ask):
    """One more task."""

    task: TaskWanted


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask(Ask):
    """A task ended. outcome: done, cancelled or blocked; certificate_until: of a certificate that the directory does not know."""

    n: int
    outcome: str
    note: str
    files: tuple[str, ...] = ()
    certificate: str = ""
    certificate_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveResource(Ask):
    """What the plan needs came nearer. state: a code of measures.toml."""

    n: int
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatePlan(Ask):
    """A regular look at the plan. decision: a code of measures.toml."""

    decision: str
    forecast: datetime
    progress: str
    obstacle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignEvaluation(Ask):
    """The head of department has read the last look at the plan."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDone(Ask):
    """T13: the work is done; the draft of the answer comes with it. files: slots that show the result.

    signed_by_owner: he signed the order under the work, and a photo of it is there.
    """

    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    result: str
    answer: str
    files: tuple[str, ...] = ()
    signed_by_owner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWanted:
    """A file that staff are about to send. purpose: a code of measures.toml; may_be_shown: the owner may see it with his answer."""

    purpose: str
    may_be_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFiles(Ask):
    """Room for these files. task: the one that they belong to; asked: key of the request, so that it gets the same places again."""

    files: tuple[FileWanted, ...]
    asked: str
    task: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnWork(Ask):
    """T14: not done yet."""

    defects: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignCase(Ask):
    """Beside the rows: somebody else handles it from now on."""

    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAppointment(Ask):
    """Agreed with the owner: somebody comes at that time. why, note: a code and words, where another time stood."""

    visit_at: datetime
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogArrival(Ask):
    """Somebody is on site. arrived_at: since when, None for now."""

    arrived_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMadeSafe(Ask):
    """Nobody comes to harm any more. safe_at: since when, None for now; note: what made it so."""

    note: str
    safe_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchClocks(Ask):
    """A clock looks whether a promise nears or was missed, and whether the owner has waited long enough for a word. group: where the
    group case stands in which it is handled, if it is."""

    group: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeStep(Ask):
    """I have heard of it. clock, step: as in `StepEscalated`."""

    clock: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLetter(Ask):
    """A letter to the owner came back or could not leave. letter, event, why: as in `LetterReturned`."""

    letter: str
    event: int
    why: str


WorkCommand = (
    AcceptCase
    | LogContact
    | StartWork
    | AddTask
    | FinishTask
    | MoveResource
    | EvaluatePlan
    | SignEvaluation
    | ReportDone
    | AddFiles
    | ReturnWork
    | AssignCase
    | AgreeAppointment
    | LimitContact
    | ObjectToLimit
    | LiftLimit
    | LogArrival
    | ReportMadeSafe
    | WatchClocks
    | AcknowledgeStep
    | ReturnLetter
)
