"""A letter and its facts become subject, text and HTML in one language. Both parts come from one template, so they say the same."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from huiyin.mail.diary import Day
from huiyin.mail.facts import Facts
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Policy

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

TEMPLATES = Path(__file__).parent / "templates"
# The templates as Python, made from them by infra.built: to read and compile one takes ten times as long as to fill it in.
LETTERS = Path(__file__).parents[1] / "built" / "letters"
KINDS = ("txt", "html")
_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
_COLONS = {"zh": "：", "en": ": "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as it is read, before it has an address. sender: the name shown as the writer; day: for the reader's calendar."""

    sender: str
    subject: str
    text: str
    html: str
    language: Language
    day: Day | None = None


def render(name: str, language: Language, facts: Facts, policy: Policy) -> Letter:
    """Write that letter in that language.

    Raises: jinja2.UndefinedError or KeyError when the letter asks for a fact it is not given, jinja2.TemplateNotFound for no such letter.
    """
    sender = policy.word("letters.sender", language).format_map(facts)
    subject = policy.word(f"letters.subject.{name}", language).format_map(facts)
    everything = {**facts, "sender": sender, "subject": subject, "lang": _LANGUAGE_TAGS[language], "colon": _COLONS[language]}
    parts = {
        kind: _templates(kind).get_template(f"{language}/{name}.jinja").render(everything, layout=f"layout.{kind}", blocks=f"blocks.{kind}")
        for kind in KINDS
    }
    return Letter(sender=sender, subject=subject, text=_tidy(parts["txt"]), html=parts["html"], language=language)


@cache
def _templates(kind: str) -> "Environment":
    # Imported with the first letter: most rounds of SweepDeadlines send none.
    from jinja2 import ModuleLoader

    return environment(kind, ModuleLoader(LETTERS / kind))


def environment(kind: str, loader: "BaseLoader") -> "Environment":
    """How the parts of that kind are read, compiled and filled in."""
    from jinja2 import Environment, StrictUndefined

    return Environment(
        loader=loader,
        autoescape=kind == "html",  # noqa: S701 - the text part has no markup to protect
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # What was compiled does not change in the life of a container.
        auto_reload=False,
    )


def _tidy(text: str) -> str:
    """No more than one empty line in a row: what a condition left out leaves no hole."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line if line == "-- " else line.rstrip())
    return "\n".join(lines).strip() + "\n"
