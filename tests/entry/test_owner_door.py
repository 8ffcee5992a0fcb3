"""The owners' door: which of its routes the confidential lane answers as well, and which never leave the door."""

from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from huiyin.entry import owner_door


def test_the_lane_answers_what_is_asked_of_one_case_and_nothing_else() -> None:
    answered = {route.path for route in owner_door.door_of_cases().routes}
    assert answered == {"/api/track", "/api/owner/{act}"}
    assert answered < {route.path for route in owner_door.ROUTES}
    assert owner_door.door_of_cases().lane is None


def test_the_proof_that_nothing_was_changed_needs_no_word_and_so_no_lane(owners: Ask, guarded: str) -> None:
    # The same form again is answered by the same receipt.
    code = owners(post_json("/api/complaints", complaint(sensitive=True), key=KEY + "-guarded")).json["code"]
    said = owners(post_json("/api/track/books", {"number": guarded, "code": code}))
    assert said.status == 200
    assert owner_door.door_of_cases()(event("POST", "/api/track/books", "{}"))["statusCode"] == 404
