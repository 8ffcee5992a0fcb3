"""One case at the desk: facts as the owner wrote them, the next action, old versions, readings of an identity."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.site.desk_answers import ACCEPT, ADD, CLOSED, CONTACT, NUMBER, PERSON, TRIAGE, both, case, refusal, row
from tests.site.desk_door import Desk, Door, Opening, desks

HERE = f"cases/{NUMBER}"
AT = f"/desk/#case={NUMBER}&view=mine"
NASTY = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script><b>{name}</b>\"'&amp;"


@pytest.fixture
def open_desk(browser: Browser, address: str) -> Iterator[Opening]:
    with desks(browser, address) as opening:
        yield opening


def shown(open_desk: Opening, found: dict[str, Any], **window: Any) -> Desk:
    def prepare(door: Door) -> None:
        door.answers[HERE] = (200, found)

    desk = open_desk(AT, prepare=prepare, **window)
    desk.page.locator("#desk-case").wait_for()
    return desk


def send(desk: Desk, command: str) -> None:
    desk.page.locator(f'form[data-command="{command}"] [type=submit]').click()


def test_the_owners_words_stand_as_they_were_written(open_desk: Opening) -> None:
    found = case()
    words = shown(open_desk, found).page.locator(".desk-verbatim").first
    assert words.text_content() == found["matter"]
    assert words.evaluate("(e) => getComputedStyle(e).whiteSpace") == "pre-wrap"


def test_the_head_says_number_state_priority_level_due_and_who(open_desk: Opening) -> None:
    desk = shown(
        open_desk,
        case(lead_words=both("工程部", "Repairs"), assignee_words=both("李伟", "Li Wei"), level="MAJOR", level_words=both("重大", "Major")),
    )
    head = desk.page.locator(".desk-head").inner_text()
    for part in (
        NUMBER,
        "已接收",
        "P2 紧急",
        "重大",
        "还剩 3 小时",
        "首次联系 11 月 26 日（周四）10:12 前",
        "工程部",
        "李伟",
        "停运、频繁故障",
        "2 号梯",
    ):
        assert part in head
    assert desk.page.title().startswith(NUMBER)


def test_the_first_open_action_stands_open_and_closed_ones_say_why(open_desk: Opening) -> None:
    page = shown(open_desk, case(actions=[ACCEPT, ADD, CLOSED])).page
    assert page.locator('form[data-command="accept-case"]').is_visible()
    assert not page.locator('form[data-command="add-fact"]').is_visible()
    assert page.locator('form[data-command="submit-plan"]').count() == 0
    page.locator(".desk-closed summary").click()
    assert "提交方案" in page.locator(".desk-closed").inner_text()
    assert "这一步还没有开放" in page.locator(".desk-closed").inner_text()


def test_a_case_with_nothing_to_do_says_so(open_desk: Opening) -> None:
    assert "没有您要做的" in shown(open_desk, case(actions=[])).page.locator(".desk-do").inner_text()


def test_an_action_is_sent_with_the_version_and_the_case_moves_on(open_desk: Opening) -> None:
    desk = shown(open_desk, case(version=4, actions=[ACCEPT]))
    after = case(version=5, state="INVESTIGATING", state_words=both("调查核实中", "Being looked into"), actions=[CONTACT])
    desk.door.answers[f"{HERE}/accept-case"] = (200, after)
    desk.page.locator('form[data-command="accept-case"] .hy-check').click()
    send(desk, "accept-case")
    desk.page.locator('form[data-command="log-contact"]').wait_for()
    ((body, headers),) = desk.door.asked("POST", f"{HERE}/accept-case")
    assert body == {"version": 4, "no_interest": True}
    assert 16 <= len(headers["idempotency-key"]) <= 64
    assert "已办：接手" in desk.page.locator(".desk-note--done").inner_text()
    assert "调查核实中" in desk.page.locator(".desk-head").inner_text()
    assert desk.page.locator("#desk-case").get_attribute("data-version") == "5"
    assert desk.page.evaluate("document.activeElement.tagName") == "H1"


def test_what_is_missing_is_said_at_the_field_and_in_a_summary_and_nothing_is_sent(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[TRIAGE]))
    send(desk, "triage-case")
    summary = desk.page.locator('form[data-command="triage-case"] .hy-errors')
    assert desk.page.evaluate("document.activeElement.className") == "hy-errors"
    assert summary.locator("li").all_inner_texts() == ["请选择“具体问题”", "请选择“主办部门”", "请选择“经办人”"]
    handler = desk.page.locator("#triage-case-handler")
    assert handler.get_attribute("aria-invalid") == "true"
    assert desk.page.locator(f"#{handler.get_attribute('aria-describedby')}").inner_text() == "请选择“经办人”"
    summary.locator("a").last.click()
    assert desk.page.evaluate("document.activeElement.id") == "triage-case-handler"
    assert desk.door.asked("POST", f"{HERE}/triage-case") == []


def test_a_box_that_must_be_ticked_is_asked_for(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[ACCEPT]))
    send(desk, "accept-case")
    assert "请先勾选" in desk.page.locator(".hy-errors").inner_text()
    assert desk.door.asked("POST", f"{HERE}/accept-case") == []


def test_choices_follow_the_category_and_people_the_department(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[TRIAGE]))
    page = desk.page
    names = "(e) => [...e.options].map((o) => o.textContent)"
    assert page.locator("#triage-case-sub_issue").evaluate(names) == ["请选择", "困人", "停运、频繁故障"]
    page.select_option("#triage-case-category", "c1")
    assert page.locator("#triage-case-sub_issue").evaluate(names) == ["请选择", "枯死缺株"]
    page.select_option("#triage-case-category", "elevator")
    page.select_option("#triage-case-sub_issue", "out_of_service")
    assert page.locator("#triage-case-handler optgroup").evaluate_all("(all) => all.map((e) => e.label)") == ["工程部", "秩序部"]
    page.locator('.hy-card:has([value="repairs"])').click()
    assert page.locator("#triage-case-handler").evaluate(names) == ["请选择", "李伟", "吴磊"]
    page.select_option("#triage-case-handler", "wu.lei")
    desk.door.answers[f"{HERE}/triage-case"] = (200, case(version=2))
    send(desk, "triage-case")
    page.locator(".desk-note--done").wait_for()
    ((body, _),) = desk.door.asked("POST", f"{HERE}/triage-case")
    assert body == {
        "version": 1,
        "category": "elevator",
        "sub_issue": "out_of_service",
        "severity": 3,
        "lead": "repairs",
        "handler": "wu.lei",
    }


def test_a_person_chosen_first_brings_the_department_along(open_desk: Opening) -> None:
    page = shown(open_desk, case(actions=[TRIAGE])).page
    page.select_option("#triage-case-handler", "xu.ming")
    assert page.locator('[name="lead"][value="security"]').is_checked()
    assert page.locator("#triage-case-handler").input_value() == "xu.ming"


def test_optional_fields_left_empty_are_not_sent(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[CONTACT]))
    desk.door.answers[f"{HERE}/log-contact"] = (200, case(version=2))
    assert "（选填）" in desk.page.locator('label[for="log-contact-convenient"]').inner_text()
    desk.page.locator('.hy-card:has([value="reached"])').click()
    desk.page.locator("#log-contact-note").fill("约好明天上午上门。")
    send(desk, "log-contact")
    desk.page.locator(".desk-note--done").wait_for()
    ((body, _),) = desk.door.asked("POST", f"{HERE}/log-contact")
    assert body == {"version": 1, "way": "phone", "outcome": "reached", "note": "约好明天上午上门。"}


def test_a_refusal_of_the_door_stands_at_its_field(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[ADD]))
    desk.door.answers[f"{HERE}/add-fact"] = (400, refusal("max_length", "“情况”太长了。", "Too long.", field="note"))
    desk.page.locator("#add-fact-note").fill("很长")
    send(desk, "add-fact")
    assert desk.page.locator("#add-fact-note-err").inner_text() == "“情况”太长了。"
    assert desk.page.locator("#add-fact-note").input_value() == "很长"
    assert desk.page.locator('form[data-command="add-fact"] [type=submit]').is_enabled()


def test_a_retry_after_a_lost_answer_carries_the_same_key_and_other_words_another(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[ADD]))
    desk.door.answers[f"{HERE}/add-fact"] = lambda request: None
    note = desk.page.locator("#add-fact-note")
    for words in ("门口有水", "门口有水", "门口有水，已擦干"):
        note.fill(words)
        send(desk, "add-fact")
        desk.page.locator(".hy-errors").wait_for()
        assert "没有连上服务器" in desk.page.locator(".hy-errors").inner_text()
    first, second, third = (headers["idempotency-key"] for _, headers in desk.door.asked("POST", f"{HERE}/add-fact"))
    assert first == second
    assert first != third


def test_somebody_was_faster_what_changed_is_said_and_typed_words_stay(open_desk: Opening) -> None:
    desk = shown(open_desk, case(actions=[CONTACT, ADD]))
    stale = refusal(
        "stale_version", "有人先改了。", "Changed meanwhile.", current_version=2, at="2026-11-26T09:03:00+08:00", event="CaseRegistered"
    )
    stale |= {"by_words": both("孙琦", "Sun Qi"), "event_words": both("已登记，材料已核对", "Registered")}
    desk.door.answers[f"{HERE}/add-fact"] = (409, stale)
    desk.page.locator('[data-action="add-fact"] summary').click()
    desk.page.locator("#add-fact-note").fill("电话里补充：夜里也响。")
    send(desk, "add-fact")
    note = desk.page.locator('form[data-command="add-fact"] .desk-note')
    for part in ("孙琦", "11 月 26 日（周四）09:03", "已登记，材料已核对", "您写的内容会留着"):
        assert part in note.inner_text()
    desk.door.answers[HERE] = (200, case(version=2, state_words=both("已登记", "Registered"), actions=[CONTACT, ADD]))
    desk.door.answers[f"{HERE}/add-fact"] = (200, case(version=3))
    note.locator("[data-reload]").click()
    desk.page.locator('#desk-case[data-version="2"]').wait_for()
    assert "已登记" in desk.page.locator(".desk-head").inner_text()
    assert desk.page.locator("#add-fact-note").input_value() == "电话里补充：夜里也响。"
    send(desk, "add-fact")
    desk.page.locator(".desk-note--done").wait_for()
    old, new = desk.door.asked("POST", f"{HERE}/add-fact")
    assert (old[0] or {})["version"] == 1
    assert (new[0] or {})["version"] == 2
    assert old[1]["idempotency-key"] != new[1]["idempotency-key"]


def test_an_identity_is_hidden_until_a_reason_is_given(open_desk: Opening) -> None:
    desk = shown(open_desk, case())
    card = desk.page.locator("#desk-identity")
    assert "陈**" in card.inner_text()
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
    assert card.locator("a").get_attribute("href") == "tel:13800138000"
    desk.page.locator("#desk-reads li").wait_for()
    assert "联系业主核实情况" in desk.page.locator("#desk-reads").inner_text()


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


def test_numbers_stay_numbers_in_what_is_sent(open_desk: Opening) -> None:
    severity = next(field for field in TRIAGE["fields"] if field["name"] == "severity")
    desk = shown(open_desk, case(actions=[{**TRIAGE, "fields": [severity]}]))
    desk.door.answers[f"{HERE}/triage-case"] = (200, case(version=2))
    send(desk, "triage-case")
    desk.page.locator(".desk-note--done").wait_for()
    assert desk.door.asked("POST", f"{HERE}/triage-case")[0][0] == {"version": 1, "severity": 3}
