"""Group E: files that are not what they say. Kept as they came, shown only as a copy that we drew ourselves."""

import io
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image

from badinput.house import House
from entry.test_clean_evidence import upload
from entry.test_photos import a_photo
from neighbours import send


def a_zip(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, content)
    return out.getvalue()


def sent(house: House, content: bytes, media: str = "image/jpeg") -> tuple[str, str | None]:
    """What became of a file that an owner sent: its state, and where its copy is shown."""
    receipt = house.report(no_evidence=False)
    assert upload(house.stack, receipt["evidence"]["upload"][0], content, media) == 201
    house.stack.drain()
    (file,) = house.post("/api/track", {"number": receipt["number"], "code": receipt["code"]}).json["evidence"]
    return file["state"], file["url"]


def kept_unseen(house: House, content: bytes) -> None:
    """Kept, with its original sealed, and shown to nobody."""
    before = house.kept()
    assert sent(house, content) == ("quarantined", None)
    assert len([key for key in house.kept() - before if "/original/" in key]) == 1
    assert [key for key in house.kept() - before if "/served/" in key or "/incoming/" in key] == []


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>//", a_zip("x.exe")], ids=["script", "zip"])
def test_e03_what_hides_behind_a_photo_is_not_in_the_copy(house: House, behind: bytes) -> None:
    state, url = sent(house, a_photo() + behind)
    assert (state, url is None) == ("available", False)
    copy = send(str(url))
    assert (copy.status, copy.headers["content-type"]) == (200, "image/jpeg")
    assert behind not in copy.body
    assert Image.open(io.BytesIO(copy.body)).format == "JPEG"


NASTY: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: a_zip("bomb", content=b"\0" * 5_000_000),
    "nested": lambda: a_zip("a.zip", content=a_zip("b.zip", content=a_zip("c"))),
    "entries": lambda: a_zip(*(str(n) for n in range(2_000))),
}


@pytest.mark.asvs("V5.2.3")
@pytest.mark.parametrize("name", NASTY)
def test_e04_an_archive_is_kept_closed(house: House, name: str) -> None:
    kept_unseen(house, NASTY[name]())


@pytest.mark.parametrize(
    "content",
    [
        a_zip("word/document.xml", "word/vbaProject.bin"),
        b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        a_zip("xl/vbaProject.bin"),
    ],
    ids=["docm", "pdf-with-script", "xlsm"],
)
def test_e05_a_paper_that_can_act_is_kept_unseen(house: House, content: bytes) -> None:
    kept_unseen(house, content)


@pytest.mark.parametrize(
    "content",
    [b"\0\0\0\x18ftypheic" + b"\0" * 30, b"\0\0\0\x14ftypqt  " + b"\0" * 30, b"#!AMR\n" + b"\0" * 30, b"\x02#!SILK_V3" + b"\0" * 30],
    ids=["heic", "mov", "amr", "silk"],
)
def test_e09_what_phones_send_is_kept(house: House, content: bytes) -> None:
    kept_unseen(house, content)


@pytest.mark.asvs("V5.4.1")
@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\0.jpg", "CON.txt", "a.jpg ", "><script>.jpg", "照" * 300, 'x"; filename="y'])
def test_e10_the_name_of_a_file_is_nowhere(house: House, name: str) -> None:
    receipt = house.report(no_evidence=False)
    grant = receipt["evidence"]["upload"][0]
    edge, before = "----edge", house.kept()
    fields = grant["fields"] | {"Content-Type": "image/jpeg"}
    parts = "".join(f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
    head = f'{parts}--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = head.encode() + a_photo() + f"\r\n--{edge}--\r\n".encode()
    assert send(grant["url"], body, content_type=f"multipart/form-data; boundary={edge}").status == 201
    house.stack.drain()
    new = house.kept() - before
    assert any("/served/" in key for key in new)
    assert [key for key in new if name in key or "passwd" in key or "script" in key] == []


@pytest.mark.asvs("V5.3.1")
@pytest.mark.parametrize(
    "content",
    [a_zip("AndroidManifest.xml"), b"L\0\0\0\x01\x14\x02\0", b"@echo off\r\n", b"[InternetShortcut]\r\nURL=x"],
    ids=["apk", "lnk", "bat", "url"],
)
def test_e11_a_program_is_kept_unseen(house: House, content: bytes) -> None:
    kept_unseen(house, content)


def test_e12_what_scanners_are_tried_with_is_kept_unseen(house: House) -> None:
    kept_unseen(house, rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
