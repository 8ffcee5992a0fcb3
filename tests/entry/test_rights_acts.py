"""An owner's rights over his data at the door: asked for by number and code, decided at the desk, shown to him with its ground."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import post_form, post_json
from entry.people import CONFID, DESK, HANDLER, do, get, receipt, taken_to
from huiyin.core.case import case_id_of
from huiyin.entry import archive_cases, wiring
from huiyin.entry.rights_acts import RIGHTS

QUALITY = "gu.ning"


def act(owners: Ask, given: dict[str, Any], name: str, **said: Any) -> Any:
    return owners(post_json(f"/api/owner/{name}", {"number": given["number"], "code": given["code"], **said}))


@pytest.fixture
def withdrawn(owners: Ask) -> dict[str, Any]:
    """The receipt of a case that its owner took back."""
    given = receipt(owners, category="cleaning", sub_issue=None)
    assert act(owners, given, "withdraw").json["state"] == "WITHDRAWN"
    return given


def test_pr01_whoever_knows_name_room_and_phone_alone_asks_for_nothing(owners: Ask) -> None:
    given = receipt(owners)
    for name in RIGHTS:
        for code in ("", "王芳 1502 13800138000", "0000-0000-0000-0000"):
            said = owners(post_json(f"/api/owner/{name}", {"number": given["number"], "code": code, "note": "x", "consents": ["service"]}))
            assert (said.status, said.code) == (404, "case_unknown"), name


def test_erasing_is_asked_decided_and_done_and_what_is_refused_says_why(owners: Ask, desk: Ask, withdrawn: dict[str, Any]) -> None:
    asked = act(owners, withdrawn, "erase", note="不想再留")
    assert (asked.status, asked.json["timeline"][-1]["type"], asked.json["timeline"][-1]["words"]) == (200, "ErasureAsked", "不想再留")
    assert "erase" not in asked.json["can"]
    number, version = withdrawn["number"], len(asked.json["timeline"])
    body = {"version": version, "erasure": "refused", "reason": "claim", "text": "赔偿还没有谈完。"}
    for who in (DESK, HANDLER):
        assert do(desk, who, number, "decide-erasure", body).status in {403, 404}
    assert do(desk, QUALITY, number, "decide-erasure", body | {"reason": ""}).json["field"] == "reason"
    refused = do(desk, QUALITY, number, "decide-erasure", body)
    assert refused.status == 200, refused.text
    told = owners(post_json("/api/track", {"number": number, "code": withdrawn["code"]})).json
    assert (told["timeline"][-1]["words"], "erase" in told["can"]) == ("赔偿还没有谈完。", True)
    assert told["timeline"][-1]["title"]["zh"].startswith("暂不删除您的个人信息：还有争议")
    assert act(owners, withdrawn, "erase").status == 200
    granted = do(desk, CONFID, number, "decide-erasure", {"version": version + 2, "erasure": "granted"})
    assert granted.status == 200, granted.text
    # It lies where the night looks for it, and is erased by the ordinary way.
    assert case_id_of(number) in wiring.case_store().to_archive(MONDAY_9AM + timedelta(minutes=1), 10)
    assert archive_cases.archive(case_id_of(number), MONDAY_9AM + timedelta(minutes=1))
    assert owners(post_json("/api/track", {"number": number, "code": withdrawn["code"]})).code == "case_unknown"
    assert wiring.people_store().read(case_id_of(number)) is None


def test_pr02_while_it_goes_on_it_is_refused_with_the_law(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    said = act(owners, given, "erase")
    assert (said.status, said.code) == (409, "erasure_open")
    assert "第四十七条" in said.json["message"]["zh"]
    page = owners(post_form("/api/owner/erase", {"number": given["number"], "code": given["code"]}))
    assert (page.status, "第四十七条" in page.text) == (409, True)


def test_pr07_a_consent_taken_back_ends_what_rested_on_it(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    taken_to(desk, given["number"])
    offered = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]})).json
    form = next(one for one in offered["acts"] if one["name"] == "withdraw-consent")
    assert [choice["value"] for choice in form["fields"][0]["choices"]] == ["service"]
    said = act(owners, given, "withdraw-consent", consents=["service"])
    assert (said.status, said.json["timeline"][-1]["type"], said.json["state"]) == (200, "ConsentWithdrawn", "TRIAGED")
    assert "withdraw-consent" not in said.json["can"]
    reading = desk_reads(desk, given["number"])
    assert (reading.status, reading.code) == (409, "contact_ended")
    seen = get(desk, HANDLER, f"cases/{given['number']}").json
    assert seen["timeline"][-1]["title"]["zh"].startswith("业主撤回了同意：不再联系他")
    # What the law has us do goes on.
    done = do(desk, HANDLER, given["number"], "accept-case", {"version": seen["version"], "no_interest": True})
    assert done.status == 200, done.text


def desk_reads(desk: Ask, number: str) -> Any:
    return do(desk, DESK, number, "identity", {"reason": "call_owner"})


def test_a_word_about_his_data_is_a_case_that_the_confidential_officer_alone_sees(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    said = act(owners, given, "about-data", note="我的电话被告诉了邻居。")
    assert (said.status, said.json["number"] != given["number"]) == (201, True)
    new = said.json["number"]
    for who in (DESK, "jiang.bo", QUALITY):
        assert get(desk, who, f"cases/{new}").status == 404
    seen = get(desk, CONFID, f"cases/{new}").json
    assert (seen["matter"], seen["timeline"][0]["words"]["zh"]) == (
        "我的电话被告诉了邻居。",
        f"反映个人信息的处理，投诉件 {given['number']}",
    )
    assert len(get(desk, DESK, f"cases/{given['number']}").json["timeline"]) == 1
    assert act(owners, given, "about-data", note="我的电话被告诉了邻居。").json["number"] == new
    assert act(owners, given, "about-data", note="又有一次。").code == "about_before"
