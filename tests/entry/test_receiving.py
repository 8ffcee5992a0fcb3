"""Taking a complaint in: counted once, told apart from a stranger's."""

from collections.abc import Callable

from entry.conftest import Ask
from entry.doors import KEY, complaint, post_form, post_json
from huiyin.policy import load_policy


def test_a_complaint_is_counted_once_however_often_it_is_sent(owners: Ask, written: Callable[[], str]) -> None:
    for _ in range(3):
        assert owners(post_json("/api/complaints", complaint(), key=KEY)).status == 201
    assert written().count('"Received":[1.0]') == 1


def test_whoever_left_a_contact_is_known_by_it_from_any_address(owners: Ask) -> None:
    at_home, outside = post_json("/api/complaints", complaint()), post_json("/api/complaints", complaint())
    outside["requestContext"]["http"]["sourceIp"] = "203.0.113.99"
    assert owners(at_home).json["number"] == owners(outside).json["number"]


def test_leave_to_send_photos_returns_a_browser_to_the_site_and_a_program_to_itself(owners: Ask) -> None:
    grants = owners(post_json("/api/complaints", complaint(), key=KEY)).json["evidence"]["upload"]
    assert len(grants) == load_policy().limits.files
    assert all("success_action_redirect" not in grant["fields"] for grant in grants)
    assert "success_action_redirect" in owners(post_form("/api/complaints", complaint())).text
