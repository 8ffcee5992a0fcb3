"""Photos of a report: shrunk, without their place, sent one by one; what fails can be sent again."""

import io

from PIL import Image
from playwright.sync_api import expect

from tests.accessibility import faults
from tests.site.form_steps import FORM, first_step, second_step, third_step
from tests.site.opening import Opened, Opener
from tests.site.stub_api import StubApi


def photo(size: tuple[int, int] = (2400, 1200)) -> bytes:
    """A JPEG with the place of shooting in it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "the place of shooting"
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", exif=exif, quality=92)
    return out.getvalue()


def test_photos_are_shrunk_cleaned_sent_one_by_one_and_reported_once(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    api.upload_status = [500, 204]
    first_step(page)
    page.locator("[name=no_evidence]").check()
    big = photo()
    page.locator("#f-photos").set_input_files([{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": big} for n in range(2)])
    expect(page.locator("[data-photo-list] figure")).to_have_count(2)
    assert faults(page) == []
    second_step(page)
    third_step(page)
    assert "2 张" in page.locator("[data-summary]").inner_text()
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    expect(page.locator(".hy-photos__retry")).to_have_count(1)
    expect(page.locator("[data-sending] [role=status]")).to_contain_text("重试")
    assert faults(page) == []
    page.locator(".hy-photos__retry").click()
    expect(page.locator("[data-sending] [role=status]")).to_have_text("2 张照片都已上传。")
    assert [body["files"] for body in api.sent("/api/owner/add")] == [["incoming/18720043/2-abc"], ["incoming/18720043/1-abc"]]
    assert "no_evidence" not in api.sent(FORM)[0]
    assert len(api.uploads) == 3
    for upload in api.uploads:
        jpeg = upload[upload.index(b"\xff\xd8") : upload.rindex(b"\xff\xd9") + 2]
        with Image.open(io.BytesIO(jpeg)) as sent:
            assert max(sent.size) == 1600
            assert not sent.getexif()
        assert b"place of shooting" not in upload
        assert len(jpeg) < len(big)
    assert opened.said == ["error: Failed to load resource: the server responded with a status of 500 (Internal Server Error)"]


def test_no_more_photos_than_the_policy_allows(open_page: Opener) -> None:
    page = open_page("/report/").page
    first_step(page)
    small = photo((40, 30))
    page.locator("#f-photos").set_input_files([{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": small} for n in range(10)])
    expect(page.locator("[data-photo-status]")).to_contain_text("最多 9 张")
    assert page.locator("[data-photo-list] figure").count() == 9
    page.locator(".hy-photos__drop").first.click()
    assert page.locator("[data-photo-list] figure").count() == 8


def test_a_file_that_is_no_picture_is_said_so(open_page: Opener) -> None:
    page = open_page("/report/").page
    first_step(page)
    page.locator("#f-photos").set_input_files([{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}])
    expect(page.locator("[data-photo-status]")).to_contain_text("打不开")
