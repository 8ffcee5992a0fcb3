"""3.1 分类: a text as it is read for suggestions: folded, its title apart, and the words of the lexicon found in it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from huiyin.core.intake import fold_text

# A text without a title begins with one: a sentence said twice, or what stands before the first stop.
_TITLES = range(6, 70)
_SAME = 6
_STOP = re.compile(r"[,。!?;:\n]")
_TITLE_LEAST, _TITLE_MOST, _TITLE_ELSE = 8, 60, 30


class Message(NamedTuple):
    """A folded text: its title, and the rest of it."""

    title: str
    body: str

    @property
    def whole(self) -> str:
        """Both as one."""
        return f"{self.title} {self.body}"


class Found(NamedTuple):
    """A word of the lexicon and where it stands, in characters of the folded text."""

    start: int
    end: int
    word: str


def message(subject: str, body: str) -> Message:
    """A text as it is read. Without a subject its first words are the title.

    Policy: 3.1
    """
    title, rest = fold_text(subject), fold_text(body)
    if title:
        return Message(title, rest)
    twice = next((n for n in _TITLES if rest[n : n + _SAME] == rest[:_SAME] and rest), 0)
    if twice:
        return Message(rest[:twice], rest[twice:])
    stop = _STOP.search(rest[_TITLE_LEAST:_TITLE_MOST])
    return Message(rest[: _TITLE_LEAST + stop.end() if stop else _TITLE_ELSE], rest)


class Words:
    """Words to look for: from left to right the longest, none within another; Latin words as whole words only."""

    def __init__(self, words: Iterable[str]) -> None:
        by_first: dict[str, list[str]] = defaultdict(list)
        for word in dict.fromkeys(words):
            by_first[word[0]].append(word)
        self._by_first: Mapping[str, tuple[str, ...]] = {
            first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in by_first.items()
        }

    def found_in(self, text: str) -> Iterator[Found]:
        """Each place where one stands."""
        place = 0
        while place < len(text):
            word = self._at(text, place)
            if word and any(len(self._at(text, inside)) > len(word) for inside in range(place + 1, place + len(word))):
                # 停电动车: the longer word that begins within it is meant.
                word = ""
            if word:
                yield Found(place, place + len(word), word)
            place += len(word) or 1

    def _at(self, text: str, place: int) -> str:
        words = self._by_first.get(text[place : place + 1], ())
        return next((one for one in words if text.startswith(one, place) and _whole(text, place, one)), "")

    def count(self, text: str) -> int:
        """How many times one of them stands there."""
        return sum(1 for _ in self.found_in(text))

    def kinds(self, text: str) -> int:
        """How many of them stand there, each counted once."""
        return len({one.word for one in self.found_in(text)})

    def any_in(self, text: str) -> bool:
        """Whether one of them stands there."""
        return next(self.found_in(text), None) is not None


def _whole(text: str, place: int, word: str) -> bool:
    if not word.isascii():
        return True
    end = place + len(word)
    before, after = text[place - 1 : place], text[end : end + 1]
    return not (_latin(before) or _latin(after))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
