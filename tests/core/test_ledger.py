"""The row of a case says what the case does; the chain of hashes finds every single change."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, NUMBER, a_case
from cases import all_cases
from huiyin.core.case import Case
from huiyin.core.events import AnswerConfirmed, AnswerDisputed, AnswerLapsed
from huiyin.core.evolution import evolve
from huiyin.core.handling import GivenAnswer
from huiyin.core.ledger import ORIGIN, broken_at, is_answer_late, link, row_of
from huiyin.core.lifecycle import ENDED
from huiyin.core.surveyed import Survey
from huiyin.policy.schema import Policy

bodies = st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=12)


def chained(raw: list[bytes]) -> tuple[list[tuple[str, bytes]], str]:
    previous, rows = ORIGIN, []
    for body in raw:
        previous = link(previous, body)
        rows.append((previous, body))
    return rows, previous


@given(bodies)
def test_an_untouched_chain_holds(raw: list[bytes]) -> None:
    rows, head = chained(raw)
    assert broken_at(rows, head) is None


@given(bodies, st.data())
def test_a_changed_body_is_found_where_it_stands(raw: list[bytes], data: st.DataObject) -> None:
    rows, head = chained(raw)
    n = data.draw(st.integers(0, len(rows) - 1))
    rows[n] = (rows[n][0], rows[n][1] + b"!")
    assert broken_at(rows, head) == n + 1


@given(bodies, st.data())
def test_a_dropped_event_is_found(raw: list[bytes], data: st.DataObject) -> None:
    rows, head = chained(raw)
    n = data.draw(st.integers(0, len(rows) - 1))
    del rows[n]
    assert broken_at(rows, head) == n + 1


def test_the_row_of_a_case_that_nobody_looked_at_says_what_came_in(policy: Policy) -> None:
    row = row_of(a_case(policy))
    assert (row.number, row.channel, row.building, row.category, row.sub_issue) == (NUMBER, "web", "b3", "elevator", "out_of_service")
    assert (row.lead, row.handler, row.answered_at, row.findings, row.closed_at, row.verdict) == (None, None, None, (), None, "")
    assert row.answer_due == a_case(policy).answer_due


def test_the_row_of_every_case_on_its_way_agrees_with_the_case(policy: Policy) -> None:
    for case in all_cases(policy):
        row = row_of(case)
        assert (row.closed_at is None) or case.state in ENDED
        assert (row.answered_at is None) == (case.handling.answer is None)
        assert case.lead not in row.joining
        assert row.verdict in {"", "silent", *policy.measures.solved}
        if case.state == "CLOSED" and case.handling.answer is not None and case.handling.membership is None:
            assert row.verdict in {"solved", "silent"}, case.last_event


def test_an_answer_is_late_once_its_day_has_passed_and_stays_so_when_it_came_too_late(policy: Policy) -> None:
    row = row_of(a_case(policy))
    after, before = row.answer_due + timedelta(seconds=1), row.answer_due
    assert (is_answer_late(row, before), is_answer_late(row, after)) == (False, True)
    assert not is_answer_late(replace(row, answered_at=before), after)
    assert is_answer_late(replace(row, answered_at=after), before)
    assert not is_answer_late(replace(row, state="WITHDRAWN"), after)


def test_whoever_disputes_has_said_so_and_whoever_confirms_then_has_too(policy: Policy) -> None:
    case = a_case(policy)
    answer = GivenAnswer(at=MONDAY_9AM, by="gu.ning", reply_due=MONDAY_9AM + timedelta(days=7), tries=(MONDAY_9AM,))
    answered = case.handled(state="ANSWERED", answer=answer)
    disputed = evolve(answered, a_dispute(answered))
    assert (row_of(disputed).verdict, row_of(disputed).answered_at) == ("partly", None)
    again = disputed.handled(state="ANSWERED", answer=answer)
    confirmed = evolve(again, AnswerConfirmed(at=MONDAY_9AM, by="owner", role="owner"))
    assert (row_of(confirmed).verdict, row_of(confirmed).called_at, row_of(confirmed).closed_at) == ("solved", MONDAY_9AM, MONDAY_9AM)
    assert row_of(evolve(again, AnswerLapsed(at=MONDAY_9AM, by="system", role="system", tries=2))).verdict == "silent"


def test_what_is_not_for_whoever_took_a_part_is_in_no_file(policy: Policy) -> None:
    said = Survey(answered_at=MONDAY_9AM, grades=(("result", 2),), tries=(MONDAY_9AM,))
    row = row_of(a_case(policy).handled(survey=said))
    assert (row.grades, row.called_at) == ((("result", 2),), MONDAY_9AM)
    assert row_of(a_case(policy).handled(survey=replace(said, hidden=True))).grades == ()


def a_dispute(case: Case) -> AnswerDisputed:
    later = MONDAY_9AM + timedelta(days=5)
    dates = {"answer_due": later, "plan_due": later, "resolve_due": later}
    return AnswerDisputed(
        at=MONDAY_9AM, by="owner", role="owner", count=1, solved="partly", points=(), priority=case.priority, other_handler=False, **dates
    )
