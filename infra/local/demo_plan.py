"""What happens in the invented year: who reports what and when, and how fast the staff are. The same count, the same year."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from infra.local import demo_courses as courses
from infra.local.demo_courses import Matter, Move
from infra.local.template import Json

Course = Callable[[random.Random, Matter], Iterator[Move]]

TEXTS = Path(__file__).with_name("demo_year.toml")
_HERE = ZoneInfo("Asia/Shanghai")
_HOURS = (7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19, 19, 20, 20, 21, 22)
_IN_SEASON = 3  # a matter of its season comes so many times as often then


@dataclass(frozen=True)
class Planned:
    """One case to come, and the course that it takes after it came in."""

    seed: int
    at: dt.datetime
    report: Json
    address: str
    photos: int
    is_slow: bool
    moves: tuple[Move, ...]


# How the last cases of the year stand today, and so every state is seen: the newest first. Whoever is to answer has days for it.
_TODAY: tuple[Course, ...] = (
    courses.nothing,
    courses.asked,
    courses.registered,
    courses.triaged,
    courses.answered,
    courses.done,
    courses.investigated,
    courses.planned,
    courses.begun,
    courses.declined,
    courses.withdrawn,
    courses.gathered,
    courses.transferred,
    courses.looked_into_and_confirmed,
)
_APART = dt.timedelta(hours=18)
# Long enough ago to lie in the archive by now.
_OF_OLD: tuple[Course, ...] = (courses.withdrawn, courses.declined)
_LONG_AGO = dt.timedelta(days=90)
# How often which course is taken.
_USUAL: Mapping[Course, int] = {
    courses.closed: 80,
    courses.asked_and_told: 8,
    courses.withdrawn: 4,
    courses.declined: 4,
    courses.heard_from: 4,
}


def plan_of(count: int, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """So many cases: some long ago, most between two moments, each from a topic of its season, and the last ones as they stand today."""
    year = _Invented(load_policy(), tomllib.loads(TEXTS.read_text(encoding="utf-8")))
    today, of_old = _TODAY[: count // 2], _OF_OLD[: count // 8]
    usual = count - len(today) - len(of_old)
    step = (end - _APART * len(today) - start) / (usual + 1)
    kept = dt.timedelta(days=366 * year.policy.charter.kept.closed_y)
    plans = [year.planned(n, end - kept - _LONG_AGO / (n + 1), course) for n, course in enumerate(of_old, start=1)]
    plans += [year.planned(len(plans) + n, start + step * n, None) for n in range(1, usual + 1)]
    first = len(plans) + 1
    return plans + [year.planned(first + n, end - _APART * (len(today) - n), course) for n, course in enumerate(reversed(today))]


def steps_of(planned: Planned, end: dt.datetime) -> int:
    """How many steps of a case come before a moment: its report, what becomes of it, and for a slow one the round that finds it late."""
    moments = [planned.at, *(at for at, _ in timed(planned))]
    return sum(moment < end for moment in moments) + planned.is_slow


def timed(planned: Planned) -> Iterator[tuple[dt.datetime, Move]]:
    """The moves of a case with the moments at which they are made."""
    at = planned.at
    for move in planned.moves:
        at += move.wait
        yield at, move


class _Invented:
    """The same year each time: whatever is left to chance is drawn in the same order."""

    def __init__(self, policy: Policy, texts: Json) -> None:
        self.policy = policy
        self._texts = texts
        self._chance = random.Random("an invented year")  # noqa: S311 (no secret)

    def planned(self, n: int, moment: dt.datetime, course: Course | None) -> Planned:
        """The n-th case at about that moment. course: None for one that is left to chance."""
        chance = self._chance
        local = moment.astimezone(_HERE)
        at = local.replace(hour=chance.choice(_HOURS), minute=chance.randrange(60), second=chance.randrange(60))
        at = min(at, moment).astimezone(dt.UTC)
        topic = _topic(chance, self._texts, at.astimezone(_HERE).month, self.policy, plain=course is not None)
        english, anonymous = "en" in topic and chance.random() < 0.4, course is None and chance.random() < 0.12
        # One case in eight is in no hurry, so that there is something late to look at.
        slow = 12 if course is None and chance.random() < 0.12 else 1
        guarded = bool(topic.get("guarded"))
        matter = Matter(
            assessment=_assessed(chance, topic, self.policy, guarded=guarded),
            anonymous=anonymous,
            guarded=guarded,
            pace=slow,
            texts=self._texts,
            policy=self.policy,
        )
        if course is None:
            grave = courses.looked_at_alone if guarded else courses.closed
            course = grave if guarded or matter.is_major else chance.choices(list(_USUAL), list(_USUAL.values()))[0]
        return Planned(
            seed=n,
            at=at,
            report=_report(n, topic, chance, self._texts, english=english, anonymous=anonymous),
            address=f"198.51.100.{n % 250 + 1}",
            photos=chance.randint(1, 2) if topic.get("photo") and chance.random() < 0.25 else 0,
            is_slow=slow > 1,
            moves=tuple(course(chance, matter)),
        )


def _assessed(chance: random.Random, topic: Json, policy: Policy, *, guarded: bool) -> Json:
    sub = policy.categories[topic["category"]].sub_issues[topic["sub_issue"]]
    return {
        "category": topic["category"],
        "sub_issue": topic["sub_issue"],
        "severity": sub.severity,
        "urgency": sub.urgency,
        "level": "general",
        "lead": sub.department,
        "handler": courses.OTHER_CONFID if guarded else chance.choice(_handlers(policy, sub.department)),
    }


def _topic(chance: random.Random, texts: Json, month: int, policy: Policy, *, plain: bool) -> Json:
    """A matter of that month. plain: of those that take an ordinary course."""
    topics = [one for one in texts["topics"] if month in one.get("months", [month])]
    if plain:
        topics = [one for one in topics if not one.get("guarded") and not _is_grave(one, policy)]
    weights = [one["weight"] * (_IN_SEASON if "months" in one else 1) for one in topics]
    found: Json = chance.choices(topics, weights)[0]
    return found


def _is_grave(topic: Json, policy: Policy) -> bool:
    return policy.categories[topic["category"]].sub_issues[topic["sub_issue"]].severity >= policy.promises.major_severity


def _report(n: int, topic: Json, chance: random.Random, texts: Json, *, english: bool, anonymous: bool) -> Json:
    floors = str(chance.randint(3, 17))
    matter = chance.choice(topic["en" if english else "zh"])
    matter = matter.format(n=floors, time=chance.choice(texts["times"]), week=chance.randint(2, 5))
    place = chance.choice(topic["places"])
    report: Json = {
        "matter": matter,
        "category": topic["category"],
        "sub_issue": topic["sub_issue"],
        "community": "yunjin",
        "building": f"b{chance.randint(1, 8)}" if place == "home" else place,
        "language": "en" if english else "zh",
        "no_evidence": not topic.get("photo", False),
        "sensitive": bool(topic.get("guarded")),
    }
    wish = "" if english else chance.choice(texts["wishes"])
    if wish:
        report["wish"] = wish
    if anonymous:
        return {**report, "anonymous": True}
    name = chance.choice(texts["surnames"]) + chance.choice(texts["given_names"])
    return {**report, "name": name, "phone": f"1390000{n % 10000:04d}", "email": f"owner-{n}@yezhu.example"}


def _handlers(policy: Policy, department: str) -> list[str]:
    staff = policy.departments.staff
    found = [code for code, one in staff.items() if one.department == department and "handler" in one.roles]
    return found or [code for code, one in staff.items() if "handler" in one.roles]
