"""Envelope encryption: words of people are sealed with a data key of their case, which only KMS can open.

The data key of a guarded case is wrapped by a key of its own, which nobody but the confidential lane can use to open. When a case
comes under guard or leaves it, its data key is wrapped anew and no word is touched: what was sealed is covered by the chain of hashes.

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
# Before a file that has a key of its own: two bytes for the length of that key as KMS wrapped it, the key, then what is sealed.
_WITH_KEY = b"\x02"
_NONCE = 12


class CannotOpen(Exception):
    """A blob that this key does not open under this context: moved, changed, or of a format not known here."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A data key. plain: 32 bytes, in memory only; wrapped: as KMS gave it, fit to be stored."""

    plain: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)


class Sealer:
    """Makes and opens data keys. case_key, people_key: ids of the KMS keys of ordinary cases; guarded_key: of guarded ones."""

    def __init__(self, kms: Any, case_key: str, people_key: str, guarded_key: str) -> None:
        self._kms = kms
        self._keys: Mapping[Purpose, str] = {"case": case_key, "person": people_key, "past": case_key}
        self._guarded = guarded_key

    def new_key(self, case_id: str, purpose: Purpose, *, guarded: bool = False) -> DataKey:
        """A fresh data key for one case, for the person behind it, or for an import of old rows. One call of KMS.

        Policy: 2.5, 2.6
        """
        key = self._key(purpose, guarded)
        answer = self._kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=_context(case_id, purpose))
        return DataKey(bytes(answer["Plaintext"]), bytes(answer["CiphertextBlob"]))

    def open_key(self, case_id: str, purpose: Purpose, wrapped: bytes, *, guarded: bool = False) -> DataKey:
        """The data key that was stored. One call of KMS, written to its trail with the case id and the purpose."""
        key = self._key(purpose, guarded)
        answer = self._kms.decrypt(KeyId=key, CiphertextBlob=wrapped, EncryptionContext=_context(case_id, purpose))
        return DataKey(bytes(answer["Plaintext"]), wrapped)

    def wrapped_anew(self, key: DataKey, case_id: str, purpose: Purpose, *, guarded: bool) -> DataKey:
        """The same data key, to be opened by the other KMS key from now on. One call of KMS.

        Policy: 2.6
        """
        wrapping = self._key(purpose, guarded)
        answer = self._kms.encrypt(KeyId=wrapping, Plaintext=key.plain, EncryptionContext=_context(case_id, purpose))
        return DataKey(key.plain, bytes(answer["CiphertextBlob"]))

    def _key(self, purpose: Purpose, guarded: bool) -> str:
        return self._guarded if guarded else self._keys[purpose]


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


def seal_file(key: DataKey, content: bytes, *, context: str, beside: bool) -> bytes:
    """Seal a file. beside: whether the wrapped key is kept with it, because it is a key of this file alone."""
    sealed = seal_bytes(key, content, context=context)
    return _WITH_KEY + len(key.wrapped).to_bytes(2) + key.wrapped + sealed if beside else sealed


def wrapped_key_of(blob: bytes) -> tuple[bytes | None, bytes]:
    """The wrapped key that is kept with a sealed file, if one is, and what is sealed."""
    if blob[:1] != _WITH_KEY:
        return None, blob
    ends = 3 + int.from_bytes(blob[1:3])
    return blob[3:ends], blob[ends:]


def _cipher(key: DataKey) -> "AESGCM":
    # Imported on first use: a function that opens nothing, such as a list or the nightly report, starts sooner without it.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key.plain)


def _context(case_id: str, purpose: Purpose) -> dict[str, str]:
    return {"case": case_id, "for": purpose}
