"""Lists show the most pressing first, page without loss or repeat, and never read more than they must."""

import base64
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, contact, register, triage
from builders import accept as accepted
from huiyin.casework import look_at_clocks, perform
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, WithdrawCase
from huiyin.core.errors import NotUnderstood
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store import lists
from huiyin.store.items import META, CaseItem, case_key, shard_of
from huiyin.store.lists import Lists, Page, due_keys, month_keys, worklist_keys
from store.clouds import Stack


def meta_of(case: Case, queue: str, month: str = "2000-01", moment: datetime | None = None, kind: type[CaseItem] = CaseItem) -> CaseItem:
    """META of a case without events: a list reads nothing else."""
    facts: dict[str, Any] = {f.name: getattr(case, f.name) for f in fields(Case) if f.name != "case_id"}
    shard = shard_of(case.case_id)
    places = worklist_keys(queue, case, shard) | due_keys(moment, shard) | month_keys(case, month, shard)
    keys = dict.fromkeys(("head", "data_key", "code_hash", "key_hash", "fingerprint"), b"-")
    return kind(case_key(case.case_id), META, **facts, **places, **keys, attempt=0)


def place(stack: Stack, case: Case, queue: str, **where: Any) -> None:
    meta_of(case, queue, kind=stack.table.cases, **where).save()


def some_cases(policy: Policy, dues: list[int]) -> list[Case]:
    """One case per number: minutes until its first contact is due."""
    plain = a_case(policy)
    start = 18720000
    return [
        replace(plain, case_id=f"{start + n:08d}", number=f"HY-2026-{start + n:08d}", first_contact_due=MONDAY_9AM + timedelta(minutes=due))
        for n, due in enumerate(dues)
    ]


def all_pages(store: Lists, queue: str | tuple[str, ...], limit: int, **more: Any) -> list[Page]:
    pages = [store.worklist(queue, cursor=None, limit=limit, **more)]
    while pages[-1].next:
        pages.append(store.worklist(queue, cursor=pages[-1].next, limit=limit, **more))
    return pages


class InMemory(Lists):
    """The lists over indexes that lie in memory, shard by shard, as DynamoDB would hand them out: quick, for many examples."""

    def __init__(self, standing: list[tuple[Case, str]]) -> None:
        self.shards: dict[str, list[CaseItem]] = {}
        for case, queue in standing:
            item = meta_of(case, queue)
            self.shards.setdefault(item.wl_pk, []).append(item)

    def _index(self, index: str, pk: str, span: tuple[str, str], page: int | None) -> Iterable[CaseItem]:
        return sorted((item for item in self.shards.get(pk, []) if span[0] <= item.wl_sk <= span[1]), key=lambda item: str(item.wl_sk))


def in_order(cases: list[Case]) -> list[str]:
    return [case.case_id for case in sorted(cases, key=lambda case: (not case.danger, case.first_contact_due, case.case_id))]


