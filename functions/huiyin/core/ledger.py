"""5 执行与反馈: the ledger 台账: its row of a case, and its chain of hashes, so that nothing is deleted or back-dated unnoticed."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from huiyin.core.case import Case
from huiyin.core.lifecycle import ENDED
from huiyin.policy.records import dataclass

ORIGIN = "0" * 64


def link(previous: str, body: bytes) -> str:
    """The hash of an event, bound to all events before it. previous: hex of the last link, ORIGIN for the first.

    Policy: 5.2
    """
    return sha256(previous.encode("ascii") + body).hexdigest()


def broken_at(bodies: Iterable[tuple[str, bytes]], head: str) -> int | None:
    """The number (from 1) of the first event whose stored hash does not follow, or None if the chain holds up to head.

    bodies: (stored hash, body) in order. A chain that holds but ends before `head` breaks after its last event.
    """
    previous, n = ORIGIN, 0
    for n, (stored, body) in enumerate(bodies, start=1):
        if link(previous, body) != stored:
            return n
        previous = stored
    return None if previous == head else n + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """What the ledger 台账 says of a case: codes and moments, no word of its owner and nothing of who he is.

    findings: one for each problem point that somebody looked at; called_at: when somebody last tried to hear what he thinks; grades:
    what he said of us, unless it is not for whoever took a part: nobody knows who reads a file.
    """

    number: str
    received_at: datetime
    channel: str
    kind: str
    community: str
    building: str | None
    category: str | None
    sub_issue: str | None
    level: str
    priority: str
    lead: str | None
    joining: tuple[str, ...]
    handler: str | None
    answer_due: datetime
    answered_at: datetime | None
    findings: tuple[str, ...]
    state: str
    closed_at: datetime | None
    called_at: datetime | None
    verdict: str
    grades: tuple[tuple[str, int], ...] = ()


def row_of(case: Case) -> LedgerRow:
    """The row of a case as it stands.

    Policy: 5.2
    What was not taken up, taken back or put together with others has ended without an answer of its own.
    """
    known, said = case.handling, case.handling.survey
    ended = case.state in ENDED
    return LedgerRow(
        number=case.number,
        received_at=case.received_at,
        channel=case.channel,
        kind=case.kind,
        community=case.community,
        building=case.building,
        category=case.category,
        sub_issue=case.sub_issue,
        level=case.level,
        priority=case.priority,
        lead=case.lead,
        joining=tuple(sorted(case.departments - {case.lead})),
        handler=case.handler,
        answer_due=case.answer_due,
        answered_at=known.answer.at if known.answer else None,
        findings=tuple(dict.fromkeys(point.finding for point in known.points if point.finding)),
        state=case.state,
        closed_at=(known.closed_at or known.declined_at) if ended else None,
        called_at=max((*(known.answer.tries if known.answer else ()), *(said.tries if said else ())), default=None),
        verdict=known.verdict,
        grades=said.grades if said and not said.hidden else (),
    )


def is_answer_late(row: LedgerRow, now: datetime) -> bool:
    """Whether the answer came too late, or is owed and late by now.

    Policy: 3.3
    """
    if row.answered_at is not None:
        return row.answered_at > row.answer_due
    return row.state not in ENDED and row.answer_due < now
