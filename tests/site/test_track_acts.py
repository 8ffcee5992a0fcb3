"""What an owner does with his case on the page where he looks: each act with its fields, its refusal, and what it has done."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from huiyin.entry.owner_acts import ACTS, forms_of
from huiyin.policy.schema import Policy
from tests.accessibility import faults, sideways
from tests.site.opening import Opened, Opener
from tests.site.stub_api import CODE, NUMBER, StubApi, case, receipt, refusal
from tests.site.test_track import look

# What becomes a case of its own.
APART = ["about-handler", "about-data"]
COPY = "rights"
HERE = [name for name in ACTS if name != "add"]
POINTS = [
    {"n": 1, "words": {"zh": "屋面漏水", "en": "Leaking roof"}, "finding_words": None, "wish_words": None},
    {"n": 2, "words": {"zh": "墙面发霉", "en": "Mould"}, "finding_words": None, "wish_words": None},
]
ANSWER = {"words": "屋面防水已重做，<b>请</b>查看。", "points": POINTS}
ANSWERED = {"state": "ANSWERED", "state_words": {"zh": "已答复，请您确认", "en": "Answered: please confirm"}, "answer": ANSWER}
QUESTION = {"words": "是哪一部电梯？", "at": "2026-11-24T10:05:00+08:00", "until": "2026-11-26T10:05:00+08:00"}


def with_acts(policy: Policy, *names: str, **facts: Any) -> dict[str, Any]:
    """A case with these acts, told as the door tells them."""
    return case(can=[*names, "reads"], acts=forms_of(names, POINTS, policy), **facts)


def opened_case(open_page: Opener, found: dict[str, Any], path: str = "/track/", **answers: Any) -> tuple[Opened, StubApi]:
    opened = open_page(path)
    api = StubApi({"/api/track": [(200, found)], **{f"/api/owner/{name}": said for name, said in answers.items()}}).on(opened.page)
    look(opened.page)
    expect(opened.page.locator(".hy-tl")).to_be_visible()
    return opened, api


def form_of(page: Page, name: str) -> Any:
    """The form of an act, unfolded if it was not."""
    form = page.locator(f'form[data-act="{name}"]')
    if not form.is_visible():
        page.locator(f'details:has(form[data-act="{name}"]) > summary').click()
    return form


def fill_in(form: Any, name: str) -> dict[str, Any]:
    """Give every field something; answers what must arrive."""
    words = ACTS[name].words
    form.locator(f"textarea[name={words}]").fill("我的话")
    if name == "survey":
        form.locator("label:has(input[name=solved][value=solved])").click()
        form.locator("label:has(input[name=rate_result][value='4'])").click()
        form.locator("input[name=also][value=hidden]").check()
        return {words: "我的话", "solved": "solved", "rate_result": "4", "also": ["hidden"]}
    if name == "withdraw-consent":
        form.locator("input[name=consents][value=service]").check()
        return {words: "我的话", "consents": ["service"]}
    if name != "dispute":
        return {words: "我的话"}
    form.locator("label:has(input[value=partly])").click()
    form.locator("input[name=points][value='2']").check()
    return {words: "我的话", "solved": "partly", "points": ["2"]}


@pytest.mark.parametrize("name", [name for name in HERE if name not in {*APART, COPY}])
def test_each_act_is_done_on_the_page_and_said_above_the_case(open_page: Opener, policy: Policy, name: str) -> None:
    after = with_acts(policy, state_words={"zh": "之后", "en": "After"})
    opened, api = opened_case(open_page, with_acts(policy, *HERE, **ANSWERED), **{name: [(200, after)]})
    page = opened.page
    form = form_of(page, name)
    sent = fill_in(form, name)
    form.locator("button[type=submit]").click()
    done = page.locator("[data-done]")
    expect(done).to_be_focused()
    assert policy.word(ACTS[name].title, "zh") in done.inner_text()
    assert "之后" in page.locator(".hy-case").inner_text()
    assert api.sent(f"/api/owner/{name}") == [{"number": NUMBER, "code": CODE, **sent}]
    assert page.locator("form[data-act]").count() == 0
    assert faults(page) == []
    assert opened.said == []


@pytest.mark.parametrize("name", APART)
def test_what_is_said_about_a_handler_or_his_data_gets_a_number_and_a_code_of_its_own(open_page: Opener, policy: Policy, name: str) -> None:
    other = receipt(number="HY-2026-00000001", code="AAAA-BBBB-CCCC-DDDD")
    opened, _ = opened_case(open_page, with_acts(policy, name), **{name: [(201, other)]})
    form = form_of(opened.page, name)
    fill_in(form, name)
    form.locator("button[type=submit]").click()
    done = opened.page.locator("[data-done]")
    expect(done).to_contain_text("HY-2026-00000001")
    expect(done).to_contain_text("AAAA-BBBB-CCCC-DDDD")
    expect(opened.page.locator(".hy-case")).to_contain_text(NUMBER)


def test_a_copy_of_his_data_is_saved_as_a_file_that_the_browser_makes(open_page: Opener, policy: Policy) -> None:
    held = {"number": NUMBER, "consents": [], "said": {"matter": "灯不亮"}}
    opened, _ = opened_case(open_page, with_acts(policy, COPY), **{COPY: [(200, held)]})
    form_of(opened.page, COPY).locator("button[type=submit]").click()
    link = opened.page.locator("[data-copy]")
    with opened.page.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == f"{NUMBER}.json"
    assert json.loads(saved.value.path().read_text("utf-8")) == held
    assert faults(opened.page) == []
    assert opened.said == []


def test_an_answer_is_judged_right_below_it_and_no_form_leads_away(open_page: Opener, policy: Policy) -> None:
    opened, _ = opened_case(open_page, with_acts(policy, "add", "confirm", "dispute", "review", "withdraw", **ANSWERED))
    page = opened.page
    assert page.locator("[data-said] p").inner_text() == "屋面防水已重做，<b>请</b>查看。"
    assert page.locator("[data-said] + [data-asked] h2").all_inner_texts() == ["问题解决了", "没有解决"]
    assert page.locator("[data-asked] form").evaluate_all("(all) => all.every((e) => e.checkVisibility())")
    assert page.locator("[data-acts] summary").all_inner_texts() == ["申请复核", "撤回"]
    assert page.locator("[data-case] form[action]").count() == 0
    assert faults(page) == []
    assert sideways(page) == 0


def test_a_question_is_replied_to_right_below_it(open_page: Opener, policy: Policy) -> None:
    opened, _ = opened_case(open_page, with_acts(policy, "reply", "add", state="AWAITING_OWNER", question=QUESTION))
    assert opened.page.locator("[data-said] p").inner_text() == QUESTION["words"]
    assert opened.page.locator("[data-said] + [data-asked] form").get_attribute("data-act") == "reply"
    assert opened.page.locator("[data-acts]").count() == 0


def test_one_act_at_most_is_unfolded(open_page: Opener, policy: Policy) -> None:
    page = opened_case(open_page, with_acts(policy, *HERE))[0].page
    folds = page.locator("[data-acts] details")
    assert folds.evaluate_all("(all) => all.filter((e) => e.open).length") == 0
    for n in (0, 2, 1):
        folds.nth(n).locator("summary").click()
        assert folds.evaluate_all("(all) => all.map((e, n) => e.open ? n : -1).filter((n) => n >= 0)") == [n]
    assert faults(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize(("path", "said"), [("/track/", "请填写“是否解决”。"), ("/en/track/", "Please fill in")])
def test_what_is_missing_is_said_at_its_field_before_anything_is_sent(open_page: Opener, policy: Policy, path: str, said: str) -> None:
    opened, api = opened_case(open_page, with_acts(policy, "dispute", **ANSWERED), path)
    form = form_of(opened.page, "dispute")
    form.locator("button[type=submit]").click()
    expect(form.locator("#act-dispute-solved .hy-err")).to_contain_text(said)
    expect(form.locator("input[name=solved]").first).to_be_focused()
    assert api.sent("/api/owner/dispute") == []
    form.locator("label:has(input[value=unsolved])").click()
    form.locator("button[type=submit]").click()
    expect(form.locator(".hy-err")).to_have_count(1)
    expect(form.locator("textarea[name=words]")).to_be_focused()
    # the bar of the page covers half a box where the page has come to stand
    opened.page.evaluate("scrollTo(0, 0)")
    assert faults(opened.page) == []


def test_a_refusal_keeps_what_was_typed_and_stands_at_its_field_in_the_doors_words(open_page: Opener, policy: Policy) -> None:
    said = [(400, refusal("max_length", "grounds")), (409, refusal("not_allowed_now"))]
    page = opened_case(open_page, with_acts(policy, "withdraw"), "/en/track/", withdraw=said)[0].page
    form = form_of(page, "withdraw")
    fill_in(form, "withdraw")
    form.locator("button[type=submit]").click()
    box = form.locator("textarea[name=grounds]")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_focused()
    assert "max_length" in form.locator(f"#{box.get_attribute('aria-describedby')}").inner_text()
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("Please check (not_allowed_now).")
    assert form.locator(".hy-err").count() == 1
    assert box.input_value() == "我的话"
    assert page.title().startswith("Error: ")


def test_a_lost_connection_keeps_everything_and_the_same_words_count_once(open_page: Opener, policy: Policy) -> None:
    found = with_acts(policy, "urge")
    said = [(0, None), (0, None), (0, None), (200, with_acts(policy))]
    opened, api = opened_case(open_page, found, urge=said)
    form = form_of(opened.page, "urge")
    notes = ("快些", "快些", "再快些", "再快些")
    for n, note in enumerate(notes, start=1):
        form.locator("textarea[name=note]").fill(note)
        form.locator("button[type=submit]").click()
        if n < len(notes):
            expect(form.locator("[role=alert]")).to_contain_text("您写的内容还在")
            assert form.locator("textarea[name=note]").input_value() == note
    expect(opened.page.locator("[data-done]")).to_be_focused()
    keys = [headers["idempotency-key"] for path, headers, _ in api.got if path == "/api/owner/urge"]
    assert len(keys) == len(notes)
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_what_was_added_is_said_above_the_case(open_page: Opener, policy: Policy) -> None:
    page = opened_case(open_page, with_acts(policy, "add"), add=[(200, with_acts(policy, "add"))])[0].page
    page.locator("[data-add] textarea").fill("今早又停了")
    page.locator("[data-add] button[type=submit]").click()
    expect(page.locator("[data-done]")).to_be_focused()
    expect(page.locator("[data-done]")).to_have_text("补充已收到。")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "abreast"), [(390, False), (1280, True)])
def test_the_two_judgements_stand_side_by_side_where_there_is_room(
    open_page: Opener, policy: Policy, width: int, abreast: bool, scheme: str
) -> None:
    page = open_page("/track/", width=width, scheme=scheme).page
    StubApi({"/api/track": [(200, with_acts(policy, "confirm", "dispute", "review", **ANSWERED))]}).on(page)
    look(page)
    expect(page.locator("[data-asked]")).to_be_visible()
    first, second = (page.locator("[data-asked] > section").nth(n).bounding_box() for n in (0, 1))
    assert first
    assert second
    assert (first["y"] == second["y"]) is abreast
    page.locator("[data-acts] summary").first.click()
    assert faults(page) == []
    assert sideways(page) == 0
