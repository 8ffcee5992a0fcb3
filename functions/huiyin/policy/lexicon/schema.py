"""The shape of the lexicon: the words by which a text suggests what it is about, how heavy it is, and who should look first."""

from collections.abc import Mapping
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Range

Weight = Annotated[float, Range(0, 100)]
Count = Annotated[int, Range(1, 1_000)]
Share = Annotated[float, Range(0, 1)]
Leaning = Mapping[str, Annotated[float, Range(-10, 10)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Words of one sub-issue by how much they say: they define it, speak for it, or go along with it."""

    defines: tuple[str, ...] = ()
    speaks_for: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much a word counts, by how much it says."""

    defines: Weight
    speaks_for: Weight
    hints: Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """A category that steps back, to that share of its score, when the title defines one of the others."""

    to: tuple[str, ...]
    share: Annotated[float, Range(0.01, 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How words become a score; subjects.toml says what each number is."""

    title: Weight
    title_doubt: Weight
    body: Weight
    body_doubt: Weight
    opening: Count
    opening_factor: Weight
    repeats: Share
    outside: Weight
    sure_doubt: Weight
    outside_doubt: Share
    sure_from: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """What the words of each category and sub-issue are; "any" stands for the category as a whole."""

    weights: Weights
    scoring: Scoring
    yields: Mapping[str, Yield]
    words: Mapping[str, Mapping[str, Terms]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """What makes a matter major because of life or limb."""

    least: Weight
    grave_counts: Weight
    grave_in_title: Weight
    mild_counts: Weight
    mild_in_title: Weight
    most: Count
    leaning: Leaning
    grave: tuple[str, ...]
    mild: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """What makes it a matter of many households; `alone` and `asking` speak against it."""

    least: Weight
    counts: Weight
    most: Count
    told_counts: Weight
    told_most: Count
    household_counts: Weight
    alone_counts: Annotated[float, Range(-10, 0)]
    alone_most: Count
    one_owner: Annotated[float, Range(-10, 0)]
    asks: Annotated[float, Range(-10, 0)]
    opening: Count
    leaning: Leaning
    words: tuple[str, ...]
    we: tuple[str, ...]
    neighbours: tuple[str, ...]
    owners: tuple[str, ...]
    households: tuple[str, ...]
    estate: tuple[str, ...]
    alone: tuple[str, ...]
    asking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What makes it major because one person loses much."""

    least: Weight
    money_counts: Weight
    money_most: Count
    alone_counts: Weight
    many_counts: Annotated[float, Range(-10, 0)]
    leaning: Leaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What makes it urgent: harm going on, a service that is out."""

    least: Count
    outage_least: Count
    in_title: Count
    among: tuple[str, ...]
    always: tuple[str, ...]
    outage_in: tuple[str, ...]
    words: tuple[str, ...]
    outage: tuple[str, ...]
    at_once: tuple[str, ...]
    no_outage: tuple[str, ...]
    wished_for: tuple[str, ...]
    not_wished_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Low:
    """What makes it a question or a wish, and the harm that speaks against it."""

    least: Weight
    wish_in_title: Weight
    question_in_title: Weight
    wish_in_opening: Weight
    opening: Count
    questions: Weight
    short: Weight
    short_up_to: Count
    milder: Weight
    milder_in: tuple[str, ...]
    harm_in_title: Weight
    harm_in_body: Weight
    harm_most: Weight
    wishes: tuple[str, ...]
    question: tuple[str, ...]
    harm: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a text claims of its own weight: level and urgency."""

    danger: Danger
    many: Many
    loss: Loss
    now: Now
    low: Low


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How near, in characters, words must stand to be said of the same person."""

    name_before: Count
    name_after: Count
    role_before: Count
    role_after: Count
    health: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWords:
    """Names, posts, and what somebody is accused of or suffers from."""

    surnames: str
    titles: tuple[str, ...]
    greeted: tuple[str, ...]
    roles: tuple[str, ...]
    wrongs: tuple[str, ...]
    grave: tuple[str, ...]
    own: tuple[str, ...]
    illnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """When the confidential officer should look first."""

    reach: Reach
    words: PersonWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two texts are; hot_issues.toml says what each number is."""

    pieces: tuple[Count, ...]
    title: Weight
    body: Count
    most_texts: Count
    rarity: Weight
    matter_least: Share
    matter_more: Weight
    floor: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues:
    """When texts are one issue."""

    alike_from: Share
    least_texts: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """What makes an issue hot: people, likes, burst and recency; days where a name ends in _d."""

    people: Weight
    likes: Weight
    burst: Weight
    burst_d: Count
    recency: Weight
    half_d: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class HotIssues:
    """Which matters are one issue, and how hot it is."""

    likeness: Likeness
    issues: Issues
    heat: Heat


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All of it."""

    subjects: Subjects
    claims: Claims
    persons: Persons
    hot_issues: HotIssues
