"""Which cases a ledger holds: months in their order, and no case of which its reader may not know."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.people import taken_to
from huiyin.core.errors import NotUnderstood
from huiyin.entry import wiring
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.entry.ledger_scope import actor_of, months_of, read_scope, seen, words_of
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.jobs import Job

JOB = Job(
    job_id="0" * 40, kind="export", by="he.min", roles=("triage",), department=None, stands_in=(), language="zh", at=MONDAY_9AM, view="all"
)


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2026-11", "2026-11", ("2026-11",)),
        ("2026-11", "2027-02", ("2026-11", "2026-12", "2027-01", "2027-02")),
        ("2026-12", "2026-11", ()),
    ],
)
def test_months_go_from_one_to_the_other(since: str, until: str, months: tuple[str, ...]) -> None:
    assert months_of(since, until) == months


def test_one_month_alone_is_that_month_and_none_is_the_list(policy: Policy) -> None:
    def scope(**values: str) -> tuple[object, ...]:
        found = read_scope(Fields(Body(values=values, form=False)), policy)
        return found.view, found.since, found.until

    assert scope(to_month="2026-11", view="mine") == (None, "2026-11", "2026-11")
    assert scope() == ("to-accept", None, None)
    with pytest.raises(NotUnderstood):
        scope(from_month="2026-1x")


def test_what_he_may_not_know_stays_out_even_where_the_list_still_names_it(number: str, guarded: str, desk: Ask) -> None:
    """A list lags behind: what a case is now decides."""
    ids = [number[-8:], guarded[-8:], "00000000"]
    store = wiring.case_store()
    assert [case.number if case else None for case in seen(ids, JOB, store, load_policy())] == [number, None]
    taken_to(desk, number)
    other = replace(JOB, roles=("handler",), by="ma.hui", department="cleaning")
    assert list(seen(ids[:1], other, store, load_policy())) == [None]
    stood_in = replace(other, stands_in=("li.wei",))
    assert [case.number for case in seen(ids[:1], stood_in, store, load_policy()) if case] == [number]


def test_what_is_in_it_is_said_in_words(policy: Policy) -> None:
    said = words_of(
        replace(JOB, narrowed=(("state", "TRIAGED"), ("department", "repairs"), ("building", "b3"), ("priority", "P2"))), policy, "zh"
    )
    assert said == f"{policy.word('labels.view_all', 'zh')} · 已受理 · 工程部 · 3 号楼 · P2"
    ended = replace(JOB, narrowed=(("ending", "0043"),))
    assert words_of(ended, policy, "zh") == f"{policy.word('labels.view_all', 'zh')} · 编号末尾：0043"
    assert words_of(replace(JOB, view=None, since="2026-10", until="2026-11"), policy, "en") == "2026-10 – 2026-11"
    assert actor_of(JOB).roles == {"triage"}
