"""What is erased of a case beside its words: who the owner is, and its files. Each step may be taken again."""

from typing import Any

from pynamodb.exceptions import UpdateError

from huiyin.store.items import PERSON, CaseTable, PersonItem, person_key

# Where files of a case lie for good; what nobody looked at has gone after a day.
_PLACES = ("served", "original")


class Eraser:
    """Removes for good. bucket: of evidence; s3: a botocore client."""

    def __init__(self, table: CaseTable, bucket: str, s3: Any) -> None:
        self._table = table
        self._bucket = bucket
        self._s3 = s3

    def files(self, case_id: str) -> int:
        """Remove every file of a case, known to it or not: photos, papers, the mail it came in. Returns: how many there were.

        Policy: 5.7
        """
        pages = self._s3.get_paginator("list_objects_v2")
        found = [
            str(entry["Key"])
            for place in _PLACES
            for page in pages.paginate(Bucket=self._bucket, Prefix=f"{place}/{case_id}/")
            for entry in page.get("Contents", [])
        ]
        for key in found:
            self._s3.delete_object(Bucket=self._bucket, Key=key)
        return len(found)

    def person(self, case_id: str) -> None:
        """Remove what was sealed of the owner, and the key to it. The empty item stays: nothing of the table is ever deleted.

        Policy: 5.7
        """
        try:
            self._table.raw.update_item(
                person_key(case_id),
                PERSON,
                actions=[PersonItem.data_key.remove(), PersonItem.sealed.remove()],
                condition=PersonItem.pk.exists(),
                return_values="NONE",
            )
        except UpdateError as error:
            # Whoever left nothing at all has no item.
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
