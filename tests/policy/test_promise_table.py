"""The matrix and the clocks as they are published."""

import pytest

from huiyin.policy import load_policy
from huiyin.policy.schema import PRIORITIES, Limit


def test_the_matrix_is_the_published_one() -> None:
    matrix = load_policy().promises.matrix
    assert ["".join(matrix[s][u][1] for u in (4, 3, 2, 1)) for s in (4, 3, 2, 1)] == ["1122", "1223", "2233", "3344"]


@pytest.mark.parametrize("grade", [1, 2, 3, 4])
def test_more_severe_or_more_urgent_never_means_a_lower_priority(grade: int) -> None:
    matrix = load_policy().promises.matrix
    by_urgency = [PRIORITIES.index(matrix[grade][u]) for u in (1, 2, 3, 4)]
    by_severity = [PRIORITIES.index(matrix[s][grade]) for s in (1, 2, 3, 4)]
    assert by_urgency == sorted(by_urgency, reverse=True)
    assert by_severity == sorted(by_severity, reverse=True)


def test_first_contact_and_answer_are_the_published_limits() -> None:
    clocks = load_policy().promises.clocks
    assert [clocks[p].first_contact for p in PRIORITIES] == [
        Limit(amount=30, unit="min"),
        Limit(amount=2, unit="h", window="waking"),
        Limit(amount=24, unit="h"),
        Limit(amount=24, unit="h"),
    ]
    assert clocks["P2"].first_contact_essential == Limit(amount=2, unit="h")
    assert [(clocks[p].answer.amount, clocks[p].answer.unit) for p in PRIORITIES] == [(24, "h"), (3, "d"), (7, "d"), (8, "d")]
    assert clocks["P3"].on_site is None
    assert clocks["P2"].made_safe is None


def test_no_answer_is_promised_later_than_the_law_allows() -> None:
    policy = load_policy()
    assert policy.charter.statutory_answer_d == 10
    assert all(policy.promises.clocks[p].answer.unit in ("h", "d") for p in PRIORITIES)


def test_shares_grow_from_step_to_step() -> None:
    promises = load_policy().promises
    assert list(promises.caps.items()) == [("plan_submitted", 0.4), ("plan_decided", 0.6), ("verified", 0.85)]
    assert (promises.amber, promises.red, promises.public_cell) == (0.5, 0.8, 5)
