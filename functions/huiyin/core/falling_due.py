"""5 执行与反馈: what the system itself has to do with a case, and when somebody must look at it again."""

from datetime import datetime
from typing import NamedTuple

from huiyin.core import clocks, progress, survey, verdict
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, Command, ConfirmAnswer, RecordTransferResult, ReplyToQuestion
from huiyin.policy.schema import Policy


class Falling(NamedTuple):
    """A step that the system takes when its day has come."""

    at: datetime
    ask: Command

    @property
    def key(self) -> str:
        """Under which it is taken once, however often a clock comes by."""
        return f"{type(self.ask).__name__}|{self.at.isoformat()}"


def system_step(case: Case, policy: Policy) -> Falling | None:
    """What the system does next without anybody: go on after a question nobody answered (T05), close an answer to which nobody said
    a word (T16), take up again what lies outside (T24).

    Policy: 5.3
    """
    known, step = case.handling, None
    if case.state == "AWAITING_OWNER" and known.pause is not None:
        step = Falling(known.pause.until, ReplyToQuestion(by=SYSTEM))
    elif case.state == "TRANSFERRED" and known.transfer is not None:
        step = Falling(known.transfer.follow_up_due, RecordTransferResult(by=SYSTEM, to="INVESTIGATING", result=""))
    elif (lapse := clocks.lapses_at(case, policy)) is not None:
        step = Falling(lapse, ConfirmAnswer(by=SYSTEM))
    return step


def next_moment(case: Case, policy: Policy) -> datetime | None:
    """When somebody must look at this case again; None while no clock runs and nothing falls due.

    Policy: 5.3
    """
    step = system_step(case, policy)
    word = progress.next_word(case, policy) or verdict.asked_again_at(case, policy) or survey.invited_at(case, policy)
    moments = (*(moment.at for moment in clocks.clock_moments(case, policy)), *((step.at,) if step else ()), *((word,) if word else ()))
    return min(moments, default=None)
