"""3.1 分类: the lexicon fits the taxonomy and holds general terms alone."""

import dataclasses

import pytest

from huiyin.policy import PolicyError, load_policy
from huiyin.policy.lexicon import ANY, Lexicon, _check, load_lexicon
from huiyin.policy.lexicon.schema import Terms


def _with(lexicon: Lexicon, category: str, sub_issue: str, word: str) -> Lexicon:
    words = {**lexicon.subjects.words, category: {sub_issue: Terms(defines=(word,))}}
    return dataclasses.replace(lexicon, subjects=dataclasses.replace(lexicon.subjects, words=words))


def test_every_sub_issue_has_words_that_suggest_it() -> None:
    words = load_lexicon().subjects.words
    for code, category in load_policy().categories.items():
        silent = {name for name, one in category.sub_issues.items() if not one.keywords and name not in words[code]}
        assert silent == set(), code


def test_no_keyword_of_the_taxonomy_is_written_again() -> None:
    words = load_lexicon().subjects.words
    for code, category in load_policy().categories.items():
        for name, one in category.sub_issues.items():
            again = words[code].get(name, Terms())
            assert not set(one.keywords) & set(again.speaks_for), f"{code}.{name}"


def test_no_word_names_a_community() -> None:
    named = {name for one in load_policy().communities.values() for name in (one.name.zh, one.name.en.casefold())}
    words = {
        word
        for sub_issues in load_lexicon().subjects.words.values()
        for terms in sub_issues.values()
        for word in (*terms.defines, *terms.speaks_for, *terms.hints)
    }
    assert not words & named


@pytest.mark.parametrize(
    ("category", "sub_issue", "word"),
    [
        ("lifts", ANY, "电梯"),
        ("elevator", "broken", "电梯"),
        ("elevator", ANY, "三号楼的电梯又坏了没有人修"),
        ("elevator", ANY, "the lift in our building fails"),
        ("elevator", ANY, "Lift"),
    ],
)
def test_a_word_out_of_place_is_refused(category: str, sub_issue: str, word: str) -> None:
    with pytest.raises(PolicyError, match=r"lexicon"):
        _check(_with(load_lexicon(), category, sub_issue, word), load_policy())


def test_a_leaning_to_an_unknown_category_is_refused() -> None:
    lexicon = load_lexicon()
    danger = dataclasses.replace(lexicon.claims.danger, leaning={"lifts": 1.0})
    claims = dataclasses.replace(lexicon.claims, danger=danger)
    with pytest.raises(PolicyError, match="'lifts' is no known category"):
        _check(dataclasses.replace(lexicon, claims=claims), load_policy())
