"""Pages for browsers without script: the receipt, the form with its problems, the case."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import KEY, MATTER, Said, complaint, post_form
from entry.people import DESK, MANAGER, do, receipt
from huiyin.casework import perform
from huiyin.core.case import case_id_of
from huiyin.core.commands import SYSTEM, CheckEvidence
from huiyin.entry import wiring
from huiyin.entry.owner_pages import track_url
from huiyin.policy import load_policy


class Page(HTMLParser):
    """What a page holds: forms with their fields, and every tag in order."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(said.text)
        assert self.open == [], "a tag is left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "input", "br", "img", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self.open[-1] != "p":
            return
        assert self.open.pop() == tag, tag

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag and all(attrs.get(key) == value for key, value in wanted.items())]


def number_of(said: Said) -> str:
    found = re.search(r"HY-\d{4}-\d{8}", said.text)
    assert found
    return found.group()


def test_w12_the_receipt_is_a_page_with_number_code_and_a_form_for_each_photo(owners: Ask) -> None:
    said = owners(post_form("/api/complaints", complaint()))
    page = Page(said)
    assert said.status == 201
    assert len(page.all("output")) == 2
    assert "11 月 23 日（周一）11:00 前" in said.text
    uploads = page.all("form", enctype="multipart/form-data")
    assert len(uploads) == load_policy().limits.files
    assert {form["target"] for form in uploads} == {"_blank"}
    assert len(page.all("input", type="file", name="file")) == len(uploads)
    origin = re.sub(r"(https://[^/]+).*", r"\1", str(uploads[0]["action"]))
    assert f"form-action 'self' {origin};" in said.headers["content-security-policy"]
    assert page.all("input", name="success_action_redirect")[0]["value"] == "https://huiyin.example/track/"


def test_no_page_holds_a_script_a_style_or_a_foreign_address(owners: Ask) -> None:
    pages = [
        owners(post_form("/api/complaints", complaint())),
        owners(post_form("/api/complaints", complaint(matter=None, language="en"))),
        owners(post_form("/api/track", {"number": "x", "code": "y"})),
    ]
    for said in pages:
        page = Page(said)
        assert page.all("script") == page.all("style") == []
        assert not [attrs for _, attrs in page.tags if any(name.startswith("on") or name == "style" for name in attrs)]
        sheets = [str(attrs["href"]) for attrs in page.all("link")]
        assert all(href.startswith("/assets/") for href in sheets)
        assert said.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")


def test_no_evidence_means_no_upload(owners: Ask) -> None:
    page = Page(owners(post_form("/api/complaints", complaint(no_evidence="1"))))
    assert page.all("form", enctype="multipart/form-data") == []


def test_the_receipt_speaks_the_reader_s_language(owners: Ask) -> None:
    said = owners(post_form("/api/complaints", complaint(language="en")))
    assert '<html lang="en"' in said.text
    assert "by 11:00 on Monday 23 November" in said.text
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"回音", "", said.text))


def test_danger_stands_above_everything(owners: Ask) -> None:
    said = owners(post_form("/api/complaints", complaint(matter="电梯困人了")))
    assert said.text.index('role="alert"') < said.text.index("hy-number")
    assert load_policy().charter.emergency_phone in said.text


def test_w01_a_refused_form_comes_back_with_every_entry(owners: Ask) -> None:
    sent = complaint(
        matter=" ",
        wish="请尽快 <b>检修</b>",
        spot='二号梯" onfocus="x',
        unit="2 单元",
        needs=["dialect"],
        danger="1",
        contact_by=["sms", "visit"],
        occurred_at="昨晚",
    )
    said = owners(post_form("/api/complaints", sent))
    page = Page(said)
    assert said.status == 400
    (matter,) = page.all("textarea", name="matter")
    assert (matter["aria-invalid"], matter["aria-describedby"]) == ("true", "e-matter")
    assert '<a href="#f-matter">' in said.text
    for name in ("spot", "unit", "name", "phone", "email", "occurred_at"):
        assert page.all("input", name=name)[0]["value"] == sent[name], name
    assert "请尽快 &lt;b&gt;检修&lt;/b&gt;" in said.text
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["elevator", "out_of_service", "b3"]
    assert "checked" in page.all("input", name="danger")[0]
    assert [one["value"] for one in page.all("input", name="contact_by") if "checked" in one] == ["sms", "visit"]
    assert [one["value"] for one in page.all("input", name="needs") if "checked" in one] == ["dialect"]
    assert "checked" in page.all("input", name="consent")[0]


