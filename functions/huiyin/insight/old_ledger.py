"""An old ledger of the company, row by row: what it says in the words of the policy, or what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from huiyin.insight.ledger import Wording
from huiyin.insight.sheet_reader import Unreadable, Value
from huiyin.policy.ledger import LedgerColumn
from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Policy

# Headings stand at the top, below a title and some blank lines at most.
_LOOKED_AT = 10
_SEVERAL = re.compile(r"[、,，;；/\n]+")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?(?:\s*[:：分]\s*(\d{1,2}))?\s*[分秒]?)?"
)
# Days since the last one of 1899: how Excel keeps a date, and what is left of it in a cell that is no date.
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_YEARS = range(2000, 2100)
_OURS = re.compile(r"HY-\d{4}-\d{8}")
# A mobile or identity number, with the marks that people set between its parts; an address of mail.
_PRIVATE = re.compile(
    r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]")
# What cannot come before a matter was received.
_LATER = ("answer_due", "answered_at", "closed_at", "called_at")
_HAPPENED = ("received_at", "answered_at", "closed_at", "called_at")

Told = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a cell. code: a refusal of the policy; column: of the ledger; facts: for its sentence."""

    code: str
    column: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRow:
    """A row as it stands in the file. told: by column, codes and texts, moments in UTC; faults: why it cannot be taken over."""

    place: int
    cells: tuple[Value, ...]
    told: Told
    faults: tuple[Fault, ...]

    @property
    def key(self) -> str:
        """By which the row is known when it comes again."""
        return self.told.get("number", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OldLedger:
    """A file that was read. headings: as they stand in it; left: those that no column of the ledger has; rows: without blank ones."""

    headings: tuple[str, ...]
    left: tuple[str, ...]
    rows: tuple[OldRow, ...]


def read_ledger(rows: Iterable[tuple[Value, ...]], policy: Policy, now: datetime) -> OldLedger:
    """Read a whole table.

    Policy: 5.2
    Raises: Unreadable "sheet_headings" where a needed column has no heading or one has two, "sheet_empty" without a row.
    """
    reading = _Reading(policy, now)
    lines = enumerate(rows, start=1)
    for place, cells in lines:
        if reading.take_headings(cells):
            break
        if place >= _LOOKED_AT:
            raise Unreadable("sheet_headings")
    found = tuple(reading.row(place, cells) for place, cells in lines if any(cell is not None for cell in cells))
    if not found:
        raise Unreadable("sheet_empty" if reading.places else "sheet_headings")
    return OldLedger(headings=reading.headings, left=reading.left, rows=found)


def folded(text: str) -> str:
    """A heading or word without what people write differently: width, case, blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


class _Reading:
    def __init__(self, policy: Policy, now: datetime) -> None:
        self._policy = policy
        self._now = now
        self._zone = ZoneInfo(policy.calendar.zone)
        self.headings: tuple[str, ...] = ()
        self.places: dict[str, int] = {}
        self.left: tuple[str, ...] = ()
        self._seen: dict[str, int] = {}
        self._named = {
            folded(heading): code
            for code, column in policy.ledger.columns.items()
            for heading in (*(column.name.of(one) for one in LANGUAGES), *column.also)
        }
        wording = Wording(policy, "zh")
        self._words = {
            code: {folded(word): value for value, phrase in wording.choices(code).items() for word in (value, phrase.zh, phrase.en)}
            for code in policy.ledger.columns
        }

    def take_headings(self, cells: Sequence[Value]) -> bool:
        """Whether this row holds the headings. Raises: Unreadable "sheet_headings"."""
        names = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
        found = [(place, self._named[folded(name)]) for place, name in enumerate(names) if folded(name) in self._named]
        columns = self._policy.ledger.columns
        needed = {code for code, column in columns.items() if column.needed}
        if len({code for _, code in found} & needed) < 2:
            return False
        if len({code for _, code in found}) < len(found) or needed - {code for _, code in found}:
            raise Unreadable("sheet_headings")
        self.headings = tuple(names)
        self.places = {code: place for place, code in found}
        known = set(self.places.values())
        self.left = tuple(name for place, name in enumerate(names) if name and place not in known)
        return True

    def row(self, place: int, cells: tuple[Value, ...]) -> OldRow:
        """One row. Every fault of it is told at once."""
        told: dict[str, str] = {}
        faults: list[Fault] = []
        for code, at in self.places.items():
            cell = cells[at] if at < len(cells) else None
            column = self._policy.ledger.columns[code]
            said, wrong = self._cell(code, column, cell)
            if said:
                told[code] = said
            if wrong is not None:
                faults.append(wrong)
        faults += self._as_a_whole(told)
        if "number" in told:
            first = self._seen.setdefault(told["number"], place)
            if first != place:
                faults.append(_fault("row_twice", "number", n=first))
        return OldRow(place=place, cells=cells, told=told, faults=tuple(faults))

    def _cell(self, code: str, column: LedgerColumn, cell: Value) -> tuple[str, Fault | None]:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return "", _fault("row_missing", code) if column.needed else None
        if column.kind == "moment":
            moment = self._moment(cell)
            return (moment.isoformat(), None) if moment else ("", _fault("row_date", code))
        text = f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else cell.strip()
        if _CONTROLS.search(text):
            return "", _fault("row_character", code)
        if len(text) > self._policy.ledger.cell_chars:
            return "", _fault("row_too_long", code, limit=self._policy.ledger.cell_chars)
        if _PRIVATE.search(unicodedata.normalize("NFKC", text)):
            return "", _fault("row_private", code)
        if code == "number":
            return self._number(text)
        return (text, None) if column.kind == "text" else self._chosen(code, text, several=column.kind == "choices")

    @staticmethod
    def _number(text: str) -> tuple[str, Fault | None]:
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
        return (plain, None) if _OURS.fullmatch(plain) is None else ("", _fault("row_ours", "number"))

    def _chosen(self, code: str, text: str, *, several: bool) -> tuple[str, Fault | None]:
        parts = [part for part in _SEVERAL.split(text) if part.strip()] if several else [text]
        found = [self._words[code].get(folded(part)) for part in parts]
        if not all(found):
            return "", _fault("row_unknown_word", code)
        return ",".join(dict.fromkeys(filter(None, found))), None

    def _moment(self, cell: str | datetime) -> datetime | None:
        """A moment of the community's clock, as UTC; None for what is none."""
        try:
            found = cell if isinstance(cell, datetime) else _dated(cell)
            return found.replace(tzinfo=self._zone).astimezone(UTC) if found and found.year in _YEARS else None
        except (ValueError, OverflowError):
            return None

    def _as_a_whole(self, told: Told) -> list[Fault]:
        moments = {code: datetime.fromisoformat(told[code]) for code in (*_LATER, "received_at") if code in told}
        faults = [_fault("row_future", code) for code in _HAPPENED if code in moments and moments[code] > self._now]
        received = moments.get("received_at")
        if received is not None:
            # Of a date without a clock time nobody knows the hour.
            day = received.astimezone(self._zone).replace(hour=0, minute=0, second=0)
            faults += [_fault("row_order", code) for code in _LATER if code in moments and moments[code] < day]
        return faults


def _dated(text: str) -> datetime | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if (serial := _SERIAL.fullmatch(plain)) is not None:
        return (_DAY_ZERO + timedelta(days=float(serial[0]))).replace(microsecond=0)
    found = _DATE.fullmatch(plain)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _fault(code: str, column: str, **facts: str | int) -> Fault:
    return Fault(code=code, column=column, facts=facts)


def sentence_of(fault: Fault, policy: Policy, language: str) -> str:
    """What is wrong, for the column of faults in the file that goes back."""
    column = policy.ledger.columns[fault.column].name
    said = policy.words["zh" if language == "zh" else "en"][f"refusals.{fault.code}"]
    return said.format(column=column.of("zh" if language == "zh" else "en"), **fault.facts)
