"""Do people find what they need: the pages of the right edition, next year's holidays, staff who can sign in, alarms that are read."""

from __future__ import annotations

import datetime as dt
import json
import urllib.request
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from huiyin.policy import load_policy
from infra.deployment import Deployment
from infra.doctor_findings import About, Finding

# The State Council's notice about the next year comes out in October or November.
_NOTICE_MONTH = 11
_MOST_BYTES = 4_000_000


def edition(deployment: Deployment) -> Iterator[Finding]:
    """The pages speak of the edition of the policy that the functions carry out."""
    site = deployment.outputs["SiteAddress"]
    carried = str(json.loads(_read(f"{site}/api/policy.json"))["edition"])
    for zh, path in (("中文首页", "/"), ("英文首页", "/en/")):
        published = carried in _read(site + path)
        seen = f"functions {carried}, pages {'the same' if published else 'another, or not published'}"
        yield About(f"制度版本 {zh}", f"Edition on {path}").holds(published, seen, f"make publish STACK={deployment.stack}")


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=15) as answer:
        return bytes(answer.read(_MOST_BYTES)).decode("utf-8")


def calendar(deployment: Deployment) -> Iterator[Finding]:
    """This year's holidays are known, and from November on next year's."""
    policy = load_policy().calendar
    yield from calendar_at(dt.datetime.now(ZoneInfo(policy.zone)).date(), {year: rows.provisional for year, rows in policy.years.items()})


def calendar_at(day: dt.date, years: dict[int, bool]) -> Iterator[Finding]:
    """The same on any day. years: year -> whether its notice was not out yet."""
    remedy = "Enter the State Council's notice into functions/huiyin/policy/calendar.toml, then make deploy and make publish."
    wanted = [day.year] + ([day.year + 1] if day.month >= _NOTICE_MONTH else [])
    for year in wanted:
        known = year in years and not years[year]
        seen = "known" if known else "provisional" if year in years else "missing"
        verdict = "FAIL" if year == day.year or year not in years else "warn"
        yield About("节假日", f"Holidays of {year}").holds(known, seen, remedy, otherwise="FAIL" if verdict == "FAIL" else "warn")


def staff(deployment: Deployment) -> Iterator[Finding]:
    """Somebody can sign in at the desk."""
    pool = deployment.outputs.get("StaffPoolId")
    about = About("员工账号", "Staff")
    if not pool:
        yield about.holds(True, "sign in with the operator's own issuer", "")
        return
    users = deployment.client("cognito-idp").list_users(UserPoolId=pool, Limit=60)["Users"]
    able = [user for user in users if user.get("Enabled", True)]
    yield about.holds(
        bool(able), f"{len(able)}{' or more' if len(able) == 60 else ''} can sign in", "make deploy printed how the first one is made."
    )


def alarms(deployment: Deployment) -> Iterator[Finding]:
    """Somebody hears of alarms."""
    topic = deployment.named("AlarmTopic") or ""
    found = deployment.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    heard = [one for one in found if one["SubscriptionArn"].startswith("arn:")]
    seen = f"{len(heard)} confirmed of {len(found)}"
    remedy = "Deploy with AlarmMail=, then follow the link in the letter that AWS sends to that address."
    yield About("告警收件人", "Readers of alarms").holds(bool(heard), seen, remedy, otherwise="warn")


CHECKS = (edition, calendar, staff, alarms)