@settings(deadline=None)
@given(
    dues=st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc"), st.booleans()), max_size=40),
    limit=st.integers(1, 7),
    until=st.none() | st.integers(-1, 4),
)
def test_pages_hold_every_case_once_and_the_most_pressing_first(dues: list[tuple[int, str, bool]], limit: int, until: int | None) -> None:
    cases = some_cases(load_policy(), [due for due, _, _ in dues])
    standing = [(replace(case, danger=danger), queue) for case, (_, queue, danger) in zip(cases, dues, strict=True)]
    end = None if until is None else MONDAY_9AM + timedelta(minutes=until)
    pages = all_pages(InMemory(standing), ("a", "b"), limit, until=end)
    wanted = [case for case, queue in standing if queue in "ab" and (end is None or case.first_contact_due <= end)]
    assert [row.case_id for page in pages for row in page.rows] == in_order(wanted)
    assert all(len(page.rows) == limit for page in pages[:-1])
    assert len(pages) == max(1, -(-len(wanted) // limit))


@settings(deadline=None)
@given(kept=st.lists(st.booleans(), max_size=40), limit=st.integers(1, 5), looked_at=st.integers(1, 9))
def test_a_reader_who_sees_some_rows_only_sees_each_of_them_once(kept: list[bool], limit: int, looked_at: int) -> None:
    cases = some_cases(load_policy(), [0] * len(kept))
    mine = {case.case_id for case, keep in zip(cases, kept, strict=True) if keep}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "_LOOKED_AT", looked_at)
        pages = all_pages(InMemory([(case, "desk") for case in cases]), "desk", limit, keep=lambda row: row.case_id in mine)
    assert [row.case_id for page in pages for row in page.rows] == sorted(mine)
    assert len(pages) <= 1 + len(cases) // min(limit, looked_at)


@pytest.mark.parametrize("due", [-60, 200], ids=["the-oldest", "the-newest"])
@pytest.mark.parametrize("how", [{"danger": True}, {"hints": ("exposure", "danger")}], ids=["ticked", "in-the-words"])
def test_danger_stands_first_of_a_hundred_and_twenty_until_the_owner_was_asked(stack: Stack, due: int, how: dict[str, Any]) -> None:
    *plain, last = some_cases(stack.policy, [*range(119), due])
    urgent = replace(last, **how)
    for case in (*plain, urgent):
        place(stack, case, "desk" if int(case.case_id) % 2 else "triage")

    def ids() -> list[list[str]]:
        return [[row.case_id for row in page.rows] for page in all_pages(stack.store, ("desk", "triage"), 50)]

    in_time = [case.case_id for case in plain]
    everything = [urgent.case_id, *in_time]
    assert ids() == [everything[:50], everything[50:100], everything[100:]]
    early = stack.store.worklist(("desk", "triage"), cursor=None, limit=50, until=MONDAY_9AM + timedelta(minutes=9)).rows
    assert [row.case_id for row in early] == (everything[:11] if due < 0 else in_time[:10]), "what is not due yet is on no list of what is"
    place(stack, replace(urgent, attempted_at=MONDAY_9AM), "triage")
    asked = [case_id for page in ids() for case_id in page]
    assert sorted(asked) == sorted(everything)
    assert asked != everything, "whom somebody asked waits as every other does"


def test_the_table_itself_pages_alike(stack: Stack) -> None:
    cases = some_cases(stack.policy, [3, 1, 1, 2, 0, 1, 3])
    standing = [(replace(case, danger=n % 3 == 0), queue) for n, (case, queue) in enumerate(zip(cases, "abbcaab", strict=True))]
    for case, queue in standing:
        place(stack, case, queue)
    end = MONDAY_9AM + timedelta(minutes=2)
    for limit in (1, 2, 9):
        for until in (None, end):
            assert all_pages(stack.store, ("a", "b"), limit, until=until) == all_pages(InMemory(standing), ("a", "b"), limit, until=until)


def test_a_cursor_is_good_for_its_own_list_and_no_other(stack: Stack) -> None:
    for case in some_cases(stack.policy, [0, 1, 2]):
        place(stack, case, "desk")
    cursor = stack.store.worklist("desk", cursor=None, limit=1).next
    assert cursor is not None
    assert len(stack.store.worklist("desk", cursor=cursor, limit=9).rows) == 2
    for queue in ("triage", ("desk", "triage"), "confid"):
        with pytest.raises(NotUnderstood, match="cursor_invalid"):
            stack.store.worklist(queue, cursor=cursor, limit=1)


def test_a_cursor_with_one_other_character_is_refused_by_name(stack: Stack) -> None:
    cursor = lists._closed("!2026-11-23T01:00:00Z#18720043", ("desk",))
    changed = [cursor[:at] + other + cursor[at + 1 :] for at in range(len(cursor)) for other in "Aa0_-=é\n" if other != cursor[at]]
    for wrong in [*changed, *(cursor[:at] for at in range(1, len(cursor))), cursor + "A", cursor + "=", " " + cursor, "x" * 500]:
        with pytest.raises(NotUnderstood) as refused:
            stack.store.worklist("desk", cursor=wrong, limit=1)
        assert (refused.value.code, refused.value.field) == ("cursor_invalid", "cursor")


@pytest.mark.parametrize(
    "place_",
    ["!!2026-11-23T01:00:00Z#18720043", "2026-11-23T01:00:00Z#1872004", "zzzz", "9999#18720043", "2026-11-23T01:00:00Z#18720043\n"],
)
def test_a_cursor_with_a_right_check_but_no_place_is_refused(stack: Stack, place_: str) -> None:
    forged = base64.urlsafe_b64encode(lists._check(place_, ("desk",)) + place_.encode()).decode().rstrip("=")
    with pytest.raises(NotUnderstood, match="cursor_invalid"):
        stack.store.worklist("desk", cursor=forged, limit=1)


def test_a_row_says_what_a_list_shows(stack: Stack) -> None:
    case = stack.register(danger=True).case
    (row,) = stack.store.worklist("desk", cursor=None, limit=5).rows
    assert (row.case_id, row.number, row.version, row.state) == (case.case_id, case.number, 1, "RECEIVED")
    assert (row.due, row.due_kind, row.danger) == (case.first_contact_due, "first_contact", True)
    shown = {name: getattr(row, name) for name in ("category", "sub_issue", "building", "priority", "received_at", "accused")}
    assert shown == {name: getattr(case, name) for name in shown}


def test_a_case_stands_on_one_worklist_at_a_time(stack: Stack) -> None:
    case_id = stack.register().case.case_id
    queues = ("desk", "triage", "repairs", "confid")

    def standing() -> list[str]:
        return [queue for queue in queues if stack.store.worklist(queue, cursor=None, limit=5).rows]

    assert standing() == ["desk"]
    for key, ask, queue in (
        ("registered-by-the-desk", register(stack.policy), "triage"),
        ("triaged-by-triage", triage(stack.policy), "repairs"),
    ):
        perform(ask, case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key=key)
        assert standing() == [queue]


def test_a_guarded_case_is_on_no_ordinary_list(stack: Stack) -> None:
    guarded = stack.put(replace(stack.register().events[0], guarded=True, number="HY-2026-00000018"), queue="confid", key="guarded")  # type: ignore[arg-type]
    assert [row.case_id for row in stack.store.worklist("confid", cursor=None, limit=5).rows] == [guarded.case.case_id]
    ordinary = stack.store.worklist(("desk", "triage", "repairs"), cursor=None, limit=5).rows
    assert guarded.case.case_id not in {row.case_id for row in ordinary}


def test_a_case_taken_off_the_worklists_is_on_none(stack: Stack) -> None:
    history = stack.register()
    stack.commit(history, register(stack.policy), key="and-then-it-was-over", queue=None)
    assert stack.store.worklist(("desk", "triage"), cursor=None, limit=5) == Page((), None)


def test_a_clock_finds_the_longest_waiting_cases_and_none_too_early(stack: Stack) -> None:
    moments = [4, None, 0, 2, 2, None, 1, 3, 0, 5]
    cases = some_cases(stack.policy, [0] * len(moments))
    for case, moment in zip(cases, moments, strict=True):
        place(stack, case, "desk", moment=None if moment is None else MONDAY_9AM + timedelta(minutes=moment))
    for before in (-1, 0, 2, 9):
        come = {case.case_id: moment for case, moment in zip(cases, moments, strict=True) if moment is not None and moment <= before}
        for limit in (1, 3, 99):
            found = stack.store.due(MONDAY_9AM + timedelta(minutes=before, seconds=59), limit)
            assert len(found) == len(set(found)) == min(limit, len(come))
            assert [come[case_id] for case_id in found] == sorted(come.values())[:limit]


def test_a_clock_that_has_nothing_more_to_say_leaves_the_case_alone(stack: Stack) -> None:
    history = stack.register()
    assert stack.store.due(history.case.first_contact_due, 5) == (history.case.case_id,)
    after = history
    for key, ask in (
        ("registered", register(stack.policy)),
        ("triaged", triage(stack.policy)),
        ("accepted", accepted(stack.policy)),
        ("called", contact(stack.policy)),
    ):
        after = perform(ask, history.case.case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key=f"{key}-in-time-today")
    late = after.case.answer_due + timedelta(days=99)
    assert stack.store.due(late, 5) == (history.case.case_id,)
    look_at_clocks(history.case.case_id, store=stack.store, policy=stack.policy, now=late)
    # How it stands is told every few days until there is an answer; nothing else has to be said.
    assert stack.store.due(late + timedelta(hours=12), 5) == ()
    perform(WithdrawCase(by=OWNER), history.case.case_id, store=stack.store, policy=stack.policy, now=late, key="withdrawn-at-last")
    assert stack.store.due(late + timedelta(days=999), 5) == ()


def test_what_has_ended_is_found_on_its_day_by_whoever_erases_it_and_by_no_clock() -> None:
    later = MONDAY_9AM + timedelta(days=1100)
    assert due_keys(MONDAY_9AM, 2, later) == {"due_pk": "DUE#2", "due_sk": "2026-11-23T01:00:00Z"}
    assert due_keys(None, 2, later) == {"due_pk": "ARCHIVE#2", "due_sk": "2029-11-27T01:00:00Z"}
    assert due_keys(None, 2, None) == {"due_pk": None, "due_sk": None}


def test_a_month_is_that_of_the_community(stack: Stack) -> None:
    # 16:30 UTC on the last of November is half past midnight of the first of December in the community.
    late = datetime.fromisoformat("2026-11-30T16:30:00Z")
    stack.register("received-after-midnight", received_at=late)
    stack.register("received-before-midnight", received_at=late - timedelta(hours=1))
    assert [row.received_at for row in stack.store.month("2026-12")] == [late]
    assert [row.received_at for row in stack.store.month("2026-11")] == [late - timedelta(hours=1)]
    assert list(stack.store.month("2026-10")) == []


def test_a_month_counts_every_case_once(stack: Stack) -> None:
    cases = some_cases(stack.policy, [0] * 13)
    for case in cases:
        place(stack, case, "desk", month="2026-11")
    rows = list(stack.store.month("2026-11"))
    assert sorted(row.case_id for row in rows) == [case.case_id for case in cases]
    assert all(row.first_contact_due == MONDAY_9AM and row.category == "elevator" for row in rows)


def test_no_list_ever_scans(stack: Stack) -> None:
    for n in range(6):
        stack.register(f"a-case-in-the-lists-{n}")
    calls: list[str] = []
    stack.clients.real("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    stack.store.worklist(("desk", "triage"), cursor=None, limit=25)
    stack.store.due(MONDAY_9AM, 25)
    list(stack.store.month("2026-11"))
    stack.store.owed(MONDAY_9AM, 25)
    assert set(calls) == {"Query"}
    assert len(calls) == 8 + 4 + 4 + 4
