"""Policy data -> the parts of pages that are more than a table: home, report form, case lookup, statistics."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from huiyin.insight.places import places
from huiyin.policy.day_words import date_words
from huiyin.policy.schema import Consent, Language, Limit, Policy
from infra import site_wording

TEMPLATES = Path(__file__).resolve().parent / "site_templates"


def _icons() -> Path:
    spec = find_spec("material")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("mkdocs-material is not installed")
    return Path(spec.origin).parent / "templates" / ".icons" / "material"


def icon(name: str) -> Markup:
    """A Material icon as inline SVG, hidden from screen readers: the word beside it says the same."""
    path = _icons() / f"{name}.svg"
    if not path.is_file():
        raise FileNotFoundError(f"no icon {name!r} in the theme")
    return Markup(path.read_text("utf-8").replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - the theme's own file


def environment(policy: Policy, language: Language, today: date) -> Environment:
    """Templates with the policy, the reader's language and the words for limits. Unknown names fail."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def t(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def limit(of: Limit) -> str:
        return site_wording.limit_words(of, policy.calendar, language)

    made.globals.update(
        policy=policy,
        language=language,
        today=today,
        t=t,
        icon=icon,
        limit=limit,
        amount=lambda of: site_wording.amount_words(of, language),
        say=lambda phrase: phrase.of(language),
        word=lambda code: policy.word(code, language),
        on=lambda day: date_words(day, language),
        embed=embed,
        consent_name=consent_name,
        year=today.year,
    )
    return made


def embed(value: Any) -> Markup:
    """JSON for a data block of a page: no tag can end it early."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - no "<" is left


def sub_issues(policy: Policy, language: Language) -> dict[str, dict[str, Any]]:
    """The finest choices by category, for the script of the form: code, name, extra questions, what to do at once."""
    chosen: dict[str, dict[str, Any]] = {}
    for code, category in policy.categories.items():
        issues: list[dict[str, Any]] = []
        for sub_code, issue in category.sub_issues.items():
            row: dict[str, Any] = {"code": sub_code, "name": issue.name.of(language)}
            if issue.questions:
                row["ask"] = [question.of(language) for question in issue.questions]
            if issue.emergency:
                row["now"] = issue.emergency.of(language)
            issues.append(row)
        chosen[code] = {"name": category.name.of(language), "issues": issues}
    return chosen


def consent_name(code: str, consent: Consent) -> str:
    """The field of the API that carries this consent: `consent` for the needed one, else `consent_{code}`."""
    return "consent" if consent.needed else f"consent_{code}"


def script_words(section: str, policy: Policy, language: Language) -> dict[str, str]:
    """What the script of one page says, in the reader's language: its own sentences, and words of the policy by their code."""
    words = tomllib.loads((TEMPLATES / "words.toml").read_text("utf-8"))
    return {
        code: policy.word(said, language) if isinstance(said, str) else said[language]
        for code, said in (words["both"] | words[section]).items()
    }


def render_all(policy: Policy, language: Language, today: date) -> Mapping[str, str]:
    """Every HTML snippet by name, as the pages include them."""
    made = environment(policy, language, today)
    limits = {"files": policy.limits.files, "file_mb": policy.limits.file_mb, "note_chars": policy.limits.note_chars}
    values = {
        # As whoever brings a workbook of the estate has it filled in anew.
        "places": Markup(places(policy, language)),  # noqa: S704 - made by a template of ours that escapes names
        "sub_issues": sub_issues(policy, language),
        "report_words": script_words("report", policy, language) | {"limits": limits},
        "desk_words": script_words("desk", policy, language) | {"limits": limits},
        "track_words": script_words("track", policy, language) | {"limits": limits},
        "verify_words": script_words("verify", policy, language),
    }
    names = sorted(path.stem for path in TEMPLATES.glob("*.html") if not path.name.startswith("_"))
    return {name: _one_block(made.get_template(f"{name}.html").render(values)) for name in names}


def _one_block(text: str) -> str:
    """No blank lines: Markdown takes the snippet as one block of HTML and leaves it alone."""
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"