@pytest.mark.parametrize("fields", ["matter=a&matter=b", "matter=%FF", "x" * 300_000, "answers[a]=1&matter[x]=y"])
def test_a_form_that_cannot_be_read_still_gets_a_page(owners: Ask, fields: str) -> None:
    said = owners(post_form("/api/complaints", fields))
    assert said.status in {400, 413}
    assert Page(said).all("form", action="/api/complaints")


def test_a_refused_page_sent_again_is_taken(owners: Ask) -> None:
    page = Page(owners(post_form("/api/complaints", complaint(matter=""))))
    names = {attrs["name"] for tag, attrs in page.tags if tag in {"input", "select", "textarea"}}
    assert owners(post_form("/api/complaints", complaint() | dict.fromkeys(names - set(complaint()) - {"needs"}, ""))).status == 201


def keys(owners: Ask) -> dict[str, str]:
    given = receipt(owners, wish="请尽快检修")
    return {"number": given["number"], "code": given["code"], "language": "zh"}


def test_w12_a_case_is_followed_without_script(owners: Ask) -> None:
    said = owners(post_form("/api/track", keys(owners)))
    assert said.status == 200
    for words in (MATTER, "请尽快检修", "已接收", "我们收到了您反映的问题", "11 月 23 日（周一）11:00"):
        assert words in said.text
    assert Page(said).all("form", action="/api/owner/add")


def test_a_note_is_added_without_script(owners: Ask) -> None:
    said = owners(post_form("/api/owner/add", keys(owners) | {"note": "今天又停了 <script>alert(1)</script>"}))
    assert said.status == 200
    assert "今天又停了 &lt;script&gt;" in said.text


def test_a_wrong_code_brings_the_look_up_form_back_without_the_code(owners: Ask) -> None:
    sent = keys(owners) | {"code": "0000-0000-0000-0000"}
    said = owners(post_form("/api/track", sent))
    page = Page(said)
    assert said.status == 404
    assert page.all("input", name="number")[0]["value"] == sent["number"]
    assert "value" not in page.all("input", name="code")[0]


def test_a_checked_photo_is_shown_from_where_it_lies_and_from_nowhere_else(owners: Ask) -> None:
    sent = keys(owners)
    ask = CheckEvidence(by=SYSTEM, slot="1", outcome="available", media="image/jpeg", size=1, original="00")
    perform(ask, case_id_of(sent["number"]), store=wiring.case_store(), policy=load_policy(), now=MONDAY_9AM, key=KEY)
    said = owners(post_form("/api/track", sent))
    (image,) = Page(said).all("img")
    origin = re.sub(r"(https://[^/]+).*", r"\1", str(image["src"]))
    assert f"img-src 'self' {origin};" in said.headers["content-security-policy"]
    assert image["alt"] == "照片 1"


def test_hd01_the_way_on_after_an_upload_is_configured(owners: Ask) -> None:
    assert track_url("https://huiyin.example", "en") == "https://huiyin.example/en/track/"
    said: Any = owners(post_form("/api/complaints", complaint(language="en"), headers={"host": "evil.example"}))
    assert "https://huiyin.example/en/track/" in said.text


