"""Refusals are a class, a code and facts; the tree keeps their meaning."""

import pytest

from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood, NotYet, NotYours, Overtaken, Refusal


@pytest.mark.parametrize("kind", [NotUnderstood, NotYours, NotThere, NotAllowedNow, NotYet, Overtaken])
def test_every_refusal_has_a_code_of_its_own_and_sentences(kind: type[Refusal], policy) -> None:  # type: ignore[no-untyped-def]
    assert str(kind()) == kind.default_code
    assert policy.word(f"refusals.{kind.default_code}", "zh")
    assert policy.word(f"refusals.{kind.default_code}", "en")


def test_not_yet_and_overtaken_are_matters_of_the_moment() -> None:
    assert issubclass(NotYet, NotAllowedNow)
    assert issubclass(Overtaken, NotAllowedNow)
    assert Overtaken(current_version=3).facts == {"current_version": 3}
