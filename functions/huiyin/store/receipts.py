"""Numbers and codes: both follow from the idempotency key and a secret, so that a repeated request meets its own receipt."""

import hmac
import re
import unicodedata
from hashlib import sha256

# Crockford's alphabet has no I, L, O, U: what is read aloud or copied by hand is not misread.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
# Ten keys in a row taken by others means a broken secret, not bad luck: 10^7 numbers hold a million cases.
ATTEMPTS = 10
_CODE_CHARS = 16
_DIGITS = 7
_NUMBER = re.compile(r"HY-[0-9]{4}-[0-9]{8}")
# Longer than any way to type a code or number; the rest of such a text is not looked at.
_LONGEST = 80


class Receipts:
    """Everything that is derived from the secret. Nothing here is random: the same key gives the same receipt."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 16:
            raise ValueError("the secret is too short")
        self._secret = secret

    def number_for(self, key: str, attempt: int, year: int) -> str:
        """The number for an idempotency key. attempt: 0, then 1, 2 ... while the number belongs to another key.

        Policy: 2.3
        year: of the receipt, as the community reads its calendar.
        """
        value = int.from_bytes(self._mac("number", key, str(attempt)), "big") % 10**_DIGITS
        digits = f"{value:0{_DIGITS}d}"
        return f"HY-{year:04d}-{digits}{_check_digit(digits)}"

    def code_for(self, key: str, attempt: int) -> str:
        """The code that opens the case to its owner: 80 bits, in four groups. Shown once, never stored.

        Policy: 2.3
        """
        value = int.from_bytes(self._mac("code", key, str(attempt))[:10], "big")
        plain = "".join(_ALPHABET[value >> shift & 31] for shift in range(75, -1, -5))
        return "-".join(plain[start : start + 4] for start in range(0, _CODE_CHARS, 4))

    def code_behind(self, key: str, number: str) -> str | None:
        """The code that was given out with this number for that key; None when the number is not the key's.

        Policy: 2.3
        """
        found = (attempt for attempt in range(ATTEMPTS) if self.number_for(key, attempt, int(number[3:7])) == number)
        attempt = next(found, None)
        return None if attempt is None else self.code_for(key, attempt)

    def code_hash(self, case_id: str, code: str) -> bytes:
        """What the table keeps of a code. code: in any spelling that `normalise_code` reads; others never match."""
        return self._mac("code-hash", case_id, self.normalise_code(code) or "unreadable:" + code)[:16]

    def code_matches(self, case_id: str, code: str, code_hash: bytes) -> bool:
        """Whether this is the code of that case. Takes the same time for every wrong code."""
        return hmac.compare_digest(self.code_hash(case_id, code), code_hash)

    def key_hash(self, key: str) -> bytes:
        """What the table keeps of an idempotency key."""
        return self._mac("key-hash", key)[:16]

    def fingerprint(self, body: bytes) -> bytes:
        """What the table keeps of a request: enough to tell another one, useless to guess at its words without the secret."""
        return hmac.digest(self._secret, b"body\0" + body, sha256)[:16]

    def key_from(self, *facts: str) -> str:
        """An idempotency key for a client that sent none: the same facts give the same key."""
        return self._mac("key", *facts)[:20].hex()

    def upload_token(self, case_id: str, slot: str) -> str:
        """The part of an upload's name that nobody else can write."""
        return self._mac("upload", case_id, slot)[:16].hex()

    def budget_key(self, kind: str, holder: str) -> str:
        """Under which name the budget of somebody is counted: useless to guess at the holder without the secret."""
        return self._mac("budget", kind, holder)[:16].hex()

    def flat_mark(self, community: str, sub_issue: str, place: str, flat: str) -> str:
        """By which reports of one flat about one matter at one place are known as such. It tells nothing without the secret, and the
        same flat has another one in every other matter.

        Policy: 1.2, 2.5
        """
        return self._mac("flat", community, sub_issue, place, flat)[:8].hex()

    def challenge_mark(self, key: str, expires: str, bits: str) -> str:
        """The part of a challenge that nobody else can write; it belongs to one idempotency key."""
        return self._mac("challenge", key, expires, bits)[:12].hex()

    @staticmethod
    def normalise_code(text: str) -> str | None:
        """The sixteen characters of a code as people type it (lower case, spaces, O for 0, full width); None if it is none.

        Policy: 2.3
        """
        plain = _as_typed(text).replace("-", "").translate(_MISREAD)
        return plain if len(plain) == _CODE_CHARS and all(char in _ALPHABET for char in plain) else None

    @classmethod
    def normalise_number(cls, text: str) -> str | None:
        """The number as it is stored, however it was typed; None if it cannot be a number of ours.

        Policy: 2.3
        """
        digits = _as_typed(text).removeprefix("HY").replace("-", "")
        number = f"HY-{digits[:4]}-{digits[4:]}"
        return number if cls.number_is_valid(number) else None

    @staticmethod
    def number_is_valid(text: str) -> bool:
        """Whether this is a number with its right check digit. One wrong or two swapped digits are always told
        (but for a swap of 0 and 9, which Luhn's rule does not see)."""
        return _NUMBER.fullmatch(text) is not None and _check_digit(text[8:-1]) == text[-1]

    def _mac(self, purpose: str, *facts: str) -> bytes:
        # Each part carries its length: no two different lists of parts give the same bytes.
        message = b"".join(len(part).to_bytes(4, "big") + part for part in (text.encode("utf-8") for text in (purpose, *facts)))
        return hmac.digest(self._secret, message, sha256)


def _as_typed(text: str) -> str:
    """Upper case and narrow, without the spaces and marks that come along when people copy; dashes become "-"."""
    narrow = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    kinds = ((char, unicodedata.category(char)) for char in narrow)
    return "".join("-" if kind == "Pd" or char == "\u2212" else char for char, kind in kinds if kind[0] not in "ZC" and kind not in _MARKS)


_MARKS = frozenset({"Po", "Ps", "Pe", "Pi", "Pf", "Sm"})


def _check_digit(digits: str) -> str:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
