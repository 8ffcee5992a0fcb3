"""The words by which texts are read, as data: read, checked and kept. Only what suggests loads them; no door pays for them."""

from functools import cache
from pathlib import Path
from typing import get_type_hints

import rtoml

from huiyin.policy.lexicon.schema import Lexicon
from huiyin.policy.loading import load_policy
from huiyin.policy.reading import read
from huiyin.policy.schema import Policy
from huiyin.policy.spots import PolicyError, Spot

__all__ = ["Lexicon", "load_lexicon"]

ANY = "any"
# A word of the lexicon is a general term: a sentence, or a name with its place, is none.
MOST_CHARACTERS, MOST_ENGLISH_WORDS = 8, 4


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of this release.

    Policy: 3.1
    Raises: PolicyError naming file, key and what is allowed.
    """
    folder = Path(__file__).parent
    hints = get_type_hints(Lexicon)
    parts = {name: read(hints[name], rtoml.loads(_text(folder, name)), Spot(f"lexicon/{name}.toml")) for name in hints}
    lexicon = Lexicon(**parts)
    _check(lexicon, load_policy())
    return lexicon


def _text(folder: Path, name: str) -> str:
    return (folder / f"{name}.toml").read_text("utf-8")


def _check(lexicon: Lexicon, policy: Policy) -> None:
    spot = Spot("lexicon/subjects.toml") / "words"
    for category, sub_issues in lexicon.subjects.words.items():
        if category not in policy.categories:
            raise spot.unknown(category, policy.categories, "category")
        known = {ANY, *policy.categories[category].sub_issues}
        for code, terms in sub_issues.items():
            if code not in known:
                raise (spot / category).unknown(code, known, "sub-issue")
            for word in (*terms.defines, *terms.speaks_for, *terms.hints):
                _check_word(word, spot / category / code)
    _check_categories(lexicon, policy)


def _check_word(word: str, spot: Spot) -> None:
    too_long = len(word.split()) > MOST_ENGLISH_WORDS if word.isascii() else len(word) > MOST_CHARACTERS
    if too_long or word != word.casefold():
        raise spot.wrong(
            f"{word!r} is no general term: lower case, at most {MOST_CHARACTERS} characters, or {MOST_ENGLISH_WORDS} English words"
        )


def _check_categories(lexicon: Lexicon, policy: Policy) -> None:
    claims = lexicon.claims
    named = {
        "subjects.toml: yields": {*lexicon.subjects.yields, *(code for one in lexicon.subjects.yields.values() for code in one.to)},
        "claims.toml: leaning": {*claims.danger.leaning, *claims.many.leaning, *claims.loss.leaning},
        "claims.toml: now": {*claims.now.among, *claims.now.always, *claims.now.outage_in},
        "claims.toml: low": {*claims.low.milder_in},
    }
    for where, codes in named.items():
        for code in sorted(codes - policy.categories.keys()):
            raise PolicyError("lexicon", where, f"{code!r} is no known category")
