"""What a page of a list costs: the same at a hundred thousand cases as at ten thousand, counted in what DynamoDB is asked to read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any, cast

import pytest

from builders import MONDAY_9AM, a_case, accept, register, staff, triage, with_plan
from huiyin.casework import queue_of
from huiyin.core.case import Case
from huiyin.core.turns import turns_of
from huiyin.entry.list_filters import Narrowed
from huiyin.entry.worklists import VIEWS, page_of, queues_of
from huiyin.policy import load_policy
from huiyin.store.cases import CaseStore
from huiyin.store.items import SHARDS, WORKLIST_ATTRIBUTES, CaseItem, case_key, shard_of, stamp
from huiyin.store.lists import Lists, worklist_keys
from store.test_lists import meta_of
from store.write_units import item_bytes

SIZES = (1_000, 10_000, 100_000)
# A page looks at a thousand rows at most, and each query brings so many with it.
_BATCH = 25
_MOST_ROWS = 1_000 + _BATCH
_BYTES_OF_A_UNIT = 8 * 1024


@cache
def kinds() -> tuple[tuple[str, Case], ...]:
    """A case of each list, in its usual state."""
    policy = load_policy()
    told = (
        a_case(policy),
        a_case(policy, register(policy)),
        a_case(policy, register(policy), triage(policy)),
        a_case(policy, register(policy), triage(policy), accept(policy)),
        with_plan(policy),
        replace(a_case(policy, register(policy), triage(policy), accept(policy)), untold=("1/complaint-received",), handler="wu.lei"),
    )
    return tuple((str(queue_of(case, turns_of(case, policy))), case) for case in told)


@cache
def patterns() -> tuple[CaseItem, ...]:
    """The row of each of these as it is written."""
    made = []
    for queue, case in kinds():
        item = meta_of(case, queue)
        for name, value in worklist_keys(queue, case, 0, turns_of(case, load_policy())).items():
            setattr(item, name, value)
        made.append(item)
    return tuple(made)


def row_bytes() -> int:
    """The widest row of these, as the index holds it."""
    wanted = {"pk", "sk", "wl_pk", "wl_sk", *WORKLIST_ATTRIBUTES.split()}
    told = [item.serialize() for item in patterns()]
    return max(item_bytes({name: one[name] for name in wanted & set(one)}) for one in told)


class Counted(Lists):
    """The index of so many cases; a row is made when it is handed out. rows: read so far, by the page of each query."""

    def __init__(self, count: int) -> None:
        self.rows = 0
        self.queries = 0
        self.places: dict[str, list[tuple[str, int]]] = {}
        for n in range(count):
            due, case_id = MONDAY_9AM + timedelta(seconds=7 * n % 900_000), f"{n:08d}"
            self.places.setdefault(f"{kinds()[n % len(kinds())][0]}#{shard_of(case_id)}", []).append((f"{stamp(due)}#{case_id}", n))
        for standing in self.places.values():
            standing.sort()

    def _index(self, index: str, pk: str, span: tuple[str, str], page: int | None) -> Iterator[CaseItem]:
        assert index == "worklist"
        assert page is not None
        standing = self.places.get(pk, [])
        self.queries += 1
        begin, end = bisect_left(standing, (span[0], -1)), bisect_right(standing, (span[1], 10**9))
        for place in range(begin, end):
            if (place - begin) % page == 0:
                self.rows += min(page, end - place)
                self.queries += place > begin
            sk, n = standing[place]
            yield self._made(sk, pk, n)

    def _made(self, sk: str, pk: str, n: int) -> CaseItem:
        usual = patterns()[n % len(kinds())]
        item = copy(usual)
        item.attribute_values = dict(usual.attribute_values)
        item.pk, item.number, item.wl_pk, item.wl_sk = case_key(f"{n:08d}"), f"HY-2026-{n:08d}", pk, sk
        # One case in forty is of this handler.
        item.handler = "li.wei" if usual.handler and n % 40 < len(kinds()) else usual.handler and "wu.lei"
        return item

    def cost(self, who: str, view: str, **more: Any) -> tuple[int, int, str | None]:
        """Rows and queries of one page, and where the next one begins."""
        policy = load_policy()
        self.rows = self.queries = 0
        store = cast(CaseStore, self)
        page = page_of(staff(policy, who), view, store=store, policy=policy, now=MONDAY_9AM + timedelta(days=2), **more)
        return self.rows, self.queries, page.next


@pytest.fixture(scope="module")
def estates() -> dict[int, Counted]:
    return {size: Counted(size) for size in SIZES}


def most(who: str, view: str) -> int:
    """The most rows that a page of this view may read: what it looks at, and the page that each of its queries brings."""
    return _MOST_ROWS + _BATCH * SHARDS * len(queues_of(staff(load_policy(), who), view, load_policy()))


WHO = ("lin.jing", "he.min", "li.wei", "zhao.gang", "gu.ning", "jiang.bo", "wei.lan", "ye.qing")


@pytest.mark.parametrize("view", VIEWS)
def test_no_page_of_anybody_reads_more_at_a_hundred_thousand_cases_than_it_may_at_ten_thousand(
    estates: dict[int, Counted], view: str
) -> None:
    for who in WHO:
        (ten, _, _), (hundred, queries, _) = (estates[size].cost(who, view) for size in SIZES[1:])
        assert max(ten, hundred) <= most(who, view), who
        # At each size a page ends at the same place: fifty rows, or a thousand that were looked at.
        assert hundred <= ten + _MOST_ROWS // 4, (who, ten, hundred)
        assert queries <= most(who, view) // _BATCH + SHARDS * len(queues_of(staff(load_policy(), who), view, load_policy()))


def test_a_page_of_all_costs_the_same_at_every_size(estates: dict[int, Counted]) -> None:
    thousand, ten, hundred = (estates[size].cost("lin.jing", "all")[0] for size in SIZES)
    assert thousand <= ten == hundred
    # Eventually consistent reads of 4 KB cost half a unit.
    assert -(-hundred * row_bytes() // _BYTES_OF_A_UNIT) <= 60


def test_the_twentieth_page_costs_what_the_first_one_does(estates: dict[int, Counted]) -> None:
    estate, cursor, costs = estates[100_000], None, []
    for _ in range(20):
        rows, _, cursor = estate.cost("jiang.bo", "all", cursor=cursor)
        costs.append(rows)
        assert cursor is not None
    assert max(costs) <= min(costs) + _BATCH * SHARDS


def test_a_filter_that_fits_nothing_ends_its_page_like_any_other(estates: dict[int, Counted]) -> None:
    rows, _, following = estates[100_000].cost("jiang.bo", "all", narrowed=Narrowed(category="noise", state="TRANSFERRED"))
    assert rows <= most("jiang.bo", "all")
    assert following is not None


def test_a_row_of_a_list_is_one_write_unit_whatever_waits_on_it() -> None:
    assert row_bytes() <= 1024
