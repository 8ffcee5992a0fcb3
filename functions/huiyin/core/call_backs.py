"""5 执行与反馈: who is still to be phoned after his case was closed, and until when: whom no letter reaches, and who is not satisfied."""

from collections.abc import Iterator

from huiyin.core.case import Case
from huiyin.core.limits import Clock

# The call that everybody gets whom no letter reaches, and the one that a poor answer asks for. Both are names of clocks.
CALL, CALL_OF_BAD = "survey", "survey_bad"
CALLS = frozenset({CALL, CALL_OF_BAD})


def owed(case: Case) -> str | None:
    """Which call is still to be made: of a poor answer, or to whoever can only be phoned; None when nobody has to call.

    Policy: 5.5
    """
    known = case.handling.survey
    if case.handling.gone or case.handling.contact_ended:
        return None
    if case.state != "CLOSED" or known is None or known.call_due is None or known.called:
        return None
    return CALL if known.bad_at is None else CALL_OF_BAD


def clocks(case: Case) -> Iterator[Clock]:
    """The clock of a call that is still to be made: since the closing, or since the poor answer.

    Policy: 3.3, 5.5
    """
    known, closed_at, call = case.handling.survey, case.handling.closed_at, owed(case)
    if call is not None and known is not None and known.call_due is not None and closed_at is not None:
        yield Clock(call, known.bad_at or closed_at, known.call_due)
