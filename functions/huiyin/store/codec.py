"""Events as plain JSON and back. Old versions of an event are lifted here, never rewritten in the table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from huiyin.core.events import EVENTS, Event, sealed_fields

Json = dict[str, Any]
# A fact as JSON has it -> the same as its field wants it.
Reader = Callable[[Any], Any]

# An event whose shape changed in more than a new field with a default: its name -> facts as stored -> facts of today.
UPCASTS: Mapping[str, Callable[[Json], Json]] = {}


class UnknownEvent(Exception):
    """An event that this release does not know: a newer release wrote it. The case is left alone until it is known."""


def encode(event: Event) -> tuple[str, str, dict[str, str]]:
    """An event as (type, facts, words): facts are canonical JSON without any word of a person, words are for sealing.

    Raises: ValueError for a time without a zone.
    """
    kind = type(event)
    hidden = sealed_fields(kind)
    words = {name: getattr(event, name) for name in sorted(hidden) if getattr(event, name)}
    facts = {f.name: plain(getattr(event, f.name)) for f in fields(event) if f.name not in hidden and not _left_out(event, f)}
    return kind.__name__, canonical(facts), words


def decode(kind: str, facts: str, words: Mapping[str, str] | None = None) -> Event:
    """The event that was stored. words: None leaves it unopened. Facts of a newer release that we do not know are passed over.

    Raises: UnknownEvent.
    """
    if kind not in EVENTS:
        raise UnknownEvent(kind)
    stored: Json = json.loads(facts)
    if kind in UPCASTS:
        stored = UPCASTS[kind](stored)
    values: Json = {}
    for name, read, none_left_out in _facts_of(kind):
        if name in stored:
            values[name] = read(stored[name])
        elif none_left_out:
            values[name] = None
    event = EVENTS[kind](**values)
    return opened(event, words) if words else event


def opened(event: Event, words: Mapping[str, str]) -> Event:
    """The same event with its words."""
    hidden = sealed_fields(type(event))
    said: Json = {name: words[name] for name in hidden if name in words}
    return replace(event, **said)


def unopened(event: Event) -> Event:
    """The same event without its words."""
    return opened(event, dict.fromkeys(sealed_fields(type(event)), ""))


def body(case_id: str, n: int, kind: str, facts: str, sealed: bytes | None) -> bytes:
    """What the chain of hashes covers of an event: all of it, the sealed words as they lie in the table.

    Policy: 5.2
    """
    parts = [case_id.encode(), str(n).encode(), kind.encode(), facts.encode("utf-8"), sealed or b""]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def canonical(value: object) -> str:
    """JSON in one spelling: sorted, without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: object) -> object:
    """A fact as JSON has it: times in UTC as text, tuples as lists, records as tables without what is as usual."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if is_dataclass(value):
        told = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: plain(fact) for f, fact in told if f.default is MISSING or fact != f.default}
    return value


def moment_text(moment: datetime) -> str:
    """A moment exactly, in UTC. Raises: ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def shaped(value: Any, hint: Any) -> Any:
    """A fact from JSON in the type that its field wants."""
    return reader(hint)(value)


@cache
def reader(hint: Any) -> Reader:
    """How a fact of that type is read from JSON; None stays None. Found once for each type: a page reads thousands of facts.

    Raises: TypeError for a type that is never stored.
    """
    if hint in (str, int, bool, float) or get_origin(hint) is Literal:
        return _as_it_is
    if hint is datetime:
        return _moment
    if get_origin(hint) in (UnionType, Union):
        (inner,) = (part for part in get_args(hint) if part is not NoneType)
        return reader(inner)
    if get_origin(hint) is tuple:
        inside = get_args(hint)
        return _reader_of_many(inside[0]) if inside[-1] is Ellipsis else _reader_of_a_row(inside)
    if isinstance(hint, type) and is_dataclass(hint):
        return _reader_of_a_record(hint)
    raise TypeError(f"no way to store {hint}")


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _reader_of_many(kind: Any) -> Reader:
    read = reader(kind)
    if read is _as_it_is:
        return lambda value: None if value is None else tuple(value)
    return lambda value: None if value is None else tuple([read(part) for part in value])


def _reader_of_a_row(kinds: tuple[Any, ...]) -> Reader:
    reads = [reader(kind) for kind in kinds]
    return lambda value: None if value is None else tuple([read(part) for read, part in zip(reads, value, strict=True)])


def _reader_of_a_record(kind: Callable[..., Any]) -> Reader:
    reads = {name: reader(hint) for name, hint in get_type_hints(kind).items()}
    # A name of a newer release that we do not know is passed over, as with events.
    return lambda value: None if value is None else kind(**{name: reads[name](part) for name, part in value.items() if name in reads})


def _left_out(event: Event, f: "Field[Any]") -> bool:
    """None is not written where reading it back gives None again."""
    return getattr(event, f.name) is None and f.default in (MISSING, None)


@cache
def _facts_of(name: str) -> tuple[tuple[str, Reader, bool], ...]:
    """The plain fields of an event: how each is read, and whether None stands for one that was not written."""
    kind = EVENTS[name]
    hints, hidden = get_type_hints(kind), sealed_fields(kind)
    return tuple(
        (f.name, reader(hints[f.name]), f.default is MISSING and NoneType in get_args(hints[f.name]))
        for f in fields(kind)
        if f.name not in hidden
    )
