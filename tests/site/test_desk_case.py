"""One case at the desk: facts as the owner wrote them, the next action, old versions."""

from tests.site.desk_actions import ACCEPT, ADD, CLOSED, CONTACT, TRIAGE, both
from tests.site.desk_answers import NUMBER, case, refusal
from tests.site.desk_door import Opening
from tests.site.desk_on_case import HERE, send, shown


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


def test_a_case_without_a_class_is_named_after_what_its_owner_said(open_desk: Opening) -> None:
    found = case(category=None, category_words=None, sub_issue_words=None, building_words=None, spot="", matter="楼道" * 20 + "\n第二行")
    assert shown(open_desk, found).page.locator(".desk-head__about").inner_text() == "楼道" * 15 + "…"


def test_a_flat_on_no_register_is_said_with_what_to_do_about_it(open_desk: Opening) -> None:
    flag = {
        "code": "address_unverified",
        "words": both("房号待核对", "Flat to be checked"),
        "advice": both("请向业主核实。", "Ask the owner."),
    }
    head = shown(open_desk, case(flags=[flag])).page.locator(".desk-head")
    assert "房号待核对" in head.locator(".desk-head__badges").inner_text()
    assert head.locator(".desk-head__advice").inner_text() == "请向业主核实。"
    assert shown(open_desk, case()).page.locator(".desk-head__advice").count() == 0


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
    stale |= {"by_words": both("孙琦", "Sun Qi"), "event_words": both("已登记，情况已核对", "Registered")}
    desk.door.answers[f"{HERE}/add-fact"] = (409, stale)
    desk.page.locator('[data-action="add-fact"] summary').click()
    desk.page.locator("#add-fact-note").fill("电话里补充：夜里也响。")
    send(desk, "add-fact")
    note = desk.page.locator('form[data-command="add-fact"] .desk-note')
    for part in ("孙琦", "11 月 26 日（周四）09:03", "已登记，情况已核对", "您写的内容会留着"):
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


def test_numbers_stay_numbers_in_what_is_sent(open_desk: Opening) -> None:
    severity = next(field for field in TRIAGE["fields"] if field["name"] == "severity")
    desk = shown(open_desk, case(actions=[{**TRIAGE, "fields": [severity]}]))
    desk.door.answers[f"{HERE}/triage-case"] = (200, case(version=2))
    send(desk, "triage-case")
    desk.page.locator(".desk-note--done").wait_for()
    assert desk.door.asked("POST", f"{HERE}/triage-case")[0][0] == {"version": 1, "severity": 3}
