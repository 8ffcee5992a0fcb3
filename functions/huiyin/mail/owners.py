"""When the owner himself is written to: each a reader of the table of letters."""

from huiyin.core.case import Case
from huiyin.core.events import (
    CaseWithdrawn,
    DeadlineMissed,
    Event,
    PlanChanged,
    SurveyInvited,
)
from huiyin.core.evolution.news import is_moved
from huiyin.policy.schema import Policy


def owner(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner, where letters may go to his address."""
    return ("owner",) if case.has_email else ()


def owner_if_checked(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner, once a person has looked at what came in: what the system alone took in goes to an address nobody knows."""
    return () if event.by == "system" else owner(event, case, policy)


def owner_who_withdrew(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner who takes it back, though nothing else is written to him where it goes on without him.

    Policy: 5.6
    """
    return ("owner",) if isinstance(event, CaseWithdrawn) and event.tells else owner(event, case, policy)


def owner_if_recorded(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner, once somebody wrote down what became of it outside; the day alone on which we ask is no news.

    Policy: 5.3
    """
    return () if event.by == "system" else owner(event, case, policy)


def owner_if_contact_missed(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner whom nobody has called in time."""
    missed = isinstance(event, DeadlineMissed) and event.clock == "first_contact"
    return owner(event, case, policy) if missed else ()


def owner_if_asked(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner who is asked in writing how we did.

    Policy: 5.5
    """
    in_writing = isinstance(event, SurveyInvited) and event.call_due is None
    return owner_who_reads(event, case, policy) if in_writing else ()


def owner_if_nobody_came(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner to whom nobody came at the agreed time."""
    missed = isinstance(event, DeadlineMissed) and event.clock == "appointment"
    return owner(event, case, policy) if missed else ()


def owner_if_moved(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner whose date a changed plan moves, or does not keep."""
    return owner(event, case, policy) if isinstance(event, PlanChanged) and is_moved(case, event) else ()


def owner_who_reads(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The owner whom letters reach, for what is not worth a call: everybody else reads it on his page, or is on the list of calls.

    Policy: 5.2
    """
    return () if case.unreachable else owner(event, case, policy)
