"""Which events ring in the chat groups of the staff, and of what: an emergency that came in, or one that nobody has answered."""

from typing import Literal

from huiyin.core.alarm import ALARM, alarm, is_alarmed_by
from huiyin.core.case import Case
from huiyin.core.events import CaseTriaged, ComplaintReceived, Event, GroupOpened, LevelRaised, StepEscalated
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy

_BEGINS = (ComplaintReceived, GroupOpened)
_RISES = (CaseTriaged, LevelRaised)
# By these names the table's stream tells of the events that may ring.
RINGING = frozenset(kind.__name__ for kind in (*_BEGINS, *_RISES, StepEscalated))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """An emergency that somebody has to hear of now. about: "rung" at once, "climbed" when it went higher up, then to that role."""

    case: Case
    about: Literal["rung", "climbed"]
    role: str = ""


def may_ring(event: Event, policy: Policy) -> bool:
    """Whether that event, seen without its case, may be one of an emergency.

    Policy: 5.3
    """
    if isinstance(event, StepEscalated):
        return event.clock == ALARM
    return isinstance(event, (*_BEGINS, *_RISES)) and event.priority in policy.promises.wakes_duty


def ring_of(event: Event, case: Case, policy: Policy) -> Ring | None:
    """What rings after that event; nothing once somebody has taken the case up.

    Policy: 5.3
    case: as it is now. However late it is asked, an answered alarm is not rung again.
    """
    if alarm(case, policy) is None or not may_ring(event, policy):
        return None
    if isinstance(event, StepEscalated):
        return Ring(case=case, about="climbed", role=event.to_role)
    if isinstance(event, _RISES) and not is_alarmed_by(case, event.at, policy):
        return None
    return Ring(case=case, about="rung")
