"""5 执行与反馈: the book of a day and its root 每日存证: one hash over every case that changed, for everybody to keep."""

from collections.abc import Sequence
from hashlib import sha256

from huiyin.policy.records import dataclass

# Told apart by their first byte, as in RFC 6962: nobody can pass a part of the tree off as a case.
_LEAF, _NODE, _ROOT = b"\x00", b"\x01", b"\x02"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEntry:
    """One case in the book of a day. n: how many events it had then; salt: hex, so that nobody tells from the leaf which case it is."""

    case_id: str
    n: int
    salt: str
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBook:
    """Every case that changed until the end of a day, as it stood then. day: "2026-11-28"; previous: the root of the book before it."""

    day: str
    previous: str
    entries: tuple[BookEntry, ...]

    @property
    def leaves(self) -> tuple[str, ...]:
        """What the tree is made of."""
        return tuple(entry.leaf for entry in self.entries)

    @property
    def tree(self) -> str:
        """The hash over all cases of the day."""
        return tree_of(self.leaves)

    @property
    def root(self) -> str:
        """The hash that is published: over the day, its cases, and all days before it."""
        return root_of(self.previous, self.day, self.tree)


def entry_of(case_id: str, hashes: Sequence[str], salt: str) -> BookEntry:
    """A case as it goes into the book: all of its events, not the last one alone, so that each is found by its place.

    Policy: 5.2
    hashes: of its events, in order. salt: hex, drawn anew for each entry.
    """
    return BookEntry(case_id=case_id, n=len(hashes), salt=salt, leaf=leaf_of(salt, hashes))


def leaf_of(salt: str, hashes: Sequence[str]) -> str:
    """What the tree holds of a case.

    Policy: 5.2
    """
    return sha256(_LEAF + bytes.fromhex(salt) + bytes.fromhex("".join(hashes))).hexdigest()


def tree_of(leaves: Sequence[str]) -> str:
    """The hash over all leaves, in their order; of none, the hash of nothing.

    Policy: 5.2
    """
    if not leaves:
        return sha256(b"").hexdigest()
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def root_of(previous: str, day: str, tree: str) -> str:
    """The root of a day, bound to all days before it.

    Policy: 5.2
    """
    return sha256(_ROOT + bytes.fromhex(previous) + day.encode("ascii") + bytes.fromhex(tree)).hexdigest()


def path_to(leaves: Sequence[str], place: int) -> tuple[tuple[str, str], ...]:
    """How one leaf leads up to the tree: at each step the neighbour and on which side it stands, "left" or "right".

    Policy: 5.2
    """
    steps: list[tuple[str, str]] = []
    level, at = list(leaves), place
    while len(level) > 1:
        beside = at ^ 1
        if beside < len(level):
            steps.append(("left" if beside < at else "right", level[beside]))
        level, at = _above(level), at // 2
    return tuple(steps)


def climbed(leaf: str, path: Sequence[tuple[str, str]]) -> str:
    """The tree to which that leaf leads by that path.

    Policy: 5.2
    """
    found = leaf
    for side, beside in path:
        found = _joined(beside, found) if side == "left" else _joined(found, beside)
    return found


def _above(level: Sequence[str]) -> list[str]:
    # A last one without a neighbour goes up as it is: doubled, two different days could have one root.
    pairs = [_joined(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + ([level[-1]] if len(level) % 2 else [])


def _joined(left: str, right: str) -> str:
    return sha256(_NODE + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
