"""A day for the calendar: read by a parser of its own, folded as RFC 5545 wants it."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM
from huiyin.mail.diary import Day, entry

LINK = "https://huiyin.example/desk/#case=HY-2026-18720043"
DAY = Day(due=MONDAY_9AM, says="HY-2026-18720043 答复", link=LINK)


def properties(text: str) -> dict[str, str]:
    """Name and value of each line, unfolded and unescaped."""
    lines = re.sub("\r\n ", "", text).split("\r\n")
    pairs = dict(line.split(":", 1) for line in lines if line and not line.startswith(("BEGIN", "END")))
    return {name: re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value) for name, value in pairs.items()}


def test_a_day_says_when_what_and_where_and_takes_no_time_of_the_day() -> None:
    text = entry(DAY, uid="tag@huiyin.example", now=MONDAY_9AM - timedelta(hours=1))
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert properties(text) == {
        "VERSION": "2.0",
        "PRODID": "-//Huiyin//Letters//EN",
        "METHOD": "PUBLISH",
        "UID": "tag@huiyin.example",
        "DTSTAMP": "20261123T000000Z",
        "DTSTART": "20261123T010000Z",
        "SUMMARY": "HY-2026-18720043 答复",
        "DESCRIPTION": LINK,
        "CLASS": "PRIVATE",
        "TRANSP": "TRANSPARENT",
    }


@given(says=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x85\u2028\u2029"), max_size=300))
def test_whatever_it_says_no_line_is_too_long_and_nothing_is_lost(says: str) -> None:
    text = entry(Day(due=datetime(2026, 12, 1, tzinfo=UTC), says=says, link=LINK), uid="u", now=MONDAY_9AM)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert properties(text)["SUMMARY"] == says


def test_no_line_break_of_a_value_begins_a_line_of_its_own() -> None:
    text = entry(Day(due=MONDAY_9AM, says="a\r\nATTENDEE:mailto:x@y.example", link=LINK), uid="u", now=MONDAY_9AM)
    assert not re.search(r"^ATTENDEE", text, re.MULTILINE)
