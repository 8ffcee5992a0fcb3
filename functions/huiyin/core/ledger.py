"""5 执行与反馈: the ledger's chain of hashes, so that nothing is deleted or back-dated unnoticed."""

from collections.abc import Iterable
from hashlib import sha256

ORIGIN = "0" * 64


def link(previous: str, body: bytes) -> str:
    """The hash of an event, bound to all events before it. previous: hex of the last link, ORIGIN for the first.

    Policy: 5.2
    """
    return sha256(previous.encode("ascii") + body).hexdigest()


def broken_at(bodies: Iterable[tuple[str, bytes]], head: str) -> int | None:
    """The number (from 1) of the first event whose stored hash does not follow, or None if the chain holds up to head.

    bodies: (stored hash, body) in order. A chain that holds but ends before `head` breaks after its last event.
    """
    previous, n = ORIGIN, 0
    for n, (stored, body) in enumerate(bodies, start=1):
        if link(previous, body) != stored:
            return n
        previous = stored
    return None if previous == head else n + 1
