"""Every figure of the overview is what counting case by case gives, and what the list behind it shows; its cost has an end."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import pytest

from builders import MONDAY_9AM, a_case, accept, register, staff, triage
from cases import all_cases
from entry.test_list_cost import SIZES, Counted
from huiyin.casework import queue_of
from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.core.lifecycle import ENDED
from huiyin.core.privacy import may_see
from huiyin.core.turns import APPROVALS, turns_of, waits_for
from huiyin.entry.list_filters import NOBODY, Narrowed, age_group
from huiyin.entry.overview import overview_view
from huiyin.entry.worklists import queues_of, rows_of
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.cases import CaseStore
from huiyin.store.items import SHARDS, CaseItem, CaseTable, case_key, shard_of
from huiyin.store.lists import Lists, standing_due, worklist_keys
from store.test_lists import meta_of

NOW = MONDAY_9AM + timedelta(days=4, hours=1)
# The estate manager, the company, the head of repairs, and a head of department who is triage as well.
WHO = ("jiang.bo", "wei.lan", "zhao.gang", "he.min")
PARTS = {"handlers": "handler", "ages": "age", "stages": "state", "departments": "department"}
_BATCH = 100
# A text that sorts after every name.
_LAST = "9999"


class Standing(Lists):
    """The index of these cases in memory, and a table that has nothing but it. Each has lain since another hour."""

    def __init__(self, cases: Iterable[Case], policy: Policy) -> None:
        self.shards: dict[str, list[CaseItem]] = {}
        self.lain: dict[str, datetime] = {}
        for n, case in enumerate(cases):
            turns = turns_of(case, policy)
            queue = queue_of(case, turns)
            if queue is None:
                continue
            item, since = meta_of(case, queue), NOW - timedelta(hours=n % 37)
            item.pk = case_key(case.case_id)
            for name, value in worklist_keys(queue, case, shard_of(case.case_id), turns, since).items():
                setattr(item, name, value)
            self.lain[case.case_id] = since
            self.shards.setdefault(str(item.wl_pk), []).append(item)

    def _index(self, index: str, pk: str, span: tuple[str, str], page: int | None) -> list[CaseItem]:
        return sorted((one for one in self.shards.get(pk, []) if span[0] <= str(one.wl_sk) <= span[1]), key=lambda one: str(one.wl_sk))


def table_of(index: Callable[..., Iterable[CaseItem]]) -> CaseTable:
    def query(pk: str, span: object, index_name: str, page_size: int | None) -> Iterator[CaseItem]:
        return iter(index(index_name, pk, (" ", _LAST), page_size))

    return cast(CaseTable, SimpleNamespace(cases=SimpleNamespace(query=query)))


@cache
def estate() -> tuple[list[Case], Standing]:
    """Cases of every kind and state under keys of their own, and younger ones, some of which accuse the head of repairs."""
    policy = load_policy()
    known = [replace(case, case_id=f"{n:08d}", number=f"HY-2026-{n:08d}") for n, case in enumerate(all_cases(policy)[::3])]
    return known + _young(policy), Standing(known + _young(policy), policy)


def _young(policy: Policy) -> list[Case]:
    known, young = [], [a_case(policy), a_case(policy, register(policy)), a_case(policy, register(policy), triage(policy), accept(policy))]
    for n in range(60):
        one = replace(young[n % 3], case_id=f"9{n:07d}", number=f"HY-2026-9{n:07d}", received_at=NOW - timedelta(hours=11 * n))
        lead, handler = one.lead and ("repairs", "desk")[n % 2], one.handler and ("li.wei", "wu.lei")[n % 4 // 2]
        known.append(replace(one, lead=lead, handler=handler, accused=("zhao.gang",) if n % 7 == 0 else ()))
    return known


def counted(who: Actor, policy: Policy) -> list[Case]:
    """What this person may count, told from the cases themselves."""
    known, standing = estate()
    mine = None if who.roles & {"manager", "duty_manager", "company"} else who.department
    return [
        case
        for case in known
        if case.state not in ENDED
        and case.case_id in standing.lain
        and not str(queue_of(case, turns_of(case, policy))).startswith("group:")
        and may_see(case, who)
        and not case.guarded
        and (mine is None or case.lead == mine)
    ]


def overview(who: Actor, policy: Policy) -> Any:
    return overview_view(who, table_of(estate()[1]._index), policy, NOW)


@pytest.mark.parametrize("code", WHO)
def test_every_figure_is_what_counting_case_by_case_gives(policy: Policy, code: str) -> None:
    who = staff(policy, code)
    found, cases = overview(who, policy), counted(who, policy)
    assert len(cases) > 5
    by: dict[str, Callable[[Case], str | None]] = {
        "handlers": lambda case: case.handler,
        "ages": lambda case: age_group(case, policy, NOW).code,
        "stages": lambda case: case.state,
        "departments": lambda case: case.lead or NOBODY,
    }
    for part, key_of in by.items():
        rows = {
            row[{"handlers": "handler", "ages": "age", "stages": "state", "departments": "department"}[part]]: row for row in found[part]
        }
        keys = {key_of(case) for case in cases} - {None}
        assert {key for key, row in rows.items() if row["open"]} == keys
        for key in keys:
            his = [case for case in cases if key_of(case) == key]
            lain = sorted((NOW - estate()[1].lain[case.case_id]).total_seconds() // 60 for case in his)
            late = sum(standing_due(case)[1] <= NOW for case in his)
            urgent = sum(case.priority in {"P1", "P2"} for case in his)
            assert (rows[key]["open"], rows[key]["overdue"], rows[key]["pressing"]) == (len(his), late, urgent)
            assert (rows[key]["median_min"], rows[key]["longest_min"]) == (lain[(len(lain) - 1) // 2], lain[-1])


@pytest.mark.parametrize("code", WHO)
def test_every_figure_is_as_long_as_the_list_that_it_leads_to(policy: Policy, code: str) -> None:
    who = staff(policy, code)
    found, store = overview(who, policy), cast(CaseStore, estate()[1])

    def length(listed: dict[str, str]) -> int:
        narrowed = Narrowed(**{name: value for name, value in listed.items() if name != "view"})
        return sum(1 for _ in rows_of(who, listed["view"], store=store, policy=policy, now=NOW, narrowed=narrowed))

    for one in found["now"]:
        assert one["count"] == length(one["list"]), one
    rows = [row for part in PARTS for row in found[part]]
    for row in rows:
        assert (row["open"], row["overdue"]) == (length(row["list"]), length(row["overdue_list"])), row
    assert sum(row["overdue"] for row in rows) > 0


def test_a_plan_that_waits_for_his_word_is_counted_for_whoever_is_asked(policy: Policy) -> None:
    known, _ = estate()
    for code in WHO:
        who = staff(policy, code)
        waiting = [case for case in known if any(turn.kind == APPROVALS for turn in turns_of(case, policy))]
        his = sum(waits_for(_as_row(case, policy), who, APPROVALS, policy) for case in waiting)
        (said,) = (one["count"] for one in overview(who, policy)["now"] if one["code"] == "approvals")
        assert said == his, code
    # The company is asked about guarded cases, too: they are among its approvals and in none of its other figures.
    asked = [case for case in known if case.guarded and waits_for(_as_row(case, policy), staff(policy, "wei.lan"), APPROVALS, policy)]
    assert asked


def _as_row(case: Case, policy: Policy) -> Any:
    facts = ("accused", "community", "guarded", "handler", "lead", "recused", "state")
    return SimpleNamespace(turns=turns_of(case, policy), **{name: getattr(case, name) for name in facts})


def test_a_case_that_accuses_somebody_is_in_none_of_his_figures(policy: Policy) -> None:
    def of_repairs(code: str) -> int:
        table = table_of(Standing(_young(policy), policy)._index)
        found = overview_view(staff(policy, code), table, policy, NOW)["departments"]
        return next(int(row["open"]) for row in found if row["department"] == "repairs")

    accusing = [case for case in _young(policy) if case.accused and case.lead == "repairs"]
    assert accusing
    assert of_repairs("zhao.gang") == of_repairs("jiang.bo") - len(accusing)


def test_it_reads_no_more_at_a_hundred_thousand_cases_than_at_ten_thousand(policy: Policy) -> None:
    read = []
    for size in SIZES:
        index = Counted(size)
        found = overview_view(staff(policy, "jiang.bo"), table_of(index._index), policy, MONDAY_9AM + timedelta(days=2))
        read.append(index.rows)
        assert found["more"] == (size > policy.overview.cases)
        assert sum(row["open"] for row in found["stages"]) == min(size, policy.overview.cases)
    queues = len(queues_of(staff(policy, "jiang.bo"), "all", policy))
    assert read[0] == SIZES[0]
    assert max(read) <= policy.overview.cases + _BATCH * SHARDS * queues
    assert read[2] <= read[1] + _BATCH * SHARDS
