"""Mails as they came in, in the bucket that the carrier writes to.

raw/{carrier's id}   not dealt with yet
kept/{carrier's id}  from a machine: no case was made of it
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

RAW = "raw/"
_KEPT = "kept/"
# The carrier's ids hold letters and digits only; so no key ever holds a word of the mail.
_KEY = re.compile(r"raw/[A-Za-z0-9_-]{8,128}")
# SES leaves this when a rule is made. It is no mail.
_SETUP = "raw/AMAZON_SES_SETUP_NOTIFICATION"
_GONE = frozenset({"NoSuchKey", "404"})


class NotThereYet(Exception):
    """The notice came before the mail can be read: look again later."""


class MailStore:
    """Mails that came in. bucket: its name; s3: a botocore client."""

    def __init__(self, bucket: str, s3: Any) -> None:
        self._bucket = bucket
        self._s3 = s3

    @staticmethod
    def is_mail(key: str) -> bool:
        """Whether a key can be one that the carrier gave a mail."""
        return _KEY.fullmatch(key) is not None and key != _SETUP

    def fetch(self, key: str) -> bytes | None:
        """The mail as it came in; None when it has been dealt with already. Raises: NotThereYet."""
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in _GONE:
                raise
            # The bucket keeps versions: what was removed leaves a mark, what never came does not.
            versions = self._s3.list_object_versions(Bucket=self._bucket, Prefix=key, MaxKeys=1)
            if versions.get("DeleteMarkers") or versions.get("Versions"):
                return None
            raise NotThereYet from error
        with answer["Body"] as stream:
            return bytes(stream.read())

    def set_aside(self, key: str, raw: bytes) -> None:
        """Keep a mail of which no case is made, where nobody looks for work. Twice is no fault."""
        self._s3.put_object(Bucket=self._bucket, Key=_KEPT + key.removeprefix(RAW), Body=raw, ContentType="message/rfc822")
        self.remove(key)

    def remove(self, key: str) -> None:
        """Remove a mail that is kept with its case. Twice is no fault."""
        self._s3.delete_object(Bucket=self._bucket, Key=key)

    def waiting(self, *, since: datetime, until: datetime) -> Iterator[tuple[str, datetime]]:
        """Mails that came in between these two moments and are not dealt with, with the moment of each."""
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=RAW):
            for entry in page.get("Contents", []):
                if since <= entry["LastModified"] < until and self.is_mail(entry["Key"]):
                    yield entry["Key"], entry["LastModified"]
