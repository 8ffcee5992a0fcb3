"""Words that must be found nowhere in the clear, and every way in which they might be written down."""

import base64
import codecs
import gzip
import html
import io
import json
import quopri
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from urllib.parse import quote

# Every word that somebody says on this walk begins so: characters that no text of ours holds, one of them outside the first plane.
STEM = "鸢靐𠮷霏"
NAME = "欧阳𠮷龘"
PHONE = "13911782046"
EMAIL = "kestrel.canary@example.org"
OTHER_EMAIL = "wren.canary@example.net"
ID_NUMBER = "110101199003074258"
UNIT = "canary-7-2-1604"
HOUSEHOLD = "canaryhousehold8826"
PLACE = "GPS 30.274151N 120.155167E"
FILE = "kestrel-over-the-lift-8826.jpg"
CANARIES: Mapping[str, str] = {
    "words": STEM,
    "name": NAME,
    "phone": PHONE,
    "email": EMAIL,
    "other_email": OTHER_EMAIL,
    "id_number": ID_NUMBER,
    "unit": UNIT,
    "household": HOUSEHOLD,
    "place": PLACE,
    "file": FILE,
}
_UNPACKED_BYTES = 2_000_000
_HEAD = 40


def said(what: str) -> str:
    """A word of this walk. what: of which field, so that a leak tells where it came from."""
    return f"{STEM}{what}"


def spellings(text: str) -> dict[str, bytes]:
    """By the name of the encoding: the text as it would stand there."""
    raw = text.encode()
    found = {
        "utf-8": raw,
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "gb18030": text.encode("gb18030"),
        "percent": quote(text, safe="").encode(),
        "percent-gb18030": quote(text.encode("gb18030"), safe="").encode(),
        "json": json.dumps(text)[1:-1].encode(),
        "python": text.encode("unicode_escape"),
        "bytes-repr": repr(raw)[2:-1].encode(),
        "hex": raw.hex().encode(),
        "quoted-printable": quopri.encodestring(raw).rstrip(b"\n"),
        "entities": html.escape(text).encode("ascii", "xmlcharrefreplace"),
        "entities-hex": "".join(f"&#x{ord(letter):x};" if ord(letter) > 127 else html.escape(letter) for letter in text).encode(),
        "reversed": text[::-1].encode(),
        "full-width": "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text).encode(),
    }
    if not text.isascii():
        found["punycode"] = codecs.encode(text, "punycode")
    if text.isdigit():
        found["grouped"] = f"{text[:3]} {text[3:7]} {text[7:]}".encode()
        found["hyphened"] = f"{text[:3]}-{text[3:7]}-{text[7:]}".encode()
    for offset in range(3):
        # In the middle of others: the characters at both ends depend on the neighbours.
        found[f"base64-{offset}"] = base64.b64encode(b"\0" * offset + raw).rstrip(b"=")[4 if offset else 0 : -2]
    return found


@cache
def _patterns(text: str) -> tuple[bytes, ...]:
    # Base64 tells large letters from small ones; for all others, however they are written, they are the same.
    each = spellings(text)
    return tuple({form if name.startswith("base64") else form.lower() for name, form in each.items()})


def found_in(pieces: Iterable[bytes | str], words: Mapping[str, str] = CANARIES) -> dict[str, str]:
    """By canary that is in any of the pieces, in any spelling, folded, packed or not: what stands around it."""
    found: dict[str, str] = {}
    for piece in pieces:
        raw = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
        for form in _forms(raw):
            for name, text in words.items():
                if name not in found and any(pattern in form for pattern in _patterns(text)):
                    found[name] = raw[:300].decode("utf-8", "replace")
    return found


def _forms(raw: bytes) -> Iterator[bytes]:
    for one in (raw, *_unpacked(raw)):
        # Soft ends of lines in quoted-printable and in base64 are none; -_ stand for +/ in addresses.
        joined = re.sub(rb"=?\r?\n", b"", one)
        for form in {one, joined, joined.translate(bytes.maketrans(b"-_", b"+/"))}:
            yield form
            yield form.lower()


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """What is deflated or zipped anywhere near the beginning, as sealed words would be."""
    if raw[:2] == b"PK":
        yield from _of_archive(raw)
    if _is_text(raw):
        return
    for start in range(min(len(raw), _HEAD)):
        for window in (-zlib.MAX_WBITS, 32 + zlib.MAX_WBITS):
            try:
                unpacked = zlib.decompressobj(window).decompress(raw[start:], _UNPACKED_BYTES)
            except zlib.error:
                continue
            if len(unpacked) > len(STEM):
                yield unpacked


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _of_archive(raw: bytes) -> Iterator[bytes]:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    except BadZipFile:
        return


def packed(text: str) -> Iterator[bytes]:
    """The text as it hides when it is packed."""
    yield b"\x01" + gzip.compress(text.encode())
    yield zlib.compress(b"{" + text.encode() + b"}")[2:-4]
