"""An owed letter is found again by its key."""

import pytest

from huiyin.core.owed import Owed


def test_a_letter_is_found_again_by_its_key() -> None:
    owed = Owed("due-soon", "lead:repairs")
    assert owed.key == "due-soon/lead:repairs"
    assert Owed.of(owed.key) == owed


def test_two_readers_of_one_letter_have_two_keys() -> None:
    assert Owed("overdue", "handler").key != Owed("overdue", "desk").key


@pytest.mark.parametrize("key", ["", "due-soon", "due-soon/", "/desk"])
def test_half_a_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        Owed.of(key)
