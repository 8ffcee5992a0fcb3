"""3.1 分类: hot issues: what many people bring up at one place, with its time and its heat."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from huiyin.insight.clusters import merged
from huiyin.insight.likeness import Watch, likenesses, unwatched
from huiyin.insight.subjects import Subject, beside_matters, subject_of
from huiyin.insight.text import Message, message
from huiyin.policy.lexicon import load_lexicon

# How long the name of a place is, and the share of the titles that must hold it.
_PLACE_LEAST, _PLACE_MOST, _PLACE_SHARE = 3, 12, 0.5


class Told(NamedTuple):
    """A matter as it was told. by: whoever told it, as a code; likes less dislikes."""

    id: str
    by: str
    subject: str
    body: str
    at: datetime
    likes: int


class HotIssue(NamedTuple):
    """Matters that are one issue. ids in the order of time; place: as most titles name it, or empty; category and sub-issue codes."""

    ids: tuple[str, ...]
    place: str
    category: str
    sub_issue: str
    first: datetime
    last: datetime
    people: int
    heat: float


def hot_issues(told: Sequence[Told], watch: Watch = unwatched) -> list[HotIssue]:
    """The issues among these matters, the hottest first; the order in which the matters come makes no difference.

    Policy: 3.1
    """
    in_order = sorted(told, key=lambda one: (one.at, one.id))
    if not in_order:
        return []
    rules = load_lexicon().hot_issues.issues
    texts = [message(one.subject, one.body) for one in in_order]
    subjects = [subject_of(one) for one in watch("reading texts", texts)]
    now = in_order[-1].at
    issues = [
        _issue([in_order[at] for at in places], [texts[at] for at in places], [subjects[at] for at in places], now)
        for places in merged(likenesses(texts, subjects, watch), rules.alike_from)
        if len(places) >= rules.least_texts
    ]
    return sorted(issues, key=lambda one: (-one.heat, one.ids))


def _issue(told: Sequence[Told], texts: Sequence[Message], subjects: Sequence[Subject], now: datetime) -> HotIssue:
    category = _most([one.category for one in subjects])
    sub_issues = [one.sub_issues[0] for one in subjects if one.category == category and one.sub_issues]
    return HotIssue(
        ids=tuple(one.id for one in told),
        place=_place([one.title for one in texts]),
        category=category,
        sub_issue=_most(sub_issues),
        first=told[0].at,
        last=told[-1].at,
        people=len({one.by for one in told}),
        heat=_heat(told, now),
    )


def _heat(told: Sequence[Told], now: datetime) -> float:
    rules = load_lexicon().hot_issues.heat
    people = len({one.by for one in told})
    likes = max(0, sum(one.likes for one in told))
    window = timedelta(days=rules.burst_d)
    burst = max(sum(1 for other in told if one.at <= other.at < one.at + window) for one in told) / len(told)
    recency: float = 0.5 ** ((now - told[-1].at) / timedelta(days=rules.half_d))
    return rules.people * math.log1p(people) + rules.likes * math.log1p(likes) + rules.burst * burst + rules.recency * recency


def _place(titles: Sequence[str]) -> str:
    """The longest piece that most titles share beside the words of the matter: titles name the place first."""
    held: Counter[str] = Counter()
    for title in titles:
        held.update({piece for part in beside_matters(title) for piece in _pieces(part)})
    shared = [piece for piece, count in held.items() if count > len(titles) * _PLACE_SHARE]
    return min(shared, key=lambda piece: (-len(piece), -held[piece], piece), default="")


def _pieces(text: str) -> Iterator[str]:
    for size in range(_PLACE_LEAST, _PLACE_MOST + 1):
        yield from (text[at : at + size] for at in range(len(text) - size + 1) if text[at : at + size].isalnum())


def _most(codes: Sequence[str]) -> str:
    return min(Counter(codes).items(), key=lambda one: (-one[1], one[0]), default=("", 0))[0]
