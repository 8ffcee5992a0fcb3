"""The shape of a raw mail: its headers, parts and texts, in time that grows with its length and never further.

The parser of the standard library raises from a dozen places on hostile mail and needs seconds for a long header; this one
reads what a complaint needs, and everything it does not understand is text or an attachment.
"""

import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping

from huiyin.policy.records import dataclass

# A mail from a person has a few dozen headers of a few hundred bytes; what lies beyond is passed over.
_HEADERS = 400
_HEADER_BYTES = 8 * 1024
_BLOCK_BYTES = 4 * 1024 * 1024
_DEPTH = 20
PARTS = 200
_NAME_CHARS = 120
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")
# A complaint is a few pages; what a text holds beyond this is read in the original.
TEXT_BYTES = 512 * 1024

_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"([!-9;-~]{1,80})[ \t]*:(.*)", re.DOTALL)
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(rb"[ \t\r\n]*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
# Encodings that make text into something else than text, or that hide marks of markup.
_REFUSED = frozenset({"utf-7", "utf7", "idna", "punycode", "undefined", "unicode-escape", "unicode_escape", "raw-unicode-escape"})
# Declared by many senders for text that is something else.
_WEAK = frozenset({"ascii", "iso8859-1", "cp1252", "latin-1"})
_GB = frozenset({"gb2312", "gbk", "gb18030", "cp936", "ms936", "hz"})
_RARE = re.compile(r"\A[\x00-\x7f\u0080-\u07ff]*[\u0080-\u07ff][\x00-\x7f\u0080-\u07ff]*\Z")
_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_KEPT_CONTROLS = frozenset("\n\t")

Headers = Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One leaf of a mail. kind: such as "text/plain"; name: of an attachment, "" when it has none; shown: not sent as a file."""

    kind: str
    charset: str
    encoding: str
    name: str
    shown: bool
    body: bytes

    def text(self) -> str:
        """Its text, as well as it can be told; of a very long one the beginning."""
        return decoded(_transferred(self.body[: self.whole(TEXT_BYTES)], self.encoding), self.charset)

    def whole(self, most: int) -> int:
        """Up to which byte that many hold whole lines: a character or a sign of the encoding must not be cut in two."""
        return len(self.body) if len(self.body) <= most else max(self.body.rfind(b"\n", 0, most), 0) or most


def split(raw: bytes) -> tuple[Headers, bytes]:
    """Headers by lower-case name, in their order, and the body. Headers beyond the caps are passed over."""
    if raw[:2] in {b"\r\n", b"\n\r"} or raw[:1] == b"\n":
        return {}, raw
    end = _END_OF_HEADERS.search(raw)
    block, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    found: dict[str, tuple[bytes, ...]] = {}
    for line in _unfolded(block[:_BLOCK_BYTES])[:_HEADERS]:
        match = _LINE.fullmatch(line[:_HEADER_BYTES])
        if match:
            name = match[1].decode("ascii").lower()
            found[name] = (*found.get(name, ()), match[2].strip())
    return found, body


def _unfolded(block: bytes) -> list[bytes]:
    lines: list[list[bytes]] = []
    for line in block.split(b"\n"):
        plain = line.rstrip(b"\r")
        if plain[:1] in {b" ", b"\t"} and lines:
            lines[-1].append(plain)
        else:
            lines.append([plain])
    return [b"".join(parts) for parts in lines]


def parts_of(headers: Headers, body: bytes) -> list[Part]:
    """The leaves of a mail in their order, at most `PARTS` and one more. A nested mail is a leaf: it is somebody else's."""
    return _within(_walk(headers, body, 0), PARTS + 1)


def _within(parts: Iterator[Part], most: int) -> list[Part]:
    return [part for part, _ in zip(parts, range(most), strict=False)]


def _walk(headers: Headers, body: bytes, depth: int) -> Iterator[Part]:
    content, parameters = _parameters(_first(headers, "content-type"))
    boundary = parameters.get("boundary", "")
    if content.startswith("multipart/") and boundary and depth < _DEPTH:
        pieces = _pieces(body, boundary)
        if pieces:
            for piece in pieces:
                yield from _walk(*split(piece), depth + 1)
            return
    disposition, more = _parameters(_first(headers, "content-disposition"))
    name = more.get("filename") or parameters.get("name") or ""
    yield Part(
        # A multipart whose edges are not to be found is read as it lies there.
        kind="text/plain" if "/" not in content or content.startswith("multipart/") else content,
        charset=parameters.get("charset", ""),
        encoding=decoded(_first(headers, "content-transfer-encoding"), "").strip().lower(),
        name=_file_name(name),
        shown=disposition != "attachment" and not name,
        body=body,
    )


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    edge = re.escape(boundary.encode("utf-8", "surrogateescape"))
    edges = list(re.finditer(rb"(?:^|\n)--" + edge + rb"(--)?[ \t]*(?:\r?(?=\n)|\r?$)", body))[: PARTS + 2]
    pieces = []
    for index, found in enumerate(edges):
        if found[1]:
            break
        end = edges[index + 1].start() if index + 1 < len(edges) else len(body)
        piece = body[found.end() : end].removeprefix(b"\n")
        pieces.append(piece.removesuffix(b"\r"))
    return pieces


def _parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """A header such as Content-Type: its value in lower case and its parameters, those of RFC 2231 put together."""
    text = value.decode("utf-8", "surrogateescape")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, said in _PARAMETER.findall(text):
        inner = re.sub(r"\\(.)", r"\1", said[1:-1]) if said[:1] == '"' and len(said) > 1 else said.strip()
        base, star, rest = name.lower().partition("*")
        if not star:
            plain.setdefault(base, inner)
            continue
        index, ends = rest.rstrip("*"), rest.endswith("*") or not rest
        if index in {"", *map(str, range(50))}:
            pieces.setdefault(base, {})[int(index or 0)] = (inner, ends)
    for base, numbered in pieces.items():
        plain[base] = _joined(numbered)
    return text.partition(";")[0].strip().lower(), plain


def _joined(numbered: Mapping[int, tuple[str, bool]]) -> str:
    charset, out = "", b""
    for index in sorted(numbered):
        text, is_encoded = numbered[index]
        if index == 0 and is_encoded and text.count("'") > 1:
            charset, _, text = text.split("'", 2)
        value = text.encode("utf-8", "surrogateescape")
        out += _unquoted(value, b"%") if is_encoded else value
    return decoded(out, charset)


def _first(headers: Headers, name: str) -> bytes:
    return headers.get(name, (b"",))[0]


def first(headers: Headers, name: str) -> str:
    """The topmost header of that name as one line of text, "" without one. What we were handed over last stands on top."""
    return line_of(_first(headers, name))


def line_of(value: bytes) -> str:
    """A header as people read it: encoded words decoded, those of one charset joined before, and no control left."""
    out: list[str] = []
    pending, charset, at = b"", "", 0
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        name = word[1].decode("ascii", "replace").partition("*")[0].lower()
        if not (pending and _BETWEEN.fullmatch(between) and name == charset):
            out.append(decoded(pending, charset))
            pending, charset = b"", name
            if not (at and _BETWEEN.fullmatch(between)):
                out.append(decoded(between, ""))
        pending += _unquoted(word[3].replace(b"_", b" "), b"=") if word[2] in b"qQ" else from_base64(word[3])
        at = word.end()
    out.extend((decoded(pending, charset), decoded(value[at:], "")))
    return " ".join("".join(char if unicodedata.category(char) != "Cc" else " " for char in "".join(out)).split())


def decoded(content: bytes, charset: str) -> str:
    """Bytes as text: as declared, else UTF-8, else GB18030, else with marks for what cannot be read.

    UTF-8 goes first because hardly any other text happens to be valid UTF-8, while much UTF-8 happens to be valid GB18030.
    """
    for name in (*_declared(charset), "utf-8", "gb18030"):
        try:
            text = content.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
        # A few words of GBK may be valid UTF-8 by chance; they would then be letters that nobody writes here.
        return _chinese(content) or text if name == "utf-8" and not charset and _RARE.search(text) else text
    return content.decode("gb18030" if charset.lower() in _GB else "utf-8", "replace")


def _chinese(content: bytes) -> str:
    try:
        text = content.decode("gb18030")
    except UnicodeError:
        return ""
    return text if all(char.isascii() or _HAN.match(char) for char in text) else ""


def _declared(charset: str) -> tuple[str, ...]:
    name = charset.strip().strip("'\"").lower()
    if not name or name in _REFUSED or not name.isascii() or "\0" in name:
        return ()
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ()
    if known.name in _REFUSED or not known._is_text_encoding:
        return ()
    if known.name in _WEAK:
        return ("utf-8", known.name)
    # What senders call gb2312 holds characters of GBK and more.
    return ("gb18030",) if known.name in _GB and known.name != "hz" else (known.name,)


def _transferred(body: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return from_base64(body)
    return _unquoted(re.sub(rb"=[ \t]*\r?\n", b"", body), b"=") if encoding == "quoted-printable" else body


def from_base64(content: bytes) -> bytes:
    """What can be read of it: characters that do not belong there are passed over, and so is half a group at the end."""
    clean = _NOT_BASE64.sub(b"", content)
    whole = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _unquoted(content: bytes, sign: bytes) -> bytes:
    return re.sub(re.escape(sign) + rb"([0-9A-Fa-f]{2})", lambda found: bytes((int(found[1], 16),)), content)


def _file_name(name: str) -> str:
    """The name of a file without a way to it; a long one keeps its ending, which says what it is."""
    line = line_of(name.encode("utf-8", "surrogateescape"))
    bare = re.split(r"[/\\]", line)[-1].strip(". ")
    ending = _ENDING.search(bare)
    return bare[: _NAME_CHARS - len(ending[0])] + ending[0] if ending and len(bare) > _NAME_CHARS else bare[:_NAME_CHARS]


def tidy(text: str) -> str:
    """Text of people as we keep it: one kind of line end, no controls, no long gaps."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\xa0", " ")
    plain = "".join(char for char in lines if char in _KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cs"})
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in plain.split("\n"))).strip()
