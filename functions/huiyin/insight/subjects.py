"""3.1 分类: which category and sub-issues a text suggests, and the words that say so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from huiyin.insight.text import Found, Message, Words
from huiyin.policy import released_policy
from huiyin.policy.lexicon import ANY, load_lexicon
from huiyin.policy.lexicon.schema import Terms

OUTSIDE = "other"


class Evidence(NamedTuple):
    """A word that speaks for a sub-issue: where it stands in the title or in the body, and how much it counts."""

    category: str
    sub_issue: str
    in_title: bool
    start: int
    end: int
    weight: float


class Subject(NamedTuple):
    """What a text is about. sureness: 0 to 1; sure: enough of it that a person need not look first.

    scores: of every category that anything speaks for, the highest first.
    """

    category: str
    sub_issues: tuple[str, ...]
    scores: tuple[tuple[str, float], ...]
    sureness: float
    sure: bool
    evidence: tuple[Evidence, ...]


class _Part(NamedTuple):
    scores: Mapping[str, float]
    defined: frozenset[str]
    found: tuple[Found, ...]


def subject_of(text: Message) -> Subject:
    """The category and up to three sub-issues that the text suggests, with the words that say so; words alone never decide.

    Policy: 3.1
    """
    rules = load_lexicon().subjects.scoring
    title, body = _part(text.title, 0), _part(text.body, rules.opening)
    scores = _scores(title, body)
    ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else (OUTSIDE, 0.0)
    sureness = (first[1] - second[1]) / (sum(scores.values()) + rules.sure_doubt)
    if first[0] == OUTSIDE:
        sureness = max(0.0, sureness - rules.outside_doubt)
    evidence = (*_evidence(title, first[0], in_title=True), *_evidence(body, first[0], in_title=False))
    return Subject(first[0], _sub_issues(evidence), tuple(ranked), sureness, sureness >= rules.sure_from, evidence)


def beside_matters(text: str) -> list[str]:
    """What stands between the words of the lexicon in that folded text: names of places, and what joins the words."""
    parts, end = [], 0
    for one in _words().found_in(text):
        parts.append(text[end : one.start])
        end = one.end
    return [*parts, text[end:]]


def _part(text: str, opening: int) -> _Part:
    rules, weights = load_lexicon().subjects.scoring, _weights()
    found = tuple(_words().found_in(text))
    times: dict[str, float] = defaultdict(float)
    for one in found:
        times[one.word] += rules.opening_factor if one.start < opening else 1.0
    scores: dict[str, float] = defaultdict(float)
    defined = set()
    for word, count in times.items():
        for category, (_, weight) in weights[word].items():
            scores[category] += weight * count**rules.repeats
            if weight >= load_lexicon().subjects.weights.defines:
                defined.add(category)
    return _Part(scores, frozenset(defined), found)


def _scores(title: _Part, body: _Part) -> dict[str, float]:
    lexicon = load_lexicon().subjects
    rules = lexicon.scoring
    of_title, of_body = sum(title.scores.values()), sum(body.scores.values())
    scores: dict[str, float] = defaultdict(float)
    for category in title.scores.keys() | body.scores.keys():
        scores[category] = rules.title * title.scores.get(category, 0.0) / (of_title + rules.title_doubt)
        scores[category] += rules.body * body.scores.get(category, 0.0) / (of_body + rules.body_doubt)
    for category, rule in lexicon.yields.items():
        if title.defined & set(rule.to):
            scores[category] *= rule.share
    scores[OUTSIDE] += rules.outside
    return scores


def _evidence(part: _Part, category: str, *, in_title: bool) -> list[Evidence]:
    weights = _weights()
    return [
        Evidence(category, weights[one.word][category][0], in_title, one.start, one.end, weights[one.word][category][1])
        for one in part.found
        if category in weights[one.word]
    ]


def _sub_issues(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    factor = load_lexicon().subjects.scoring.opening_factor
    counted: dict[str, float] = defaultdict(float)
    for one in evidence:
        if one.sub_issue != ANY:
            counted[one.sub_issue] += one.weight * (2 * factor if one.in_title else 1.0)
    return tuple(code for code, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:3])


@cache
def _weights() -> dict[str, dict[str, tuple[str, float]]]:
    """By word, then by category: its sub-issue there, and what it counts; the heaviest, where it stands in several."""
    weights = load_lexicon().subjects.weights
    known: dict[str, dict[str, tuple[str, float]]] = defaultdict(dict)
    for category, code, terms in _written():
        for words, weight in ((terms.defines, weights.defines), (terms.speaks_for, weights.speaks_for), (terms.hints, weights.hints)):
            for word in words:
                if weight > known[word].get(category, (ANY, 0.0))[1]:
                    known[word][category] = (code, weight)
    for category, one in released_policy().categories.items():
        for code, sub_issue in one.sub_issues.items():
            for word in sub_issue.keywords:
                known[word].setdefault(category, (code, weights.speaks_for))
    return dict(known)


def _written() -> Iterator[tuple[str, str, Terms]]:
    for category, sub_issues in load_lexicon().subjects.words.items():
        for code, terms in sub_issues.items():
            yield category, code, terms


@cache
def _words() -> Words:
    return Words(_weights())
