"""Photos: the copy that is shown says nothing of place, device or owner; what is no photo is not shown."""

import io

import pytest
from PIL import Image

from huiyin.entry.photos import Looked, look_at, look_at_apart, media_of

GPS = 0x8825


def a_photo(*, kind: str = "JPEG", size: tuple[int, int] = (640, 480), gps: bool = True, orientation: int = 1) -> bytes:
    image = Image.new("RGB", size, (180, 40, 30))
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneMaker"
    exif[0x013B] = "王芳"
    if gps:
        exif[GPS] = {1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)}
    out = io.BytesIO()
    image.save(out, kind, exif=exif, comment=b"taken at home") if kind == "JPEG" else image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_shown_copy_has_no_place_no_device_no_name(kind: str) -> None:  # E06
    raw = a_photo(kind=kind)
    assert Image.open(io.BytesIO(raw)).getexif().get_ifd(GPS)
    looked = look_at(raw)
    assert looked.picture is not None
    copy = Image.open(io.BytesIO(looked.picture))
    assert dict(copy.getexif()) == {}
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(copy.info)
    assert b"PhoneMaker" not in looked.picture
    assert "王芳".encode() not in looked.picture


def test_a_photo_taken_sideways_is_shown_upright() -> None:
    looked = look_at(a_photo(size=(640, 480), orientation=6))
    assert looked.picture is not None
    assert Image.open(io.BytesIO(looked.picture)).size == (480, 640)


def test_a_large_photo_is_made_smaller() -> None:
    looked = look_at(a_photo(size=(4000, 3000)))
    assert looked.picture is not None
    assert max(Image.open(io.BytesIO(looked.picture)).size) == 2000


@pytest.mark.parametrize(
    ("raw", "media"),
    [
        (b"", "application/octet-stream"),  # E08
        (a_photo()[:200], "image/jpeg"),  # E08 truncated
        (b"MZ\x90\x00" + b"\0" * 60, "application/octet-stream"),  # E01
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "application/octet-stream"),  # E02
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04" + b"\0" * 30, "application/zip"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 30, "image/heic"),  # E09
    ],
)
def test_what_is_no_readable_photo_is_not_shown(raw: bytes, media: str) -> None:
    looked = look_at(raw)
    assert (looked.media, looked.picture) == (media, None)


def test_a_picture_that_declares_a_monstrous_size_is_not_decoded() -> None:  # E07
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 20_000
    assert look_at(out.getvalue()).picture is None


def test_the_type_is_read_from_the_content() -> None:
    assert media_of(a_photo(kind="PNG")) == "image/png"


def test_a_look_apart_gives_the_same_copy_and_no_words_of_the_photo() -> None:
    raw = a_photo(orientation=6)
    assert look_at_apart(raw) == look_at(raw)


@pytest.mark.parametrize("raw", [b"", b"MZ" + bytes(90), b"\xff\xd8\xff" + bytes(90)])
def test_what_is_no_photo_is_no_photo_apart_either(raw: bytes) -> None:
    assert look_at_apart(raw) == Looked(media=media_of(raw), picture=None)


def test_a_file_that_takes_too_long_to_open_is_given_up() -> None:
    assert look_at_apart(a_photo(), seconds=0.001) == Looked(media="image/jpeg", picture=None)
