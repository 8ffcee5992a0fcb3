"""The text of a mail that was sent as HTML: taken out, never rendered, in one pass however it is nested."""

import html
import re
import string

from huiyin.mail.links import host_of, says

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# "<3" and "a < b" are words, no tags.
_OPENS = re.compile(r"<[a-z/!?]")
_TAG = re.compile(r"<(/?)([a-z][^ \t\r\n\f/>]*+)")
# Attributes as a browser reads them: ">" between quotes ends no tag, and a quote that never closes is a letter like others.
_ATTRIBUTE = re.compile(
    r"""[ \t\r\n\f/]*+([^ \t\r\n\f/>][^ \t\r\n\f/>=]*+)"""
    r"""(?:[ \t\r\n\f]*+=[ \t\r\n\f]*+("[^"]*+"|'[^']*+'|[^ \t\r\n\f>"'][^ \t\r\n\f>]*+)?+)?+"""
)
_REST_OF_TAG = re.compile(rf"(?:{_ATTRIBUTE.pattern})*+[ \t\r\n\f/]*+>")
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
        at, said = _after(lower, opens.start(), tag)
        if tag and tag[2] == "a":
            out.append(_shown(host, "".join(out[linked:])))
            host, linked = "" if tag[1] or at < 0 else host_of(_href(markup[tag.end() : at])), len(out)
        out.append(said)
        if at < 0:
            break
    out.append(_shown(host, "".join(out[linked:])))
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(out).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _href(attributes: str) -> str:
    """The first one counts, as in a browser. Only its own value is unescaped: what lies around it costs nothing."""
    for name, value in _ATTRIBUTE.findall(attributes):
        if name.lower() == "href":
            return html.unescape(value[1:-1] if value[:1] in {'"', "'"} else value)
    return ""


def _shown(host: str, words: str) -> str:
    return f" [{host}]" if host and not says(words, host) else ""


def _after(lower: str, opens: int, tag: re.Match[str] | None) -> tuple[int, str]:
    """Where the text goes on after what begins at `opens` (-1: nowhere), and what stands for it."""
    if lower.startswith("<!--", opens):
        ends = lower.find("-->", opens + 4)
        return (ends + 3 if ends >= 0 else -1), ""
    if tag is None:
        return lower.find(">", opens) + 1 or -1, ""
    rest = _REST_OF_TAG.match(lower, tag.end())
    if rest is None:
        return -1, ""
    name, ends = tag[2], rest.end() - 1
    if name in _UNSEEN and not tag[1] and lower[ends - 1] != "/":
        closing = lower.find(f"</{name}", ends)
        ends = lower.find(">", closing) if closing >= 0 else -1
        return (ends + 1 if ends >= 0 else -1), ""
    return ends + 1, "\n" if name in _BREAKS else " " if name in {"td", "th"} else ""


def _words(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(text))
