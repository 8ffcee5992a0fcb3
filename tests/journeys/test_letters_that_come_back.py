"""What the owner was not told by mail he is told by phone: in a browser, on a phone, from the bounce to the call; and a late call."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import Stack
from journeys.test_web_complaint import act, sign_in
from neighbours import Colleague, Owner

BOUNCES = "bounce@simulator.amazonses.com"
SEEN_MS = 20_000


def look_up(page: Page, stack: Stack, owner: Owner) -> None:
    """The owner opens his case."""
    page.goto(f"{stack.url}/track/")
    page.locator("#hy-track [name=number]").fill(owner.number)
    page.locator("#hy-track [name=code]").fill(owner.code)
    page.locator("[data-look]").click()
    expect(page.locator(".hy-case")).to_contain_text(owner.number, timeout=SEEN_MS)


def to_call(page: Page, stack: Stack) -> Page:
    """The list of owners to phone, loaded."""
    page.goto(f"{stack.url}/desk/#view=to-call")
    expect(page.locator("#desk-title")).to_have_text("待电话告知", timeout=SEEN_MS)
    page.locator("#desk-list .desk-rows:not([aria-busy])").wait_for(timeout=SEEN_MS)
    return page


def test_a_letter_came_back_so_the_desk_phones_and_the_list_is_empty_again(stack: Any, visit: Any) -> None:
    """C09: seen by the desk on a phone of 390x844, and by the owner."""
    owner = Owner(stack.url)
    assert owner.report(email=BOUNCES).status == 201
    stack.drain()

    mine = visit().page
    look_up(mine, stack, owner)
    expect(mine.locator(".hy-tl")).to_contain_text("给您的邮件没有送到。我们会打电话告诉您")

    desk = visit()
    sign_in(desk.page, stack, "lin.jing", owner.number)
    expect(desk.page.locator(".desk-head__badges")).to_contain_text("待电话告知")
    to_call(desk.page, stack)
    expect(desk.page.locator("#desk-list tr[data-number]")).to_have_count(1)
    width = desk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "the list fits on a phone"
    desk.page.locator(f'tr[data-number="{owner.number}"] a').click()
    expect(desk.page.locator("#desk-timeline")).to_contain_text("收件邮箱不存在或已停用", timeout=SEEN_MS)
    note = "已电话告知受理编号和首次联系时间。"
    desk.page.locator('[data-action="log-contact"] > summary').click()
    act(desk.page, "log-contact", {"way": "phone", "outcome": "reached", "note": note})
    expect(desk.page.locator("#desk-timeline")).to_contain_text(note, timeout=SEEN_MS)
    expect(desk.page.locator(".desk-head__badges")).not_to_contain_text("待电话告知")
    to_call(desk.page, stack)
    expect(desk.page.locator("#desk-list tr[data-number]")).to_have_count(0)
    expect(desk.page.locator(".desk-empty")).to_have_text("没有需要打电话告知的事。")

    look_up(mine, stack, owner)
    expect(mine.locator(".hy-tl .todo")).not_to_contain_text("没有送到")
    assert desk.complaints == []


@pytest.mark.parametrize(
    ("address", "called"),
    [
        pytest.param("suppressionlist@simulator.amazonses.com", True, id="C09-suppressed"),
        pytest.param("complaint@simulator.amazonses.com", True, id="TH13-reported-as-spam"),
        pytest.param("ooto@simulator.amazonses.com", False, id="TH13-out-of-office"),
        pytest.param("success@simulator.amazonses.com", False, id="TH13-arrived"),
    ],
)
def test_only_what_did_not_arrive_is_told_by_phone(stack: Any, address: str, called: bool) -> None:
    owner, desk = Owner(stack.url), Colleague(stack.url, stack.token("lin.jing"))
    owner.report(email=address)
    stack.drain()
    listed = [item["number"] for item in desk.get("cases?view=to-call").json["items"]]
    assert (owner.number in listed) == called


def test_whoever_left_no_phone_is_asked_for_one_and_written_to_online(stack: Any) -> None:
    owner, desk = Owner(stack.url), Colleague(stack.url, stack.token("lin.jing"))
    # On another day: an address gets one such letter an hour.
    with stack.at(datetime.now(UTC) - timedelta(days=1)):
        owner.report(email=BOUNCES, phone=None)
        stack.drain()
    assert "留一个电话" in owner.track()["next_step"]["zh"]
    assert "网上留言" in desk.case(owner.number)["timeline"][-1]["words"]["zh"]
    assert desk.do(owner.number, "log-contact", way="mailbox", outcome="reached", note="受理编号和时限写在这里。").status == 200
    assert owner.number not in [item["number"] for item in desk.get("cases?view=to-call").json["items"]]


def test_no_queue_and_no_dead_letter_ever_held_the_address(stack: Any) -> None:
    owner, seen = Owner(stack.url), []
    deliver = stack.dispatcher.bus._deliver
    stack.dispatcher.bus._deliver = lambda arn, told: (seen.append(str(told)), deliver(arn, told))
    try:
        with stack.at(datetime.now(UTC) - timedelta(days=2)):
            owner.report(email=BOUNCES)
            stack.drain()
    finally:
        stack.dispatcher.bus._deliver = deliver
    assert len(seen) == 1
    assert "@" not in seen[0]
    assert "simulator" not in seen[0]


def test_a_first_contact_that_is_late_is_red_on_the_desk_and_told_to_the_owner(stack: Any, visit: Any) -> None:
    """A day after a complaint that nobody took up."""
    owner = Owner(stack.url)
    with stack.at(datetime.now(UTC) - timedelta(days=4)):
        assert owner.report().status == 201
    stack.drain()
    stack.tick("SweepDeadlines")

    desk = visit()
    sign_in(desk.page, stack, "lin.jing", owner.number)
    expect(desk.page.locator(".desk-head__due .hy-badge--late")).to_contain_text("超")
    desk.page.goto(f"{stack.url}/desk/#view=overdue")
    row = desk.page.locator(f'tr[data-number="{owner.number}"]')
    expect(row).to_have_class("desk-late", timeout=SEEN_MS)
    expect(row.locator(".hy-badge--late").first).to_be_visible()

    mine = visit().page
    look_up(mine, stack, owner)
    expect(mine.locator(".hy-tl")).to_contain_text("首次联系超过了承诺的时间，已提醒负责的人")
