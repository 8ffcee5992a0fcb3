"""3 分析与评估: flags of a case: what has to be borne in mind, and how a person at risk brings dates nearer."""

from datetime import datetime
from typing import NamedTuple, Protocol

from huiyin.core.case import Case
from huiyin.core.clock import capped_due, due_after
from huiyin.core.commands import Actor, NoteFlags
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import FlagsNoted
from huiyin.policy.schema import PRIORITIES, Phrase, Policy, Priority

# Stands with an order of an authority, and is set with none else.
AUTHORITY = "authority_order"
# The register of his building has no such flat: he may have mistyped it, or the register may lack it.
ADDRESS = "address_unverified"
REPEAT = "repeat"
VULNERABLE = "vulnerable"


class Flagging(Protocol):
    """A command that says which flags a case has from now on: registering it does, and noting them later."""

    @property
    def by(self) -> Actor: ...
    @property
    def flags(self) -> tuple[str, ...]: ...


def note_flags(case: Case, ask: NoteFlags, policy: Policy, now: datetime) -> FlagsNoted:
    """Say anew which flags it has.

    Policy: 1.2, 3.2
    Raises: NotUnderstood naming the field; NotAllowedNow "flags_stand" when nothing changes.
    """
    if set(ask.flags) == set(case.handling.flags) - {AUTHORITY}:
        raise NotAllowedNow("flags_stand", field="flags")
    return noted(case, ask, policy, now)


def noted_at_once(case: Case, ask: Flagging, policy: Policy, now: datetime) -> tuple[FlagsNoted, ...]:
    """What registering says of flags: those that the owner's form brought stay; nothing when there are none.

    Policy: 2.2
    """
    new = tuple(dict.fromkeys((*case.handling.flags, *ask.flags)))
    if new == case.handling.flags:
        return ()
    return (noted(case, NoteFlags(by=ask.by, flags=new), policy, now),)


def noted(case: Case, ask: Flagging, policy: Policy, now: datetime) -> FlagsNoted:
    """The flags, and the dates as they are with them: nearer if they ask for it, never later.

    Policy: 1.2, 3.2, 3.3
    A person at risk makes the matters of some categories one step more urgent, once. That an authority passed it on stays, and is said
    with its order alone.
    """
    standing = tuple(flag for flag in case.handling.flags if flag == AUTHORITY)
    if not set(ask.flags) <= {*settable(policy), *standing}:
        raise NotUnderstood("unknown_word", field="flags")
    urgency, priority = _raised(case, ask, policy)
    dates = brought_nearer(case, priority, policy, now)
    return FlagsNoted(
        at=now,
        by=ask.by.code,
        role=ask.by.role("confid" if case.guarded else "desk"),
        flags=tuple(dict.fromkeys((*standing, *ask.flags))),
        authority_due=case.handling.authority_due,
        urgency=urgency,
        priority=priority,
        **dates._asdict(),
    )


def settable(policy: Policy) -> dict[str, Phrase]:
    """The flags that somebody may set as such.

    Policy: 1.2
    """
    return {code: name for code, name in policy.measures.flags.items() if code != AUTHORITY}


class Dates(NamedTuple):
    """What is promised to the owner, and the dates of the work."""

    first_contact_due: datetime
    answer_due: datetime
    plan_due: datetime | None
    resolve_due: datetime | None


def brought_nearer(case: Case, priority: Priority, policy: Policy, now: datetime) -> Dates:
    """The dates of a case that is of that priority from now on: each as it was, or nearer where the priority has risen.

    Policy: 3.2, 3.3
    """
    promise, calendar = policy.promises.clocks[priority], policy.calendar
    if priority == case.priority:
        return Dates(case.first_contact_due, case.answer_due, case.plan_due, case.resolve_due)
    essential = case.category is not None and policy.categories[case.category].essential
    contact = due_after(now, promise.first_contact_essential if essential else promise.first_contact, calendar)
    answer_due = min(case.answer_due, due_after(now, promise.answer, calendar))
    plan = capped_due(now, promise.plan_submitted, calendar, share=policy.promises.caps["plan_submitted"], served_due=max(answer_due, now))
    resolve = due_after(now, promise.resolve, calendar)
    return Dates(
        first_contact_due=min(case.first_contact_due, contact),
        answer_due=answer_due,
        plan_due=min(case.plan_due, plan) if case.plan_due else case.plan_due,
        resolve_due=min(case.resolve_due, resolve) if case.resolve_due else case.resolve_due,
    )


def _raised(case: Case, ask: Flagging, policy: Policy) -> tuple[int | None, Priority]:
    promises = policy.promises
    new = VULNERABLE in ask.flags and VULNERABLE not in case.handling.flags
    if not new or case.category not in promises.vulnerable_categories or case.severity is None or case.urgency is None:
        return case.urgency, case.priority
    urgency = min(case.urgency + 1, max(promises.urgencies))
    return urgency, min(case.priority, promises.matrix[case.severity][urgency], key=PRIORITIES.index)


def check_may_be_declined(case: Case) -> None:
    """Refuse to turn away what others reported as well, and what an authority passed on.

    Policy: 2.2
    """
    if AUTHORITY in case.handling.flags:
        raise NotAllowedNow("authority_not_declined")
    if case.handling.proposed is not None:
        raise NotAllowedNow("many_not_declined")


def major_by_flags(case: Case, policy: Policy) -> tuple[str, ...]:
    """The rules for major matters that flags fulfil, each when all of its flags stand.

    Policy: 1.2
    """
    return tuple(rule for rule, flags in policy.measures.level_flags.items() if set(flags) <= set(case.handling.flags))
