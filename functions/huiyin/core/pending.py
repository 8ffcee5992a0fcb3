"""2 接收与登记: what an owner asked about his data that is still to be decided, and what he has agreed to."""

from collections.abc import Iterator

from huiyin.core.archiving import ended_at
from huiyin.core.case import Case
from huiyin.core.limits import Clock

# The name of its clock.
ERASURE = "erasure"


def is_erasure_pending(case: Case) -> bool:
    """Whether somebody has to decide if it is erased before its time. A matter that was taken up again since is needed: nobody has to.

    Policy: 2.5, 5.7
    """
    known, ended = case.handling, ended_at(case)
    asked = known.erasure_asked_at
    return known.erasure_due is not None and asked is not None and ended is not None and ended <= asked and known.erasing_at is None


def deciding_rows(case: Case) -> tuple[str, ...]:
    """Who decides whether something is erased before its time: quality or the confidential officer; of a guarded case, him alone.

    Policy: 2.5, 2.6
    """
    return ("confid",) if case.guarded else ("confid", "quality")


def clocks(case: Case) -> Iterator[Clock]:
    """The clock of that decision.

    Policy: 2.5, 5.3
    """
    known = case.handling
    if is_erasure_pending(case) and known.erasure_asked_at is not None and known.erasure_due is not None:
        yield Clock(ERASURE, known.erasure_asked_at, known.erasure_due)


def has_agreed(case: Case, consent: str) -> bool:
    """Whether its owner agreed to that, in whatever edition, and has not taken it back.

    Policy: 2.5
    """
    return any(one.partition(":")[0] == consent for one in case.consents)
