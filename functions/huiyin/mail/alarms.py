"""Who is woken by an emergency at once: whoever is on duty, and the duty manager."""

from huiyin.core.alarm import is_alarmed_by
from huiyin.core.attendance import on_duty
from huiyin.core.case import Case
from huiyin.core.events import Event
from huiyin.mail.audiences import desk, with_role
from huiyin.policy.schema import Policy


def alarmed(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Everybody who hears of an emergency at once; of the people on duty those whose turn it is.

    Policy: 5.3
    """
    if case.priority not in policy.promises.wakes_duty:
        return ()
    turn = tuple(f"duty:{code}" for code in on_duty(event.at, policy))
    return tuple(audience for role in policy.promises.ladder.alarmed for audience in (turn if role == "duty" else with_role(role, policy)))


def alarmed_if_risen(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The same, of a case that this event has made an emergency.

    Policy: 5.3
    """
    return alarmed(event, case, policy) if is_alarmed_by(case, event.at, policy) else ()


def desk_and_alarmed(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The desk, and in an emergency everybody who has to hear of it at once."""
    return (*desk(event, case, policy), *alarmed(event, case, policy))
