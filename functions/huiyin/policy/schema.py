"""The shape of the policy: what code, pages, letters and tests may rely on."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from huiyin.policy.channels import Channel, Checks, Consent, Limits, MailIn, Postage, Robots
from huiyin.policy.estate import Estate
from huiyin.policy.keeping import Kept
from huiyin.policy.ladder import Ladder
from huiyin.policy.ledger import Ledger
from huiyin.policy.measures import Measures
from huiyin.policy.overview import Overview
from huiyin.policy.playbooks import Playbook
from huiyin.policy.records import dataclass
from huiyin.policy.redaction import Redaction
from huiyin.policy.register import Register
from huiyin.policy.rights import Rights
from huiyin.policy.risk import Risk
from huiyin.policy.sharing import Sharing
from huiyin.policy.staffing import Departments
from huiyin.policy.survey import SurveyRules
from huiyin.policy.terms import (
    AMOUNTS,
    LANGUAGES,
    PRIORITIES,
    Calendar,
    Grade,
    Language,
    Limit,
    Phrase,
    Priority,
    Range,
    Share,
    Unit,
    Window,
    Year,
)

# The terms and what comes in by the channels belong to the shape: everybody takes them from here.
__all__ = [
    "AMOUNTS",
    "LANGUAGES",
    "PRIORITIES",
    "Calendar",
    "Channel",
    "Checks",
    "Consent",
    "Grade",
    "Language",
    "Limit",
    "Limits",
    "MailIn",
    "Phrase",
    "Postage",
    "Priority",
    "Range",
    "Robots",
    "Share",
    "Unit",
    "Window",
    "Year",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """Chapter 1: who promises, since when, in which words."""

    edition: str
    in_force: date
    company: Phrase
    promise: Phrase
    duty_phone: str
    emergency_phone: str
    contact_mail: str
    authority: Phrase
    statutory_answer_d: Annotated[int, Range(1, 60)]
    kept: Kept
    roles: Mapping[str, Phrase]
    kinds: Mapping[str, Phrase]
    levels: Mapping[str, Phrase]
    states: Mapping[str, Phrase]
    outcomes: Mapping[str, Phrase]
    outcomes_of: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A building. households: distinct flats, for thresholds in per cent; steward: the staff code of whoever looks after it."""

    name: Phrase
    households: Annotated[int, Range(1, 2000)]
    floors: Annotated[int, Range(1, 150)]
    steward: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A lift, pump or gate that complaints can be about."""

    name: Phrase
    building: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """One estate: its buildings, its common areas (as building codes too) and its assets. closed: nothing more is reported of it."""

    name: Phrase
    buildings: Mapping[str, Building]
    common_areas: Mapping[str, Phrase]
    assets: Mapping[str, Asset]
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubIssue:
    """The finest class of a problem point.

    severity, urgency: 1-4. confid: looked at by the confidential officer first. visit: an on-site limit applies.
    questions: up to three extra questions of the form. emergency: what to do at once, where danger is possible.
    """

    name: Phrase
    severity: Grade
    urgency: Grade
    department: str
    confid: bool
    visit: bool
    private_flat: bool
    questions: tuple[Phrase, ...]
    keywords: tuple[str, ...]
    emergency: Phrase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One of the sixteen categories."""

    name: Phrase
    severity: Grade
    department: str
    essential: bool
    sub_issues: Mapping[str, SubIssue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A large choice on the first step of the form. icon: name of a Material icon.

    sub_issues: when the tile stands for a part of its categories only, the sub-issues to offer first; else empty.
    """

    name: Phrase
    icon: str
    categories: tuple[str, ...]
    sub_issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Words that make a person look first: danger (emergency number, P1), sensitive (confid first), identity numbers by pattern.

    insults: covered where handlers read them, and nothing else. automatic: how the subjects of automatic answers to a mail begin.
    """

    danger: tuple[str, ...]
    sensitive: tuple[str, ...]
    exposure: tuple[str, ...]
    insults: tuple[str, ...]
    private_patterns: tuple[str, ...]
    automatic: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The clock table for one priority. None: no clock of this kind runs for it.

    interim_then: the rhythm after the first letter of the clock, if another. answer_final: where T28 may meet `answer`.
    """

    name: Phrase
    register: Limit
    triage: Limit
    accept: Limit
    first_contact: Limit
    first_contact_essential: Limit
    on_site: Limit | None
    made_safe: Limit | None
    interim: Limit
    plan_submitted: Limit
    countersigned: Limit
    plan_decided: Limit
    verified: Limit
    declined: Limit
    answer: Limit
    resolve: Limit
    survey: Limit
    interim_then: Limit | None = None
    answer_final: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Chapter 3: from severity and urgency to a priority and its clocks.

    matrix[severity][urgency] -> priority. shares: share of a limit at which amber, red fall.
    caps: by name of a clock, the share of the answer limit (calendar time) that its working-time limit may not pass.
    public_cell: the smallest count that is published.
    danger: the priority of a present danger to people; wakes_duty: priorities of which the person on duty hears at once;
    major_severity: a severity that makes a matter major; floors: the least urgent priority of a "major" or "guarded" case.
    vulnerable_categories: matters that a person at risk makes one step more urgent.
    tries: tries at a contact that count as kept when they lie tries_apart_h clock hours apart.
    interim_dated: the rhythm of interim news after a dated answer; interim_window: code of a window of the calendar outside which it
    waits; interim_called: from this priority on an owner whom no letter reaches is phoned.
    """

    matrix: Mapping[Grade, Mapping[Grade, Priority]]
    clocks: Mapping[Priority, Promise]
    unclassified: Priority
    danger: Priority
    wakes_duty: tuple[Priority, ...]
    major_severity: Grade
    floors: Mapping[str, Priority]
    category_urgency: Grade
    vulnerable_categories: tuple[str, ...]
    severities: Mapping[Grade, Phrase]
    urgencies: Mapping[Grade, Phrase]
    amber: Share
    red: Share
    caps: Mapping[str, Share]
    public_cell: Annotated[int, Range(2, 50)]
    tries: Annotated[int, Range(1, 10)]
    tries_apart_h: Annotated[int, Range(1, 48)]
    interim_dated: Limit
    interim_window: str
    interim_called: Priority
    ladder: Ladder


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All of the policy, read once, frozen. words[language][code] is a sentence or label for people."""

    charter: Charter
    calendar: Calendar
    channels: Mapping[str, Channel]
    limits: Limits
    postage: Postage
    mail_in: MailIn
    checks: Checks
    robots: Robots
    consents: Mapping[str, Consent]
    submitters: Mapping[str, Phrase]
    contact_ways: Mapping[str, Phrase]
    needs: Mapping[str, Phrase]
    identity_reasons: Mapping[str, Phrase]
    read_backs: Mapping[str, Phrase]
    late_proofs: Mapping[str, Phrase]
    caller_checks: Mapping[str, Phrase]
    communities: Mapping[str, Community]
    categories: Mapping[str, Category]
    tiles: Mapping[str, Tile]
    hints: Hints
    promises: Promises
    risk: Risk
    departments: Departments
    measures: Measures
    playbooks: Mapping[str, Playbook]
    ledger: Ledger
    survey: SurveyRules
    rights: Rights
    estate: Estate
    overview: Overview
    redaction: Redaction
    register: Register
    sharing: Sharing
    words: Mapping[Language, Mapping[str, str]]

    def outcomes_of(self, kind: str) -> Mapping[str, Phrase]:
        """The findings that a matter of that kind may have, as codes with their words."""
        return {code: self.charter.outcomes[code] for code in self.charter.outcomes_of[kind]}

    def word(self, code: str, language: Language) -> str:
        """The sentence or label of that code, such as "refusals.field_required", "labels.number", "events.CaseTriaged".

        Raises KeyError for a code without one: a test keeps both languages equal.
        """
        return self.words[language][code]
