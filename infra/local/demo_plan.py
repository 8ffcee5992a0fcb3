"""What happens in the invented year: who reports what and when, and how fast the staff are. The same count, the same year."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from infra.local.template import Json

TEXTS = Path(__file__).with_name("demo_year.toml")
_HERE = ZoneInfo("Asia/Shanghai")
_HOURS = (7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19, 19, 20, 20, 21, 22)
_IN_SEASON = 3  # a matter of its season comes so many times as often then


@dataclass(frozen=True)
class Contact:
    """A call: how long after taking the case over, with what outcome, and the note."""

    wait: dt.timedelta
    outcome: str
    note: str


@dataclass(frozen=True)
class Planned:
    """One case to come. An `..._after` that is None: it stays where it is."""

    seed: int
    at: dt.datetime
    report: Json
    address: str
    anonymous: bool
    photos: int
    assessment: Json
    handler: str
    is_slow: bool
    registered_after: dt.timedelta | None
    triaged_after: dt.timedelta | None
    accepted_after: dt.timedelta | None
    contacts: tuple[Contact, ...]


def plan_of(count: int, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """So many cases between two moments, spread over the year, each from a topic of its season."""
    policy = load_policy()
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    chance = random.Random("an invented year")  # noqa: S311 (the same year each time, no secret)
    step = (end - start) / (count + 1)
    return [_planned(n, start + step * n, chance, texts, policy) for n in range(1, count + 1)]


def steps_of(planned: Planned, end: dt.datetime) -> int:
    """How many steps of a case come before a moment: its report, what staff do, and for a slow one the round that finds it late."""
    moments, last = [planned.at], planned.at
    for wait in (planned.registered_after, planned.triaged_after, planned.accepted_after):
        if wait is None:
            break
        last += wait
        moments.append(last)
    else:
        moments += [last + contact.wait for contact in planned.contacts]
    return sum(moment < end for moment in moments) + planned.is_slow


def _planned(n: int, moment: dt.datetime, chance: random.Random, texts: Json, policy: Policy) -> Planned:
    local = moment.astimezone(_HERE)
    at = local.replace(hour=chance.choice(_HOURS), minute=chance.randrange(60), second=chance.randrange(60))
    at = min(at, moment).astimezone(dt.UTC)
    topic = _topic(chance, texts, at.astimezone(_HERE).month)
    sub = policy.categories[topic["category"]].sub_issues[topic["sub_issue"]]
    english, anonymous = "en" in topic and chance.random() < 0.4, chance.random() < 0.12
    assessment = {
        "category": topic["category"],
        "sub_issue": topic["sub_issue"],
        "severity": sub.severity,
        "urgency": sub.urgency,
        "level": "general",
        "lead": sub.department,
        "handler": chance.choice(_handlers(policy, sub.department)),
    }
    # One case in eight is in no hurry, so that there is something late to look at.
    slow = 12 if chance.random() < 0.12 else 1
    contacted = [] if topic.get("guarded") else _contacts(chance, texts, slow)
    return Planned(
        seed=n,
        at=at,
        report=_report(n, topic, chance, texts, english=english, anonymous=anonymous),
        address=f"198.51.100.{n % 250 + 1}",
        anonymous=anonymous,
        photos=chance.randint(1, 2) if topic.get("photo") and chance.random() < 0.25 else 0,
        assessment=assessment,
        handler=assessment["handler"],
        is_slow=slow > 1,
        registered_after=None if topic.get("guarded") else _minutes(chance, 5, 40) * slow,
        triaged_after=_minutes(chance, 10, 90) * slow,
        accepted_after=_minutes(chance, 15, 120) * slow,
        contacts=tuple(contacted),
    )


def _topic(chance: random.Random, texts: Json, month: int) -> Json:
    topics = [one for one in texts["topics"] if month in one.get("months", [month])]
    weights = [one["weight"] * (_IN_SEASON if "months" in one else 1) for one in topics]
    found: Json = chance.choices(topics, weights)[0]
    return found


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


def _contacts(chance: random.Random, texts: Json, slow: int) -> list[Contact]:
    """One or two calls; the first one does not always reach anybody."""
    wait = _minutes(chance, 20, 180) * slow
    reached = Contact(wait, "reached", chance.choice(texts["contact_notes"]))
    if chance.random() < 0.2:
        return [Contact(wait, "tried", chance.choice(texts["tried_notes"])), Contact(wait * 2, "reached", reached.note)]
    return [reached]


def _handlers(policy: Policy, department: str) -> list[str]:
    staff = policy.departments.staff
    found = [code for code, one in staff.items() if one.department == department and "handler" in one.roles]
    return found or [code for code, one in staff.items() if "handler" in one.roles]


def _minutes(chance: random.Random, least: int, most: int) -> dt.timedelta:
    return dt.timedelta(minutes=chance.randint(least, most))
