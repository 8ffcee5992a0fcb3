"""Our style sheets and scripts hold nothing that the oldest browsers we write for lack, but for what they can do without.

Between flex items, gap came later (Chrome 84, iOS 14.5): there things stand closer together, and nothing is lost.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2
import tree_sitter_javascript
from playwright.sync_api import expect
from tree_sitter import Language, Node, Parser

from tests.site.floor import FLOOR, NEWER
from tests.site.form_steps import FORM, first_step, second_step, third_step
from tests.site.opening import Opener
from tests.site.stub_api import NUMBER, StubApi, receipt
from tests.site.test_photos import photo

ASSETS = Path(__file__).parents[2] / "site/assets"
LACKED = json.loads(NEWER.read_text("utf-8"))
# What is used although the floor lacks it, and what its readers get.
WITHOUT = {
    "properties accent-color": "boxes to tick have the system's colour",
    "properties appearance": "-webkit-appearance stands beside it",
    "properties aspect-ratio": "a photo is as high as it is",
    "properties forced-color-adjust": "came with the forced colours it is for",
    "properties outline": "the ring has square corners, which is what MDN dates",
    "properties page": "a slip is printed on the printer's usual paper",
    "properties resize": "no phone resizes a field by hand",
    "properties scroll-behavior": "the page jumps instead of gliding",
    "properties scroll-margin": "what gets the focus may be under a bar until one scrolls",
    "properties scroll-margin-top": "the target of a link stands at the very top",
    "properties scrollbar-width": "a scroll bar is seen",
    "properties text-decoration-thickness": "an underline is as thick as the browser draws it",
    "properties text-underline-offset": "an underline is as near as the browser draws it",
    "properties text-wrap": "lines are broken as always",
    "values cursor: pointer": "a finger has no pointer",
    "values cursor: progress": "a finger has no pointer",
    "values break-after: avoid": "a heading may stand alone at the end of a printed page",
    "values overflow-wrap: anywhere": "overflow-wrap: break-word stands beside it",
    "media forced-colors": "colours cannot be forced there",
    "selectors focus-visible": "the theme's .focus-visible stands beside it",
    "selectors marker": "-webkit-details-marker stands beside it",
    "at-rules page": "a printed page has the browser's margins",
    "members replaceChildren": "site.js brings it along",
    "members drop": "not the browser's: desk-parts.js has one",
    "members randomUUID": "asked for before it is used",
}


def sheet_uses(text: str) -> Iterator[str]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        yield from _rule_uses(rule)


def _rule_uses(rule: "tinycss2.ast.Node") -> Iterator[str]:
    assert rule.type != "error", rule.message
    if rule.type == "at-rule":
        yield f"at-rules {rule.lower_at_keyword}"
        for token in rule.prelude:
            if token.type == "() block":
                yield f"media {tinycss2.serialize(token.content).split(':')[0].strip()}"
        if rule.content is not None and rule.lower_at_keyword in {"media", "supports"}:
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                yield from _rule_uses(inner)
        return
    yield from _selector_uses(rule.prelude)
    for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if part.type != "declaration":
            yield "selectors nesting"
        elif not part.name.startswith("--"):
            yield f"properties {part.lower_name}"
            yield from _value_uses(part.lower_name, part.value)


def _selector_uses(tokens: "list[tinycss2.ast.Node]") -> Iterator[str]:
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is None or before.type != "literal" or before.value not in {":", "::"}:
            continue
        if token.type == "ident":
            yield f"selectors {token.lower_value}"
        if token.type == "function":
            yield f"selectors {token.lower_name}"
            yield from _selector_uses(token.arguments)
            if token.lower_name == "not" and any(inner.type == "whitespace" or inner == "," for inner in token.arguments):
                yield "selectors not of more than one"


def _value_uses(name: str, tokens: "list[tinycss2.ast.Node]") -> Iterator[str]:
    for token in tokens:
        if token.type == "ident":
            yield f"values {name}: {token.lower_value}"
        if token.type == "function":
            yield f"functions {token.lower_name}"
            yield from _value_uses(name, token.arguments)


SHEET_LACKS = {f"{kind} {name}" for kind in ("properties", "selectors", "at-rules", "functions", "media") for name in LACKED[kind]}
SHEET_LACKS |= {f"values {name}: {value}" for name, values in LACKED["values"].items() for value in values}
SHEET_LACKS |= {"selectors nesting", "selectors not of more than one"}
# Syntax after ES2020, as the parser names it; and regular expressions, which a browser reads when it reads the script.
SYNTAX = {"class_static_block", "field_definition", "private_property_identifier", "import_attribute"}
ASSIGNMENTS = {"??=", "||=", "&&="}
PATTERN = re.compile(rb"\(\?<[=!]")


def nodes(text: bytes) -> Iterator[Node]:
    waiting = [Parser(Language(tree_sitter_javascript.language())).parse(text).root_node]
    while waiting:
        node = waiting.pop()
        assert node.type != "ERROR", node.text
        yield node
        waiting += node.children


def newer_syntax(node: Node) -> str | None:
    text = node.text or b""
    if node.type in SYNTAX or node.type in ASSIGNMENTS:
        return node.type
    if node.type == "regex_pattern" and PATTERN.search(text):
        return "looks behind"
    if node.type == "regex_flags" and {*b"dv"} & {*text}:
        return "flags of a regular expression"
    if node.type == "await_expression":
        above = node.parent
        while above and "function" not in above.type and above.type != "method_definition":
            above = above.parent
        return None if above else "await outside a function"
    return None


def script_uses(text: bytes) -> Iterator[str]:
    for node in nodes(text):
        if found := newer_syntax(node):
            yield f"syntax {found}"
        if node.type == "identifier":
            yield f"globals {(node.text or b'').decode()}"
        called = node.child_by_field_name("function") if node.type == "call_expression" else None
        if called and called.type == "member_expression" and (name := called.child_by_field_name("property")):
            yield f"members {(name.text or b'').decode()}"


SCRIPT_LACKS = {f"{kind} {name}" for kind in ("members", "globals") for name in LACKED[kind]}


@pytest.mark.parametrize("sheet", sorted(ASSETS.rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_is_understood_by_the_oldest_browsers(sheet: Path) -> None:
    assert set(sheet_uses(sheet.read_text("utf-8"))) & SHEET_LACKS - set(WITHOUT) == set()


@pytest.mark.parametrize("script", sorted(ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_a_script_is_understood_by_the_oldest_browsers(script: Path) -> None:
    uses = set(script_uses(script.read_bytes()))
    assert {use for use in uses if use.startswith("syntax") or use in SCRIPT_LACKS} - set(WITHOUT) == set()


def test_the_themes_script_is_read_by_the_oldest_browsers(built: Path) -> None:
    """A script with one unknown sign is not run at all; what the theme asks of a browser besides is its own affair."""
    for script in [*(built / "assets/javascripts").glob("*.js"), *(built / "assets/inline").glob("*.js")]:
        assert {found for node in nodes(script.read_bytes()) if (found := newer_syntax(node))} == set(), script.name


def test_everything_that_is_allowed_although_newer_is_used() -> None:
    used = {use for sheet in ASSETS.rglob("*.css") for use in sheet_uses(sheet.read_text("utf-8"))}
    used |= {use for script in ASSETS.glob("*.js") for use in script_uses(script.read_bytes())}
    assert set(WITHOUT) - used == set()
    assert set(WITHOUT) <= SHEET_LACKS | SCRIPT_LACKS


def test_the_table_is_of_the_floor_and_the_scan_knows_what_is_newer() -> None:
    assert LACKED["floor"] == FLOOR
    sheet = ".a:has(b) { inset: 0; & i { x: y } } .b:not(.c, .d) { width: fit-content; color: color-mix(in srgb, red, blue) }"
    wanted = {"selectors has", "properties inset", "selectors nesting", "selectors not of more than one", "functions color-mix"}
    assert wanted <= set(sheet_uses(sheet)) & SHEET_LACKS
    script = b"a ??= b; class C { #d = 1; static {} } await f(); /(?<=x)y/v; Object.hasOwn(a); x.replaceAll(b, c); new ViewTransition()"
    uses = set(script_uses(script))
    assert {"members hasOwn", "members replaceAll", "globals ViewTransition"} <= uses & SCRIPT_LACKS
    assert {"syntax ??=", "syntax looks behind", "syntax await outside a function", "syntax class_static_block"} <= uses


# Takes from this browser what the floor lacks, as far as a page can: members of the classes it knows, and globals.
TAKE_AWAY = """([members, names]) => {
  for (const owner of Object.getOwnPropertyNames(window).map((name) => window[name]).filter((one) => typeof one === "function")) {
    for (const place of [owner, owner.prototype]) {
      for (const name of place ? members : []) if (Object.prototype.hasOwnProperty.call(place, name)) delete place[name];
    }
  }
  for (const name of names) delete window[name];
}"""


@pytest.mark.long
def test_a_report_with_a_photo_goes_through_without_all_that_is_newer(open_page: Opener) -> None:
    opened = open_page("/404.html")
    page = opened.page
    # the driver of this browser reads big numbers in the page itself
    names = [name for name in LACKED["globals"] if not name.startswith("Big")]
    page.add_init_script(f"({TAKE_AWAY})({json.dumps([LACKED['members'], names])})")
    api = StubApi({FORM: [(201, receipt())], "/api/owner/add": [(200, {})]}).on(page)
    page.goto(page.url.replace("/404.html", "/report/"))
    assert page.evaluate("[typeof Object.hasOwn, typeof [].at, typeof window.createImageBitmap]") == ["undefined"] * 3
    assert "native" not in page.evaluate("Element.prototype.replaceChildren.toString()"), "site.js brings it along"
    first_step(page)
    page.locator("#f-photos").set_input_files([{"name": "1.jpg", "mimeType": "image/jpeg", "buffer": photo((800, 600))}])
    expect(page.locator("[data-photo-list] figure")).to_have_count(1)
    second_step(page)
    third_step(page)
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    expect(page.locator("#hy-number")).to_have_text(NUMBER)
    assert len(api.sent(FORM)) == 1
    page.locator("[data-hy-search]").click()
    page.keyboard.insert_text("漏水")
    page.locator(".hy-search__link").first.wait_for()
    assert [line for line in opened.said if "error" in line] == []
