"""The pages that the owners' door renders itself, for browsers without script: receipt, form with problems, case."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from huiyin.core.errors import Refusal
from huiyin.entry import sentences
from huiyin.entry.answers import Answer, in_html
from huiyin.entry.bodies import Body
from huiyin.entry.http import status_of, waiting
from huiyin.policy.schema import Language, Policy

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _pages() -> "Environment":
    # Imported on first use: most answers of the door are JSON and need no templates.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # A template is compiled once in the life of a container and does not change in it.
        optimized=False,
        auto_reload=False,
    )


def _render(name: str, policy: Policy, language: Language, **values: Any) -> str:
    def t(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def say(said: Any) -> str:
        """A phrase of the policy, a pair of sentences, or nothing."""
        if not said:
            return ""
        return str(said[language] if isinstance(said, Mapping) else said.of(language))

    return (
        _pages()
        .get_template(name)
        .render(
            policy=policy,
            language=language,
            root="/" if language == "zh" else "/en/",
            t=t,
            say=say,
            label=lambda code: policy.word(f"labels.{code}", language),
            word=lambda code: policy.word(code, language),
            **values,
        )
    )


def track_url(site: str, language: Language) -> str:
    """Where a browser goes on after a photo was sent. From configuration, never from a header of the request."""
    return f"{site}/track/" if language == "zh" else f"{site}/en/track/"


def received(view: Mapping[str, Any], policy: Policy, language: Language) -> Answer:
    """The receipt as a page: number, code, what comes next, and a form for each photo.

    Policy: 2.3, 2.4
    """
    uploads = view["evidence"]["upload"]
    html = _render("received.html", policy, language, receipt=view, uploads=uploads)
    return in_html(201, html, posts_to=[_origin(grant["url"]) for grant in uploads], number=view["number"])


def complaint_refused(refusal: Refusal, body: Body | None, policy: Policy, language: Language) -> Answer:
    """The form again, with what is wrong at the top and every entry kept."""
    problem = {"field": refusal.field, "text": sentences.refusal(refusal, policy)[language]}
    html = _render("complaint.html", policy, language, entries=_Entries(body), problem=problem)
    return in_html(status_of(refusal), html, code=refusal.code, more=waiting(refusal))


def lookup_refused(refusal: Refusal, body: Body | None, policy: Policy, language: Language) -> Answer:
    """The look-up form again; the number is kept, the code is typed anew."""
    problem = {"field": refusal.field, "text": sentences.refusal(refusal, policy)[language]}
    html = _render("lookup.html", policy, language, entries=_Entries(body), problem=problem)
    return in_html(status_of(refusal), html, code=refusal.code, more=waiting(refusal))


def case(
    view: Mapping[str, Any], body: Body, policy: Policy, language: Language, now: datetime, refusal: Refusal | None = None, sent: str = ""
) -> Answer:
    """The case as a page, with a form for each act that is open. refusal: of the act that was sent; what was typed stays in its form.

    Policy: 5.2
    """
    problem = {"field": refusal.field, "text": sentences.refusal(refusal, policy)[language]} if refusal else None
    entries = _Entries(body)

    def moment(text: str | None) -> str:
        return sentences.when(datetime.fromisoformat(text), now, policy, language) if text else ""

    shown = {"case": view, "code": entries.text("code"), "sent": sent, "problem": problem, "entries": entries}
    html = _render("case.html", policy, language, moment=moment, **shown)
    pictures = [_origin(one["url"]) for one in (*view["results"], *view["evidence"]) if one["url"]]
    status, code = (status_of(refusal), refusal.code) if refusal else (200, None)
    return in_html(status, html, shows_from=pictures, number=view["number"], code=code)


def copied(copied: Mapping[str, Any], policy: Policy, language: Language, now: datetime) -> Answer:
    """What is held of an owner as a page that he prints or saves.

    Policy: 2.5
    """

    def moment(text: str | None) -> str:
        return sentences.when(datetime.fromisoformat(text), now, policy, language) if text else ""

    return in_html(200, _render("copy.html", policy, language, moment=moment, copy=copied), number=copied["number"])


class _Entries:
    """What was typed into the form, for putting it back. Text only: whatever else came is not shown."""

    def __init__(self, body: Body | None) -> None:
        self._values = body.values if body is not None else {}

    def text(self, name: str) -> str:
        value = self._values.get(name, "")
        return value if isinstance(value, str) else ""

    def has(self, name: str, value: str) -> bool:
        sent = self._values.get(name)
        return value in sent if isinstance(sent, list) else sent == value

    def ticked(self, name: str) -> bool:
        return bool(self.text(name))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
