"""Long work that people wait for at a bar: what was asked, how far it is, and the file that it makes.

JOB#{job_id}                        what was asked and how far it is; forgets itself
TAKEN#{month} / {moment}#{job_id}   who took which ledger away; stays
ledger/ask/{job_id}/{step}          in the bucket: a file that is to be read, or the sign that work may begin
ledger/made/{job_id}                in the bucket: the file that was made
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pynamodb.exceptions import PutError
from pynamodb.expressions.operand import Path as Attribute

from huiyin.policy.records import dataclass
from huiyin.store.codec import canonical, plain, shaped
from huiyin.store.evidence import VIEW_S, Grant
from huiyin.store.items import CaseTable, stamp

WAITING, COLLECTING, WRITING, READY = "waiting", "collecting", "writing", "ready"
CHECKING, CHECKED, KEEPING, KEPT = "checking", "checked", "keeping", "kept"
FAILED = "failed"
_ASKED = re.compile(r"ledger/ask/([0-9a-f]{40})/(export|check|keep)")
_ID = re.compile(r"[0-9a-f]{40}")
# A record of a job outlives its file by so long, so that whoever comes back late is told that it is gone.
_AFTER = timedelta(days=7)
# A form to send a file with is good for so long.
_LEAVE_S = 900
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of long work. kind: export or import; by, roles, department, stands_in, communities: who asked, as he worked then.

    view, narrowed: the list that he looked at, and to what it was narrowed, by codes; since, until: months, of a period; form: xlsx or
    csv; total: 0 while nobody knows; left_s: seconds until it may be done; rows: how many are in the file or were taken over; known:
    were there already; wrong: could not be taken over; code: of the refusal; digest: of the file that was made, or that was sent.
    """

    job_id: str
    kind: str
    by: str
    roles: tuple[str, ...]
    department: str | None
    stands_in: tuple[str, ...]
    language: str
    at: datetime
    form: str = "xlsx"
    view: str | None = None
    narrowed: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    until: str | None = None
    phase: str = WAITING
    done: int = 0
    total: int = 0
    left_s: int | None = None
    rows: int = 0
    known: int = 0
    wrong: int = 0
    code: str = ""
    digest: str = ""
    communities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """That somebody took a ledger away. asked: the list or the months; rows: how many; digest: of the file."""

    job_id: str
    by: str
    at: datetime
    form: str
    asked: str
    rows: int
    digest: str


class Jobs:
    """All long work. bucket: where its files lie; s3: a botocore client."""

    def __init__(self, table: CaseTable, bucket: str, s3: Any) -> None:
        self._table = table
        self._bucket = bucket
        self._s3 = s3

    def begin(self, job: Job) -> Job:
        """Write down what was asked. Returns: the job as it stands, where the same was asked before."""
        try:
            self._put(job, Attribute("pk").does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return self.read(job.job_id) or job
        return job

    def move(self, job: Job) -> None:
        """Write down how far it is."""
        self._put(job, None)

    def read(self, job_id: str) -> Job | None:
        """The job, None for one that there never was or that was forgotten."""
        if _ID.fullmatch(job_id) is None:
            return None
        found = self._table.raw.get_item(f"JOB#{job_id}", "JOB", consistent_read=True).get("Item")
        if not found:
            return None
        job: Job = shaped(json.loads(found["job"]["S"]), Job)
        return job

    def _put(self, job: Job, condition: Any) -> None:
        expires = int((job.at + _AFTER).timestamp())
        told = {"job": {"S": canonical(plain(job))}, "expires": {"N": str(expires)}}
        self._table.raw.put_item(f"JOB#{job.job_id}", "JOB", attributes=told, condition=condition)

    def start(self, job_id: str, step: str) -> None:
        """Tell the function that there is work: the bucket's queue hands it over, and again when it fails."""
        self._s3.put_object(Bucket=self._bucket, Key=_ask_key(job_id, step), Body=b"")

    @staticmethod
    def asked(key: str) -> tuple[str, str] | None:
        """The job and step that a key of the bucket names; None for any other."""
        found = _ASKED.fullmatch(key)
        return (found[1], found[2]) if found else None

    def leave_to_send(self, job_id: str, limit_mb: int) -> Grant:
        """A form by which the browser sends the file to be read, straight to the bucket. No call of AWS."""
        made = self._s3.generate_presigned_post(
            self._bucket,
            _ask_key(job_id, "check"),
            Fields={"success_action_status": "201"},
            Conditions=[{"success_action_status": "201"}, ["content-length-range", 0, limit_mb * 1024 * 1024]],
            ExpiresIn=_LEAVE_S,
        )
        return Grant(made["url"], dict(made["fields"]), "")

    def sent(self, job_id: str) -> bytes:
        """The file that was sent."""
        answer = self._s3.get_object(Bucket=self._bucket, Key=_ask_key(job_id, "check"))
        with answer["Body"] as stream:
            return bytes(stream.read())

    def keep_file(self, job_id: str, file: Path, form: str) -> None:
        """Keep the file that was made, piece by piece as it lies on the disk."""
        with file.open("rb") as stream:
            self._s3.put_object(Bucket=self._bucket, Key=f"ledger/made/{job_id}", Body=stream, ContentType=MEDIA[form])

    def file_url(self, job_id: str, name: str, form: str) -> str:
        """An address from which the file can be fetched for five minutes. name: of the file, plain letters. No call of AWS."""
        url: str = self._s3.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": f"ledger/made/{job_id}",
                "ResponseContentType": MEDIA[form],
                "ResponseContentDisposition": f'attachment; filename="{name}.{form}"',
                "ResponseCacheControl": "private, no-store",
            },
            ExpiresIn=VIEW_S,
        )
        return url

    def note_taken(self, taken: Taken, month: str) -> None:
        """Write down who takes a ledger away, before he can. Twice is once.

        Policy: 5.2
        month: "2026-11", as the community reads its calendar.
        """
        told = {"taken": {"S": canonical(plain(taken))}}
        self._table.raw.put_item(f"TAKEN#{month}", f"{stamp(taken.at)}#{taken.job_id}", attributes=told)

    def taken(self, month: str) -> Iterator[Taken]:
        """Who took ledgers away in that month, in the order of time.

        Policy: 5.2
        """
        for item in self._table.partition(f"TAKEN#{month}"):
            yield shaped(json.loads(item["taken"]["S"]), Taken)


def _ask_key(job_id: str, step: str) -> str:
    return f"ledger/ask/{job_id}/{step}"
