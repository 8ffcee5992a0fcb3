"""5 执行与反馈: the work itself, contacts, clocks."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.core.events.meeting import MeetingEvent
from huiyin.core.events.planning import NeededResource, PlannedTask
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted(Happening):
    """T07. The handler takes the case and declares no interest in it."""

    no_interest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLogged(Happening):
    """A contact with the owner, or a try. first: with it the promise of the first contact was met, by reaching him or by tries enough."""

    way: str
    reached: bool
    first: bool
    note: str = sealed()
    wish: str = sealed()
    convenient: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStarted(Happening):
    """T08. Work before or without a plan of its own.

    emergency: act first, approve later; playbook: the approved plan that is followed, with the edition, tasks and resources
    that it had; task_words, resource_words: JSON lists of what each is, in order; cost_yuan: whole yuan.
    """

    emergency: bool
    playbook: str | None
    edition: str
    cost_yuan: int = 0
    finish_due: datetime | None = None
    tasks: tuple[PlannedTask, ...] = ()
    resources: tuple[NeededResource, ...] = ()
    no_interest: bool = False
    note: str = sealed()
    task_words: str = sealed()
    resource_words: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(Happening):
    """One more task."""

    task: PlannedTask
    words: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFinished(Happening):
    """A task ended. outcome: done, cancelled or blocked; files: slots of evidence; certificate: number shown by the doer;
    certificate_until: its last day, where the directory does not know it."""

    n: int
    outcome: str
    files: tuple[str, ...] = ()
    certificate_until: datetime | None = None
    note: str = sealed()
    certificate: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFile:
    """A file of staff. purpose: a code of measures.toml; may_be_shown: the owner may see it with his answer."""

    slot: str
    purpose: str
    may_be_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesAdded(Happening):
    """Staff take photos of the matter, or of papers. task: the one that they belong to; asked: key of the request."""

    files: tuple[StaffFile, ...]
    asked: str
    task: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceMoved(Happening):
    """What the plan needs came nearer. state: a code of measures.toml."""

    n: int
    state: str
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEvaluated(Happening):
    """A regular look at the plan. decision: a code of measures.toml; forecast: when it will be done, as it stands."""

    decision: str
    forecast: datetime
    progress: str = sealed()
    obstacle: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSigned(Happening):
    """Whoever heads the department stands by a look at the plan. evaluated_at: of which one."""

    evaluated_at: datetime
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReported(Happening):
    """T13. The work is done. findings and wishes: one code for each problem point; files: slots that show the result.

    signed_by_owner: he signed the order under the work, which counts as a check of a small matter.
    """

    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    files: tuple[str, ...] = ()
    signed_by_owner: bool = False
    result: str = sealed()
    answer: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReturned(Happening):
    """T14. Whoever checked it found defects. to: the state it goes back to."""

    to: str
    defects: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLogged(Happening):
    """Somebody of ours is on site, since arrived_at."""

    arrived_at: datetime
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMadeSafe(Happening):
    """Nobody comes to harm any more, since safe_at. note: what made it so."""

    safe_at: datetime
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(Happening):
    """Somebody else handles it from now on. before: who had it, None when nobody did."""

    handler: str
    before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineNeared(Happening):
    """A clock passed its red share and the promise is not kept yet. clock: first_contact, ..."""

    clock: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissed(Happening):
    """A promise was not kept in time."""

    clock: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEscalated(Happening):
    """Somebody higher up hears of a promise that is nearly or already missed.

    step: rung of the ladder, a role; to_role, to: the role in which somebody hears of it, and his staff code, "" when nobody is left.
    """

    clock: str
    due: datetime
    step: str
    to_role: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAcknowledged(Happening):
    """Whoever heard of it says that he did."""

    clock: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTold(Happening):
    """The owner hears how it stands, since nobody told him anything for so long.

    since: when he heard something last; state, lead: of his case, or of the group case in which it is handled; moved: it has gone
    on since; done, tasks: steps of the work; waits: codes of measures.toml for which it waits; body: where it lies outside; clock,
    due: what he is promised next; to_role, to: in which role somebody was told that nothing moves, and his staff code, "" for
    nobody; by_phone: no letter reaches him, and somebody has to call.
    """

    since: datetime
    state: str
    lead: str | None
    moved: bool
    done: int
    tasks: int
    waits: tuple[str, ...]
    body: str
    clock: str
    due: datetime
    to_role: str
    to: str
    by_phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerReminded(Happening):
    """A question still waits for the owner. until: its end, as in `OwnerAsked`; by_phone: no letter reaches him."""

    until: datetime
    by_phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReturned(Happening):
    """A letter did not reach the owner: he has to be told by phone what it said.

    letter: its name; event: number of the event that owed it; why: a code of `core.work.RETURNS`.
    """

    letter: str
    event: int
    why: str


WorkEvent = (
    CaseAccepted
    | ContactLogged
    | WorkStarted
    | TaskAdded
    | TaskFinished
    | FilesAdded
    | ResourceMoved
    | PlanEvaluated
    | EvaluationSigned
    | WorkReported
    | WorkReturned
    | CaseAssigned
    | MeetingEvent
    | ArrivalLogged
    | PlaceMadeSafe
    | DeadlineNeared
    | DeadlineMissed
    | StepEscalated
    | StepAcknowledged
    | LetterReturned
    | ProgressTold
    | OwnerReminded
)
