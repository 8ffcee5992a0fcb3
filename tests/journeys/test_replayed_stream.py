"""ST01, ST02, ST08, FA42: the stream comes again, out of order and in pieces, and nothing happens a second time."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.doors import complaint, post_json
from infra.local.stack import Stack


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Without a site: nobody looks at pages here."""
    with Stack.start() as running:
        yield running


def table(stack: Stack) -> list[dict[str, Any]]:
    found = stack.boto("dynamodb").scan(TableName=stack.name("CaseTable"))["Items"]
    return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_stream_that_is_replayed_in_any_order_sends_no_letter_twice_and_changes_nothing(
    stack: Stack, seed: int
) -> None:  # ST01, ST02, ST08
    with stack.at(MONDAY_9AM):
        for n in range(3):
            key = f"a-key-of-a-replay-{seed}-{n:04d}"
            receipt = json.loads(stack.invoke("OwnerApi", post_json("/api/complaints", complaint(), key=key))["body"])
            keys = {"number": receipt["number"], "code": receipt["code"]}
            stack.invoke("OwnerApi", post_json("/api/owner/add", keys | {"note": "又停了一次。"}, key=f"{key}-added"))
        stack.drain()
        before, letters = table(stack), len(stack.mailbox())
        assert letters
        stack.dispatcher.replay(seed)
        stack.dispatcher.replay(seed + 100, trimmed=True)
        assert len(stack.mailbox()) == letters
        assert table(stack) == before
