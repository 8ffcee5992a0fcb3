"""The part of the form's page that offers the places of the estate: made with the pages, and again when a workbook has changed them."""

from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from huiyin.policy.schema import Language, Policy
from huiyin.store.figures import FiguresStore

# Where it stands, by language.
PAGES: tuple[tuple[Language, str], ...] = (("zh", "report/index.html"), ("en", "en/report/index.html"))
SLOT = "places"


def places(policy: Policy, language: Language) -> str:
    """The choices of community and place as HTML: those of which something may still be reported.

    Policy: 2.2
    """
    made = Environment(
        loader=PackageLoader("huiyin.insight"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    estates = {code: one for code, one in policy.communities.items() if not one.closed}

    def t(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    return _whole(made.get_template("places.html").render(estates=estates, language=language, t=t).splitlines())


def offer_places(site: FiguresStore, policy: Policy) -> None:
    """Let the published form offer the places that are in force. A page that says so already is left alone.

    Policy: 2.2
    """
    for language, page in PAGES:
        site.fill_page(page, places(policy, language), slot=SLOT)


def _whole(lines: Iterable[str]) -> str:
    """No blank lines: Markdown takes the page's part as one block of HTML and leaves it alone."""
    return "\n".join(line for line in lines if line.strip())
