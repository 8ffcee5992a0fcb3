"""5 执行与反馈: answers, the owner's verdict, reopening, review."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludedWithoutWork(Happening):
    """T29. Nothing has to be done. findings and wishes: one code for each problem point."""

    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    grounds: str = sealed()
    answer: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAnswerDrafted(Happening):
    """T28. The handler drafts an answer that promises a date."""

    findings: tuple[str, ...]
    until: datetime
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAnswerSent(Happening):
    """T28. The owner is answered: what was found, what is decided, by when. The state stays."""

    findings: tuple[str, ...]
    until: datetime
    drafter: str
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReleased(Happening):
    """T15. The owner is answered point by point, with his rights by whoever declared no interest. reply_due: until when he may
    confirm or dispute, and after which the rules may close it."""

    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    reply_due: datetime
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictAsked(Happening):
    """T16. The owner is asked once more what he thinks of his answer, by letter or on his page: a try. reply_due: as in the answer."""

    reply_due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConfirmed(Happening):
    """T16. The owner holds it solved."""

    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLapsed(Happening):
    """T16. Nobody answered, after tries enough: closed by the rules. tries: how many."""

    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDisputed(Happening):
    """T17. Not or only partly solved. count: the how-manieth time; points: numbers of the points that are not.

    priority, the three dates: of the new round; other_handler: somebody else has to be named.
    """

    count: int
    solved: str
    points: tuple[int, ...]
    priority: Priority
    answer_due: datetime
    plan_due: datetime
    resolve_due: datetime
    other_handler: bool
    words: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(Happening):
    """T18. Taken up again after it was closed; the first dates stay shown.

    count: the how-manieth time; disputes: how many with this one, which counts as one when the owner asked for it.
    """

    count: int
    disputes: int
    priority: Priority
    answer_due: datetime
    plan_due: datetime
    resolve_due: datetime
    other_handler: bool
    grounds: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAsked(Happening):
    """T19. Somebody outside is to look at it. due: when the company decides."""

    due: datetime
    grounds: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(Happening):
    """T19. The company decided. outcome: a code of measures.toml; reopens: it is handled again, with dates of its own."""

    outcome: str
    reopens: bool
    answer_due: datetime
    plan_due: datetime | None
    resolve_due: datetime | None
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRecorded(Happening):
    """Somebody who is accused was heard, or did not want to be. person: his staff code; outcome: a code of measures.toml."""

    person: str
    outcome: str
    statement: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLogged(Happening):
    """Somebody who answers for the estate went there. outcome: a code of measures.toml."""

    outcome: str
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCheckLogged(Happening):
    """Looked at on site by somebody who took no part, with a witness of the owner's."""

    witness: str = sealed()
    note: str = sealed()


FeedbackEvent = (
    ConcludedWithoutWork
    | DatedAnswerDrafted
    | DatedAnswerSent
    | AnswerReleased
    | VerdictAsked
    | AnswerConfirmed
    | AnswerLapsed
    | AnswerDisputed
    | CaseReopened
    | ReviewAsked
    | ReviewDecided
    | HearingRecorded
    | VisitLogged
    | JointCheckLogged
)
