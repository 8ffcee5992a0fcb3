"""Tables of a policy file -> the dataclasses of the schema, driven by their types alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from huiyin.policy.schema import AMOUNTS, Limit, Phrase, Range
from huiyin.policy.spots import Spot

_Reader = Callable[[object, Spot], Any]
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


def read(kind: Any, value: object, spot: Spot) -> Any:
    """The value as that type of the schema, frozen.

    A `name` stands in its row as zh and en; a Limit is written { h = 24, window = "waking" }.
    Raises: PolicyError for anything that the type does not allow.
    """
    return _reader(kind)(value, spot)


@cache
def _reader(kind: Any) -> _Reader:
    origin = get_origin(kind)
    if origin is Annotated:
        inner, bounds = get_args(kind)[:2]
        return _within(_reader(inner), bounds)
    if origin is Literal:
        return _one_of(get_args(kind))
    if origin is UnionType:
        return _reader(next(part for part in get_args(kind) if part is not NoneType))
    if origin in (tuple, frozenset):
        return _several(_reader(get_args(kind)[0]), origin)
    if origin is Mapping:
        key, value = get_args(kind)
        return _table(_key_reader(key), _reader(value))
    if kind is Limit:
        return _limit
    if is_dataclass(kind):
        return _row(kind)
    return _text if kind is str else _plain(kind)


def _plain(kind: type) -> _Reader:
    taken = (float, int) if kind is float else (kind,)

    def plain(value: object, spot: Spot) -> object:
        # True is an int and a moment is a date in Python; in a policy they are slips of the pen.
        slip = (isinstance(value, bool) and kind is not bool) or isinstance(value, datetime)
        if slip or not isinstance(value, taken):
            raise spot.wrong(f"{value!r} is not {_NAMES[kind]}")
        return value

    return plain


def _text(value: object, spot: Spot) -> str:
    if not isinstance(value, str):
        raise spot.wrong(f"{value!r} is not {_NAMES[str]}")
    if not value or value != value.strip() or _CONTROL.search(value):
        raise spot.wrong("must be text of one line, not empty, without space at its ends")
    return value


def _within(inner: _Reader, bounds: Range) -> _Reader:
    def within(value: object, spot: Spot) -> object:
        number = inner(value, spot)
        if not bounds.low <= number <= bounds.high:
            raise spot.wrong(f"{number} is out of range. Allowed: {bounds.low:g} to {bounds.high:g}")
        return number

    return within


def _one_of(allowed: tuple[object, ...]) -> _Reader:
    def one_of(value: object, spot: Spot) -> object:
        if value not in allowed:
            raise spot.unknown(value, allowed, "word")
        return value

    return one_of


def _several(inner: _Reader, container: type) -> _Reader:
    def several(value: object, spot: Spot) -> object:
        if not isinstance(value, list):
            raise spot.wrong(f"{value!r} is not a list")
        items = []
        for place, item in enumerate(value):
            read_item = inner(item, spot / place)
            if read_item in items:
                raise (spot / place).wrong(f"{item!s} stands in the list twice")
            items.append(read_item)
        return container(items)

    return several


def _table(key_reader: _Reader, inner: _Reader) -> _Reader:
    def table(value: object, spot: Spot) -> object:
        rows = as_table(value, spot)
        return MappingProxyType({key_reader(key, spot / key): inner(row, spot / key) for key, row in rows.items()})

    return table


def _key_reader(kind: Any) -> _Reader:
    inner = _reader(kind)
    numeric = (get_args(kind)[0] if get_origin(kind) is Annotated else kind) is int

    def key(value: object, spot: Spot) -> object:
        word = str(value)
        if numeric:
            if not (word.isascii() and word.isdecimal()):
                raise spot.wrong(f"the key {word!r} is not a whole number")
            return inner(int(word), spot)
        if kind is str and not _CODE.fullmatch(word):
            raise spot.wrong(f"{word!r} is no code. Allowed: a letter, then letters, digits, _ . -")
        return inner(word, spot)

    return key


def _row(kind: Any) -> _Reader:
    hints = get_type_hints(kind, include_extras=True)
    named = hints.get("name") is Phrase
    readers = {f.name: _reader(hints[f.name]) for f in fields(kind) if not (named and f.name == "name")}
    optional = {f.name for f in fields(kind) if f.default is not MISSING}
    unset = {f.name: None for f in fields(kind) if NoneType in get_args(hints[f.name])}
    allowed = {*readers, *(("zh", "en") if named else ())}

    def row(value: object, spot: Spot) -> object:
        given = as_table(value, spot)
        for key in given:
            if key not in allowed:
                raise (spot / key).unknown(key, allowed, "key")
        facts: dict[str, object] = dict(unset)
        for name, reader in readers.items():
            if name in given:
                facts[name] = reader(given[name], spot / name)
            elif name not in unset and name not in optional:
                raise (spot / name).wrong("is missing")
        if named:
            facts["name"] = read(Phrase, {key: given[key] for key in ("zh", "en") if key in given}, spot)
        return kind(**facts)

    return row


def _limit(value: object, spot: Spot) -> Limit:
    given = dict(as_table(value, spot))
    window = _text(given.pop("window", "always"), spot / "window")
    if len(given) != 1:
        raise spot.wrong(f"must name one unit, not {len(given)}. Allowed: {', '.join(AMOUNTS)}")
    ((unit, amount),) = given.items()
    for known, bounds in AMOUNTS.items():
        if unit == known:
            number = _within(_reader(int), bounds)(amount, spot / unit)
            if window != "always" and known not in ("min", "h"):
                raise (spot / "window").wrong(f"a limit in {known} has no window. Allowed with: min, h")
            return Limit(amount=number, unit=known, window=window)
    raise (spot / unit).unknown(unit, AMOUNTS, "unit")


def as_table(value: object, spot: Spot) -> Mapping[str, object]:
    """The value, if it is a table. Raises: PolicyError."""
    if not isinstance(value, dict):
        raise spot.wrong(f"{value!r} is not a table")
    return value
