"""What is covered before a text is shared: each pattern is one, names what it may, and needs something to find."""

from dataclasses import replace

import pytest

from huiyin.policy.redaction import PrivateKind, check_redaction
from huiyin.policy.schema import Phrase, Policy
from huiyin.policy.spots import PolicyError


@pytest.mark.parametrize(
    ("written", "wrong"),
    [("(", "no regular expression"), ("[0-9]*", "without a letter"), ("<surnames>先生", "surnames")],
    ids=["broken", "finds nothing", "unknown list"],
)
def test_a_pattern_that_cannot_work_is_refused(policy: Policy, written: str, wrong: str) -> None:
    kind = PrivateKind(name=Phrase(zh="电话", en="phone"), patterns=(written,))
    with pytest.raises(PolicyError, match=wrong):
        check_redaction(replace(policy.redaction, kinds={**policy.redaction.kinds, "phone": kind}))


def test_what_people_of_a_case_are_covered_as_must_be_there(policy: Policy) -> None:
    kinds = {code: kind for code, kind in policy.redaction.kinds.items() if code != "flat"}
    with pytest.raises(PolicyError, match="flat"):
        check_redaction(replace(policy.redaction, kinds=kinds))


def test_a_name_in_a_pattern_stands_for_the_longest_word_first(policy: Policy) -> None:
    filled = policy.redaction.pattern("<pair>")
    words = filled.split("|")
    assert sorted(words, key=len, reverse=True) == words
    assert "<" not in "".join(
        policy.redaction.pattern(one).replace("(?<", "") for kind in policy.redaction.kinds.values() for one in kind.patterns
    )
