"""What a flow is, how hard it is struck, and how the logs are written down that are right in the end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.faults.injector import (
    BROKEN_AFTER,
    BROKEN_BEFORE,
    CONFLICT,
    DENIED,
    FAULTS,
    KILL_AFTER,
    KILL_BEFORE,
    RIVAL,
    THROTTLE,
    TIMEOUT_AFTER,
    TIMEOUT_BEFORE,
    Mode,
)
from tests.faults.invariants import Finding
from tests.faults.scenes import FORM, Json, Log, Logs, Scene

Part = Callable[[Scene], None]
# Modes that may last: from the k-th call on nothing works until the faults end.
OUTAGES = (TIMEOUT_BEFORE, THROTTLE, BROKEN_BEFORE, DENIED)
# As deployed, botocore asks once more: what matters there is an effect that happened although it answered with an error.
DEPLOYED_MODES = (TIMEOUT_AFTER, BROKEN_AFTER, THROTTLE)
COMMIT, SEND = "TransactWriteItems", "SendEmail"


class Strike(NamedTuple):
    """A mode on calls of this operation ("": on each). lasting: that call and all after it; tries: how often botocore asks."""

    mode: Mode
    operation: str = ""
    lasting: bool = False
    tries: int = 1


# Every call, every mode: for each path of calls that no other flow takes.
THOROUGH = (
    *(Strike(mode) for mode in FAULTS),
    Strike(CONFLICT, COMMIT),
    Strike(RIVAL),
    *(Strike(mode, lasting=True) for mode in OUTAGES),
    *(Strike(mode, tries=2) for mode in DEPLOYED_MODES),
)
# For the steps of people: their calls are those of a step that is struck thoroughly. What is their own is what they commit and send.
BRIEF = (
    *(Strike(mode, COMMIT) for mode in (KILL_AFTER, TIMEOUT_AFTER, CONFLICT, RIVAL)),
    *(Strike(mode, SEND) for mode in (KILL_BEFORE, KILL_AFTER)),
)
# For what goes from case to case: whoever is gone at any call, is gone between two cases.
CHAIN = (
    *(Strike(mode) for mode in (KILL_AFTER, THROTTLE)),
    *(Strike(mode, COMMIT) for mode in (TIMEOUT_AFTER, CONFLICT, RIVAL)),
    Strike(KILL_BEFORE, SEND),
)
# What clocks say of their own accord, sooner or later.
CLOCKS = frozenset({"DeadlineNeared", "DeadlineMissed", "StepEscalated", "ProgressTold"})


def nothing(scene: Scene) -> None:
    """Nothing comes before, or after."""


def no_more(scene: Scene) -> Iterable[Finding]:
    """All that there is to look at are the cases."""
    return ()


def report_again(scene: Scene) -> None:
    """The same form once more, from another tab or on another day."""
    scene.report()


@dataclass(frozen=True)
class Flow:
    """act: the struck part, fit to be done again as a whole; rival: what comes in between; expected: logs that are right then.

    with_rival: logs that are right when the rival came in between; late: what a client repeats days later (FA15); proves: in words;
    strikes: how hard it is struck; contested: whoever comes after the rival may be refused; form: what the owner reported;
    besides: kinds of events that may stand anywhere in a log, since the rounds at the end come later after some faults than after
    others, and are what another flow is about; holds: what must be true beside the cases, once all faults are over.
    """

    name: str
    before: Part
    act: Part
    rival: Part
    expected: tuple[Log | Logs, ...]
    with_rival: tuple[Log | Logs, ...]
    late: Part = report_again
    proves: str = ""
    strikes: tuple[Strike, ...] = THOROUGH
    contested: bool = False
    form: Json = field(default_factory=lambda: FORM)
    besides: frozenset[str] = frozenset()
    holds: Callable[[Scene], Iterable[Finding]] = no_more


def anywhere(log: Log, *more: str, after: int = 1) -> tuple[Log, ...]:
    """The log with one more event, wherever it came in after the first so many."""
    return tuple((*log[:place], one, *log[place:]) for one in more for place in range(after, len(log) + 1))


def maybe(log: Log, *more: str, after: int = 1) -> tuple[Log, ...]:
    """The log as it is, or with one more event of these."""
    return (log, *anywhere(log, *more, after=after))


def beside(others: Logs, logs: Iterable[Log]) -> tuple[Logs, ...]:
    """Each of these logs beside those of all other cases."""
    return tuple((log, *others) for log in logs)
