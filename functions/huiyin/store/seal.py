"""Envelope encryption: words of people are sealed with a data key of their case, which only KMS can open.

A blob is: one byte format, 12 bytes nonce, AES-256-GCM ciphertext. The context (ids only) is authenticated with it,
so that a blob cannot be moved to another case or event. Words are deflated before they are sealed: it saves a third
of the write units of a long complaint. The length of a blob tells roughly how much was written, which the length of
any ciphertext does; nobody can mix own text into the words of another, so lengths do not spell words.
"""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from huiyin.policy.records import dataclass

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Purpose = Literal["case", "person", "past"]

_FORMAT = b"\x01"
_NONCE = 12


class CannotOpen(Exception):
    """A blob that this key does not open under this context: moved, changed, or of a format not known here."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A data key. plain: 32 bytes, in memory only; wrapped: as KMS gave it, fit to be stored."""

    plain: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)


class Sealer:
    """Makes and opens data keys. case_key, people_key: ids of the two KMS keys."""

    def __init__(self, kms: Any, case_key: str, people_key: str) -> None:
        self._kms = kms
        self._keys: Mapping[Purpose, str] = {"case": case_key, "person": people_key, "past": case_key}

    def new_key(self, case_id: str, purpose: Purpose) -> DataKey:
        """A fresh data key for one case, for the person behind it, or for an import of old rows. One call of KMS.

        Policy: 2.5
        """
        answer = self._kms.generate_data_key(KeyId=self._keys[purpose], KeySpec="AES_256", EncryptionContext=_context(case_id, purpose))
        return DataKey(bytes(answer["Plaintext"]), bytes(answer["CiphertextBlob"]))

    def open_key(self, case_id: str, purpose: Purpose, wrapped: bytes) -> DataKey:
        """The data key that was stored. One call of KMS, written to its trail with the case id and the purpose."""
        answer = self._kms.decrypt(KeyId=self._keys[purpose], CiphertextBlob=wrapped, EncryptionContext=_context(case_id, purpose))
        return DataKey(bytes(answer["Plaintext"]), wrapped)


def seal(key: DataKey, words: Mapping[str, str], *, context: str) -> bytes:
    """Seal named words; empty ones are left out. context: ids only, needed again to open."""
    text = json.dumps({name: said for name, said in words.items() if said}, ensure_ascii=False, separators=(",", ":"))
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return seal_bytes(key, squeeze.compress(text.encode("utf-8")) + squeeze.flush(), context=context)


def unseal(key: DataKey, blob: bytes, *, context: str) -> dict[str, str]:
    """The words that were sealed. Raises: CannotOpen."""
    words: dict[str, str] = json.loads(zlib.decompress(unseal_bytes(key, blob, context=context), -zlib.MAX_WBITS))
    return words


def seal_bytes(key: DataKey, content: bytes, *, context: str) -> bytes:
    """Seal a file as it was sent."""
    nonce = os.urandom(_NONCE)
    return _FORMAT + nonce + _cipher(key).encrypt(nonce, content, context.encode("utf-8"))


def unseal_bytes(key: DataKey, blob: bytes, *, context: str) -> bytes:
    """The file that was sealed. Raises: CannotOpen."""
    if blob[:1] != _FORMAT:
        raise CannotOpen("format")
    nonce, sealed = blob[1 : 1 + _NONCE], blob[1 + _NONCE :]
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(nonce, sealed, context.encode("utf-8"))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("tag") from error


def _cipher(key: DataKey) -> "AESGCM":
    # Imported on first use: a function that opens nothing, such as a list or the nightly report, starts sooner without it.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key.plain)


def _context(case_id: str, purpose: Purpose) -> dict[str, str]:
    return {"case": case_id, "for": purpose}
