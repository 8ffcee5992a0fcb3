"""4-security 4.2, row 9: an index may be behind; the table itself never is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.doors import complaint, event, post_json
from infra.local.lag import LAG
from infra.local.stack import Stack


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The product itself: the sample has no index."""
    with Stack.start(stream=False) as running:
        yield running


def answer(stack: Stack, door: str, request: dict[str, Any], status: int) -> Any:
    said = stack.invoke(door, request)
    assert said["statusCode"] == status, said["body"]
    return json.loads(said["body"])


def listed(stack: Stack) -> set[str]:
    head = {"authorization": f"Bearer {stack.token('lin.jing')}"}
    return {row["number"] for row in answer(stack, "StaffApi", event("GET", "/api/desk/cases", headers=head), 200)["items"]}


def test_an_owner_can_follow_a_case_that_no_list_shows_yet(stack: Stack) -> None:
    """FA46: the receipt is good at once, read from the table; the desk's list catches up."""
    with stack.at(MONDAY_9AM):
        with LAG.of(stack.cloud, "CaseTable"):
            receipt = answer(stack, "OwnerApi", post_json("/api/complaints", complaint(), key="a-key-while-lists-lag"), 201)
            keys = {"number": receipt["number"], "code": receipt["code"]}
            assert answer(stack, "OwnerApi", post_json("/api/track", keys), 200)["number"] == receipt["number"]
            assert receipt["number"] not in listed(stack)
        assert receipt["number"] in listed(stack)
