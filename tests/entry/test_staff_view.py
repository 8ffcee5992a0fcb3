"""The case page of the desk: what was said, what happened, and nothing of who said it."""

from entry.conftest import Ask
from entry.doors import KEY, MATTER, complaint, post_json
from entry.people import DESK, do, get


def test_the_case_page_says_what_was_said_and_not_by_whom(desk: Ask, number: str) -> None:
    said = get(desk, DESK, f"cases/{number}")
    view = said.json
    assert (view["matter"], view["wish"], view["spot"], view["version"]) == (MATTER, "请尽快检修", "二号梯", 1)
    assert view["due"]["first_contact"] == "2026-11-23T11:00:00+08:00"
    assert view["identity"] == {"held": True, "anonymous": False, "masked": {"phone": "***", "email": "***"}}
    for secret in ("王芳", "13800138000", "wang@example.com"):
        assert secret not in said.text


def test_an_identity_is_shown_for_a_reason_and_the_reading_is_recorded_first(desk: Ask, number: str) -> None:
    said = do(desk, DESK, number, "identity", {"reason": "call_owner"})
    assert said.status == 200, said.text
    assert (said.json["name"], said.json["phone"], said.json["email"]) == ("王芳", "13800138000", "wang@example.com")
    assert said.json["version"] == 2
    view = get(desk, DESK, f"cases/{number}")
    (reading,) = view.json["reads"]
    assert reading["by_words"] == {"zh": "林静", "en": "Lin Jing"}
    assert reading["reason_words"]["zh"] == "联系业主核实情况"
    assert "王芳" not in view.text


def test_an_anonymous_owner_has_no_identity_to_show(desk: Ask, owners: Ask) -> None:
    number = owners(post_json("/api/complaints", complaint(anonymous=True), key=KEY + "-anonymous")).json["number"]
    view = get(desk, DESK, f"cases/{number}").json
    assert (view["identity"]["held"], view["identity"]["anonymous"]) == (False, True)
    assert do(desk, DESK, number, "identity", {"reason": "call_owner"}).code == "no_contact_needed"
