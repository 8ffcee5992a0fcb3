"""The one style sheet of the site: the theme's rules without what these pages never use, then our own."""

import re

# Parts of the theme that no page here has: its search, code, tabs, blog, versions, social cards, feedback, footnotes,
# heads that sort a table (the place of their arrow takes a line of its own on a phone), other palettes, right to left.
_UNUSED = re.compile(
    r"\.md-search|\.highlight|\.tabbed|\.md-annotation|\.md-version|\.md-source|\.md-consent|\.md-feedback|\.md-post|\.md-author|\.md-blog"
    r"|\.md-profile|\.task-list|\.emojione|\.twemoji|\.gemoji|\.md-clipboard|\.md-code|\.md-social|\.mermaid|\.md-banner|\.giscus"
    r"|\.footnote|\.lightbox|\.md-tag|\.critic|\.arithmatex|\.md-status|\.keys|\.md-top|\.md-progress|\.md-tooltip|\.md-path"
    r"|\[role=columnheader\]|\[dir=rtl\]|data-md-color-(?:primary|accent)=(?!custom)"
)
# Pictures of those parts, written into custom properties.
# A quoted address may hold a bracket of its own.
_PICTURES = re.compile(r"""--md-(?!details|toc|nav)[\w-]+:url\((?:"[^"]*"|[^)"]*)\);?""")
_SOURCE_MAP = re.compile(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
_SELECTORS = re.compile(r",(?![^(]*\))")


def without_source_map(text: str) -> str:
    """A script or sheet that does not send the browser looking for a map that is not published."""
    return _SOURCE_MAP.sub("", text)


def slim(css: str) -> str:
    """A minified sheet without the unused selectors and pictures. Rules keep their order; blocks left empty go."""
    return _rules(_PICTURES.sub("", without_source_map(css)))


def _rules(css: str) -> str:
    kept: list[str] = []
    start = 0
    while (opening := css.find("{", start)) >= 0:
        head, end = css[start:opening].strip(), _closing(css, opening)
        body = css[opening + 1 : end]
        start = end + 1
        if head.startswith(("@media", "@supports")):
            body = _rules(body)
        elif not head.startswith("@"):
            head = ",".join(one for one in _SELECTORS.split(head) if not _UNUSED.search(one))
        if head and body:
            kept.append(f"{head}{{{body}}}")
    return "".join(kept)


def _closing(css: str, opening: int) -> int:
    """The brace that ends the block opened there."""
    depth = 0
    for place in range(opening, len(css)):
        depth += (css[place] == "{") - (css[place] == "}")
        if depth == 0:
            return place
    raise ValueError("a block of the style sheet is never closed")
