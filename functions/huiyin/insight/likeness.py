"""3.1 分类: how alike texts are: rare pieces of words that they share, most of all in the title, and what they are about."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from huiyin.insight.subjects import Subject
from huiyin.insight.text import Message
from huiyin.policy.lexicon import load_lexicon

# Goes through work of that phase, one piece after the other: a command shows how far it is.
Watch = Callable[[str, Sequence[Any]], Iterable[Any]]
# By the place of a text, its likeness to each text that comes after it.
Likenesses = list[dict[int, float]]

# Between words, and dates: the same day is no common matter.
_BREAKS = re.compile(r"\W+|\d{4}年|\d+月|\d+日")


def unwatched(_: str, work: Sequence[Any]) -> Iterable[Any]:
    """The work as it is, where nobody waits before a screen."""
    return work


def likenesses(texts: Sequence[Message], subjects: Sequence[Subject], watch: Watch = unwatched) -> Likenesses:
    """Of every two texts that share a rare piece, how alike they are, 0 to 1.2; pairs below the floor are left out.

    The work grows with the number of texts, not with its square: no piece is followed into more than `most_texts` texts.
    Policy: 3.1
    """
    rules = load_lexicon().hot_issues.likeness
    by_piece = _by_piece([_pieces(one) for one in texts])
    matters = [_direction(dict(one.scores)) for one in subjects]
    shared: list[defaultdict[int, float]] = [defaultdict(float) for _ in texts]
    for places in watch("comparing texts", by_piece):
        for at, (first, weight) in enumerate(places):
            row = shared[first]
            for second, other in places[at + 1 :]:
                row[second] += weight * other
    return [
        {
            second: alike * (rules.matter_least + rules.matter_more * _cosine(matters[first], matters[second]))
            for second, alike in row.items()
            if alike >= rules.floor
        }
        for first, row in enumerate(shared)
    ]


def _pieces(text: Message) -> dict[str, float]:
    rules = load_lexicon().hot_issues.likeness
    counted: dict[str, float] = defaultdict(float)
    for piece in _cut(text.title):
        counted[piece] += rules.title
    for piece in _cut(text.body[: rules.body]):
        counted[piece] += 1.0
    return counted


def _cut(text: str) -> Iterator[str]:
    for part in _BREAKS.split(text):
        for size in load_lexicon().hot_issues.likeness.pieces:
            yield from (part[at : at + size] for at in range(len(part) - size + 1))


def _by_piece(texts: Sequence[Mapping[str, float]]) -> list[list[tuple[int, float]]]:
    """For each piece that says something: the texts that hold it, in order, with its weight there; each text as a unit vector."""
    rules = load_lexicon().hot_issues.likeness
    spread = Counter(piece for text in texts for piece in text)
    worth = {
        piece: math.log(len(texts) / count) ** rules.rarity
        for piece, count in spread.items()
        if 1 < count <= min(rules.most_texts, len(texts))
    }
    held: dict[str, list[tuple[int, float]]] = {piece: [] for piece in worth}
    for place, text in enumerate(texts):
        weights = {piece: (1 + math.log(count)) * worth[piece] for piece, count in text.items() if piece in worth}
        for piece, weight in _direction(weights).items():
            held[piece].append((place, weight))
    return list(held.values())


def _direction(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    return sum(weight * second.get(word, 0.0) for word, weight in first.items())
