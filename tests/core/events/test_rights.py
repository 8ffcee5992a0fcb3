"""What happened to an owner's own data: his words are sealed, codes and dates are facts."""

from huiyin.core.events import CaseShared, ConsentWithdrawn, CopyGiven, ErasureAsked, ErasureDecided, sealed_fields


def test_only_words_of_people_are_sealed() -> None:
    sealed = {kind.__name__: sealed_fields(kind) for kind in (CopyGiven, ErasureAsked, ErasureDecided, ConsentWithdrawn)}
    assert sealed == {
        "CopyGiven": {"note"},
        "ErasureAsked": {"note"},
        "ErasureDecided": {"text"},
        "ConsentWithdrawn": {"note"},
    }
    assert sealed_fields(CaseShared) == {"text"}
