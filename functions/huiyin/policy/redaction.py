"""The shape of chapter 2's redaction: what could tell who somebody is, and how it is found in a text."""

import re
from collections.abc import Mapping
from typing import Literal

from huiyin.policy.records import dataclass
from huiyin.policy.spots import Spot
from huiyin.policy.terms import Phrase

_NAMED = re.compile(r"<([a-z]+)>")
# A kind that the people of a case and of the directory are hidden as.
NAME, FLAT, PHONE, MAIL = "name", "flat", "phone", "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKind:
    """One kind of what is covered. name: what stands in its place; digits: 三 is read as 3; check: what its digits must add up to."""

    name: Phrase
    patterns: tuple[str, ...]
    check: Literal["none", "id_card", "luhn"] = "none"
    digits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """kinds: the first wins where two meet. lists, parts: what stands in <name> of a pattern; not_a_name: begins like one, and is none."""

    not_a_name: tuple[str, ...]
    kinds: Mapping[str, PrivateKind]
    lists: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, str]

    def pattern(self, written: str) -> str:
        """A pattern with its <names> filled in."""
        return _NAMED.sub(lambda found: self._filled(found[1]), written)

    def _filled(self, name: str) -> str:
        if name in self.parts:
            return self.pattern(self.parts[name])
        return "|".join(re.escape(word) for word in sorted(self.lists[name], key=len, reverse=True))


def check_redaction(rules: Redaction) -> None:
    """Refuse a pattern that is none, or that finds nothing at all.

    Policy: 2.7
    Raises: PolicyError naming file and key.
    """
    for code in (NAME, FLAT, PHONE, MAIL):
        if code not in rules.kinds:
            raise Spot("redaction.toml", ("kinds", code)).wrong("is missing: people of a case are covered as it")
    for code, kind in rules.kinds.items():
        for place, written in enumerate(kind.patterns):
            spot = Spot("redaction.toml", ("kinds", code, "patterns", str(place)))
            for name in _NAMED.findall(written):
                if name not in rules.lists and name not in rules.parts:
                    raise spot.unknown(name, {*rules.lists, *rules.parts}, "list or part of redaction.toml")
            try:
                compiled = re.compile(rules.pattern(written))
            except re.error as error:
                raise spot.wrong(f"is no regular expression: {error}") from None
            if compiled.fullmatch(""):
                raise spot.wrong("finds a text without a letter. Allowed: a pattern that needs some")
