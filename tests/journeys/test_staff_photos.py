"""On a repairer's phone: a photo for the step, the step ended, the work reported done; the owner sees the result with his answer."""

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from entry.test_clean_evidence import keys, upload
from entry.test_photos import GPS, a_photo
from huiyin.policy import load_policy
from infra.local.stack import Stack
from journeys.course import POINT, Course
from journeys.test_web_complaint import sign_in
from neighbours import Colleague, Json, Reply, send

PHOTO = {"type": "image/jpeg", "size": 200_000, "purpose": "after"}
LAMP = "facility_repair.roads_lights"


def asks(course: Course, who: str, **body: Any) -> Reply:
    """Leave to send photos."""
    version = course.seen_by(who).json.get("version", 1)
    with course.stack.at(course.now):
        return Colleague(course.stack.url, course.stack.token(who)).do(course.owner.number, "files", version=version, **body)


def at_work(stack: Stack) -> Course:
    """A lamp with a plan of one step on site, agreed to."""
    case = Course(stack)
    case.reports(category="facility_repair", sub_issue="roads_lights", matter="三栋门口的路灯不亮。")
    case.handed_to("li.wei", "repairs", LAMP)
    step = {"words": "更换灯具", "department": "repairs", "assignee": "wu.lei", "due": case.after(days=1), "physical": True}
    case.does("li.wei", "submit-plan", "PLAN_REVIEW", **case.plan(tasks=[step]))
    case.agrees("zhao.gang", "EXECUTING")
    return case


def photo_file(folder: Path) -> Path:
    path = folder / "lamp.jpg"
    path.write_bytes(a_photo(size=(1200, 900)))
    with Image.open(path) as photo:
        assert photo.getexif().get_ifd(GPS)
    return path


def takes(page: Page, command: str, file: Path) -> None:
    camera = page.locator(f'form[data-command="{command}"] [data-camera]')
    camera.wait_for()
    camera.set_input_files(file)
    expect(page.locator(f'form[data-command="{command}"] .desk-picks input:checked')).to_have_count(1, timeout=30_000)


def opened(page: Page, command: str) -> Any:
    fold = page.locator(f'[data-action="{command}"]')
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    return page.locator(f'form[data-command="{command}"]')


def test_a_repairer_shows_his_work_with_one_thumb(stack: Stack, visit: Any, tmp_path: Path) -> None:
    case = at_work(stack)
    number = case.owner.number
    hand = visit()
    sign_in(hand.page, stack, "wu.lei", number)
    form = opened(hand.page, "finish-task")
    form.locator('[name="n"]').first.check(force=True)
    form.locator('[name="outcome"][value="done"]').check(force=True)
    form.locator(".desk-take .hy-check input").check(force=True)
    takes(hand.page, "finish-task", photo_file(tmp_path))
    expect(hand.page.locator('#desk-thumbs [data-slot="101"] img')).to_have_count(1, timeout=30_000)
    assert hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form.locator("[type=submit]").click()
    hand.page.locator(".desk-note--done").wait_for()
    assert hand.complaints == []
    lead = visit()
    sign_in(lead.page, stack, "li.wei", number)
    form = opened(lead.page, "report-done")
    form.locator('[name="finding_1"]').select_option("upheld")
    form.locator('[name="wish_1"][value="met"]').check(force=True)
    form.locator('.desk-picks [value="101"]').check(force=True)
    for name in ("result", "answer"):
        form.locator(f'[name="{name}"]').fill("已更换灯具。")
    form.locator("[type=submit]").click()
    lead.page.locator(".desk-note--done").wait_for()
    assert case.tracked()["results"] == [], "nothing of the result before the answer"
    case.does("he.min", "release-answer", "ANSWERED", **POINT, text="您反映的路灯已修复。", no_interest=True)
    told = case.tracked()
    assert [one["state"] for one in told["results"]] == ["available"]
    assert told["evidence"] == []
    seen = Image.open(io.BytesIO(send(told["results"][0]["url"]).body))
    assert not seen.getexif()
    assert "FilesAdded" not in [row["type"] for row in told["timeline"]]


def test_a_photo_leaves_its_place_behind_and_its_original_is_sealed(stack: Stack) -> None:
    case = at_work(stack)
    raw = a_photo()
    given = asks(case, "wu.lei", files=[PHOTO], task=1).json["evidence"]
    assert upload(stack, given["upload"][0], raw) == 201
    stack.drain()
    (shown,) = case.seen_by("wu.lei").json["evidence"]
    assert (shown["slot"], shown["state"], shown["task"]) == ("101", "available", 1)
    assert not Image.open(io.BytesIO(send(shown["url"]).body)).getexif().get_ifd(GPS)
    case_id = case.owner.number.rsplit("-", 1)[1]
    (sealed,) = keys(stack, f"original/{case_id}/101")
    kept = stack.boto("s3").get_object(Bucket=stack.name("EvidenceBucket"), Key=sealed)["Body"].read()
    assert raw not in kept
    assert keys(stack, f"incoming/{case_id}/") == []


def test_what_was_never_sent_or_is_no_photo_reports_nothing_done(stack: Stack) -> None:
    case = at_work(stack)
    given = asks(case, "wu.lei", files=[PHOTO, PHOTO], task=1).json["evidence"]
    said: Json = {**POINT, "result": "已换。", "answer": "已修复。"}
    case.does("wu.lei", "finish-task", "EXECUTING", n=1, outcome="done", note="", files=given["slots"])
    case.refuses("li.wei", "report-done", "photo_not_arrived", **said)
    # one that is too large the bucket takes from nobody, and what breaks off leaves nothing
    large = b"\xff\xd8\xff" + b"0" * (load_policy().limits.file_mb * 1024 * 1024)
    assert upload(stack, given["upload"][0], large) == 400
    assert upload(stack, given["upload"][0], b"MZ" + b"\0" * 90) == 201
    stack.drain()
    case.refuses("li.wei", "report-done", "photo_not_arrived", **said)
    assert upload(stack, given["upload"][1], a_photo()) == 201
    stack.drain()
    case.does("li.wei", "report-done", "VERIFYING", **said, files=[given["slots"][1]])


def test_of_a_guarded_case_and_by_whom_it_accuses_nothing_is_seen_or_added(stack: Stack) -> None:
    guarded = Course(stack)
    guarded.reports(sensitive=True)
    given = asks(guarded, "ye.qing", files=[PHOTO | {"purpose": "paper"}])
    assert given.status == 201, given.text
    assert upload(stack, given.json["evidence"]["upload"][0], a_photo()) == 201
    stack.drain()
    (shown,) = guarded.seen_by("ye.qing").json["evidence"]
    assert (shown["state"], shown["purpose_words"]["zh"]) == ("available", "纸质材料")
    accused = Course(stack)
    accused.reports(accused="工程部的李师傅")
    accused.does("ye.qing", "register-case", "REGISTERED", identity_check="called_back", release=True, accused=["li.wei"])
    assert asks(accused, "he.min", files=[PHOTO]).status == 201
    for case, who in ((guarded, "li.wei"), (guarded, "lin.jing"), (accused, "li.wei")):
        assert case.seen_by(who).status == 404
        assert asks(case, who, files=[PHOTO]).status == 404
    assert guarded.tracked()["evidence"] == []
