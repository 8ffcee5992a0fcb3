"""What people and clocks look through: worklists, due cases, the cases of a month. No list ever scans the table."""

import base64
import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from huiyin.core import call_backs, orders, pending
from huiyin.core.case import Case
from huiyin.core.clocks import TO_BE_RESOLVED, is_answer_owed, is_contact_kept
from huiyin.core.errors import NotUnderstood
from huiyin.core.events import CaseRegistered, CaseTriaged, Event
from huiyin.core.lifecycle import ENDED
from huiyin.core.turns import Turn
from huiyin.policy.records import dataclass
from huiyin.store.items import SHARDS, CaseItem, CaseTable, stamp, stamp_before

# A page that keeps few of many rows ends here and goes on with its cursor: no reader waits for a whole department.
_LOOKED_AT = 1000
# So many rows come with each query, since a page is merged of many and takes few of each.
_BATCH = 25
# What presses of a member of an incident whom somebody is to ask whether it is solved.
CALL_BACK = "call_back"
_CHECK = 9
_CURSOR = re.compile(r"[A-Za-z0-9_-]{20,120}")
# Sorts before every year.
_FIRST = "!"
_SORT_KEY = re.compile(_FIRST + r"?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z#[0-9]{8}")
_SORTED_BY = {"worklist": CaseItem.wl_sk, "due": CaseItem.due_sk, "month": CaseItem.mo_sk}
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every list knows of a case."""

    case_id: str
    number: str
    state: str
    kind: str
    level: str
    priority: str
    category: str | None
    sub_issue: str | None
    community: str
    building: str | None
    channel: str
    danger: bool
    guarded: bool
    lead: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistRow(Row):
    """A case as a worklist shows it. due: its most pressing promise, in whole seconds; due_kind: which one.

    untold: letters that did not reach the owner and of which nobody has told him. hints: kinds of words found in his text.
    turns: whose word it waits for; recused: who take no part; lies_since: with these hands, in this stage; flags: to bear in mind.
    """

    version: int
    handler: str | None
    accused: tuple[str, ...]
    untold: tuple[str, ...]
    hints: tuple[str, ...]
    due: datetime
    due_kind: str
    turns: tuple[Turn, ...] = ()
    recused: tuple[str, ...] = ()
    lies_since: datetime | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow(Row):
    """A case as the figures count it. flat_mark: of his flat, of which it tells nothing; verified: the desk knows who he is."""

    first_contact_due: datetime
    first_contact_at: datetime | None
    attempted_at: datetime | None
    flat_mark: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, the most pressing first, and where to go on; next is None at the end."""

    rows: tuple[WorklistRow, ...]
    next: str | None


def standing_due(case: Case) -> tuple[str, datetime]:
    """The promise that presses most, by kind and moment: the first contact until it was made, then the earliest that is left.

    Policy: 3.3
    """
    if not (is_contact_kept(case) or case.handling.gone) and case.state not in ENDED - {"MERGED"}:
        return "first_contact", case.first_contact_due
    due, kind = min(((moment, kind) for kind, moment in _still_due(case) if moment is not None), default=(case.answer_due, "answer"))
    return kind, due


def _still_due(case: Case) -> Iterator[tuple[str, datetime | None]]:
    known = case.handling
    if case.state in {"TRIAGED", "INVESTIGATING"}:
        yield "plan", case.plan_due
    if is_answer_owed(case):
        yield "answer", case.answer_due
    if case.state in TO_BE_RESOLVED:
        yield "resolve", case.resolve_due
    if case.state == "AWAITING_OWNER" and known.pause is not None:
        yield "question", known.pause.until
    if case.state == "ANSWERED" and known.answer is not None:
        yield CALL_BACK if known.answer.sampled else "reply", known.answer.reply_due
    yield from ((one.name, one.due) for one in (*call_backs.clocks(case), *orders.order_clock(case), *pending.clocks(case))[:1])
    if known.transfer is not None:
        yield "follow_up", known.transfer.follow_up_due


