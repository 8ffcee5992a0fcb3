"""Reading a body field by field: type, length, characters and words of the policy. What nobody asked for is refused."""

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from huiyin.core.errors import NotUnderstood
from huiyin.core.intake import fold_text
from huiyin.entry.bodies import Body, safe_name

T = TypeVar("T")

# Years that a date of ours may have: everything else is a slip of the pen.
_YEARS = range(2000, 2100)
_MOMENT_CHARS = 40
MOST_YUAN = 100_000_000
_YES = frozenset({"1", "on", "true", "yes"})
_NO = frozenset({"", "0", "off", "false", "no"})
# Breaks and tabs of all kinds; in a field of one line each becomes a space.
_BREAKS = re.compile("\r\n|[\t\n\v\f\r\u0085\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROLS_OF_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _with_plain_breaks(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")


class Fields:
    """The fields of one request. Every method raises NotUnderstood with the field's name and never with its value."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._asked: set[str] = set()

    def raw(self, name: str) -> Any:
        """The value as it came, or None when there is none. JSON null is none; so is a blank box of a form."""
        self._asked.add(name)
        value = self._body.values.get(name)
        return None if self._body.form and value == "" else value

    def was_sent(self, name: str) -> bool:
        """Whether the field came at all, be it as null."""
        return name in self._body.values

    def line(self, name: str, limit: int) -> str:
        """A text of one line, without blanks around it; "" when none was sent. limit: characters."""
        value = _BREAKS.sub(" ", self._text(name))
        # Before the blanks at its ends go: to Python some controls are blanks, too.
        self._checked(name, value, len(value), _CONTROLS)
        return self._checked(name, value.strip(), limit, _CONTROLS)

    def text(self, name: str, limit: int) -> str:
        """A text that may have several lines; "" when none was sent or it is blank. limit: characters."""
        value = _with_plain_breaks(self._text(name))
        checked = self._checked(name, value, limit, _CONTROLS_OF_TEXT)
        return checked if fold_text(checked).strip() else ""

    def needed_text(self, name: str, limit: int) -> str:
        """As `text`, refusing a blank one."""
        value = self.text(name, limit)
        if not value:
            raise NotUnderstood("field_required", field=name)
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no when nothing was sent."""
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        if isinstance(value, str) and self._body.form and value.lower() in _YES | _NO:
            return value.lower() in _YES
        raise NotUnderstood("wrong_type", field=name)

    def whole(self, name: str) -> int | None:
        """A whole number, or None. A form sends digits; JSON must send a number, not a text, truth value or fraction, not even 3.0."""
        value = self.raw(name)
        if value is None:
            return None
        if self._body.form and isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise NotUnderstood("wrong_type", field=name)

    def needed_whole(self, name: str) -> int:
        """As `whole`, refusing none."""
        found = self.whole(name)
        if found is None:
            raise NotUnderstood("field_required", field=name)
        return found

    def grade(self, name: str, known: Collection[int]) -> int | None:
        """A grade of the policy as a number, or as the digits that a choice of a page sends; None when none was sent."""
        value = self.raw(name)
        if isinstance(value, str) and value in {str(grade) for grade in known}:
            return int(value)
        found = self.whole(name)
        if found is not None and found not in known:
            raise NotUnderstood("unknown_word", field=name)
        return found

    def needed_grade(self, name: str, known: Collection[int]) -> int:
        """As `grade`, refusing none."""
        found = self.grade(name, known)
        if found is None:
            raise NotUnderstood("field_required", field=name)
        return found

    def agreed(self, name: str, edition: str, *, needed: bool) -> bool:
        """Whether the person agreed to a text, which he does by naming its edition.

        Raises: NotUnderstood "consent_required"; "consent_outdated" for another edition, and for a bare yes, which does not
        say to which text.
        """
        value = self.raw(name)
        if value is None or value is False or value == "":
            if needed:
                raise NotUnderstood("consent_required", field=name)
            return False
        if not isinstance(value, str | bool):
            raise NotUnderstood("wrong_type", field=name)
        if value != edition:
            raise NotUnderstood("consent_outdated", field=name)
        return True

    def code(self, name: str, known: Collection[str], *, refusal: str = "unknown_word") -> str | None:
        """A word of the policy, or None when none was sent."""
        value = self._text(name)
        if not value:
            return None
        if value not in known:
            raise NotUnderstood(refusal, field=name)
        return value

    def needed_code(self, name: str, known: Collection[str], *, refusal: str = "unknown_word") -> str:
        """As `code`, refusing none."""
        value = self.code(name, known, refusal=refusal)
        if value is None:
            raise NotUnderstood("field_required", field=name)
        return value

    def codes(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Words of the policy, each once, in the order sent. A single text counts as a list of one."""
        found = tuple(dict.fromkeys(one for one in self._listed(name) if one))
        if len(found) > len(known):
            raise NotUnderstood("too_many_values", field=name, limit=len(known))
        if any(code not in known for code in found):
            raise NotUnderstood("unknown_word", field=name)
        return found

    def texts(self, name: str, *, most: int, limit: int) -> tuple[str, ...]:
        """A list of short texts, each once. most: how many may be sent; limit: characters of each."""
        sent = self._listed(name)
        if len(sent) > most:
            raise NotUnderstood("too_many_values", field=name, limit=most)
        return tuple(dict.fromkeys(self._checked(name, one, limit, _CONTROLS) for one in sent if one))

    def pairs(self, name: str, *, most: int, limit: int) -> dict[str, str]:
        """An object of short texts by short names, blank ones left out."""
        value = self.raw(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(said, str) for said in value.values()):
            raise NotUnderstood("wrong_type", field=name)
        if len(value) > most:
            raise NotUnderstood("too_many_values", field=name, limit=most)
        checked = {
            self._checked(name, key, limit, _CONTROLS): self._checked(name, _with_plain_breaks(said), limit, _CONTROLS_OF_TEXT)
            for key, said in value.items()
        }
        return {key: said for key, said in checked.items() if said.strip()}

    def moment(self, name: str, zone: str) -> datetime | None:
        """A day with its hour, aware UTC; None when none was sent. zone: of the community, for one that names none."""
        said = self.line(name, _MOMENT_CHARS)
        if not said:
            return None
        try:
            found = datetime.fromisoformat(said)
        except ValueError:
            raise NotUnderstood("date_invalid", field=name) from None
        if found.year not in _YEARS or ":" not in said:
            raise NotUnderstood("date_invalid", field=name)
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)

    def needed_moment(self, name: str, zone: str) -> datetime:
        """As `moment`, refusing none."""
        found = self.moment(name, zone)
        if found is None:
            raise NotUnderstood("field_required", field=name)
        return found

    def amount(self, name: str) -> int | None:
        """Money in whole yuan; None when none was sent."""
        found = self.whole(name)
        if found is not None and not 0 <= found <= MOST_YUAN:
            raise NotUnderstood("invalid_number", field=name)
        return found

    def needed_amount(self, name: str) -> int:
        """As `amount`, refusing none."""
        found = self.amount(name)
        if found is None:
            raise NotUnderstood("field_required", field=name)
        return found

    def rows(self, name: str, read: Callable[["Fields"], T], *, most: int) -> tuple[T, ...]:
        """A list of objects, each read by `read`; () when none was sent. What is wrong in one is named like `tasks.0.due`."""
        sent = self.raw(name)
        if sent is None:
            return ()
        if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
            raise NotUnderstood("wrong_type", field=name)
        if len(sent) > most:
            raise NotUnderstood("too_many_values", field=name, limit=most)
        return tuple(_read_row(f"{name}.{n}", one, read) for n, one in enumerate(sent))

    def nothing_else(self) -> None:
        """Refuse a body with a field that no one asked for: state, priority and the like are never set from outside."""
        for name in self._body.values:
            if name not in self._asked:
                raise NotUnderstood("unknown_field", field=safe_name(name))

    def _listed(self, name: str) -> list[str]:
        value = self.raw(name)
        found = [value] if isinstance(value, str) else value if value is not None else []
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise NotUnderstood("wrong_type", field=name)
        return found

    def _text(self, name: str) -> str:
        value = self.raw(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise NotUnderstood("wrong_type", field=name)
        return value

    @staticmethod
    def _checked(name: str, value: str, limit: int, forbidden: re.Pattern[str]) -> str:
        if len(value) > limit:
            raise NotUnderstood("max_length", field=name, limit=limit)
        found = forbidden.search(value)
        if found is not None:
            raise NotUnderstood("invalid_character", field=name, position=found.start() + 1)
        return value


def _read_row(place: str, values: dict[str, Any], read: Callable[[Fields], T]) -> T:
    row = Fields(Body(values=values, form=False))
    try:
        made = read(row)
        row.nothing_else()
    except NotUnderstood as wrong:
        raise NotUnderstood(wrong.code, field=f"{place}.{wrong.field}" if wrong.field else place, **wrong.facts) from None
    return made
