"""Several reports of one matter at one place are told to whoever decides: from how many, within what time, and each step once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, register, then, triage
from huiyin.core.commands import SYSTEM, ProposeGroup
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.proposals import STEPS, Suggestion, suggestions
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

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


def rows(count: int, *, apart: timedelta = timedelta(hours=2), **changes: object) -> list[Row]:
    """So many reports, the newest now."""
    return [replace(Row(f"{n:08d}", MONDAY_9AM - n * apart), **changes) for n in range(count)]  # type: ignore[arg-type]


def test_too_few_are_nobodys_news() -> None:
    assert suggestions(rows(RULES.watch - 1), POLICY, MONDAY_9AM) == []


def test_from_three_on_they_are_watched_from_five_on_they_may_be_a_group(policy: Policy) -> None:
    assert suggestions(rows(RULES.watch), policy, MONDAY_9AM) == [Suggestion(f"{RULES.watch - 1:08d}", "watch", RULES.watch)]
    assert suggestions(rows(RULES.group), policy, MONDAY_9AM) == [Suggestion(f"{RULES.group - 1:08d}", "group", RULES.group)]


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


@given(st.integers(0, 40), st.integers(0, 40))
def test_more_reports_never_suggest_less(one: int, two: int) -> None:
    few, many = sorted((one, two))
    steps = [suggestions(rows(count), POLICY, MONDAY_9AM) for count in (few, many)]
    ranks = [STEPS.index(found[0].step) if found else -1 for found in steps]
    assert ranks[0] <= ranks[1]


def test_each_step_is_told_once_and_never_backwards(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    watched = then(case, ProposeGroup(by=SYSTEM, step="watch", reports=3), policy)
    assert (watched.handling.proposed, watched.state) == ("watch", "TRIAGED")
    assert decide(watched, ProposeGroup(by=SYSTEM, step="watch", reports=4), policy, MONDAY_9AM) == ()
    grouped = then(watched, ProposeGroup(by=SYSTEM, step="group", reports=5), policy)
    assert grouped.handling.proposed == "group"
    assert decide(grouped, ProposeGroup(by=SYSTEM, step="watch", reports=3), policy, MONDAY_9AM) == ()


def test_a_proposal_is_of_a_step_that_there_is_and_not_of_what_stays_apart(policy: Policy) -> None:
    with pytest.raises(NotUnderstood):
        decide(a_case(policy), ProposeGroup(by=SYSTEM, step="riot", reports=3), policy, MONDAY_9AM)
    with pytest.raises(NotAllowedNow):
        decide(replace(a_case(policy), danger=True), ProposeGroup(by=SYSTEM, step="watch", reports=3), policy, MONDAY_9AM)
