"""5 执行与反馈: what may be asked about answers and the owner's verdict."""

from datetime import datetime

from huiyin.core.commands.asking import Ask
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeWithoutWork(Ask):
    """T29: nothing has to be done; the draft of the answer comes with it."""

    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    grounds: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDatedAnswer(Ask):
    """T28: an answer that promises a date, drafted by the handler, then sent by somebody else."""

    findings: tuple[str, ...]
    until: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAnswer(Ask):
    """T15: answer the owner point by point. findings, wishes: as checked; no_interest: declared as everybody who judges does."""

    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    text: str
    no_interest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAnswer(Ask):
    """T16: solved, says the owner; or the system, after tries and time enough."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeAnswer(Ask):
    """T17: not or partly solved. points: numbers of the points, from 1; () for all of them."""

    solved: str
    points: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase(Ask):
    """T18: take it up again."""

    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReview(Ask):
    """T19: somebody outside is to look at it."""

    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReview(Ask):
    """T19: what the company decides. outcome: a code of measures.toml."""

    outcome: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHearing(Ask):
    """Beside the rows: what somebody who is accused says to it. person: his staff code; outcome: a code of measures.toml."""

    person: str
    outcome: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisit(Ask):
    """T17, the second time: the estate manager went there. outcome: a code of measures.toml."""

    outcome: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogJointCheck(Ask):
    """T17, the third time: looked at on site by somebody who took no part, with a witness of the owner's."""

    witness: str
    note: str


FeedbackCommand = (
    ConcludeWithoutWork
    | SendDatedAnswer
    | ReleaseAnswer
    | ConfirmAnswer
    | DisputeAnswer
    | ReopenCase
    | AskReview
    | DecideReview
    | RecordHearing
    | LogVisit
    | LogJointCheck
)
