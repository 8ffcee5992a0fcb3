"""What a door asks for in a body, as JSON Schema: its own readers are run over `Reading`, which notes each field they ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from huiyin.entry.bodies import Body
from huiyin.entry.fields import MOST_YUAN, Fields

Json = dict[str, Any]
Known = tuple[str | int, ...]
T = TypeVar("T")

# As `Fields` checks them (tests/infra/test_openapi_fields.py holds both together): breaks become blanks in a line.
_OF_TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
_OF_LINE = r"^[^\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]*$"
# A short text of a list and the name of an answer are taken as they come, so they hold no breaks at all.
_OF_NAME = r"^[^\u0000-\u001f\u007f-\u009f]*$"
NOT_BLANK = r"[^\s\u0085\u001c-\u001f\u00ad\u180e\u200b-\u200d\u2060\ufeff]"
_YES_OR_NO = "^(1|0|[Oo][Nn]|[Oo][Ff][Ff]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo])?$"
# JSON carries whole numbers of up to fifteen digits through a door.
_MOST = 10**15 - 1
# What a text must be beyond its characters is known to its reader alone; whoever makes up examples goes by the format.
_FORMATS = {"email": "email", "phone": "phone", "received_at": "date-time", "cursor": "cursor"} | dict.fromkeys(
    ("from_month", "to_month", "month"), "month"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """One field. kind: the method of `Fields` that reads it; most: characters of a text, or how many values; columns: of a row."""

    name: str
    kind: str
    needed: bool = False
    limit: int = 0
    most: int = 0
    known: Known = ()
    columns: tuple[AskedFor, ...] = ()


class Reading(Fields):
    """Fields that answer with as little as a reader takes, and note what was asked. given: answers to take instead."""

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(Body(values={}, form=False))
        self._given = given or {}
        self.asked_for: dict[str, AskedFor] = {}
        self.closed = False

    def _note(self, name: str, kind: str, **more: Any) -> None:
        self.asked_for.setdefault(name, AskedFor(name=name, kind=kind, **more))

    @staticmethod
    def _in_order(known: Collection[Any]) -> Known:
        """Words in the policy's order; a set has none of its own."""
        return tuple(sorted(known) if isinstance(known, set | frozenset) else known)

    def was_sent(self, name: str) -> bool:
        """Yes: what a reader insists on is needed."""
        self._note(name, "whole", needed=True)
        return True

    def line(self, name: str, limit: int) -> str:
        """Notes a line."""
        self._note(name, "line", limit=limit)
        return ""

    def text(self, name: str, limit: int) -> str:
        """Notes a text."""
        self._note(name, "text", limit=limit)
        return ""

    def needed_text(self, name: str, limit: int) -> str:
        """Notes a text that must not be blank."""
        self._note(name, "text", limit=limit, needed=True)
        return str(self._given.get(name, "-"))

    def flag(self, name: str) -> bool:
        """Notes a yes or no."""
        self._note(name, "flag")
        return bool(self._given.get(name, False))

    def whole(self, name: str) -> int | None:
        """Notes a whole number."""
        self._note(name, "whole")
        found: int | None = self._given.get(name)
        return found

    def needed_whole(self, name: str) -> int:
        """Notes a whole number that must be there."""
        self._note(name, "whole", needed=True)
        return 1

    def grade(self, name: str, known: Collection[int]) -> int | None:
        """Notes a grade."""
        self._note(name, "grade", known=self._in_order(known))
        found: int | None = self._given.get(name)
        return found

    def needed_grade(self, name: str, known: Collection[int]) -> int:
        """Notes a grade without which nothing goes."""
        self._note(name, "grade", known=self._in_order(known), needed=True)
        return next(iter(known))

    def agreed(self, name: str, edition: str, *, needed: bool) -> bool:
        """Notes a consent."""
        self._note(name, "agreed", known=(edition,), needed=needed)
        return needed

    def code(self, name: str, known: Collection[str], *, refusal: str = "unknown_word") -> str | None:
        """Notes a word of the policy."""
        self._note(name, "code", known=self._in_order(known))
        found: str | None = self._given.get(name)
        return found

    def needed_code(self, name: str, known: Collection[str], *, refusal: str = "unknown_word") -> str:
        """Notes a word of the policy that must be there."""
        self._note(name, "code", known=self._in_order(known), needed=True)
        return str(self._given.get(name) or next(iter(known)))

    def codes(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Notes words of the policy."""
        self._note(name, "codes", known=self._in_order(known))
        return ()

    def texts(self, name: str, *, most: int, limit: int) -> tuple[str, ...]:
        """Notes short texts."""
        self._note(name, "texts", most=most, limit=limit)
        return ()

    def pairs(self, name: str, *, most: int, limit: int) -> dict[str, str]:
        """Notes short texts by name."""
        self._note(name, "pairs", most=most, limit=limit)
        return {}

    def moment(self, name: str, zone: str) -> datetime | None:
        """Notes a moment."""
        self._note(name, "moment")
        return None

    def needed_moment(self, name: str, zone: str) -> datetime:
        """Notes a moment that must be there."""
        self._note(name, "moment", needed=True)
        return datetime.max.replace(tzinfo=UTC)

    def amount(self, name: str) -> int | None:
        """Notes money."""
        self._note(name, "amount")
        return None

    def needed_amount(self, name: str) -> int:
        """Notes money that must be there."""
        self._note(name, "amount", needed=True)
        return 0

    def rows(self, name: str, read: Callable[[Fields], T], *, most: int) -> tuple[T, ...]:
        """Notes a list of objects, and what is asked of each."""
        row = Reading()
        read(row)
        self._note(name, "rows", most=most, columns=tuple(row.asked_for.values()))
        return ()

    def nothing_else(self) -> None:
        """Notes that any other field is refused."""
        self.closed = True


def as_json(asked: AskedFor) -> Json:
    """The schema of a field of a JSON body. What need not be sent may be null, and a text of no words counts as none."""
    match asked.kind:
        case "text" | "line":
            return _words(asked)
        case "flag":
            return {"type": ["boolean", "null"]}
        case "whole":
            return {"type": "integer", "minimum": 1, "maximum": _MOST} if asked.needed else {"type": ["integer", "null"]}
        case "grade":
            return {"enum": [*asked.known, *map(str, asked.known), *([] if asked.needed else [None])]}
        case "agreed":
            return {"const": asked.known[0]} if asked.needed else {"enum": [*asked.known, "", False, None]}
        case "code":
            return {"enum": [*asked.known] if asked.needed else [*asked.known, "", None]}
        case "codes":
            one: Json = {"enum": [*asked.known, ""]}
            return {"anyOf": [{"type": "array", "items": one}, one, {"type": "null"}]}
        case "texts":
            one = {"type": "string", "maxLength": asked.limit, "pattern": _OF_NAME}
            return {"anyOf": [{"type": "array", "items": one, "maxItems": asked.most}, one, {"type": "null"}]}
        case "pairs":
            return {"type": ["object", "null"], **_pairs(asked)}
        case "moment":
            said: Json = {"type": "string", "format": "date-time"}
            return said if asked.needed else {"anyOf": [said, {"enum": ["", None]}]}
        case "amount":
            return {"type": "integer" if asked.needed else ["integer", "null"], "minimum": 0, "maximum": MOST_YUAN}
        case "rows":
            return {"type": ["array", "null"], "items": _row(asked), "maxItems": asked.most}
        case _:
            raise LookupError(asked.kind)


def as_form(asked: AskedFor) -> Json:
    """The schema of a field of a page's form or of a query: everything is text there, and a blank text is none."""
    match asked.kind:
        case "flag":
            return {"type": "string", "pattern": _YES_OR_NO}
        case "whole":
            return {"type": "string", "pattern": "^[0-9]{0,9}$"}
        case "agreed" | "code" | "grade":
            return {"type": "string", "enum": [*map(str, asked.known), *([] if asked.needed else [""])]}
        case "codes":
            return {"type": "array", "items": {"type": "string", "enum": [*asked.known, ""]}}
        case "texts":
            one: Json = {"type": "string", "maxLength": asked.limit, "pattern": _OF_NAME}
            return {"type": "array", "items": one, "maxItems": asked.most}
        case "pairs":
            return {"type": "object", **_pairs(asked)}
        case _:
            return _words(asked) | {"type": "string"}


def _words(asked: AskedFor) -> Json:
    pattern = _OF_TEXT if asked.kind == "text" else _OF_LINE
    schema: Json = {"type": "string" if asked.needed else ["string", "null"], "maxLength": asked.limit, "pattern": pattern}
    if asked.needed:
        schema |= {"minLength": 1, "allOf": [{"pattern": NOT_BLANK}]}
    if asked.name not in _FORMATS:
        return schema
    schema["format"] = _FORMATS[asked.name]
    return schema if asked.needed else {"anyOf": [schema | {"type": "string"}, {"enum": ["", None]}]}


def _row(asked: AskedFor) -> Json:
    return {
        "type": "object",
        "properties": {one.name: as_json(one) for one in asked.columns},
        "required": [one.name for one in asked.columns if one.needed],
        "additionalProperties": False,
    }


def _pairs(asked: AskedFor) -> Json:
    said: Json = {"type": "string", "maxLength": asked.limit, "pattern": _OF_TEXT}
    name: Json = {"type": "string", "maxLength": asked.limit, "pattern": _OF_NAME}
    return {"maxProperties": asked.most, "propertyNames": name, "additionalProperties": said}


Reader = Callable[[Fields], object]


def fields_of(read: Reader, given: Mapping[str, Any] | None = None) -> Reading:
    """What a reader asks for when it is given those answers."""
    reading = Reading(given)
    read(reading)
    return reading


def follows(read: Reader, given: Mapping[str, Any], reading: Reading) -> list[Json]:
    """Which words fit which category: found by asking the reader again for every category that it knows."""
    category, issue = reading.asked_for.get("category"), reading.asked_for.get("sub_issue")
    if category is None or issue is None:
        return []
    rules: list[Json] = []
    for code in category.known:
        known = fields_of(read, {**given, "category": code}).asked_for["sub_issue"].known
        fits: Json = {"enum": [*known] if issue.needed else [*known, "", None]}
        chosen: Json = {"properties": {"category": {"const": code}}, "required": ["category"]}
        rules.append({"if": chosen, "then": {"properties": {"sub_issue": fits}}})
    return rules
