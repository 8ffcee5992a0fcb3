"""Staff sign in at the issuer and come back to what they were doing; nothing of it stays behind."""

import pytest

from tests.site.desk_actions import CONTACT
from tests.site.desk_answers import NUMBER, case
from tests.site.desk_door import Door, Opening


def storages(page: object) -> str:
    return str(page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"))  # type: ignore[attr-defined]


@pytest.mark.asvs("V7.6.2", "V10.1.2", "V10.2.1")
def test_sign_in_goes_through_the_issuer_with_proof_of_the_asker(open_desk: Opening) -> None:
    desk = open_desk("/desk/", signed_in=False)
    desk.sign_in()
    order = desk.door.orders[0]
    assert order["response_type"] == "code"
    assert order["client_id"] == "desk"
    assert order["code_challenge_method"] == "S256"
    assert order["redirect_uri"] == desk.door.origin + "/desk/"
    assert len(order["state"]) == len(order["code_challenge"]) == 43
    assert desk.page.locator("#desk-who b").inner_text() == "林静"
    assert desk.door.asked("GET", "me")[0][1]["authorization"] == "Bearer token-1"
    assert desk.page.url == desk.door.origin + "/desk/"


@pytest.mark.asvs("V10.1.1", "V14.3.3")
def test_after_sign_in_the_tab_keeps_neither_token_nor_proof(open_desk: Opening) -> None:
    desk = open_desk("/desk/", signed_in=False, prepare=lambda door: setattr(door, "refresh", True))
    desk.sign_in()
    kept = storages(desk.page)
    for secret in ("token-1", "refresh-1", desk.door.orders[0]["state"], "verifier"):
        assert secret not in kept
    assert "cookie" not in kept
    assert desk.page.context.cookies() == []


def test_a_letters_link_opens_its_case_after_sign_in(open_desk: Opening) -> None:
    desk = open_desk(f"/desk/#case={NUMBER}", signed_in=False)
    assert NUMBER in desk.page.locator(".hy-lead").inner_text()
    assert NUMBER not in str(desk.door.orders)
    desk.sign_in()
    desk.page.locator(f'#desk-case[data-case="{NUMBER}"]').wait_for()
    assert NUMBER not in str(desk.door.orders)


def test_the_english_desk_comes_back_to_the_english_desk(open_desk: Opening) -> None:
    desk = open_desk("/en/desk/", signed_in=False)
    desk.sign_in()
    assert desk.door.orders[0]["redirect_uri"] == desk.door.origin + "/en/desk/"
    assert desk.page.locator("#desk-who b").inner_text() == "Lin Jing"
    assert desk.page.locator('[data-view="mine"]').inner_text() == "Mine"


def test_an_answer_that_nobody_asked_for_signs_nobody_in(open_desk: Opening) -> None:
    desk = open_desk("/desk/?code=code-9&state=forged", signed_in=False)
    assert "登录没有完成" in desk.page.locator(".desk-note").inner_text()
    assert desk.door.given == 0
    assert "code-9" not in desk.page.url


def test_a_sign_in_that_was_refused_says_so_and_can_be_repeated(open_desk: Opening) -> None:
    desk = open_desk("/desk/", signed_in=False, prepare=lambda door: setattr(door, "refuses", True))
    desk.page.locator("#desk-sign-in").click()
    desk.page.locator("#go").click()
    assert "登录没有完成" in desk.page.locator(".desk-note").inner_text()
    desk.door.refuses = False
    desk.sign_in()
    assert desk.complaints() == []


def test_a_reload_asks_the_issuer_again_by_itself(open_desk: Opening) -> None:
    desk = open_desk(f"/desk/#case={NUMBER}")
    desk.page.reload()
    desk.page.locator("#go").click()
    desk.page.locator("#desk-case").wait_for()
    assert len(desk.door.orders) == 1


@pytest.mark.asvs("V7.4.4")
def test_whoever_signs_out_must_sign_in_again(open_desk: Opening) -> None:
    desk = open_desk("/desk/")
    desk.page.locator("#desk-sign-out").click()
    assert "您已退出" in desk.page.locator(".desk-note").inner_text()
    assert "HY-2026" not in desk.page.locator("#desk-place").inner_text()
    desk.page.reload()
    assert desk.page.locator("#desk-sign-in").is_visible()
    assert desk.door.orders == []


def test_a_token_that_ran_out_is_renewed_without_a_word(open_desk: Opening) -> None:
    desk = open_desk("/desk/", prepare=lambda door: setattr(door, "refresh", True))
    desk.door.tokens.clear()
    desk.page.locator('[data-view="mine"]').click()
    desk.page.locator("tr[data-number]").first.wait_for()
    assert desk.door.given == 2
    assert desk.page.locator("#desk-sign-in").count() == 0


def test_a_sign_in_that_ended_leaves_the_page_and_comes_back_to_the_same_case_and_words(open_desk: Opening) -> None:
    def prepare(door: Door) -> None:
        door.answers[f"cases/{NUMBER}"] = (200, case(actions=[CONTACT]))

    desk = open_desk(f"/desk/#case={NUMBER}&view=mine", prepare=prepare)
    form = desk.page.locator('form[data-command="log-contact"]')
    form.locator('.hy-card:has([value="reached"])').click()
    form.locator("textarea").fill("约好明天上午上门。")
    desk.door.tokens.clear()
    form.locator("[type=submit]").click()
    note = desk.page.locator("#desk-notice .desk-note")
    assert "登录已到期" in note.inner_text()
    assert form.locator("textarea").input_value() == "约好明天上午上门。"
    assert desk.page.evaluate("document.activeElement.id") == "desk-sign-in"
    desk.sign_in()
    desk.page.locator("#desk-case").wait_for()
    assert desk.page.url.endswith(f"#case={NUMBER}&view=mine")
    assert form.locator("textarea").input_value() == "约好明天上午上门。"
    assert form.locator("[value=reached]").is_checked()
    assert "约好" not in storages(desk.page)
    assert desk.complaints() == []


def test_an_issuer_out_of_reach_is_said_and_asked_again(open_desk: Opening) -> None:
    desk = open_desk("/desk/", signed_in=False)
    desk.page.route("**/api/desk/sign-in", lambda route: route.abort())
    desk.page.locator("#desk-sign-in").click()
    assert "连不上登录服务" in desk.page.locator(".desk-note").inner_text()
    desk.page.unroute("**/api/desk/sign-in")
    desk.sign_in()
