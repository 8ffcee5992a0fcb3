"""3.1 分类: what is merged, and what is not."""

import itertools
import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from huiyin.insight.clusters import merged

LEAST = 0.1


def test_what_is_alike_is_one_and_the_rest_stands_alone() -> None:
    assert merged([{1: 0.5, 2: 0.4}, {2: 0.3}, {}, {}], LEAST) == [[0, 1, 2], [3]]


def test_one_that_is_alike_to_one_of_many_does_not_join_them() -> None:
    # Text 4 is like text 0 alone: a mean of 0.3 / 4 over the pairs.
    alike = [{1: 0.9, 2: 0.9, 3: 0.9, 4: 0.3}, {2: 0.9, 3: 0.9}, {3: 0.9}, {}, {}]
    assert merged(alike, LEAST) == [[0, 1, 2, 3], [4]]


def test_nothing_is_no_cluster() -> None:
    assert merged([], LEAST) == []


def _mean(alike: Sequence[dict[int, float]], first: Sequence[int], second: Sequence[int]) -> float:
    pairs = [(min(one, other), max(one, other)) for one in first for other in second]
    return sum(alike[low].get(high, 0.0) for low, high in pairs) / len(pairs)


@given(st.integers(0, 14), st.integers(0, 10_000))
def test_no_two_clusters_are_left_that_are_alike_in_the_mean(size: int, seed: int) -> None:
    rng = random.Random(seed)
    alike = [{at: rng.random() for at in range(first + 1, size) if rng.random() < 0.3} for first in range(size)]
    clusters = merged(alike, LEAST)
    assert sorted(itertools.chain.from_iterable(clusters)) == list(range(size))
    assert all(_mean(alike, one, other) < LEAST + 1e-9 for one, other in itertools.combinations(clusters, 2))
