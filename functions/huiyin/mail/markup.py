"""The text of a mail that was sent as HTML: taken out, never rendered, in one pass however it is nested."""

import html
import re
import string

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# "<3" and "a < b" are words, no tags.
_OPENS = re.compile(r"<[a-z/!?]")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
# Where a link leads: the host, without a user's name that may look like another host. A browser takes \\ for /.
_LINK = re.compile(r"""<a\s[^>]*?\bhref\s*=\s*(?:["']\s*)?(?:https?:)?[/\\]{2}(?:[^/\\"'>\s]*@)?([^/\\"'>\s:?#@]+)""")
# No address that people use is longer.
_LINK_CHARS = 2000
_SPACE = re.compile(r"[ \t\r\n\f]+")
# What lies between these is not for people's eyes.
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "math"})
_BREAKS = frozenset(
    "address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul".split()
)


def text_of(markup: str) -> str:
    """The words of an HTML mail, a line for each block, and behind a link the host that it leads to unless its words say it.

    A tag that never ends takes the rest with it, as in a browser.
    """
    lower = markup.translate(_ASCII_LOWER)
    out: list[str] = []
    at, host, linked = 0, "", 0
    while True:
        opens = _OPENS.search(lower, at)
        out.append(_words(markup[at : opens.start()] if opens else markup[at:]))
        if opens is None:
            break
        tag = _TAG.match(lower, opens.start())
        if tag and tag[2] == "a":
            out.append(_shown(host, "".join(out[linked:])))
            host, linked = "" if tag[1] else _host(lower[opens.start() : opens.start() + _LINK_CHARS]), len(out)
        at, said = _after(lower, opens.start())
        out.append(said)
        if at < 0:
            break
    out.append(_shown(host, "".join(out[linked:])))
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(out).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _host(tag: str) -> str:
    found = _LINK.match(html.unescape(tag))
    return found[1] if found else ""


def _shown(host: str, words: str) -> str:
    return f" [{host}]" if host and host not in words.lower() else ""


def _after(lower: str, opens: int) -> tuple[int, str]:
    """Where the text goes on after what begins at `opens` (-1: nowhere), and what stands for it."""
    if lower.startswith("<!--", opens):
        ends = lower.find("-->", opens + 4)
        return (ends + 3 if ends >= 0 else -1), ""
    tag = _TAG.match(lower, opens)
    ends = lower.find(">", opens)
    if ends < 0:
        return -1, ""
    name, is_closing = (tag[2], bool(tag[1])) if tag else ("", False)
    if name in _UNSEEN and not is_closing and lower[ends - 1] != "/":
        closing = lower.find(f"</{name}", ends)
        ends = lower.find(">", closing) if closing >= 0 else -1
        return (ends + 1 if ends >= 0 else -1), ""
    return ends + 1, "\n" if name in _BREAKS else " " if name in {"td", "th"} else ""


def _words(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(text))
