"""The finished message: what a mail program gets, and what nobody can read out of it."""

import base64
import hashlib
import quopri
import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM
from huiyin.core.owed import Owed
from huiyin.mail.diary import Day
from huiyin.mail.facts import Letterhead
from huiyin.mail.letters import CONFIDENTIAL
from huiyin.mail.message import Message, message_of, one_address
from huiyin.mail.render import Letter
from huiyin.mail.sender import Undeliverable

HEAD = Letterhead(mail_from="noreply@huiyin.example", site_url="https://huiyin.example", secret=b"s" * 32)
NEW_CASE = Owed("new-case", "desk")
LETTER = Letter(sender="云锦花园物业服务中心 · 回音", subject="【回音】已收到", text="一\n", html="<p>一</p>", language="zh")


def a_message(letter: Letter = LETTER, owed: Owed = NEW_CASE, **changes: object) -> Message:
    settings = {"recipient": "desk@yunjin.example", "reply_to": "service@yunjin.example", "letterhead": HEAD, "now": MONDAY_9AM}
    ids = {"case_id": "18720043", "n": 1}
    return message_of(letter, owed, **(ids | settings | changes))  # type: ignore[arg-type]


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_every_message_parses_back_to_the_very_letter(specimens: list) -> None:
    for specimen in specimens:
        message = parsed(specimen.message.raw)
        text, html = message.iter_parts()
        assert message.get_content_type() == "multipart/alternative"
        assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        assert text.get_content().replace("\r\n", "\n") == specimen.letter.text
        assert html.get_content().replace("\r\n", "\n") == specimen.letter.html
        assert (text.get_content_charset(), html.get_content_charset()) == ("utf-8", "utf-8")
        assert message["Subject"] == specimen.letter.subject
        assert message.defects == []


def test_headers_say_who_wrote_to_whom_and_that_no_machine_should_answer() -> None:
    message = parsed(a_message().raw)
    assert message["From"].addresses[0].display_name == LETTER.sender
    assert message["From"].addresses[0].addr_spec == HEAD.mail_from
    assert [address.addr_spec for address in message["To"].addresses] == ["desk@yunjin.example"]
    assert message["Reply-To"].addresses[0].addr_spec == "service@yunjin.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "zh-CN"
    assert message["MIME-Version"] == "1.0"
    assert parsedate_to_datetime(message["Date"]) == MONDAY_9AM
    assert not {"Cc", "Bcc", "X-SES-CONFIGURATION-SET"} & set(message.keys())


def test_a_message_is_seven_bit_with_lines_that_every_relay_takes(specimens: list) -> None:
    for specimen in specimens:
        assert specimen.message.raw.isascii()
        lines = specimen.message.raw.split(b"\r\n")
        assert all(b"\n" not in line and len(line) <= 998 for line in lines)


def test_every_copy_of_a_letter_has_the_same_id_and_every_other_letter_another() -> None:
    copy = a_message(now=MONDAY_9AM + timedelta(hours=1))
    assert (copy.message_id, copy.tag) == (a_message().message_id, a_message().tag)
    assert parsed(copy.raw)["Message-ID"] == copy.message_id
    assert parsed(copy.raw)["X-Huiyin-Event"] == copy.tag
    others = [
        a_message(case_id="18720044"),
        a_message(n=2),
        a_message(owed=Owed("new-case", "duty:huang.kai")),
        a_message(owed=Owed("overdue", "desk")),
        a_message(letterhead=replace(HEAD, secret=b"t" * 32)),
    ]
    assert len({copy.tag, *(other.tag for other in others)}) == 6


def test_the_same_moment_writes_the_same_bytes() -> None:
    assert a_message().raw == a_message().raw


def test_letters_of_one_case_hang_together_in_the_mail_program() -> None:
    first, later, other = a_message(), a_message(owed=Owed("overdue", "desk"), n=4), a_message(case_id="18720044")
    threads = [parsed(message.raw)["References"] for message in (first, later, other)]
    assert threads[0] == threads[1] != threads[2]
    assert parsed(first.raw)["In-Reply-To"] == threads[0]


def test_confidential_letters_hang_together_with_nothing() -> None:
    for letter in CONFIDENTIAL:
        message = parsed(a_message(owed=Owed(letter, "confid:ye.qing")).raw)
        assert message["References"] is None
        assert message["In-Reply-To"] is None


def test_an_opaque_id_cannot_be_found_by_trying_all_numbers(specimens: list) -> None:
    specimen = next(s for s in specimens if s.owed.letter == "confidential-case")
    tag, case_id = specimen.message.tag, specimen.case.case_id
    for guess in (case_id, f"{case_id}|1", f"mail|letter|{case_id}|1|{specimen.owed.key}"):
        assert not hashlib.sha256(guess.encode()).hexdigest().startswith(tag)


def test_no_case_word_in_any_encoding_of_any_message(specimens: list, canaries: dict[str, str]) -> None:
    for specimen in specimens:
        raw = specimen.message.raw
        parts = [part.get_payload(decode=True) or b"" for part in message_from_bytes(raw).walk() if not part.is_multipart()]
        headers = "\n".join(f"{name}: {value}" for name, value in parsed(raw).items()).encode()
        haystack = b"\n".join((raw, raw.replace(b"\r\n", b""), headers, *parts))
        for words in canaries.values():
            for form in forms_of(words):
                assert form not in haystack, f"{specimen}"


