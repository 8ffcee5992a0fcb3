"""The risk of the policy: grades by their words, lights and floors in rising order, a rule that exists."""

from collections.abc import Callable

import pytest

from huiyin.policy import PolicyError
from huiyin.policy.schema import Policy

Spoil = Callable[[str, str, str], PolicyError]


def test_grades_rise_and_each_light_has_its_score(policy: Policy) -> None:
    for name in ("safety", "households", "money", "legal", "exposure", "likelihood"):
        grades = list(getattr(policy.risk, name))
        assert grades == sorted(grades)
    assert {code: light.score_from for code, light in policy.risk.lights.items()} == {"yellow": 5, "orange": 10, "red": 15}


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("score_from = 10", "score_from = 5", "lights.orange.score_from", "must be more than that of yellow"),
        ("4 = 15", "4 = 25", "floors.5", "must not be less"),
        ('major_rule = "M9"', 'major_rule = "M99"', "major_rule", "no known rule of levels"),
        ("major = 15", "major = 26", "major", "out of range"),
        ("[legal]\n0 =", "[legal]\n6 =", "legal.6", "out of range"),
    ],
)
def test_what_contradicts_itself_is_refused(spoil: Spoil, old: str, new: str, key: str, said: str) -> None:
    error = spoil("risk.toml", old, new)
    assert (error.file, error.key) == ("risk.toml", key)
    assert said in str(error)
