"""Groups U and L: words in every script and of every length, kept as they were typed or refused with the limit."""

import json
import time

import pytest

from badinput.house import House, a_complaint, refused
from builders import MONDAY_9AM
from entry import tokens
from huiyin.core.intake import hints_in
from huiyin.entry.sign_in import Issuer, KeyRing, NotSignedIn, signed_in
from huiyin.policy import load_policy


def kept(house: House, text: str) -> None:
    """These words come back byte for byte: to the desk, to the owner in JSON and on his page, and as a name."""
    name = text[: load_policy().limits.name_chars]
    receipt = house.report(matter=text, name=name)
    keys = {"number": receipt["number"], "code": receipt["code"]}
    case = house.at_the_desk(receipt["number"])
    assert case["matter"] == text
    assert house.post("/api/track", keys).json["matter"] == text
    assert text in house.post_form("/api/track", keys).text
    assert house.identity(receipt["number"])["name"] == name


def test_u02_a_mark_that_turns_writing_around_is_kept_and_names_no_file(house: House) -> None:
    kept(house, "照片 photo_\u202egpj.exe 见附件")
    receipt = house.report(no_evidence=False, name="王\u202e芳")
    # The key of a photo is generated: what a browser calls it is never asked for.
    assert all(json.dumps(grant["fields"]).isascii() for grant in receipt["evidence"]["upload"])


@pytest.mark.parametrize(
    "text", ["𠮷野家旁 𰻝𰻝面 𱁬", "葛\U000e0100木的名字 \ue000\uf8ff"], ids=["extensions", "variation-and-private-use"]
)
def test_u03_rare_characters_are_kept_byte_for_byte(house: House, text: str) -> None:
    kept(house, text)


def test_u04_emoji_are_kept_whole(house: House) -> None:
    kept(house, "👨‍👩‍👧‍👦🇨🇳🏴󠁧󠁢󠁳󠁣󠁴󠁿" + "😀" * 2000)


def test_u05_five_hundred_marks_on_one_letter_are_kept_and_do_no_harm(house: House) -> None:
    kept(house, "a" + "\u0301" * 500 + "停水")


@pytest.mark.parametrize(
    "text", ["لىفت توختاپ قالدى 3 号楼", "གློག་སྐས་མི་འཁོར། 12", "ᠴᠠᠬᠢᠯᠭᠠᠨ 7 楼", "\u0627\u0644\u0645\u0635\u0639\u062f 3-1-802"]
)
def test_u10_other_scripts_beside_chinese_are_kept(house: House, text: str) -> None:
    kept(house, text)


@pytest.mark.parametrize("code", ["LIN.JING", "l\u0131n.jing", "lin.jing ", "ｌｉｎ．ｊｉｎｇ", "lin.jin\u0261", "\u212ain.jing"])
def test_u12_a_name_that_looks_like_a_colleagues_is_somebody_else(code: str) -> None:
    issuer = Issuer(
        issuer=tokens.ISSUER,
        client_id=tokens.CLIENT,
        user_claim="username",
        groups_claim="cognito:groups",
        keys=KeyRing(fetch=tokens.published),
    )
    token = tokens.token("lin.jing", username=code)
    with pytest.raises(NotSignedIn):
        signed_in(f"Bearer {token}", issuer, load_policy(), MONDAY_9AM)
    assert signed_in(f"Bearer {tokens.token('lin.jing')}", issuer, load_policy(), MONDAY_9AM).code == "lin.jing"


@pytest.mark.parametrize("text", ["漏" + "\n" * 9_998 + "水", "a" * 10_000, "停 " * 5_000], ids=["line-breaks", "one-word", "many-words"])
def test_l04_long_texts_are_taken_and_read_for_hints_at_once(house: House, text: str) -> None:
    receipt = house.report(matter=text)
    assert house.at_the_desk(receipt["number"])["matter"] == text
    began = time.process_time()
    hints_in(text, load_policy())
    assert time.process_time() - began < 0.1
    with house.unchanged():
        said = refused(house.post("/api/complaints", a_complaint(matter=text + "\n" * 100_000)), 400, "max_length", "matter")
        assert said.json["limit"] == load_policy().limits.matter_chars


@pytest.mark.parametrize("length", [251, 252])
def test_l05_a_long_name_of_a_file_keeps_its_ending(house: House, length: int) -> None:
    name = "照" * length + ".jpg"
    head = f"From: x@owner.example\r\nTo: tousu@huiyin.example\r\nSubject: s{length}\r\nMessage-ID: <l05-{length}@owner.example>\r\n"
    parts = (
        f'--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n漏水\r\n--b\r\nContent-Type: image/jpeg; name="{name}"\r\n\r\nx\r\n--b--'
    )
    case = house.by_mail(f"{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}".encode())
    _, _, shown = case["timeline"][0]["words"]["zh"].partition(" ")
    assert shown.startswith("照照")
    assert shown.endswith(".jpg")
    assert len(shown) <= 200


def test_l06_more_files_than_the_limit_are_refused_with_the_limit(house: House) -> None:
    receipt = house.report(no_evidence=False)
    most = load_policy().limits.files
    keys = [grant["fields"]["key"] for grant in receipt["evidence"]["upload"]]
    assert len(keys) == most
    body = {"number": receipt["number"], "code": receipt["code"], "files": [f"{keys[0]}{n}" for n in range(100)]}
    with house.unchanged():
        said = refused(house.post("/api/owner/add", body), 400, "too_many_values", "files")
        assert said.json["limit"] == most
