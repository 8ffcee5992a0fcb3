"""Group C: telephone numbers and addresses as people type them, at the door, in the vault and on the letter."""

import json
from itertools import count
from typing import Any

import pytest

from badinput.house import House, a_complaint, refused
from huiyin.policy import load_policy
from infra.local.stack import MAIL_DOMAIN

# A new one for every case: whoever reports often gets fewer letters.
_owners = count()


def kept(house: House, **changes: Any) -> Any:
    """What the desk is shown of whoever reported so."""
    receipt = house.report(**changes)
    return house.identity(receipt["number"])


def lines(person: Any) -> list[str]:
    return [line["number"] + (f" {line['extension']}" if line["extension"] else "") for line in person["dial"]]


@pytest.mark.parametrize("typed", ["13800138000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００"])
def test_c01_one_number_is_one_line_and_kept_as_typed(house: House, typed: str) -> None:
    person = kept(house, phone=typed)
    assert (person["phone"], lines(person)) == (typed, ["+8613800138000"])


@pytest.mark.parametrize(
    ("typed", "line", "shared"), [("0532-85012345转8001", "+8653285012345 8001", False), ("400-050-0827", "+864000500827", True)]
)
def test_c02_an_extension_is_kept_and_a_service_number_is_marked(house: House, typed: str, line: str, shared: bool) -> None:
    person = kept(house, phone=typed)
    assert (person["phone"], lines(person), person["dial"][0]["shared"]) == (typed, [line], shared)


@pytest.mark.parametrize("typed", ["13800138000/13900139000", "1" * 300], ids=["two", "300-digits"])
def test_c03_two_numbers_are_both_found_and_three_hundred_digits_are_none(house: House, typed: str) -> None:
    if len(typed) < 300:
        person = kept(house, phone=typed)
        assert (person["phone"], lines(person)) == (typed, ["+8613800138000", "+8613900139000"])
        return
    for email in (None, "wang@example.com"):
        with house.unchanged():
            assert (
                typed
                not in refused(house.post("/api/complaints", a_complaint(phone=typed, email=email)), 400, "phone_invalid", "phone").text
            )


@pytest.mark.parametrize("typed", ["12345", "110"])
def test_c04_a_number_of_no_person_does_not_count_alone(house: House, typed: str) -> None:
    with house.unchanged():
        refused(house.post("/api/complaints", a_complaint(phone=typed, email=None)), 400, "phone_invalid", "phone")
    person = kept(house, phone=typed)
    assert (person["phone"], lines(person)) == (typed, [])


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("+852 2123 4567", "+85221234567"),
        ("+853 2855 5555", "+85328555555"),
        ("+886 2 2345 6789", "+886223456789"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_c05_numbers_from_abroad_are_taken(house: House, typed: str, line: str) -> None:
    person = kept(house, phone=typed)
    assert (person["phone"], lines(person)) == (typed, [line])


@pytest.mark.parametrize(
    "typed",
    [
        "a@b.cn\r\nBcc: x@y.cn",
        "a@b.cn\nBcc: x@y.cn",
        "a@b.cn,c@d.cn",
        "a@b.cn;c@d.cn",
        '"x" <a@b.cn>',
        "a@b",
        "a@[127.0.0.1]",
        "a@b.cn\u200b",
        "@b.cn",
    ],
    ids=["crlf", "lf", "list", "semicolons", "display-name", "no-domain", "literal", "invisible", "no-local-part"],
)
def test_c06_what_is_not_one_address_is_refused(house: House, typed: str) -> None:
    with house.unchanged():
        said = refused(house.post("/api/complaints", a_complaint(email=typed)), 400, "email_invalid", "email")
        assert typed not in said.text
        page = house.post_form("/api/complaints", {"matter": "x", "consent": "2026.11", "email": typed, "language": "en"})
        assert (page.status, '<html lang="en"' in page.text) == (400, True)


def test_c07_an_address_that_mail_services_refuse_is_refused_with_another_way(house: House) -> None:
    with house.unchanged():
        said = refused(house.post("/api/complaints", a_complaint(email="张三@例子.中国")), 400, "email_unsupported", "email")
    assert "手机号" in said.json["message"]["zh"]
    assert kept(house, email="zhang.san@例子.中国")["email"] == "zhang.san@xn--fsqu00a.xn--fiqs8s"
    assert kept(house, email=None)["email"] == ""


@pytest.mark.parametrize("spell", [str, str.upper, lambda address: address.replace("@", "+9@")], ids=["plain", "capitals", "tag"])
@pytest.mark.parametrize("ours", ["service", "tousu", "desk"])
def test_c08_an_address_of_our_own_never_gets_an_answer(house: House, ours: str, spell: Any) -> None:
    directory = load_policy().departments
    address = directory.desk_mailbox if ours == "desk" else f"{ours}@{MAIL_DOMAIN}"
    with house.unchanged():
        refused(house.post("/api/complaints", a_complaint(email=spell(address))), 400, "email_ours", "email")


@pytest.mark.parametrize("name", [["A", "B"], {"zh": "A"}, "A\nTo: x@y.cn", "A\r\nBcc: x@y.cn", "x@y.cn, A", '"A" <x@y.cn>'])
def test_c10_a_name_adds_nobody_to_a_letter(house: House, name: Any) -> None:
    if not isinstance(name, str):
        with house.unchanged():
            refused(house.post("/api/complaints", a_complaint(name=name)), 400, "wrong_type", "name")
        return
    to = f"c10-{next(_owners)}@example.com"
    person = kept(house, name=name, email=to)
    assert person["name"] == " ".join(name.split())
    (letter,) = house.letters_to(to)
    assert letter["to"] == [to]
    assert "x@y.cn" not in json.dumps(letter["headers"])
    assert house.letters_to("x@y.cn") == []
