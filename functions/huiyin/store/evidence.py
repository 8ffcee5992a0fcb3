"""Photos: grants to upload and to look, and the three places where a file of a case may lie.

incoming/{case_id}/{slot}-{token}   as the owner sent it, until it was looked at
served/{case_id}/{slot}.jpg         the stripped copy that people see
original/{case_id}/{slot}           what was sent, sealed with the data key of the case, of a guarded one with a key of its own
"""

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from huiyin.policy.records import dataclass
from huiyin.policy.schema import Limits
from huiyin.store.receipts import Receipts
from huiyin.store.seal import DataKey, seal_file, unseal_bytes, wrapped_key_of

VIEW_S = 300
_INCOMING = re.compile(r"incoming/([0-9]{8})/([0-9]{1,3})-([0-9a-f]{32})")
_SLOT = re.compile(r"[0-9]{1,3}")
_GONE = frozenset({"NoSuchKey", "404"})
_MEGABYTE = 1024 * 1024


class TooLarge(Exception):
    """A file above the limit of the policy: the upload form refuses such a file, so it came another way."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to upload one file: a form with these fields posted to this address, the file last."""

    url: str
    fields: Mapping[str, str]
    slot: str


class EvidenceStore:
    """Files of cases. bucket: its name; s3: a botocore client."""

    def __init__(self, bucket: str, s3: Any, receipts: Receipts) -> None:
        self._bucket = bucket
        self._s3 = s3
        self._receipts = receipts

    def grants(self, case_id: str, count: int, *, limits: Limits, after: int = 0, redirect: str | None = None) -> list[Grant]:
        """Leave to upload so many images, one form each; S3 holds everybody to it. No call of AWS.

        Policy: 2.4
        after: how many slots the case has already; redirect: where a page without script goes on (else S3 answers 201).
        The signature runs by the clock of this machine, as S3 judges it by its own.
        """
        return [self._grant(case_id, str(slot), limits, redirect) for slot in range(after + 1, after + count + 1)]

    def grants_of(self, case_id: str, slots: Iterable[str], *, limits: Limits) -> list[Grant]:
        """As `grants`, for places that the case keeps for somebody.

        Policy: 2.4
        """
        return [self._grant(case_id, slot, limits, None) for slot in slots]

    def incoming_key(self, case_id: str, slot: str) -> str:
        """Where the file of that slot is uploaded to."""
        return f"incoming/{case_id}/{slot}-{self._receipts.upload_token(case_id, slot)}"

    @staticmethod
    def slot_of(key: str) -> tuple[str, str] | None:
        """The case and slot that a key names, true or not; None for a key of another shape."""
        found = _INCOMING.fullmatch(key)
        return (found[1], found[2]) if found else None

    def key_belongs(self, case_id: str, key: str) -> bool:
        """Whether this case granted that key: told from the key alone, without a read."""
        named = self.slot_of(key)
        if named is None or named[0] != case_id:
            return False
        return hmac.compare_digest(key, self.incoming_key(case_id, named[1]))

    def fetch(self, key: str, *, limits: Limits) -> bytes | None:
        """The file as it was sent; None when it has been dealt with already. Raises: TooLarge, before it is read."""
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _GONE:
                return None
            raise
        with answer["Body"] as stream:
            if answer["ContentLength"] > limits.file_mb * _MEGABYTE:
                raise TooLarge
            return bytes(stream.read())

    def put_served(self, case_id: str, slot: str, jpeg: bytes) -> None:
        """Keep the stripped copy that people may look at.

        Policy: 2.4
        """
        self._put(_served_key(case_id, slot), jpeg, "image/jpeg")

    def put_original(self, case_id: str, slot: str, content: bytes, key: DataKey, *, beside: bool) -> None:
        """Keep what was sent, sealed with the key that the store of cases gives for it.

        Policy: 2.4
        beside: of a guarded case, whose files have keys of their own.
        """
        name = _original_key(case_id, slot)
        self._put(name, seal_file(key, content, context=name, beside=beside), "application/octet-stream")

    def original(self, case_id: str, slot: str, key_of: Callable[[bytes | None], DataKey]) -> bytes:
        """What was sent, opened. key_of: the key, given the one that lies with the file, if one does. Raises: CannotOpen."""
        name = _original_key(case_id, slot)
        with self._s3.get_object(Bucket=self._bucket, Key=name)["Body"] as stream:
            wrapped, sealed = wrapped_key_of(stream.read())
        return unseal_bytes(key_of(wrapped), sealed, context=name)

    def delete_incoming(self, key: str) -> None:
        """Remove an upload once its copies are kept. Doing it twice is no fault."""
        self._s3.delete_object(Bucket=self._bucket, Key=key)

    def view_url(self, case_id: str, slot: str) -> str:
        """An address under which the stripped copy can be looked at for five minutes. No call of AWS.

        Policy: 2.4
        """
        url: str = self._s3.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _served_key(case_id, slot),
                "ResponseContentType": "image/jpeg",
                "ResponseContentDisposition": f'inline; filename="{case_id}-{slot}.jpg"',
                "ResponseCacheControl": "private, no-store",
            },
            ExpiresIn=VIEW_S,
        )
        return url

    def _grant(self, case_id: str, slot: str, limits: Limits, redirect: str | None) -> Grant:
        fixed = {"success_action_redirect": redirect} if redirect else {"success_action_status": "201"}
        answer = self._s3.generate_presigned_post(
            self._bucket,
            self.incoming_key(case_id, slot),
            # A page without script sends this type whatever the file is; what it really is shows when it is looked at.
            Fields={**fixed, "Content-Type": "image/jpeg"},
            Conditions=[
                *({name: value} for name, value in fixed.items()),
                ["starts-with", "$Content-Type", "image/"],
                ["content-length-range", 1, limits.file_mb * _MEGABYTE],
            ],
            ExpiresIn=limits.upload_h * 3600,
        )
        return Grant(answer["url"], dict(answer["fields"]), slot)

    def _put(self, key: str, content: bytes, media: str) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=media)


def _served_key(case_id: str, slot: str) -> str:
    return f"served/{case_id}/{_checked(slot)}.jpg"


def _original_key(case_id: str, slot: str) -> str:
    return f"original/{case_id}/{_checked(slot)}"


def _checked(slot: str) -> str:
    if _SLOT.fullmatch(slot) is None:
        raise ValueError("not a slot")
    return slot