class Lists:
    """Readers of the indexes. They lag behind the table by a moment; a decision always reads the case itself."""

    def __init__(self, table: CaseTable) -> None:
        self._table = table

    def worklist(
        self,
        queue: str | Sequence[str],
        *,
        cursor: str | None,
        limit: int,
        until: datetime | None = None,
        keep: Callable[[WorklistRow], bool] | None = None,
    ) -> Page:
        """A page of one worklist or of several: possible danger that nobody has asked about, then the most pressing promise.

        Policy: 5.1
        until: only promises due by then. keep: which rows the reader may see or asked for; a page may be short though
        more follow. Raises: NotUnderstood "cursor_invalid" for a cursor that no page of these lists gave.
        """
        queues = (queue,) if isinstance(queue, str) else tuple(queue)
        after = _opened(cursor, queues) if cursor else ""
        upper = f"{stamp_before(until)}$" if until else "9999"
        span, many = (after + " ", upper), min(limit + 1, _BATCH)
        shards = [self._index("worklist", f"{name}#{shard}", span, many) for name in queues for shard in range(SHARDS)]
        merged = (item for item in heapq.merge(*shards, key=_worklist_place) if moment_of(item) <= upper)
        rows: list[WorklistRow] = []
        last = ""
        for item in islice(merged, _LOOKED_AT):
            if len(rows) == limit:
                return Page(tuple(rows), _closed(last, queues))
            last = _worklist_place(item)
            row = row_of(WorklistRow, item, due=datetime.fromisoformat(moment_of(item)))
            if keep is None or keep(row):
                rows.append(row)
        more = next(merged, None) is not None
        return Page(tuple(rows), _closed(last, queues) if more else None)

    def due(self, before: datetime, limit: int) -> tuple[str, ...]:
        """The ids of cases at which a clock has to look by that moment, the longest waiting first.

        Policy: 5.3
        """
        return self._come("DUE", before, limit)

    def to_archive(self, before: datetime, limit: int) -> tuple[str, ...]:
        """The ids of ended cases whose time is over by that moment, the oldest first.

        Policy: 5.7
        """
        return self._come("ARCHIVE", before, limit)

    def _come(self, kind: str, before: datetime, limit: int) -> tuple[str, ...]:
        upper = stamp_before(before)
        shards = [self._index("due", f"{kind}#{shard}", ("0", upper), limit) for shard in range(SHARDS)]
        return tuple(_case_id(item) for item in islice(heapq.merge(*shards, key=lambda item: str(item.due_sk)), limit))

    def month(self, month: str, since: datetime | None = None) -> Iterator[MonthRow]:
        """All cases received in a month ("2026-11", as the community reads its calendar), shard by shard; or those of it since then.

        Policy: 3.7
        """
        span = (stamp(since) if since else "0", "9999")
        items = (item for shard in range(SHARDS) for item in self._index("month", f"{month}#{shard}", span, None))
        return (row_of(MonthRow, item) for item in items)

    def groups_about(self, community: str, sub_issue: str, place: str | None, since: datetime) -> tuple[str, ...]:
        """The ids of group cases of that matter made since then: of that place or of the whole estate.

        Policy: 1.2
        """
        span = (stamp(since), "9999")
        wide = [_matter(community, sub_issue, one) for one in dict.fromkeys((place, None))]
        found = [item for one in wide for item in self._index("month", one, span, None)]
        return tuple(_case_id(item) for item in found)

    def same_household(self, mark: str) -> tuple[str, ...]:
        """The ids of the cases in which the flat of that mark is known to report that matter, in the order in which they came in.

        Policy: 2.7
        """
        found = self._index("month", f"FLAT#{mark}", ("0", "9999"), None)
        return tuple(dict.fromkeys(_case_id(item) for item in found))

    def _index(self, index: str, pk: str, span: tuple[str, str], page: int | None) -> Iterable[CaseItem]:
        return self._table.cases.query(pk, _SORTED_BY[index].between(*span), index_name=index, page_size=page)


def _worklist_place(item: CaseItem) -> str:
    return str(item.wl_sk)


