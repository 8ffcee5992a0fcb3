"""The desk's door: which of its routes the confidential lane answers as well, and which never leave the door."""

from entry.conftest import Ask
from entry.doors import event
from entry.tokens import bearer
from huiyin.entry import desk_door


def test_the_lane_answers_what_is_asked_of_cases_and_nothing_else() -> None:
    answered = {route.path for route in desk_door.door_of_cases().routes}
    assert answered == {route.path for route in desk_door.ROUTES if "{number}" in route.path or "/bulk/" in route.path}
    assert desk_door.door_of_cases().lane is None


def test_lists_and_people_are_no_business_of_the_lane(desk: Ask) -> None:
    for path in ("/api/desk/cases", "/api/desk/me", "/api/desk/duty"):
        assert desk(event("GET", path, headers=bearer("ye.qing"))).status == 200
        assert desk_door.door_of_cases()(event("GET", path, headers=bearer("ye.qing")))["statusCode"] == 404
