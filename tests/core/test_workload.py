"""How the open work is spread: counted by hand, and the same as counting case by case."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM
from huiyin.core.workload import Load, age_of, ages, is_overdue, lain, load_of, spread
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A case as a list knows it."""

    priority: str = "P3"
    handler: str | None = None
    received_at: datetime = MONDAY_9AM
    due: datetime = MONDAY_9AM + 10 * HOUR
    lies_since: datetime | None = None


def test_a_load_is_counted_with_what_is_overdue_and_what_presses() -> None:
    now = MONDAY_9AM + 10 * HOUR
    rows = [
        Row(priority="P1", due=now, lies_since=now - 2 * HOUR),
        Row(due=now + HOUR, lies_since=now - 5 * HOUR),
        Row(priority="P2", due=now - HOUR, lies_since=now - HOUR),
        # Nobody has touched it: it lies there since it came in.
        Row(due=now + HOUR),
    ]
    assert load_of(rows, ("P1", "P2"), now) == Load(open=4, overdue=2, pressing=2, median=2 * HOUR, longest=10 * HOUR)
    assert load_of([], ("P1",), now) == Load(open=0, overdue=0, pressing=0, median=None, longest=None)


def test_whoever_has_nothing_is_told_of_as_well() -> None:
    rows = [Row(handler="wu.lei"), Row(handler="li.wei"), Row(handler="wu.lei")]
    found = spread(rows, lambda row: row.handler, (), MONDAY_9AM, also=("ma.hui", "li.wei"))
    assert {who: load.open for who, load in found.items()} == {"ma.hui": 0, "li.wei": 1, "wu.lei": 2}
    assert list(found) == ["ma.hui", "li.wei", "wu.lei"]


def test_a_case_is_as_old_as_the_days_of_the_community_since_it_came_in(policy: Policy) -> None:
    groups = ages((1, 3, 7))
    assert [one.code for one in groups] == ["0-1", "2-3", "4-7", "8-"]
    # A quarter to midnight in Hangzhou is a quarter to four in the afternoon in UTC.
    evening = datetime(2026, 11, 23, 15, 45, tzinfo=UTC)

    def age(later: timedelta) -> str:
        return age_of(evening, groups, policy.calendar, evening + later).code

    minutes = timedelta(minutes=20)
    assert age(timedelta()) == age(minutes) == age(timedelta(days=1)) == "0-1"
    assert age(timedelta(days=1) + minutes) == age(timedelta(days=3)) == "2-3"
    assert age(timedelta(days=3) + minutes) == age(timedelta(days=7)) == "4-7"
    assert age(timedelta(days=7) + minutes) == age(timedelta(days=400)) == "8-"
    # What a clock that goes ahead has written down is as young as can be.
    assert age(timedelta(days=-2)) == "0-1"


def test_nothing_has_lain_for_less_than_no_time() -> None:
    assert lain(Row(lies_since=MONDAY_9AM + HOUR), MONDAY_9AM) == timedelta()


_HOURS = st.integers(-500, 500).map(lambda n: MONDAY_9AM + n * HOUR)
_ROWS = st.lists(
    st.builds(
        Row,
        priority=st.sampled_from(["P1", "P2", "P3", "P4"]),
        handler=st.sampled_from(["li.wei", "wu.lei", None]),
        received_at=_HOURS,
        due=_HOURS,
        lies_since=st.none() | _HOURS,
    ),
    max_size=30,
)


@given(rows=_ROWS)
def test_the_parts_are_the_whole_and_each_is_what_its_cases_are(rows: list[Row]) -> None:
    policy, now = load_policy(), MONDAY_9AM
    pressing = policy.overview.pressing
    whole = load_of(rows, pressing, now)
    groups = ages(policy.overview.ages_d)
    for by in (lambda row: row.handler, lambda row: age_of(row.received_at, groups, policy.calendar, now).code):
        parts = spread(rows, by, pressing, now)
        for name in ("open", "overdue", "pressing"):
            assert sum(getattr(one, name) for one in parts.values()) == getattr(whole, name)
        for key, load in parts.items():
            his = [row for row in rows if by(row) == key]
            spans = sorted(lain(row, now) for row in his)
            assert (load.open, load.overdue) == (len(his), sum(is_overdue(row, now) for row in his))
            assert load.pressing == sum(row.priority in pressing for row in his)
            assert (load.median, load.longest) == (spans[(len(spans) - 1) // 2], spans[-1])
