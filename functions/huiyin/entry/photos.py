"""Photos as others may see them: decoded, turned upright, drawn anew without a trace of where and with what they were taken."""

import io
import resource
import subprocess
import sys
import warnings

from PIL import Image, ImageOps

from huiyin.policy.records import dataclass

# A phone photo has up to 50 million points; a bomb declares far more than it holds.
Image.MAX_IMAGE_PIXELS = 60_000_000
_LONGEST_SIDE = 2000
_QUALITY = 85
# For a look in a process of its own: less than the function has itself, so that the function outlives it.
_APART_SECONDS = 40.0
_APART_BYTES = 1_500_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heif"),
    (b"%PDF-", 0, "application/pdf"),
    (b"PK\x03\x04", 0, "application/zip"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a file turned out to be. media: by its content, not by its name; picture: the stripped JPEG, None if none can be shown."""

    media: str
    picture: bytes | None


def media_of(raw: bytes) -> str:
    """The media type that the content itself shows.

    Policy: 2.4
    """
    for signature, offset, media in _SIGNATURES:
        if raw[offset : offset + len(signature)] == signature:
            return media
    return "application/octet-stream"


def look_at(raw: bytes) -> Looked:
    """Look at a file once and make the copy that may be shown: upright, at most 2000 points wide, no metadata.

    Policy: 2.4
    Returns: a Looked without picture for anything that is no photo, is damaged, or declares a monstrous size.
    """
    media = media_of(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
                upright = ImageOps.exif_transpose(image).convert("RGB")
    # Pillow raises many kinds of errors on damaged files; each means the same here: there is nothing to show.
    except Exception:  # noqa: BLE001
        return Looked(media=media, picture=None)
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    drawn = Image.new("RGB", upright.size)
    drawn.paste(upright)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Looked(media=media, picture=out.getvalue())


def look_at_apart(raw: bytes, seconds: float = _APART_SECONDS) -> Looked:
    """Look at a file in a process of its own, which may die of it: for a file that was too much for the function before.

    Policy: 2.4
    seconds: how long it may take.
    Returns: a Looked without picture when that process failed, ran out of time or out of memory.
    """
    nothing = Looked(media=media_of(raw), picture=None)
    try:
        # The process gets where to find this package and nothing else: no credentials, no settings.
        surroundings = {"PYTHONPATH": ":".join(sys.path)}
        command = [sys.executable, "-m", "huiyin.entry.photos"]
        done = subprocess.run(command, input=raw, capture_output=True, timeout=seconds, env=surroundings, check=False)  # noqa: S603 (no word of others)
    except subprocess.TimeoutExpired:
        return nothing
    return Looked(media=nothing.media, picture=done.stdout) if done.returncode == 0 and done.stdout else nothing


def _answer_from_apart() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_APART_BYTES, _APART_BYTES))
    sys.stdout.buffer.write(look_at(sys.stdin.buffer.read()).picture or b"")


if __name__ == "__main__":
    _answer_from_apart()
