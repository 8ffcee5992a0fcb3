"""Phrases, limits and what a number may be."""

from huiyin.policy.terms import AMOUNTS, LANGUAGES, PRIORITIES, Limit, Phrase


def test_a_phrase_speaks_the_readers_language() -> None:
    lift = Phrase(zh="电梯", en="Lift")
    assert [lift.of(language) for language in LANGUAGES] == ["电梯", "Lift"]


def test_a_limit_counts_the_whole_day_unless_a_window_is_named() -> None:
    assert Limit(amount=24, unit="h").window == "always"


def test_every_unit_says_how_much_of_it_makes_sense() -> None:
    assert set(AMOUNTS) == {"min", "h", "d", "wh", "wd"}
    assert all(bounds.low == 1 < bounds.high for bounds in AMOUNTS.values())


def test_priorities_go_from_the_most_to_the_least_urgent() -> None:
    assert PRIORITIES == ("P1", "P2", "P3", "P4")
