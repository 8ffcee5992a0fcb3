"""Long work: asked for once, followed by its id, and who took a ledger away stays on record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

import account
from builders import MONDAY_9AM
from entry.conftest import make_table
from entry.doors import TABLE
from huiyin.store.items import CaseTable
from huiyin.store.jobs import READY, Job, Jobs, Taken

JOB = Job(
    job_id="a" * 40, kind="export", by="lin.jing", roles=("desk",), department=None, stands_in=(), language="zh", at=MONDAY_9AM, view="all"
)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    with mock_aws():
        client = account.client("dynamodb")
        make_table(client)
        s3 = account.client("s3")
        s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
        yield Jobs(CaseTable(TABLE, client), "files", s3)


def test_a_job_is_asked_for_once(jobs: Jobs) -> None:
    assert jobs.begin(JOB) == JOB
    jobs.move(replace(JOB, phase=READY, rows=3))
    assert jobs.begin(JOB).rows == 3
    assert jobs.read(JOB.job_id) == replace(JOB, phase=READY, rows=3)


@pytest.mark.parametrize("job_id", ["b" * 40, "", "A" * 40, "a" * 41, "../" + "a" * 37])
def test_what_is_no_job_is_none(job_id: str, jobs: Jobs) -> None:
    jobs.begin(JOB)
    assert jobs.read(job_id) is None


def test_a_job_is_forgotten_after_a_week(jobs: Jobs) -> None:
    jobs.begin(JOB)
    (item,) = account.client("dynamodb").scan(TableName=TABLE)["Items"]
    assert int(item["expires"]["N"]) == int((MONDAY_9AM + timedelta(days=7)).timestamp())
    assert set(item) == {"pk", "sk", "job", "expires"}


@pytest.mark.parametrize(
    ("key", "named"),
    [
        (f"ledger/ask/{'a' * 40}/export", ("a" * 40, "export")),
        (f"ledger/ask/{'a' * 40}/check", ("a" * 40, "check")),
        (f"ledger/ask/{'a' * 40}/else", None),
        (f"ledger/made/{'a' * 40}", None),
        (f"x/ledger/ask/{'a' * 40}/export", None),
    ],
)
def test_a_key_names_its_job_and_step(key: str, named: Any) -> None:
    assert Jobs.asked(key) == named


def test_work_begins_with_a_sign_in_the_bucket(jobs: Jobs) -> None:
    jobs.start(JOB.job_id, "export")
    (entry,) = account.client("s3").list_objects_v2(Bucket="files")["Contents"]
    assert Jobs.asked(entry["Key"]) == (JOB.job_id, "export")


def test_a_file_that_was_sent_is_read(jobs: Jobs) -> None:
    account.client("s3").put_object(Bucket="files", Key=f"ledger/ask/{JOB.job_id}/check", Body=b"x")
    assert jobs.sent(JOB.job_id) == b"x"
    grant = jobs.leave_to_send(JOB.job_id, 5)
    assert grant.fields["key"] == f"ledger/ask/{JOB.job_id}/check"


def test_who_took_what_stays_in_its_month(jobs: Jobs) -> None:
    first = Taken(job_id="a" * 40, by="lin.jing", at=MONDAY_9AM, form="xlsx", asked="全部", rows=3, digest="0" * 64)
    second = replace(first, job_id="b" * 40, at=MONDAY_9AM - timedelta(hours=1))
    for one in (first, second, first):
        jobs.note_taken(one, "2026-11")
    assert list(jobs.taken("2026-11")) == [second, first]
    assert list(jobs.taken("2026-12")) == []
    assert not [item for item in account.client("dynamodb").scan(TableName=TABLE)["Items"] if "expires" in item]
