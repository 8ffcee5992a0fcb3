"""KeepLedger: work that fails is tried again, whoever waits is told when it is given up, and nothing is done twice."""

from collections.abc import Callable
from datetime import datetime

import pytest

from entry.conftest import Ask
from entry.ledgers import asked_for, job, message, work
from entry.people import DESK
from huiyin.entry import keep_ledger
from huiyin.store.jobs import Job

AGAIN = {"batchItemFailures": [{"itemIdentifier": "1"}]}
DONE: dict[str, list[object]] = {"batchItemFailures": []}


def breaking(job: Job, now: datetime) -> Job:
    raise OSError("王芳 13800138000")


def test_what_fails_is_tried_again_and_the_last_time_whoever_waits_is_told(
    number: str, desk: Ask, monkeypatch: pytest.MonkeyPatch, written: Callable[[], str]
) -> None:
    job_id = asked_for(desk, DESK).json["id"]
    monkeypatch.setitem(keep_ledger._STEPS, "export", breaking)
    for tries in (1, 2):
        assert work(job_id, tries=tries) == AGAIN
        assert job(desk, DESK, job_id).json["phase"] == "waiting"
    assert work(job_id, tries=keep_ledger.TRIES) == AGAIN
    failed = job(desk, DESK, job_id).json
    assert (failed["phase"], failed["url"]) == ("failed", None)
    assert failed["message"]["zh"]
    assert "王芳" not in written()


def test_what_is_over_is_not_done_again(number: str, desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = asked_for(desk, DESK).json["id"]
    assert work(job_id) == DONE
    monkeypatch.setitem(keep_ledger._STEPS, "export", breaking)
    assert work(job_id) == DONE


@pytest.mark.parametrize("key", ["ledger/ask/x", f"ledger/ask/{'0' * 40}/export", f"ledger/ask/{'0' * 40}/other", "incoming/x"])
def test_a_file_that_no_job_asked_for_changes_nothing(key: str, cloud: None, written: Callable[[], str]) -> None:
    assert keep_ledger.handler({"Records": [message(key)]}, None) == DONE
    assert "ledger_without_job" in written()


def test_the_message_with_which_s3_tries_a_queue_out_is_nothing(cloud: None) -> None:
    tried = {"messageId": "1", "body": '{"Event": "s3:TestEvent"}', "attributes": {"ApproximateReceiveCount": "1"}}
    assert keep_ledger.handler({"Records": [tried]}, None) == DONE
