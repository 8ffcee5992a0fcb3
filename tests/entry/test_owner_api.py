"""The owners' door, asked as the gateway asks it."""

from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json


def test_a_complaint_gets_a_number_a_code_and_a_promise(owners: Ask) -> None:
    said = owners(post_json("/api/complaints", complaint(), key=KEY))
    assert said.status == 201, said.text
