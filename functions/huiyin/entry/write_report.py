"""WriteReport: every night, count the month anew and publish its figures, chart and page."""

from datetime import datetime, timedelta
from typing import Any

from huiyin.core.clock import local
from huiyin.entry import wiring
from huiyin.entry.journal import quietly
from huiyin.entry.moments import scheduled_at
from huiyin.insight.places import offer_places
from huiyin.insight.report import as_json, chart, fragment, summary
from huiyin.insight.statistics import Figures, figures_of
from huiyin.policy import load_policy
from huiyin.policy.schema import LANGUAGES, Language

Json = dict[str, Any]

# Cases of the last night of a month are contacted in the first days of the next one.
_STILL_COUNTING = timedelta(days=5)
_FOLDERS: tuple[tuple[Language, str], ...] = (("zh", ""), ("en", "en/"))


@quietly
def handler(event: Json, context: Any) -> Json:
    """Publish the figures of this month, and of the last one while it still settles.

    Policy: 3.7
    event: {"at": moment}. Returns: {"months": {month: cases}}.
    """
    now = scheduled_at(event)
    wiring.renew(now)
    # Whoever published the pages since put there the places of the release.
    offer_places(wiring.figures_store(), load_policy())
    counted = {month: publish(month, now) for month in months_at(now)}
    return {"months": {month: figures.total for month, figures in counted.items()}}


def months_at(now: datetime) -> tuple[str, ...]:
    """The months to count, oldest first. now: aware."""
    calendar = load_policy().calendar
    return tuple(dict.fromkeys(f"{local(moment, calendar):%Y-%m}" for moment in (now - _STILL_COUNTING, now)))


def publish(month: str, now: datetime) -> Figures:
    """Count one month from its cases and put it where everybody can read it.

    Policy: 3.7
    """
    policy, site = load_policy(), wiring.figures_store()
    figures = figures_of(month, wiring.case_store().month(month), now=now, edition=policy.charter.edition)
    site.write(month, as_json(figures, policy), {language: chart(figures, policy, language) for language in LANGUAGES})
    for language, folder in _FOLDERS:
        site.fill_page(f"{folder}stats/index.html", fragment(figures, policy, language))
        site.fill_page(f"{folder}index.html", summary(figures, policy, language), slot="home-figures")
    return figures
