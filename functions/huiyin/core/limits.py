"""5 执行与反馈: how long a step may take, in working time, and never past its share of the answer's calendar time."""

from datetime import datetime, timedelta
from typing import NamedTuple

from huiyin.core.case import Case
from huiyin.core.clock import due_after, share_of
from huiyin.policy.schema import Policy

# Whose working-time limit ends no later, in calendar time, than which share of the answer's limit.
_SERVES = {
    "register": "plan_submitted",
    "triage": "plan_submitted",
    "accept": "plan_submitted",
    "plan_submitted": "plan_submitted",
    "countersigned": "plan_decided",
    "plan_decided": "plan_decided",
    "verified": "verified",
    "declined": "verified",
}
# What begins only after the owner was waited for.
_AFTER_THE_WAIT = frozenset({"countersigned", "plan_decided", "verified"})


class Clock(NamedTuple):
    """A clock that runs. acts: nobody can be late, since the system acts when it is due."""

    name: str
    start: datetime
    due: datetime
    acts: bool = False


def limited(case: Case, name: str, start: datetime, policy: Policy) -> Clock:
    """The clock of a step that began then. name: of a limit of promises.toml.

    Policy: 3.3
    """
    limit = getattr(policy.promises.clocks[case.priority], name)
    waited = timedelta(seconds=case.handling.waited_s) if name not in _AFTER_THE_WAIT else timedelta()
    due = due_after(start, limit, policy.calendar) + waited
    return Clock(name, start, _capped(case, name, start, due, policy) if limit.unit in {"wh", "wd"} or waited else due)


def _capped(case: Case, name: str, start: datetime, due: datetime, policy: Policy) -> datetime:
    """A working-time limit ends in calendar time, too: by its share of the answer's. Begun later than that, by that share of what is left.

    Policy: 3.3
    """
    known = case.handling
    served = case.answer_due if known.dated is None or known.dated.sent_at is None else known.dated.until
    share = policy.promises.caps[_SERVES[name]]
    since = max(start, known.resumed_at or start)
    if since >= served:
        return due
    cap = share_of(case.counted_from, served, share)
    return min(due, cap if cap > since else share_of(since, served, share))
