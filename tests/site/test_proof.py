"""The work before sending: done by itself in the background, invisible, and never in the way of a report."""

from hashlib import sha256
from typing import Any

from playwright.sync_api import Route, expect

from tests.site.form_steps import FORM, choose, to_the_end
from tests.site.opening import Opened
from tests.site.stub_api import ASKS, NUMBER, StubApi, receipt, refusal


def challenge(bits: int, mark: str = "a") -> str:
    return f"1795399200.{bits}.{mark * 24}"


def has_done(proof: str, asked: str) -> bool:
    bits = int(asked.split(".")[1])
    return proof.startswith(f"{asked}.") and int.from_bytes(sha256(proof.encode()).digest(), "big") >> (256 - bits) == 0


def refused(code: str, asked: str) -> tuple[int, Any]:
    return 400, refusal(code, "proof") | {"challenge": asked}


def test_the_form_does_its_work_while_it_is_filled_in_and_asks_once(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    api.answers[ASKS] = [(200, {"challenge": challenge(14), "bits": 14})]
    to_the_end(opened.page)
    opened.page.locator("[data-send]").click()
    expect(opened.page.locator("#hy-number")).to_have_text(NUMBER)
    (body,) = api.sent(FORM)
    assert has_done(body["proof"], challenge(14))
    asked = [headers["idempotency-key"] for path, headers, _ in api.got if path == ASKS]
    sent = [headers["idempotency-key"] for path, headers, _ in api.got if path == FORM]
    assert asked == sent
    assert opened.said == []


def test_nobody_works_for_looking_at_the_form(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    choose(opened.page, "噪音扰民")
    opened.page.locator("[name=building]").select_option("b3")
    assert api.got == []
    with opened.page.expect_request(f"**{ASKS}"):
        opened.page.locator("[data-next]").click()


def test_w13_after_a_refusal_the_form_works_again_and_sends_by_itself(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    new, newer = challenge(8, "b"), challenge(8, "c")
    api.answers[FORM] = [refused("pow_expired", new), refused("pow_wrong", newer), (201, receipt())]
    to_the_end(opened.page)
    opened.page.locator("[data-send]").click()
    expect(opened.page.locator("#hy-number")).to_have_text(NUMBER)
    first, second, third = (body.pop("proof") for body in api.sent(FORM))
    assert (has_done(second, new), has_done(third, newer), first != second) == (True, True, True)
    assert len({str(body) for body in api.sent(FORM)}) == 1


def test_a_form_that_is_refused_again_and_again_gives_up_with_a_sentence(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    api.answers[FORM] = [refused("pow_wrong", challenge(4))]
    to_the_end(opened.page)
    opened.page.locator("[data-send]").click()
    expect(opened.page.locator("#hy-errors")).to_contain_text("请核对（pow_wrong）。")
    assert len(api.sent(FORM)) == 3
    assert opened.page.locator("[name=matter]").input_value() == "楼上装修，晚上十点还在施工。"


def test_a_browser_without_workers_sends_all_the_same(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    opened.page.route("**/proof-worker.js", lambda route: route.abort())
    to_the_end(opened.page)
    opened.page.locator("[data-send]").click()
    expect(opened.page.locator("#hy-number")).to_have_text(NUMBER)
    assert "proof" not in api.sent(FORM)[0]


def test_without_an_answer_to_the_question_the_report_goes_all_the_same(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    api.answers[ASKS] = [(503, None)]
    to_the_end(opened.page)
    opened.page.locator("[data-send]").click()
    expect(opened.page.locator("#hy-number")).to_have_text(NUMBER)
    assert "proof" not in api.sent(FORM)[0]


def test_when_it_takes_longer_the_button_says_why(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    opened.page.route(f"**{ASKS}", hold)
    to_the_end(opened.page)
    send = opened.page.locator("[data-send]")
    send.click()
    expect(send).to_have_text("正在做发送前的安全检查，请稍等…")
    expect(send).to_be_disabled()
    assert api.sent(FORM) == []
    held[0].abort()
    expect(opened.page.locator("#hy-number")).to_have_text(NUMBER)
