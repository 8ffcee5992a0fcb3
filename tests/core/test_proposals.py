"""Several reports of one matter at one place are told to whoever decides: from how many, within what time, and each step once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, register, someone, then, triage
from huiyin.core.clock import due_after
from huiyin.core.clocks import running
from huiyin.core.commands import SYSTEM, ProposeGroup, RefuseGroup, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import StepEscalated
from huiyin.core.proposals import STEPS, is_automatic, suggestions
from huiyin.policy import load_policy
from huiyin.policy.schema import Limit, Policy

POLICY = load_policy()
RULES = POLICY.measures.groups


@dataclass(frozen=True)
class Row:
    case_id: str
    received_at: datetime = MONDAY_9AM
    state: str = "RECEIVED"
    kind: str = "complaint"
    category: str | None = "elevator"
    sub_issue: str | None = "out_of_service"
    community: str = "yunjin"
    building: str | None = "b3"
    danger: bool = False
    guarded: bool = False
    flat_mark: str | None = None
    verified: bool = False


def rows(count: int, *, apart: timedelta = timedelta(hours=2), **changes: object) -> list[Row]:
    """So many reports of as many flats, whose owners the desk knows; the newest now."""
    told = {"verified": True} | changes
    return [replace(Row(f"{n:08d}", MONDAY_9AM - n * apart, flat_mark=f"flat-{n}"), **told) for n in range(count)]  # type: ignore[arg-type]


def unknown(count: int, *, flats: bool = True, **changes: Any) -> list[Row]:
    """So many reports of people whom nobody has checked; flats: they tell where they live."""
    return rows(count, verified=False, **({} if flats else {"flat_mark": None}), **changes)


def test_too_few_are_nobodys_news() -> None:
    assert suggestions(rows(RULES.watch - 1), POLICY, MONDAY_9AM) == []


def test_from_three_on_they_are_watched_from_five_on_they_may_be_a_group(policy: Policy) -> None:
    (watched,) = suggestions(rows(RULES.watch), policy, MONDAY_9AM)
    assert watched[:5] == (f"{RULES.watch - 1:08d}", "watch", RULES.watch, RULES.watch, RULES.watch)
    (grouped,) = suggestions(rows(RULES.group), policy, MONDAY_9AM)
    assert grouped[:3] == (f"{RULES.group - 1:08d}", "group", RULES.group)


def test_one_flat_counts_once_however_often_it_reports(policy: Policy) -> None:
    assert suggestions(rows(40, flat_mark="flat-0"), policy, MONDAY_9AM) == []
    twice = [*rows(RULES.watch), *(replace(row, case_id=f"9{row.case_id[1:]}") for row in rows(RULES.watch))]
    (found,) = suggestions(twice, policy, MONDAY_9AM)
    assert (found.step, found.reports, found.flats) == ("watch", 2 * RULES.watch, RULES.watch)


def test_whom_nobody_has_checked_proposes_only_in_numbers_and_confirms_never(policy: Policy) -> None:
    (watched,) = suggestions(unknown(RULES.unverified - 1), policy, MONDAY_9AM)
    assert watched.step == "watch"
    (proposed,) = suggestions(unknown(RULES.unverified), policy, MONDAY_9AM)
    assert (proposed.step, proposed.verified) == ("group", 0)
    assert not is_automatic(proposed, policy)
    (crowd,) = suggestions(unknown(200), policy, MONDAY_9AM)
    assert not is_automatic(crowd, policy)


def test_who_tells_no_flat_is_not_watched_and_counts_only_with_many_others(policy: Policy) -> None:
    assert suggestions(unknown(RULES.unverified - 1, flats=False), policy, MONDAY_9AM) == []
    (found,) = suggestions(unknown(RULES.unverified, flats=False), policy, MONDAY_9AM)
    assert (found.step, found.flats) == ("group", 0)


def test_ten_households_that_the_desk_knows_are_a_group_without_asking_anybody(policy: Policy) -> None:
    (few,) = suggestions(rows(RULES.automatic - 1), policy, MONDAY_9AM)
    (many,) = suggestions(rows(RULES.automatic), policy, MONDAY_9AM)
    assert (is_automatic(few, policy), is_automatic(many, policy)) == (False, True)


def test_many_within_the_hour_may_be_an_incident(policy: Policy) -> None:
    (found,) = suggestions(rows(RULES.incident, apart=timedelta(minutes=5)), policy, MONDAY_9AM)
    assert (found.step, found.reports) == ("incident", RULES.incident)
    (slower,) = suggestions(rows(RULES.incident, apart=timedelta(minutes=10)), policy, MONDAY_9AM)
    assert slower.step == "group"


def test_what_is_long_ago_does_not_count(policy: Policy) -> None:
    assert suggestions(rows(RULES.watch, apart=timedelta(days=RULES.watch_d)), policy, MONDAY_9AM) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"guarded": True},
        {"danger": True},
        {"kind": "praise"},
        {"state": "MERGED"},
        {"state": "CLOSED"},
        {"state": "EXECUTING"},
        {"building": None},
        {"sub_issue": None},
        {"category": "utilities", "sub_issue": "water_pressure"},
        {"category": "gone"},
    ],
)
def test_what_is_somebodys_own_or_over_is_not_counted(policy: Policy, changes: dict[str, object]) -> None:
    assert suggestions(rows(20, **changes), policy, MONDAY_9AM) == []


def test_each_matter_and_place_is_counted_for_itself(policy: Policy) -> None:
    two = [*rows(2), *rows(2, building="b4"), *rows(2, sub_issue="jolts_levelling")]
    assert suggestions(two, policy, MONDAY_9AM) == []


@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.integers(0, 20 * 24 * 60)), max_size=40),
    st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.integers(0, 20 * 24 * 60)), max_size=10),
)
def test_more_reports_never_suggest_less(some: list[tuple[int, bool, int]], more: list[tuple[int, bool, int]]) -> None:
    def told(reports: list[tuple[int, bool, int]]) -> list[Row]:
        return [
            Row(f"{n:08d}", MONDAY_9AM - timedelta(minutes=ago), flat_mark=f"flat-{flat}" if flat else None, verified=checked)
            for n, (flat, checked, ago) in enumerate(reports)
        ]

    found = [suggestions(told(reports), POLICY, MONDAY_9AM) for reports in (some, [*some, *more])]
    ranks = [STEPS.index(one[0].step) if one else -1 for one in found]
    assert ranks[0] <= ranks[1]
    assert not found[0] or not is_automatic(found[0][0], POLICY) or found[1][0].step == "incident" or is_automatic(found[1][0], POLICY)


def test_each_step_is_told_once_and_never_backwards(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    watched = then(case, ProposeGroup(by=SYSTEM, step="watch", reports=3), policy)
    assert (watched.handling.proposed, watched.state) == ("watch", "TRIAGED")
    assert decide(watched, ProposeGroup(by=SYSTEM, step="watch", reports=4), policy, MONDAY_9AM) == ()
    grouped = then(watched, ProposeGroup(by=SYSTEM, step="group", reports=5), policy)
    assert grouped.handling.proposed == "group"
    assert decide(grouped, ProposeGroup(by=SYSTEM, step="watch", reports=3), policy, MONDAY_9AM) == ()


def test_triage_decides_on_a_proposal_within_its_hours_and_what_it_refuses_is_not_proposed_again(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    watched = then(case, ProposeGroup(by=SYSTEM, step="watch", reports=3), policy)
    no = RefuseGroup(by=someone(policy, "triage"), reason="两处漏水的原因不同")
    assert [clock.name for clock in running(watched, policy) if clock.name == "group_proposal"] == []
    with pytest.raises(NotAllowedNow):
        decide(watched, no, policy, MONDAY_9AM)
    asked = then(watched, ProposeGroup(by=SYSTEM, step="group", reports=5), policy)
    (clock,) = (clock for clock in running(asked, policy) if clock.name == "group_proposal")
    assert clock.due == due_after(MONDAY_9AM, Limit(amount=RULES.confirm_wh, unit="wh"), policy.calendar)
    refused = then(asked, no, policy)
    assert [clock.name for clock in running(refused, policy) if clock.name == "group_proposal"] == []
    assert decide(refused, ProposeGroup(by=SYSTEM, step="incident", reports=30), policy, MONDAY_9AM) == ()


def test_of_a_proposal_that_nobody_decided_the_desk_hears_whoever_has_the_case(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    asked = then(case, ProposeGroup(by=SYSTEM, step="group", reports=5), policy)
    due = asked.handling.decide_due
    assert due is not None
    told = decide(asked, WatchClocks(by=SYSTEM), policy, due)
    heard = [event.to for event in told if isinstance(event, StepEscalated) and event.clock == "group_proposal"]
    assert heard == [policy.departments.departments[policy.promises.ladder.unassigned].lead]


def test_a_proposal_is_of_a_step_that_there_is_and_not_of_what_stays_apart(policy: Policy) -> None:
    with pytest.raises(NotUnderstood):
        decide(a_case(policy), ProposeGroup(by=SYSTEM, step="riot", reports=3), policy, MONDAY_9AM)
    with pytest.raises(NotAllowedNow):
        decide(replace(a_case(policy), danger=True), ProposeGroup(by=SYSTEM, step="watch", reports=3), policy, MONDAY_9AM)
