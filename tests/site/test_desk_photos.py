"""Photos at the desk: taken on a phone for a step of the work, sent at once, and chosen by picture; what fails can be sent again."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Request, Route, expect

from builders import MONDAY_9AM, staff
from core.working import working
from huiyin.entry.actions.tasks import TASKS
from huiyin.entry.descriptors import check, choice, named
from huiyin.policy.schema import Policy
from tests.accessibility import faults
from tests.site.desk_actions import Json, both
from tests.site.desk_answers import case, refusal
from tests.site.desk_door import Desk, Opening
from tests.site.desk_on_case import HERE, send, shown
from tests.site.test_photos import photo

FINISH = 'form[data-command="finish-task"]'
KEY = "incoming/18720043/{slot}-abc"


def adding(policy: Policy) -> Json:
    fields = [choice("purpose", policy, named(policy.measures.file_purposes)), check("may_be_shown", policy, needed=False)]
    return {"command": "add-files", "name": both("上传照片", "Add photos"), "open": True, "why": None, "fields": fields}


def finishing(policy: Policy) -> Json:
    (action,) = [one for one in TASKS if one.command == "finish-task"]
    fields = action.fields(working(policy), staff(policy, "li.wei"), policy)
    return {"command": "finish-task", "name": both("结束任务", "Finish a step"), "open": True, "why": None, "fields": fields}


def piece(slot: str, state: str = "available", **more: Any) -> Json:
    url = "/assets/favicon.svg" if state == "available" else None
    about = {"at": MONDAY_9AM.isoformat(), "by_words": both("李伟", "Li Wei"), "purpose_words": both("处理后", "After the work")}
    return {"slot": slot, "state": state, "state_words": None, "name": both(f"照片 {slot}", f"Photo {slot}"), "url": url, **about, **more}


def at_work(policy: Policy, **more: Any) -> Json:
    own = piece("1", by_words=both("业主", "Owner"), purpose_words=None)
    return case(state="EXECUTING", version=4, evidence=[own], actions=[finishing(policy), adding(policy)], **more)


def giving_leave(desk: Desk) -> None:
    """The door keeps places from 101 on; the bucket takes what is sent."""

    def leave(request: Request) -> tuple[int, Json]:
        slots = [str(101 + n) for n in range(len((request.post_data_json or {})["files"]))]
        upload = [{"url": "/_upload", "fields": {"key": KEY.format(slot=slot)}} for slot in slots]
        return 201, {"evidence": {"upload": upload, "slots": slots}, "version": 5}

    desk.door.answers[f"{HERE}/files"] = leave


def bucket(desk: Desk, *statuses: int) -> list[bytes]:
    got: list[bytes] = []

    def take(route: Route) -> None:
        got.append(route.request.post_data_buffer or b"")
        route.fulfill(status=statuses[min(len(got), len(statuses)) - 1])

    desk.page.route("**/_upload", take)
    return got


def take(desk: Desk, within: str, *, camera: bool = True, content: bytes | None = None) -> None:
    place = "[data-camera]" if camera else "[data-album]"
    file = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": content or photo((1200, 900))}
    chooser = desk.page.locator(f"{within} {place}")
    chooser.wait_for()
    chooser.set_input_files([file])


def looked_at(desk: Desk, found: Json) -> None:
    desk.door.answers[HERE] = (200, found)


def test_on_a_phone_a_step_is_done_with_a_photo_taken_for_it(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, at_work(policy), width=390, height=844)
    page = desk.page
    giving_leave(desk)
    sent = bucket(desk, 201)
    form = page.locator(FINISH)
    assert form.locator("[data-camera]").get_attribute("capture") == "environment"
    form.locator('[name="n"][value="2"]').check(force=True)
    form.locator('[name="outcome"][value="done"]').check(force=True)
    expect(form.locator(".desk-picks label")).to_have_count(1)
    looked_at(desk, at_work(policy) | {"version": 6, "evidence": [*at_work(policy)["evidence"], piece("101", task=2)]})
    may = form.locator(".desk-take .hy-check input")
    may.check(force=True)
    take(desk, FINISH)
    expect(form.locator('[name="files"][value="101"]')).to_be_checked()
    expect(form.locator('label:has([value="101"]) img')).to_have_count(1)
    expect(form.locator(".hy-photos figure")).to_have_count(0)
    expect(page.locator('#desk-thumbs [data-slot="101"]')).to_contain_text("处理后")
    ((asked, _),) = desk.door.asked("POST", f"{HERE}/files")
    assert asked is not None
    (wanted,) = asked["files"]
    assert (asked["task"], wanted["type"], wanted["purpose"], wanted["may_be_shown"]) == (2, "image/jpeg", "after", True)
    assert wanted["size"] > 1000
    assert b"place of shooting" not in sent[0]
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.door.answers[f"{HERE}/finish-task"] = (200, case(version=7, actions=[]))
    send(desk, "finish-task")
    page.locator(".desk-note--done").wait_for()
    ((order, _),) = desk.door.asked("POST", f"{HERE}/finish-task")
    assert order is not None
    assert (order["n"], order["files"], order["version"]) == (2, ["101"], 6)
    assert desk.complaints() == []


def test_a_photo_that_was_not_sent_can_be_sent_again_under_the_same_leave(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, at_work(policy), width=390, height=844)
    giving_leave(desk)
    sent = bucket(desk, 500, 201)
    take(desk, FINISH, camera=False)
    again = desk.page.locator(f"{FINISH} .hy-photos__retry")
    again.wait_for()
    expect(desk.page.locator(f"{FINISH} [data-photo-status]")).to_contain_text("重试")
    assert desk.page.locator(f'{FINISH} [name="files"][value="101"]').count() == 0
    looked_at(desk, at_work(policy) | {"version": 6, "evidence": [piece("101")]})
    again.click()
    expect(desk.page.locator(f'{FINISH} [name="files"][value="101"]')).to_be_checked()
    assert len(sent) == 2
    assert len(desk.door.asked("POST", f"{HERE}/files")) == 1
    assert desk.complaints() == []


def test_a_door_that_refuses_or_is_out_of_reach_is_asked_again_with_the_same_key(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, at_work(policy))
    bucket(desk, 201)
    answers: list[Callable[[], tuple[int, Json] | None]] = [
        lambda: None,
        lambda: (409, refusal("too_many_files", "照片太多了，一件事最多 60 张。", "Too many photos.")),
    ]
    desk.door.answers[f"{HERE}/files"] = lambda request: answers.pop(0)()
    take(desk, FINISH)
    problem = desk.page.locator(f"{FINISH} .desk-take .hy-err")
    expect(problem).to_contain_text("没有连上")
    problem.locator("[data-again]").click()
    expect(problem).to_contain_text("最多 60 张")
    giving_leave(desk)
    problem.locator("[data-again]").click()
    expect(desk.page.locator(f'{FINISH} [name="files"][value="101"]')).to_be_checked()
    keys = [headers["idempotency-key"] for _, headers in desk.door.asked("POST", f"{HERE}/files")]
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_what_was_typed_stays_while_a_photo_comes_in_and_what_cannot_be_opened_is_said(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, at_work(policy))
    giving_leave(desk)
    bucket(desk, 201)
    note = desk.page.locator(f'{FINISH} [name="note"]')
    note.fill("已换灯具")
    broken = piece("101", "quarantined", state_words=both("打不开，请换成 JPG 或 PNG 再传", "Cannot be opened"))
    looked_at(desk, at_work(policy) | {"version": 6, "evidence": [broken]})
    take(desk, FINISH)
    expect(desk.page.locator('#desk-thumbs [data-slot="101"]')).to_contain_text("打不开")
    expect(desk.page.locator(f'{FINISH} [name="files"][value="101"]')).to_have_count(0)
    assert note.input_value() == "已换灯具"
    assert desk.page.locator("#desk-case").get_attribute("data-version") == "6"


def test_the_case_shows_who_took_what_and_papers_are_added_to_a_step_or_to_none(open_desk: Opening, policy: Policy) -> None:
    task = {
        "n": 2,
        "words": "断电后更换",
        "department_words": both("工程部", "Repairs"),
        "assignee_words": both("李伟", "Li Wei"),
        "due": MONDAY_9AM.isoformat(),
        "state": "done",
        "state_words": both("已完成", "Done"),
        "physical": True,
        "certificate_words": None,
        "after": [],
        "files": ["101"],
    }
    found = at_work(policy, tasks=[task]) | {"evidence": [piece("101"), piece("102", "pending")]}
    desk = shown(open_desk, found)
    page = desk.page
    first = page.locator('#desk-thumbs [data-slot="101"]')
    expect(first).to_contain_text("李伟")
    expect(first.locator("a img")).to_have_count(1)
    expect(page.locator('#desk-thumbs [data-slot="102"] .hy-thumbs__wait')).to_have_count(1)
    expect(page.locator('[data-task="2"] [data-slot="101"] img')).to_have_count(1)
    giving_leave(desk)
    bucket(desk, 201)
    page.locator("#desk-evidence summary").click()
    assert page.locator("#desk-evidence .desk-take .hy-check").is_hidden(), "a photo from before is not shown to the owner"
    page.locator("#desk-evidence select").nth(0).select_option("paper")
    page.locator("#desk-evidence select").nth(1).select_option("2")
    take(desk, "#desk-evidence", camera=False)
    expect(page.locator("#desk-evidence [data-photo-status]")).to_contain_text("都已上传")
    ((asked, _),) = desk.door.asked("POST", f"{HERE}/files")
    assert asked is not None
    assert (asked["task"], asked["files"][0]["purpose"], asked["files"][0]["may_be_shown"]) == (2, "paper", False)
    assert faults(page) == []


def test_whoever_may_add_nothing_is_offered_nothing(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, case(evidence=[piece("101")], actions=[]))
    assert desk.page.locator("[data-camera]").count() == 0
    assert desk.page.locator("#desk-evidence details").count() == 0