def moment_of(item: CaseItem) -> str:
    """When the promise of a row is due. Danger stands before every date, so a range of dates holds all of it."""
    return _worklist_place(item).removeprefix(_FIRST).partition("#")[0]


def _case_id(item: CaseItem) -> str:
    return item.pk.partition("#")[2]


def row_of(kind: type[_Row], item: CaseItem, **more: object) -> _Row:
    """What an index has of a case, as a row of that kind."""
    values: dict[str, object] = {f.name: getattr(item, f.name, None) for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**(values | {"case_id": _case_id(item)} | more))


def _closed(place: str, queues: Sequence[str]) -> str:
    # A place in a list that its reader may see anyway: it needs no secret. The check tells a mangled one, or one of another list.
    return base64.urlsafe_b64encode(_check(place, queues) + place.encode("ascii")).decode("ascii").rstrip("=")


def _opened(cursor: str, queues: Sequence[str]) -> str:
    if _CURSOR.fullmatch(cursor) is None:
        raise NotUnderstood("cursor_invalid", field="cursor")
    try:
        place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[_CHECK:].decode("ascii")
    except ValueError:
        place = ""
    if _SORT_KEY.fullmatch(place) is None or _closed(place, queues) != cursor:
        raise NotUnderstood("cursor_invalid", field="cursor")
    return place


def _check(place: str, queues: Sequence[str]) -> bytes:
    return sha256("\0".join((*queues, place)).encode("utf-8")).digest()[:_CHECK]


def worklist_keys(queue: str | None, case: Case, shard: int, turns: tuple[Turn, ...] = (), since: datetime | None = None) -> dict[str, Any]:
    """The place of a case on a worklist, for whose word it waits there, and since when it lies so; on none for queue None.

    Policy: 3.3, 5.1
    Possible danger, ticked or in the owner's words, goes first until somebody spoke to the owner or tried often enough.
    """
    kind, due = standing_due(case)
    if queue is None:
        return {"wl_pk": None, "wl_sk": None, "due_kind": kind}
    first = _FIRST if kind == "first_contact" and case.sounds_dangerous else ""
    place = {"wl_pk": f"{queue}#{shard}", "wl_sk": f"{first}{stamp(due)}#{case.case_id}", "due_kind": kind}
    return place | {"turns": turns, "recused": case.recused, "lies_since": since, "flags": case.handling.flags}


def _matter(community: str, sub_issue: str, place: str | None) -> str:
    return f"GROUP#{community}#{sub_issue}#{place or ''}"


def flat_keys(event: Event, case: Case) -> dict[str, str]:
    """Where an event stands with which the flat of a matter gets known: the desk has seen who reports it, or what it is about.

    Policy: 2.7
    case: as it is after the command.
    """
    if not isinstance(event, CaseRegistered | CaseTriaged) or not case.verified or case.flat_mark is None:
        return {}
    return {"mo_pk": f"FLAT#{case.flat_mark}", "mo_sk": f"{stamp(case.received_at)}#{case.case_id}"}


def due_keys(moment: datetime | None, shard: int, archive_on: datetime | None = None) -> dict[str, str | None]:
    """When a clock looks next; of a case at which none looks any more, when it is erased; never for None.

    Policy: 5.7
    Apart, so that the clocks pass over none of those that lie there for years.
    """
    kind, at = ("DUE", moment) if moment else ("ARCHIVE", archive_on)
    return {"due_pk": f"{kind}#{shard}", "due_sk": stamp(at)} if at else {"due_pk": None, "due_sk": None}


def month_keys(case: Case, month: str, shard: int) -> dict[str, str | None]:
    """The month under which the case is counted. A group case is none of the complaints: it stands under its matter and place."""
    group = case.handling.group
    if group is not None:
        return {"mo_pk": _matter(case.community, case.sub_issue or "", group.place), "mo_sk": f"{stamp(group.opened_at)}#{case.case_id}"}
    return {"mo_pk": f"{month}#{shard}", "mo_sk": f"{stamp(case.received_at.astimezone(UTC))}#{case.case_id}"}