def forms_of(words: str) -> set[bytes]:
    """The ways in which words hide in mail and links."""
    plain = words.encode()
    forms = {plain, words.encode("gb18030"), words.encode("utf-16-le"), quopri.encodestring(plain), quote(words).encode()}
    forms |= {"".join(f"&#{ord(c)};" for c in words).encode(), "".join(f"\\u{ord(c):04x}" for c in words).encode(), plain.hex().encode()}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        forms.add(encoded[4 if shift else 0 : -4].rstrip(b"="))
    return {form for form in forms if len(form) >= 6}


def test_a_confidential_message_shows_no_number_even_in_its_headers(specimens: list) -> None:
    for specimen in specimens:
        if specimen.owed.letter in CONFIDENTIAL:
            assert specimen.case.case_id.encode() not in specimen.message.raw
            assert b"HY-" not in specimen.message.raw.split(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "address",
    [
        *("", "nobody", "a@b", "@example.org", "a@", "a@b.cn,c@d.cn", "a@b.cn;c@d.cn", "a@b.cn c@d.cn", "<a@b.cn>", '"x" <a@b.cn>'),
        *("a@b.cn\r\nBcc: x@y.cn", "a@b.cn\nBcc: x@y.cn", "a@b.cn\r", "a@[127.0.0.1]", "a@b@c.cn", "张三@例子.中国", "a(x)@b.cn"),
        *("a@b.cn\x00", "a@" + "b" * 64 + ".cn", "a" * 65 + "@b.cn", "a@..cn", "a@\ud800.cn"),
    ],
)
def test_whatever_is_not_one_plain_address_is_undeliverable(address: str) -> None:
    with pytest.raises(Undeliverable, match=r"^address$"):
        a_message(recipient=address)


def test_a_domain_in_chinese_is_written_as_mail_systems_write_it() -> None:
    assert one_address("zhang@例子.中国") == "zhang@xn--fsqu00a.xn--fiqs8s"
    assert one_address(" zhang+a@example.org ") == "zhang+a@example.org"


@pytest.mark.asvs("V1.3.11")
@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_line_break_ever_reaches_a_header(break_: str) -> None:
    subjects = (replace(LETTER, subject=f"a{break_}Bcc: x@y.cn"), replace(LETTER, subject=f"a{break_}"))
    for letter in (*subjects, replace(LETTER, sender=f"a{break_}b")):
        with pytest.raises(ValueError, match="line break"):
            a_message(letter)
    with pytest.raises(ValueError, match="line break"):
        a_message(reply_to=f"a@b.cn{break_}x@y.cn")


PRINTABLE = st.text(alphabet=st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=80)


@pytest.mark.asvs("V5.4.2")
@given(PRINTABLE.filter(lambda words: words == " ".join(words.split())))
def test_any_subject_and_name_survive_the_envelope(words: str) -> None:
    raw = a_message(replace(LETTER, subject=words, sender=words)).raw
    message = parsed(raw)
    assert message["Subject"] == words
    assert message["From"].addresses[0].addr_spec == HEAD.mail_from
    assert display_name(raw) == words
    assert len(message["To"].addresses) == 1
    assert too_long(raw) == []


def display_name(raw: bytes) -> str:
    """The name in From, as RFC 2047 has it read."""
    line = str(message_from_bytes(raw)["From"]).replace("\n", "").replace("\r", "")
    return str(make_header(decode_header(parseaddr(line)[0])))


def too_long(raw: bytes) -> list[bytes]:
    """Encoded words and lines with one in them that are longer than RFC 2047 allows, and lines of a header that hold nothing."""
    lines = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    words = re.findall(rb"=\?[^? ]+\?[bqBQ]\?[^? ]*\?=", b"\n".join(lines))
    empty = [line for line in lines if re.fullmatch(rb"\S+:\s*|\s*", line)]
    return [word for word in words if len(word) > 75] + [line for line in lines if b"=?" in line and len(line) > 76] + empty


@pytest.mark.parametrize(
    "words", ["投诉" * 60, "a" * 61, "a" * 200, "a " * 60 + "b", '"' * 40, 'a"b\\c, d <e@f.cn>', "=?utf-8?q?x?=", "é" * 74]
)
def test_no_name_is_too_long_for_its_header(words: str) -> None:
    raw = a_message(replace(LETTER, subject=words, sender=words), letterhead=replace(HEAD, mail_from=f"{'n' * 64}@huiyin.example")).raw
    assert too_long(raw) == []
    assert (display_name(raw), parsed(raw)["Subject"]) == (words, words)


def test_the_boundary_never_occurs_in_a_part(specimens: list) -> None:
    for specimen in specimens[::7]:
        boundary = parsed(specimen.message.raw).get_boundary() or ""
        assert len(re.findall(re.escape(f"--{boundary}".encode()), specimen.message.raw)) == 3


def test_a_day_goes_along_beside_the_letter_and_changes_nothing_of_it() -> None:
    day = Day(due=MONDAY_9AM + timedelta(days=1), says="HY-2026-18720043 答复", link="https://huiyin.example/desk/#case=HY-2026-18720043")
    plain, dated = a_message(), a_message(replace(LETTER, day=day))
    without, message = parsed(plain.raw), parsed(dated.raw)
    letter, calendar = message.iter_parts()
    assert message.get_content_type() == "multipart/mixed"
    assert letter.as_bytes() in without.as_bytes()
    assert (calendar.get_content_type(), calendar.get_filename(), calendar.get_content_disposition()) == (
        "text/calendar",
        "due.ics",
        "attachment",
    )
    assert calendar.get_param("method") == "PUBLISH"
    text = calendar.get_content()
    assert "DTSTART:20261124T010000Z" in text
    assert f"UID:{dated.tag}@huiyin.example" in text
    assert [part.defects for part in message.walk()] == [[]] * 5
    for name in ("Subject", "Message-ID", "To", "Reply-To"):
        assert message[name] == without[name]
