"""The root of a day covers every case of it and all days before, and a path leads from each case to it."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.ledger import ORIGIN
from huiyin.core.roots import BookEntry, DayBook, climbed, entry_of, leaf_of, path_to, root_of, tree_of

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
LEAVES = st.lists(HASHES, min_size=1, max_size=40, unique=True)
SALT = "5a" * 16


@given(LEAVES, st.data())
def test_every_case_of_a_day_leads_up_to_its_tree_and_no_other_leaf_does(leaves: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    path = path_to(leaves, place)
    assert climbed(leaves[place], path) == tree_of(leaves)
    other = data.draw(HASHES.filter(lambda leaf: leaf != leaves[place]))
    assert climbed(other, path) != tree_of(leaves)
    assert len(path) <= (len(leaves) - 1).bit_length()


@given(LEAVES, st.data())
def test_a_case_that_is_left_out_added_or_moved_gives_another_tree(leaves: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    others = {tree_of(leaves[:at] + leaves[at + 1 :]), tree_of([*leaves, leaves[at]]), tree_of([*leaves, "00" * 32])}
    if len(leaves) > 1:
        others.add(tree_of([*leaves[1:], leaves[0]]))
    assert tree_of(leaves) not in others


def test_the_tree_of_three_is_made_by_hand() -> None:
    a, b, c = (bytes([n]) * 32 for n in (1, 2, 3))
    inner = sha256(b"\x01" + a + b).digest()
    assert tree_of([a.hex(), b.hex(), c.hex()]) == sha256(b"\x01" + inner + c).hexdigest()
    assert path_to([a.hex(), b.hex(), c.hex()], 2) == (("left", inner.hex()),)


def test_a_day_without_a_case_has_a_root_of_its_own_and_hangs_on_the_one_before() -> None:
    empty = DayBook(day="2026-11-28", previous=ORIGIN, entries=())
    assert empty.tree == sha256(b"").hexdigest()
    after = DayBook(day="2026-11-29", previous=empty.root, entries=())
    assert len({empty.root, after.root, root_of(ORIGIN, "2026-11-29", empty.tree)}) == 3


@pytest.mark.parametrize("change", [{"day": "2026-11-27"}, {"previous": "11" * 32}, {"entries": ()}])
def test_a_root_covers_the_day_its_cases_and_the_day_before(change: dict[str, object]) -> None:
    entry = entry_of("18720043", ["ab" * 32], SALT)
    book = DayBook(day="2026-11-28", previous=ORIGIN, entries=(entry,))
    facts: dict[str, object] = {"day": book.day, "previous": book.previous, "entries": book.entries}
    assert DayBook(**(facts | change)).root != book.root  # type: ignore[arg-type]


def test_the_leaf_of_a_case_covers_each_of_its_events_and_tells_nothing_without_its_salt() -> None:
    hashes = ["ab" * 32, "cd" * 32]
    entry = entry_of("18720043", hashes, SALT)
    assert entry == BookEntry(case_id="18720043", n=2, salt=SALT, leaf=leaf_of(SALT, hashes))
    others = [leaf_of(SALT, hashes[:1]), leaf_of(SALT, hashes[::-1]), leaf_of("5b" * 16, hashes)]
    assert len({entry.leaf, *others}) == 4
