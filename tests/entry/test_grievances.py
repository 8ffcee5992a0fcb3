"""What an owner says about whoever handles his case is a case of its own: he gets its number and code, that person sees nothing of it."""

from typing import Any

from entry.conftest import Ask
from entry.doors import post_json
from entry.people import DESK, HANDLER, do, get, receipt, taken_to
from huiyin.core.case import case_id_of
from huiyin.entry import wiring

SAID = "李师傅说话很不耐烦，还让我别再打电话。"


def told(owners: Ask, given: dict[str, Any], note: str = SAID) -> Any:
    return owners(post_json("/api/owner/about-handler", {"number": given["number"], "code": given["code"], "note": note}))


def test_before_anybody_handles_it_there_is_nobody_to_speak_about(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    assert told(owners, given).code == "not_allowed_now"
    assert "about-handler" not in owners(post_json("/api/track", {"number": given["number"], "code": given["code"]})).json["can"]


def test_it_becomes_a_confidential_case_that_the_handler_never_sees(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    taken_to(desk, given["number"], accepted=True)
    before = get(desk, HANDLER, f"cases/{given['number']}").json
    said = told(owners, given)
    assert (said.status, said.json["number"] != given["number"]) == (201, True)
    new = said.json["number"]
    held = wiring.case_store().load(case_id_of(new))
    assert held is not None
    assert (held.case.guarded, held.case.accused, held.case.anonymous, held.case.category) == (True, (HANDLER,), True, "staff_attitude")
    # Nothing of it stands where he could look.
    after = get(desk, HANDLER, f"cases/{given['number']}").json
    assert (after["version"], len(after["timeline"])) == (before["version"], len(before["timeline"]))
    for who in (HANDLER, DESK, "jiang.bo"):
        assert get(desk, who, f"cases/{new}").status == 404
    seen = get(desk, "ye.qing", f"cases/{new}").json
    assert (seen["matter"], seen["timeline"][0]["words"]["zh"]) == (SAID, f"关于投诉件 {given['number']}")
    # And he stays accused when the officer registers it without naming anybody again.
    done = do(desk, "ye.qing", new, "register-case", {"version": 1, "identity_check": "anonymous"})
    assert done.status == 200, done.text
    for version, officer in ((2, "ye.qing"), (3, "qin.yue")):
        assert do(desk, officer, new, "release-case", {"version": version, "reason": "已经谈过。"}).status == 200
    assert get(desk, "he.min", f"cases/{new}").status == 200
    assert get(desk, HANDLER, f"cases/{new}").status == 404


def test_the_owner_follows_it_with_its_own_number_and_code(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    taken_to(desk, given["number"])
    new = told(owners, given).json
    view = owners(post_json("/api/track", {"number": new["number"], "code": new["code"]})).json
    assert (view["state"], view["matter"]) == ("RECEIVED", SAID)
    assert owners(post_json("/api/track", {"number": new["number"], "code": given["code"]})).status == 404


def test_sent_twice_it_is_one_case_and_other_words_go_to_that_one(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    taken_to(desk, given["number"])
    first, again = told(owners, given), told(owners, given)
    assert (first.json["number"], first.json["code"]) == (again.json["number"], again.json["code"])
    assert told(owners, given, "还迟到了。").code == "about_before"
    assert told(owners, given, " ").json["field"] == "note"
