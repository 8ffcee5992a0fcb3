"""A list read to its end has every row once, in the order in which its pages have them."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM
from huiyin.policy.schema import Policy
from huiyin.store import whole_lists
from huiyin.store.whole_lists import every, first_of
from store.clouds import Stack
from store.test_lists import all_pages, place, some_cases


def test_a_list_to_its_end_is_its_pages_one_after_the_other(stack: Stack, policy: Policy) -> None:
    queues = ("desk", "repairs")
    for n, case in enumerate(some_cases(policy, [50, 10, 40, 20, 30, 60, 25])):
        place(stack, case, queues[n % 2])
    paged = [row for page in all_pages(stack.store, queues, 3) for row in page.rows]
    whole = list(every(stack.table, queues))
    assert whole == paged
    assert len(whole) == 7
    soon = MONDAY_9AM + timedelta(minutes=25)
    assert [row.due for row in every(stack.table, queues, until=soon)] == [row.due for row in paged if row.due <= soon]
    assert len(list(every(stack.table, ("repairs",)))) == 3


@pytest.mark.parametrize("most", [1, 3, 6, 7, 8])
def test_so_far_and_no_further_is_the_beginning_of_the_whole_and_says_whether_more_follows(
    stack: Stack, policy: Policy, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(whole_lists, "_BATCH", 2)
    for n, case in enumerate(some_cases(policy, [50, 10, 40, 20, 30, 60, 25])):
        place(stack, case, ("desk", "repairs")[n % 2])
    whole = list(every(stack.table, ("desk", "repairs")))
    rows, more = first_of(stack.table, ("desk", "repairs"), most)
    assert list(rows) == whole[:most]
    assert more == (most < len(whole))
    assert first_of(stack.table, (), most) == ((), False)
