"""2 接收与登记: what in a text could tell who somebody is: found by the patterns of the policy, and covered before it is shared."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from huiyin.policy.records import dataclass
from huiyin.policy.redaction import FLAT, NAME, Redaction
from huiyin.policy.schema import Language

_DASHES = "‐‑‒–—―−"
_HALF = str.maketrans(_DASHES + "【】", "-" * len(_DASHES) + "[]")
_DIGITS = str.maketrans("〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00123456789121" + "23456789")
_NOT_DIGIT = re.compile(r"[^0-9xX]")
# GB 11643: the weight of each digit of an identity number, and the last one by what they add up to.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST = "10X98765432"
_NINE = 9
# A given name of one letter, or a flat of one digit, would cover half of what was written.
_GIVEN_HAN = 2
_GIVEN_LATIN = 3
_FLAT_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A stretch of a text that is covered: from, up to, and what it is, a code of redaction.toml."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of somebody and to be covered wherever it stands. kind: a code of redaction.toml."""

    kind: str
    word: str


def find_private(text: str, rules: Redaction, known: Iterable[Known] = ()) -> tuple[Hidden, ...]:
    """Whatever could tell who somebody is, from the first to the last, none over another.

    Policy: 2.7
    known: of the people of the case and of the directory.
    """
    plain = _half_width(text)
    counted = plain.translate(_DIGITS)
    order = {kind: place for place, kind in enumerate(rules.kinds)}
    found = [*_by_pattern(plain, counted, rules), *_by_word(plain, known)]
    return _apart(sorted(found, key=lambda one: (one.start, order[one.kind])), order)


def covered(text: str, hidden: Iterable[Hidden], rules: Redaction, language: Language) -> str:
    """The text with what it hid in square brackets by its kind, such as [电话] or [phone].

    Policy: 2.7
    hidden: as `find_private` gives it, or as a person has corrected it; in any order, none over another.
    """
    at, parts = 0, []
    for one in sorted(hidden, key=lambda each: each.start):
        parts += [text[at : one.start], f"[{rules.kinds[one.kind].name.of(language)}]"]
        at = one.end
    return "".join((*parts, text[at:]))


def fits(text: str, hidden: Iterable[Hidden], rules: Redaction) -> bool:
    """Whether these can be covered in that text: each of a known kind, within it, none empty and none over another."""
    at = 0
    for one in sorted(hidden, key=lambda each: each.start):
        if not at <= one.start < one.end <= len(text) or one.kind not in rules.kinds:
            return False
        at = one.end
    return True


def is_identity_number(digits: str) -> bool:
    """Whether the last of eighteen digits is what the others add up to (GB 11643)."""
    if len(digits) != len(_WEIGHTS) + 1 or not digits[:-1].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return digits[-1].upper() == _LAST[total % len(_LAST)]


def is_card_number(digits: str) -> bool:
    """Whether the digits add up as on a bank card (Luhn)."""
    if not digits.isdigit():
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(one - _NINE if one > _NINE else one for one in doubled) % 10 == 0


def _half_width(text: str) -> str:
    """The same length in half-width forms, so that what is found in it lies at the same place of the text."""
    return "".join(_one_half(letter) for letter in text).translate(_HALF)


@lru_cache(maxsize=4096)
def _one_half(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 else letter


def _by_pattern(plain: str, counted: str, rules: Redaction) -> Iterator[Hidden]:
    for kind, row in rules.kinds.items():
        read = counted if row.digits else plain
        for written in row.patterns:
            for found in _compiled(rules.pattern(written)).finditer(read):
                start, end = found.span(found.lastindex or 0)
                if _adds_up(found[0], row.check) and not (kind == NAME and _no_name(plain[start:], rules)):
                    yield Hidden(start=start, end=end, kind=kind)


def _adds_up(found: str, check: str) -> bool:
    digits = _NOT_DIGIT.sub("", found)
    return {"id_card": is_identity_number, "luhn": is_card_number}.get(check, lambda _: True)(digits)


def _no_name(begins: str, rules: Redaction) -> bool:
    return begins.casefold().startswith(rules.not_a_name)


def _by_word(plain: str, known: Iterable[Known]) -> Iterator[Hidden]:
    for one in known:
        for pattern in _patterns_of(_half_width(one.word).strip(), one.kind):
            for found in _compiled(pattern).finditer(plain):
                yield Hidden(start=found.start(), end=found.end(), kind=one.kind)


def _patterns_of(word: str, kind: str) -> Iterator[str]:
    """How a known word may stand in a text: with spaces and dashes within, and of a name its given part alone."""
    letters = [re.escape(letter) for letter in word if letter.isalnum()]
    if not letters:
        return
    if kind == FLAT and len(letters) < _FLAT_DIGITS:
        return
    between = r"[\W_]{0,2}"
    yield rf"(?i)(?<![0-9a-z]){between.join(letters)}(?![0-9a-z])" if word.isascii() else between.join(letters)
    if kind != NAME:
        return
    if word.isascii():
        yield from (rf"(?<![A-Za-z]){re.escape(part)}(?![A-Za-z])" for part in word.split() if len(part) >= _GIVEN_LATIN)
    elif len(word) > _GIVEN_HAN:
        yield re.escape(word[-_GIVEN_HAN:])


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _apart(found: Iterable[Hidden], order: dict[str, int]) -> tuple[Hidden, ...]:
    """Those that meet as one, of the kind that stands first in the policy."""
    done: list[Hidden] = []
    for one in found:
        if done and one.start < done[-1].end:
            last = done.pop()
            kind = min(last.kind, one.kind, key=order.__getitem__)
            done.append(Hidden(start=last.start, end=max(last.end, one.end), kind=kind))
        else:
            done.append(one)
    return tuple(done)
