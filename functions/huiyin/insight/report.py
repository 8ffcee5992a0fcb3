"""The nightly report: the published figures of a month as data, as a chart, and as the part of a page that shows them."""

import json
from collections.abc import Mapping
from functools import cache
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from huiyin.core.clock import local
from huiyin.insight.charts import bars
from huiyin.insight.statistics import GUARDED, UNKNOWN, Figures, public
from huiyin.policy.day_words import month_words
from huiyin.policy.schema import Language, Phrase, Policy

TABLES = ("kind", "category", "building", "channel", "priority")
_ROWS_OF_CHART = 8


def as_json(figures: Figures, policy: Policy) -> str:
    """The month as anybody may download it: small cells are null.

    Policy: 3.7
    """
    return json.dumps(public(figures, policy.promises.public_cell), ensure_ascii=False, sort_keys=True, indent=1)


def chart(figures: Figures, policy: Policy, language: Language) -> str:
    """The bar chart of the month's categories, longest first, withheld ones last.

    Policy: 3.7
    """
    word, rows = _words(policy, language), _bars(figures, policy, language)
    return bars(rows, title=word["figures_by_category"], finding=_finding(rows, word), withheld=word["figures_withheld"])


def _bars(figures: Figures, policy: Policy, language: Language) -> list[tuple[str, int | None]]:
    cells = _published(figures, policy, "category")
    known = [(code, n) for code, n in cells.items() if n is None or n > 0]
    order = sorted(known, key=lambda cell: (cell[1] is None, -(cell[1] or 0), cell[0]))[:_ROWS_OF_CHART]
    return [(_name("category", code, policy, language), n) for code, n in order]


def fragment(figures: Figures, policy: Policy, language: Language) -> str:
    """The part of the statistics page between its marks: facts, chart and tables, readable without script.

    Policy: 3.7
    """
    shown = public(figures, policy.promises.public_cell)
    as_of = local(figures.as_of, policy.calendar)
    tables = [
        (name, [(_name(name, code, policy, language), n) for code, n in _ordered(_published(figures, policy, name))]) for name in TABLES
    ]
    return _template("figures.html").render(
        month=month_words(figures.month, language),
        month_code=figures.month,
        as_of=f"{as_of:%Y-%m-%d %H:%M}",
        total=shown["total"],
        contact=shown["first_contact"],
        fewest=policy.promises.public_cell,
        chart=chart(figures, policy, language) if figures.total else "",
        finding=_finding(_bars(figures, policy, language), _words(policy, language)),
        tables=tables,
        word=_words(policy, language),
        edition=figures.edition,
    )


def summary(figures: Figures, policy: Policy, language: Language) -> str:
    """The three figures of the home page.

    Policy: 3.7
    """
    shown = public(figures, policy.promises.public_cell)
    return _template("summary.html").render(
        month=month_words(figures.month, language),
        total=shown["total"],
        contact=shown["first_contact"],
        fewest=policy.promises.public_cell,
        word=_words(policy, language),
    )


def _published(figures: Figures, policy: Policy, table: str) -> Mapping[str, int | None]:
    tables = cast(dict[str, dict[str, int | None]], public(figures, policy.promises.public_cell)["tables"])
    return tables[table]


def _ordered(cells: Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    return sorted(cells.items(), key=lambda cell: (cell[0] in {GUARDED, UNKNOWN}, cell[1] is None, -(cell[1] or 0), cell[0]))


def _name(table: str, code: str, policy: Policy, language: Language) -> str:
    if code in {GUARDED, UNKNOWN}:
        return _words(policy, language)[f"figures_{code}"]
    # A code of an older edition is shown as it is: it must not stop the report.
    named: Mapping[str, Phrase] = {
        "kind": policy.charter.kinds,
        "category": {known: one.name for known, one in policy.categories.items()},
        "channel": {known: one.name for known, one in policy.channels.items()},
        "priority": {str(known): promise.name for known, promise in policy.promises.clocks.items()},
    }.get(table, {})
    if code in named:
        return named[code].of(language)
    for community in policy.communities.values():
        if code in community.buildings:
            return community.buildings[code].name.of(language)
        if code in community.common_areas:
            return community.common_areas[code].of(language)
    return code


def _finding(rows: list[tuple[str, int | None]], word: Mapping[str, str]) -> str:
    first = next(((label, n) for label, n in rows if n), None)
    return word["figures_finding"].format(category=first[0], count=first[1]) if first else word["figures_all_withheld"]


def _words(policy: Policy, language: Language) -> Mapping[str, str]:
    return {key.removeprefix("labels."): text for key, text in policy.words[language].items() if key.startswith("labels.")}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("huiyin.insight"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # A template is compiled once in the life of a container and does not change in it.
        optimized=False,
        auto_reload=False,
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)
