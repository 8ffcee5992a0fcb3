"""Tables of a policy file -> the dataclasses of the schema, driven by their types alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from huiyin.policy.schema import AMOUNTS, Limit, Phrase, Range
from huiyin.policy.spots import Spot, no_known

_Reader = Callable[[Any], Any]
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NAMES: Mapping[type, str] = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    date: "a date such as 2026-11-25",
    time: "a time such as 08:30:00",
}


class _Amiss(Exception):
    """What is wrong; its way out through the tables collects the keys, so that a right file pays nothing for them."""

    def __init__(self, what: str, *keys: object) -> None:
        self.what = what
        self.keys = tuple(str(key) for key in keys)
        super().__init__(what)

    def under(self, key: object) -> "_Amiss":
        return _Amiss(self.what, key, *self.keys)


def read(kind: Any, value: object, spot: Spot) -> Any:
    """The value as that type of the schema, frozen.

    A `name` stands in its row as zh and en; a Limit is written { h = 24, window = "waking" }.
    Raises: PolicyError for anything that the type does not allow.
    """
    try:
        return _reader(kind)(value)
    except _Amiss as amiss:
        raise Spot(spot.file, spot.keys + amiss.keys).wrong(amiss.what) from None


def as_table(value: object, spot: Spot) -> dict[str, object]:
    """The value, if it is a table. Raises: PolicyError."""
    if not isinstance(value, dict):
        raise spot.wrong(f"{value!r} is not a table")
    return value


@cache
def _reader(kind: Any) -> _Reader:
    origin = get_origin(kind)
    if origin is None:
        return _reader_of_class(kind)
    parts = get_args(kind)
    if origin is Annotated:
        return _within(_reader(parts[0]), parts[1])
    if origin is Literal:
        return _one_of(parts)
    if origin is UnionType:
        return _reader(next(part for part in parts if part is not NoneType))
    if origin is Mapping:
        return _table(_key_reader(parts[0]), _reader(parts[1]))
    return _several(_reader(parts[0]), origin)


def _reader_of_class(kind: Any) -> _Reader:
    if kind is str:
        return _text
    if kind is Limit:
        return _limit
    return _row(kind) if is_dataclass(kind) else _plain(kind)


def _plain(kind: type) -> _Reader:
    taken = (float, int) if kind is float else (kind,)

    def plain(value: Any) -> Any:
        # True is an int and a moment is a date in Python; in a policy they are slips of the pen.
        slip = (isinstance(value, bool) and kind is not bool) or isinstance(value, datetime)
        if slip or not isinstance(value, taken):
            raise _Amiss(f"{value!r} is not {_NAMES[kind]}")
        return value

    return plain


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise _Amiss(f"{value!r} is not {_NAMES[str]}")
    if not value or value != value.strip() or _CONTROL.search(value):
        raise _Amiss("must be text of one line, not empty, without space at its ends")
    return value


def _within(inner: _Reader, bounds: Range) -> _Reader:
    def within(value: Any) -> Any:
        number = inner(value)
        if not bounds.low <= number <= bounds.high:
            raise _Amiss(f"{number} is out of range. Allowed: {bounds.low:g} to {bounds.high:g}")
        return number

    return within


def _one_of(allowed: tuple[object, ...]) -> _Reader:
    def one_of(value: Any) -> Any:
        if value not in allowed:
            raise _Amiss(no_known(value, allowed, "word"))
        return value

    return one_of


def _several(inner: _Reader, container: type) -> _Reader:
    def several(value: Any) -> Any:
        if not isinstance(value, list):
            raise _Amiss(f"{value!r} is not a list")
        items = []
        for place, item in enumerate(value):
            try:
                items.append(inner(item))
            except _Amiss as amiss:
                raise amiss.under(place) from None
        if len(set(items)) < len(items):
            place, item = next((i, item) for i, item in enumerate(items) if item in items[:i])
            raise _Amiss(f"{item!s} stands in the list twice", place)
        return container(items)

    return several


def _table(key_reader: _Reader, inner: _Reader) -> _Reader:
    def table(value: Any) -> Any:
        rows = {}
        for key, row in _items(value):
            try:
                rows[key_reader(key)] = inner(row)
            except _Amiss as amiss:
                raise amiss.under(key) from None
        return MappingProxyType(rows)

    return table


def _items(value: Any) -> Any:
    if not isinstance(value, dict):
        raise _Amiss(f"{value!r} is not a table")
    return value.items()


def _key_reader(kind: Any) -> _Reader:
    inner = _reader(kind)
    numeric = (get_args(kind)[0] if get_origin(kind) is Annotated else kind) is int

    def key(word: Any) -> Any:
        if numeric:
            if not (word.isascii() and word.isdecimal()):
                raise _Amiss(f"the key {word!r} is not a whole number")
            return inner(int(word))
        if kind is str and not _CODE.fullmatch(word):
            raise _Amiss(f"{word!r} is no code. Allowed: a letter, then letters, digits, _ . -")
        return inner(word)

    return key


def _row(kind: Any) -> _Reader:
    hints = get_type_hints(kind, include_extras=True)
    named = hints.get("name") is Phrase
    readers = {f.name: _reader(hints[f.name]) for f in fields(kind) if not (named and f.name == "name")}
    unset = {f.name: None for f in fields(kind) if NoneType in get_args(hints[f.name])}
    needed = [f.name for f in fields(kind) if f.name in readers and f.name not in unset and f.default is MISSING]
    if named:
        readers |= dict.fromkeys(("zh", "en"), _text)
        needed += ["zh", "en"]

    def row(value: Any) -> Any:
        facts: dict[str, Any] = dict(unset)
        for key, given in _items(value):
            if key not in readers:
                raise _Amiss(no_known(key, readers, "key"), key)
            try:
                facts[key] = readers[key](given)
            except _Amiss as amiss:
                raise amiss.under(key) from None
        for key in needed:
            if key not in facts:
                raise _Amiss("is missing", key)
        if named:
            facts["name"] = Phrase(zh=facts.pop("zh"), en=facts.pop("en"))
        return kind(**facts)

    return row


def _limit(value: Any) -> Any:
    given = dict(_items(value))
    window = given.pop("window", "always")
    if len(given) != 1:
        raise _Amiss(f"must name one unit, not {len(given)}. Allowed: {', '.join(AMOUNTS)}")
    ((unit, amount),) = given.items()
    if unit not in AMOUNTS:
        raise _Amiss(no_known(unit, AMOUNTS, "unit"), unit)
    try:
        amount = _within(_reader(int), AMOUNTS[unit])(amount)
    except _Amiss as amiss:
        raise amiss.under(unit) from None
    if window != "always" and unit not in ("min", "h"):
        raise _Amiss(f"a limit in {unit} has no window. Allowed with: min, h", "window")
    return Limit(amount=amount, unit=unit, window=window)
