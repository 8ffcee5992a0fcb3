"""Proof of work: a challenge for one idempotency key, and whether an answer to it is right. Nothing of it is stored.

A challenge reads `{expires}.{bits}.{mark}`. Its answer is the challenge, a dot and a number, chosen so that the SHA-256 of that
whole text begins with `bits` zero bits. The mark is a keyed hash over the key, so that one answer serves one complaint.
"""

import hmac
import re
from datetime import datetime, timedelta
from hashlib import sha256

from huiyin.store.receipts import Receipts

# Longer than any answer of ours; a longer one is not looked at.
PROOF_CHARS = 80
_ANSWER = re.compile(r"(([0-9]{10})\.([0-9]{1,2})\.[0-9a-f]{24})\.[0-9]{1,16}")


def challenge_for(key: str, bits: int, receipts: Receipts, *, until: datetime) -> str:
    """What a client has to work on before it may send the complaint of that idempotency key. until: aware."""
    return _marked(f"{int(until.timestamp()):010d}", str(bits), key, receipts)


def fault_of(answer: str, key: str, receipts: Receipts, now: datetime) -> str | None:
    """Why an answer does not count: "pow_wrong" (of another key or too little work), "pow_expired"; None when it does."""
    found = _ANSWER.fullmatch(answer)
    if found is None or not hmac.compare_digest(found[1], _marked(found[2], found[3], key, receipts)):
        return "pow_wrong"
    if int(found[2]) < now.timestamp():
        return "pow_expired"
    return None if zero_bits(sha256(answer.encode("ascii")).digest()) >= int(found[3]) else "pow_wrong"


def bits_after(asked: int, free: int) -> int:
    """By how many bits the work grows when so many were asked for and `free` cost nothing extra: one bit for each doubling."""
    return ((max(asked, 1) - 1) // free).bit_length()


def zero_bits(digest: bytes) -> int:
    """How many zero bits a hash begins with."""
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()


def window_end(now: datetime, minutes: int) -> datetime:
    """When the window of so many minutes ends in which that moment lies. Windows are the same for everybody."""
    width = minutes * 60
    return now + timedelta(seconds=width - now.timestamp() % width)


def _marked(expires: str, bits: str, key: str, receipts: Receipts) -> str:
    return f"{expires}.{bits}.{receipts.challenge_mark(key, expires, bits)}"
