"""The work of those who have left: each of their open cases goes to somebody who is there. Nothing stays with a person who is gone."""

from collections.abc import Callable
from datetime import datetime

from huiyin.casework import APART
from huiyin.core.attendance import directory_of_the_day
from huiyin.core.commands import SYSTEM, AssignCase
from huiyin.core.leaving import has_left, heir_of
from huiyin.deskwork import Desk
from huiyin.entry import journal
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What became of the work of those who have left. waiting: cases that nobody may have, or for which no time was left."""

    given: int
    waiting: int
    failed: int


def hand_over(desk: Desk, *, goes_on: Callable[[], bool]) -> HandedOver:
    """Give every open case whose handler has left to whom he named, else to the head of its department or whoever else may have it.

    Policy: 2.5, 4.3, 5.1
    goes_on: whether there is time for another one; the next round goes on with the rest. Whoever gets it is written to.
    """
    gone = leavers(desk.policy, desk.now)
    given = waiting = failed = 0
    if not gone:
        return HandedOver(given=0, waiting=0, failed=0)
    for case_id in [row.case_id for row in desk.rows(*_queues(desk.policy)) if row.handler in gone]:
        if not goes_on():
            waiting += 1
            continue
        try:
            done = _give(desk, case_id)
        except Exception as error:  # noqa: BLE001 - one broken case must not keep all others with somebody who is gone
            failed += 1
            journal.failed(error, number=case_id)
        else:
            given, waiting = given + done, waiting + (not done)
    return HandedOver(given=given, waiting=waiting, failed=failed)


def leavers(policy: Policy, moment: datetime) -> frozenset[str]:
    """Whoever stands in the directory by name alone.

    Policy: 2.5
    """
    return frozenset(code for code in policy.departments.staff if has_left(code, policy, moment))


def _queues(policy: Policy) -> tuple[str, ...]:
    """Every list on which a case that somebody handles may stand."""
    return tuple(dict.fromkeys(("triage", "confid", *policy.departments.departments, *APART)))


def _give(desk: Desk, case_id: str) -> bool:
    case = desk.loaded(case_id).case
    heir = heir_of(case, directory_of_the_day(desk.policy, desk.now))
    if heir is None or case.handler is None:
        return False
    return desk.tried(AssignCase(by=SYSTEM, handler=heir), case_id, f"left|{case.handler}|{case.version}") is not None
