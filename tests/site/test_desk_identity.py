"""One case at the desk: readings of an identity, and texts that must stay texts."""

from typing import Any

import pytest

from tests.site.desk_actions import ADD, CLOSED, CONTACT, TRIAGE, both
from tests.site.desk_answers import NUMBER, PERSON, case, refusal, row
from tests.site.desk_door import Opening
from tests.site.desk_on_case import HERE, send, shown

NASTY = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script><b>{name}</b>\"'&amp;"


def test_an_identity_is_hidden_until_a_reason_is_given(open_desk: Opening) -> None:
    desk = shown(open_desk, case())
    card = desk.page.locator("#desk-identity")
    assert "***" in card.inner_text()
    assert "138" not in card.inner_text()
    card.locator("[data-reveal]").click()
    assert "业主会看到这次查看" in card.inner_text()
    card.locator("[type=submit]").click()
    assert desk.door.asked("POST", f"{HERE}/identity") == []
    assert "请选择" in card.locator(".hy-errors").inner_text()
    desk.page.select_option("#identity-reason", "call_owner")
    desk.page.locator("#identity-note").fill("约上门时间")
    read = [
        {"at": "2026-11-26T09:10:00+08:00", "by_words": both("林静", "Lin Jing"), "reason_words": both("联系业主核实情况", "To contact")}
    ]
    desk.door.answers[HERE] = (200, case(version=2, reads=read))
    card.locator("[type=submit]").click()
    card.locator('[data-identity="shown"]').wait_for()
    ((body, headers),) = desk.door.asked("POST", f"{HERE}/identity")
    assert body == {"reason": "call_owner", "note": "约上门时间"}
    assert headers["idempotency-key"]
    for part in ("陈示例", "138 0013 8000", "chen@owner.example", "3 号楼 701", "电话"):
        assert part in card.inner_text()
    assert card.locator("a").get_attribute("href") == "tel:+8613800138000"
    desk.page.locator("#desk-reads li").wait_for()
    assert "联系业主核实情况" in desk.page.locator("#desk-reads").inner_text()


def test_each_of_two_numbers_can_be_dialled_and_one_that_cannot_is_only_read(open_desk: Opening) -> None:
    lines = [
        {"number": "+8613800138000", "extension": "", "shared": False},
        {"number": "+8653285012345", "extension": "8001", "shared": False},
    ]
    for phone, dial, links in (
        ("13800138000/0532-85012345转8001", lines, ["tel:+8613800138000", "tel:+8653285012345;ext=8001"]),
        ("110", [], []),
    ):
        desk = shown(open_desk, case())
        desk.page.locator("#desk-identity [data-reveal]").click()
        desk.page.select_option("#identity-reason", "call_owner")
        desk.door.answers[f"{HERE}/identity"] = (200, PERSON | {"phone": phone, "dial": dial})
        desk.page.locator("#identity-form [type=submit]").click()
        card = desk.page.locator('[data-identity="shown"]')
        card.wait_for()
        assert [link.get_attribute("href") for link in card.locator("a").all()] == links
        assert phone in card.inner_text() or links


def test_after_a_reading_the_next_action_goes_by_the_new_version(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[ADD]))
    desk.page.locator("#add-fact-note").fill("先写的话")
    desk.page.locator("#desk-identity [data-reveal]").click()
    desk.page.select_option("#identity-reason", "call_owner")
    desk.door.answers[HERE] = (200, case(version=2, actions=[ADD]))
    desk.page.locator("#identity-form [type=submit]").click()
    desk.page.locator('#desk-case[data-version="2"]').wait_for()
    desk.door.answers[f"{HERE}/add-fact"] = (200, case(version=3))
    send(desk, "add-fact")
    desk.page.locator(".desk-note--done").wait_for()
    assert desk.door.asked("POST", f"{HERE}/add-fact")[0][0] == {"version": 2, "note": "先写的话"}


@pytest.mark.asvs("V14.3.1")
def test_a_shown_identity_is_gone_when_the_page_is_left(open_desk: Opening) -> None:
    desk = shown(open_desk, case())
    desk.page.locator("#desk-identity [data-reveal]").click()
    desk.page.select_option("#identity-reason", "call_owner")
    desk.page.locator("#identity-form [type=submit]").click()
    desk.page.locator('[data-identity="shown"]').wait_for()
    desk.page.locator(".desk-back a").click()
    desk.page.locator("tr[data-number]").first.wait_for()
    assert "陈示例" not in desk.page.content()
    desk.page.go_back()
    desk.page.locator('[data-identity="masked"]').wait_for()
    assert "陈示例" not in desk.page.content()


@pytest.mark.parametrize(("path", "day"), [("/desk/", "11 月 24 日（周二）"), ("/en/desk/", "Tue 24 November")])
def test_a_day_without_an_hour_stays_a_day(open_desk: Opening, path: str, day: str) -> None:
    found = (200, case(occurred_at="2026-11-24"))
    page = open_desk(f"{path}#case={NUMBER}", prepare=lambda door: door.answers.update({HERE: found})).page
    assert day in page.locator("#desk-about dd").all_inner_texts()


def test_a_time_in_the_owners_words_whom_to_avoid_and_what_he_needs_are_shown(open_desk: Opening) -> None:
    desk = shown(open_desk, case(occurred_at="昨晚八点", avoid="电梯维保员", accused=None))
    assert "昨晚八点" in desk.page.locator("#desk-about").inner_text()
    assert "不希望由谁办理\n电梯维保员" in desk.page.locator("#desk-about").inner_text()
    needs = {**PERSON, "contact_by": [both("电话", "Phone"), both("邮件", "E-mail")], "needs": [both("大字版", "Large print")]}
    desk.door.answers[f"{HERE}/identity"] = (200, needs)
    desk.page.locator("#desk-identity [data-reveal]").click()
    desk.page.select_option("#identity-reason", "call_owner")
    desk.page.locator("#identity-form [type=submit]").click()
    desk.page.locator('[data-identity="shown"]').wait_for()
    assert "电话 · 邮件" in desk.page.locator("#desk-identity").inner_text()
    assert "大字版" in desk.page.locator("#desk-identity").inner_text()


