"""The card that is shared: a picture with its watermark, drawn with a font of our own layer. No link, no code, nothing to act with."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from huiyin.policy.records import dataclass

# In the layer of images, and where Debian keeps it: the same file.
FONTS = (Path("/opt") / "fonts" / "NotoSansCJK-Regular.ttc", Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"))
# The simplified Chinese face of that collection; Latin letters are in each.
_FACE = 2
_WIDE, _EDGE, _TALLEST = 1080, 72, 8000
_SMALL, _PLAIN, _LARGE = 30, 36, 52
_LEAD = 1.55
_PAPER, _INK, _QUIET, _PINE = (255, 255, 255), (28, 36, 36), (84, 96, 96), (11, 90, 83)
# Faint enough to read through, dark enough to survive a second compression.
_FAINT = 30
_MARK_TURN = 24
# A line, its size and its colour.
Row = tuple[str, int, tuple[int, int, int]]
_NO_START = frozenset("，。；：！？、）】》」』”’,.;:!?)]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on it, from above to below. more: in place of what it does not hold of the text; mark: the watermark."""

    head: str
    title: str
    lines: tuple[str, ...]
    text: str
    more: str
    foot: str
    mark: str


def drawn(card: Card) -> bytes | None:
    """The card as a PNG; None where there is no font to draw Chinese with: then the text alone is shared.

    Policy: 2.7
    """
    if font_file() is None:
        return None
    above = [
        *_rows(card.head, _SMALL, _PINE),
        *_rows(card.title, _LARGE, _INK),
        *(row for line in card.lines for row in _rows(line, _SMALL, _QUIET)),
    ]
    more, foot = _rows(card.more, _SMALL, _PINE), _rows(card.foot, _SMALL, _QUIET)
    rows = [*above, *_held(_rows(card.text, _PLAIN, _INK), more, _TALLEST - 2 * _EDGE - _high(above) - _high(foot)), *foot]
    high = int(_high(rows)) + 2 * _EDGE
    image = Image.new("RGB", (_WIDE, high), _PAPER)
    _marked(image, card.mark)
    pen, y = ImageDraw.Draw(image), float(_EDGE)
    pen.rectangle((0, 0, _WIDE, 16), fill=_PINE)
    for text, size, ink in rows:
        pen.text((_EDGE, y), text, font=_font(size), fill=ink)
        y += size * _LEAD
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@cache
def font_file() -> Path | None:
    """The font that this machine has; None: none that draws Chinese."""
    return next((one for one in FONTS if one.is_file()), None)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file()), size, index=_FACE)


def _high(rows: Sequence[Row]) -> float:
    return sum(size * _LEAD for _, size, _ in rows)


def _held(text: list[Row], more: list[Row], room: float) -> list[Row]:
    """As much of the text as there is room for; where that is not all of it, it says so."""
    if _high(text) <= room:
        return text
    most = int((room - _high(more)) / (_PLAIN * _LEAD))
    return [*text[:most], *more]


def _rows(text: str, size: int, ink: tuple[int, int, int]) -> list[Row]:
    """The text in lines that fit, each with its size and colour; an empty line after it. Nothing for no text."""
    if not text:
        return []
    return [*((line, size, ink) for part in text.split("\n") for line in _broken(part, _font(size))), ("", _SMALL // 2, ink)]


def _broken(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Between any two Chinese letters, between words of others, and never before a closing sign."""
    done, line = [], ""
    for piece in _pieces(text):
        if line and piece[0] not in _NO_START and font.getlength(line + piece) > _WIDE - 2 * _EDGE:
            done.append(line)
            line = piece.lstrip()
        else:
            line += piece
    return [*done, line]


def _pieces(text: str) -> list[str]:
    """What is not taken apart: a word of Latin letters with the blank before it, unless it is too long for any line."""
    longest, found, word = 40, [], ""
    for letter in text:
        if letter.isascii() and letter != " " and len(word) < longest:
            word += letter
            continue
        found += [word] if word else []
        word = letter if letter == " " else ""
        found += [letter] if letter != " " else []
    return [*found, *([word] if word else [])]


def _marked(image: Image.Image, mark: str) -> None:
    """The mark again and again, aslant, over all of it."""
    font, side = _font(_PLAIN), image.width + image.height
    sheet = Image.new("L", (side, side), 0)
    pen, step = ImageDraw.Draw(sheet), int(font.getlength(mark)) + 120
    for row, y in enumerate(range(0, side, 200)):
        for x in range(-(row % 2) * step // 2, side, step):
            pen.text((x, y), mark, font=font, fill=_FAINT)
    left, top = (side - image.width) // 2, (side - image.height) // 2
    image.paste(_PINE, (0, 0), sheet.rotate(_MARK_TURN).crop((left, top, left + image.width, top + image.height)))