def test_an_addition_that_is_refused_keeps_what_was_typed(owners: Ask) -> None:
    held = receipt(owners)
    long = "补" * (load_policy().limits.note_chars + 1)
    said = owners(post_form("/api/owner/add", {"number": held["number"], "code": held["code"], "note": long}))
    page = Page(said)
    assert said.status == 400
    assert long in said.text
    assert page.all("textarea", id="f-note")[0]["aria-invalid"] == "true"
    assert page.all("a", href="#f-note")


def asked_page(owners: Ask, desk: Ask) -> dict[str, str]:
    sent = keys(owners)
    body = {"version": 1, "question": "是哪一部电梯？", "days": 2}
    assert do(desk, DESK, sent["number"], "ask-owner", body).status == 200
    return sent


# Open whatever became of the matter.
OWN_DATA = ["rights", "withdraw-consent", "about-data"]


def forms(said: Said) -> list[str]:
    return [str(form["action"]).removeprefix("/api/owner/") for form in Page(said).all("form", method="post")]


def test_each_act_that_is_open_has_its_form_and_no_other(owners: Ask, desk: Ask) -> None:
    sent = asked_page(owners, desk)
    said = owners(post_form("/api/track", sent))
    assert forms(said) == ["reply", "add", "confide", "withdraw", *OWN_DATA]
    assert "是哪一部电梯？" in said.text
    page = Page(said)
    boxes = page.all("textarea")
    assert len({box["id"] for box in boxes}) == len(boxes)
    assert {label.get("for") for label in page.all("label")} >= {box["id"] for box in boxes}


def test_a_question_is_replied_to_without_script(owners: Ask, desk: Ask) -> None:
    said = owners(post_form("/api/owner/reply", asked_page(owners, desk) | {"answer": "二号梯 <b>"}))
    assert said.status == 200
    assert "二号梯 &lt;b&gt;" in said.text
    assert forms(said) == ["add", "urge", "confide", "withdraw", *OWN_DATA]


def test_a_refused_act_keeps_what_was_typed_in_its_own_form(owners: Ask) -> None:
    held = keys(owners)
    owners(post_form("/api/owner/urge", held | {"note": "快些"}))
    said = owners(post_form("/api/owner/urge", held | {"note": "再快些"}))
    assert said.status == 409
    assert "24 小时" in said.text
    long = "补" * (load_policy().limits.note_chars + 1)
    refused = owners(post_form("/api/owner/withdraw", held | {"grounds": long}))
    page = Page(refused)
    assert refused.status == 400
    assert page.all("textarea", id="f-grounds")[0]["aria-invalid"] == "true"
    assert page.all("a", href="#f-grounds")
    assert refused.text.count(long) == 1


def test_a_declined_case_says_why_and_takes_an_objection_without_script(owners: Ask, desk: Ask) -> None:
    sent = keys(owners)
    why = {"version": 1, "reason": "not_ours", "text": "请向供电公司反映。"}
    assert do(desk, DESK, sent["number"], "decline-case", why).status == 200
    assert do(desk, MANAGER, sent["number"], "decline-case", {"version": 2, "agree": "agreed"}).status == 200
    said = owners(post_form("/api/track", sent))
    assert forms(said) == ["object", "rights", "erase", "withdraw-consent", "about-data"]
    for words in ("请向供电公司反映。", "不属于物业服务范围", "12 月 23 日"):
        assert words in said.text
    objected = owners(post_form("/api/owner/object", sent | {"grounds": "电表箱在公共走廊。"}))
    assert objected.status == 200
    assert forms(objected) == ["rights", "erase", "withdraw-consent", "about-data"]
    assert "电表箱在公共走廊。" in objected.text


def test_the_acts_speak_the_reader_s_language(owners: Ask) -> None:
    given = receipt(owners, matter="The lift stops.", wish="", language="en")
    said = owners(post_form("/api/track", {"number": given["number"], "code": given["code"], "language": "en"}))
    assert "Take this matter back" in said.text
    assert "Urge now" in said.text