def test_a_reading_that_is_not_allowed_says_why(open_desk: Opening) -> None:
    closed = {**CLOSED, "command": "reveal-identity"}
    page = shown(open_desk, case(actions=[ADD, closed])).page
    assert "这一步还没有开放" in page.locator("#desk-identity").inner_text()
    assert page.locator("[data-reveal]").count() == 0
    assert page.locator(".desk-closed").count() == 0


def test_an_anonymous_owner_has_nothing_to_show(open_desk: Opening) -> None:
    page = shown(open_desk, case(identity={"held": False, "anonymous": True, "masked": None})).page
    assert "业主选择匿名" in page.locator("#desk-identity").inner_text()
    assert page.locator("[data-reveal]").count() == 0


def test_photos_have_a_name_a_link_or_the_reason_why_not(open_desk: Opening) -> None:
    page = shown(open_desk, case()).page
    photo = page.locator("#desk-evidence img")
    assert photo.get_attribute("alt") == "照片 1"
    assert page.locator("#desk-evidence a").get_attribute("rel") == "noopener noreferrer"
    assert "正在检查" in page.locator("#desk-evidence").inner_text()
    assert "打不开，请换成 JPG 或 PNG 再传" in page.locator("#desk-evidence").inner_text()


@pytest.mark.asvs("V1.2.2")
def test_only_an_address_of_the_web_becomes_a_link(open_desk: Opening) -> None:
    bad = [{"slot": "a", "state": "available", "name": both("照片 1", "Photo 1"), "url": "javascript:document.title='taken'"}]
    page = shown(open_desk, case(evidence=bad)).page
    assert page.locator("#desk-evidence :is(a, img)").count() == 0


def nasty_everywhere(value: Any) -> Any:
    """The same answer with markup in the place of every text that people write or read."""
    plain = {"command", "kind", "state", "level", "priority", "number", "due", "due_kind", "url", "code", "group", "first_contact"}
    plain |= {"at", "received_at", "occurred_at"}
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return both(NASTY, NASTY)
        return {key: each if key in plain and not isinstance(each, dict) else nasty_everywhere(each) for key, each in value.items()}
    if isinstance(value, list):
        return [nasty_everywhere(each) for each in value]
    return NASTY if isinstance(value, str) and not value.isascii() else value


def test_markup_in_any_text_is_shown_as_text(open_desk: Opening) -> None:
    found = nasty_everywhere(case(actions=[TRIAGE, CONTACT, CLOSED], points=[{"words": both("点", "Point")}]))
    desk = shown(open_desk, found)
    assert desk.page.locator(".desk-verbatim").first.text_content() == NASTY
    assert desk.page.locator("#desk :is(script, b b, img[src='x'])").count() == 0
    send(desk, "triage-case")
    desk.page.locator(".hy-errors").wait_for()
    desk.door.answers["cases"] = (200, nasty_everywhere({"items": [row()], "next": None}))
    desk.page.locator(".desk-back a").click()
    desk.page.locator("tr[data-number]").first.wait_for()
    assert NASTY in (desk.page.locator("tbody").text_content() or "")
    assert desk.page.locator("#desk-place :is(script, img)").count() == 0
    assert desk.page.title() != "taken"
    assert desk.complaints() == []


def test_markup_in_an_identity_or_a_refusal_is_shown_as_text(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[ADD]))
    desk.door.answers[f"{HERE}/add-fact"] = (400, refusal("x", NASTY, NASTY, field="note"))
    desk.page.locator("#add-fact-note").fill(NASTY)
    send(desk, "add-fact")
    assert desk.page.locator("#add-fact-note-err").text_content() == NASTY
    desk.door.answers[f"{HERE}/identity"] = (200, dict.fromkeys(("name", "phone", "email", "flat", "contact_by"), NASTY) | {"version": 2})
    desk.page.locator("#desk-identity [data-reveal]").click()
    desk.page.select_option("#identity-reason", "call_owner")
    desk.page.locator("#identity-form [type=submit]").click()
    desk.page.locator('[data-identity="shown"]').wait_for()
    assert desk.page.locator("#desk-identity dd").first.text_content() == NASTY
    assert desk.page.locator("#desk :is(script, img[src='x'])").count() == 0
    assert desk.page.title() != "taken"
    assert desk.complaints() == []


def test_a_gateway_that_answers_without_json_is_told_in_our_words(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[ADD]))
    desk.page.route(f"**/api/desk/{HERE}/add-fact", lambda route: route.fulfill(status=502, body="<html>bad gateway</html>"))
    desk.page.locator("#add-fact-note").fill("内容")
    send(desk, "add-fact")
    assert "服务器出了问题" in desk.page.locator(".hy-errors").inner_text()


def test_an_answer_that_comes_too_late_does_not_replace_the_page(open_desk: Opening) -> None:

    desk = open_desk("/desk/#view=mine")
    desk.door.answers[HERE] = (200, case(matter="晚到的投诉"))
    desk.page.evaluate(f"location.hash = 'case={NUMBER}'; location.hash = 'view=all'")
    desk.page.locator('[data-view="all"][aria-current=page]').wait_for()
    desk.page.wait_for_load_state("networkidle")
    assert desk.page.locator("#desk-case").count() == 0
