"""What is erased is gone: who it was, what was said, what was photographed; what stays is whole, and it may be done again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from builders import MONDAY_9AM
from huiyin.casework import perform
from huiyin.core.commands import OWNER, SYSTEM, ArchiveCase, Person, WithdrawCase
from huiyin.store.cases import History, NumberTaken
from huiyin.store.erasing import Eraser
from huiyin.store.seal import CannotOpen
from store.clouds import Stack

WANG = Person(name="王芳", phone="13800138000", email="wang@example.com", unit="3-1-802")
LATE = MONDAY_9AM + timedelta(days=365 * 6)
SAID = {"matter": "二号梯昨夜停在七楼半", "wish": "请检修"}


@pytest.fixture
def eraser(stack: Stack) -> Eraser:
    return Eraser(stack.table, stack.evidence_bucket, stack.client("s3"))


def withdrawn(stack: Stack) -> History:
    """A complaint that was taken back long ago."""
    case_id = stack.register(person=WANG, **SAID).case.case_id
    ask = WithdrawCase(by=OWNER, grounds="已经修好")
    return perform(ask, case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key="taken-back-by-the-owner")


def archived(stack: Stack, history: History) -> History:
    """The same in the archive."""
    for key, ask in (("begin", ArchiveCase(by=SYSTEM)), ("end", ArchiveCase(by=SYSTEM, files=0))):
        history = perform(ask, history.case.case_id, store=stack.store, policy=stack.policy, now=LATE, key=key)
    return history


def test_an_identity_is_emptied_and_its_item_stays(stack: Stack, eraser: Eraser) -> None:
    case_id = stack.register(person=WANG).case.case_id
    for _ in range(2):
        eraser.person(case_id)
        assert [item for item in stack.raw() if item["sk"]["S"] == "PERSON"] == [{"pk": {"S": f"PERSON#{case_id}"}, "sk": {"S": "PERSON"}}]
    assert stack.people.read(case_id) is None


def test_nobody_is_made_up_where_nobody_left_a_name(stack: Stack, eraser: Eraser) -> None:
    case_id = stack.register(person=Person()).case.case_id
    before = stack.raw()
    eraser.person(case_id)
    assert stack.raw() == before


def test_a_table_that_cannot_be_written_is_said_and_not_passed_over(stack: Stack) -> None:
    missing = Eraser(type(stack.table)("no-such-table", stack.clients.of("dynamodb")), stack.evidence_bucket, stack.client("s3"))
    with pytest.raises(Exception, match="ResourceNotFound"):
        missing.person("18720043")


def test_every_file_of_the_case_goes_and_none_of_another(stack: Stack, eraser: Eraser) -> None:
    case_id, s3 = "18720043", stack.client("s3")
    mine = [f"served/{case_id}/1.jpg", f"original/{case_id}/1", f"original/{case_id}/mail"]
    others = ["served/18720044/1.jpg", f"original/{case_id}0/1", "original/28720043/1"]
    for key in (*mine, *others):
        s3.put_object(Bucket=stack.evidence_bucket, Key=key, Body=b"x")
    assert (eraser.files(case_id), eraser.files(case_id)) == (3, 0)
    left = [entry["Key"] for entry in s3.list_objects_v2(Bucket=stack.evidence_bucket)["Contents"]]
    assert sorted(left) == sorted(others)


def test_in_the_archive_no_word_can_be_opened_and_the_chain_holds(stack: Stack) -> None:
    before = withdrawn(stack)
    assert stack.store.open(before)[0].matter == SAID["matter"]  # type: ignore[union-attr]
    after = archived(stack, before)
    assert after == stack.loaded(before.case.case_id)
    assert [type(event).__name__ for event in after.events][-2:] == ["ErasureBegun", "CaseArchived"]
    # The sealed words lie there as they did, under a head that goes on from the old one; they open for nobody.
    assert after.sealed[:2] == before.sealed
    assert any(after.sealed)
    assert all(getattr(event, "matter", "") == "" for event in stack.store.open(after))
    assert (after.data_key, after.code_hash, after.key_hash, after.fingerprint, after.command_keys.kept) == (b"", b"", b"", b"", b"")
    (meta,) = [item for item in stack.raw() if item["sk"]["S"] == "META"]
    assert not {"dk", "cc", "kh", "fp", "ck", "wl_pk", "due_pk"} & set(meta)


def test_the_key_that_is_gone_was_the_only_one(stack: Stack) -> None:
    before = withdrawn(stack)
    other = stack.register("another-complaint-of-today")
    after = archived(stack, before)
    with pytest.raises((ClientError, CannotOpen)):
        stack.store.open(replace(after, data_key=other.data_key))


def test_a_case_in_the_archive_can_still_be_written_and_stays_erased(stack: Stack) -> None:
    after = archived(stack, withdrawn(stack))
    again = stack.store.commit(after, (), after.case, key="", owed={}, next_moment=None, queue=None)
    assert again.data_key == b""
    assert stack.loaded(after.case.case_id).data_key == b""


def test_its_number_is_not_given_out_again_and_the_old_request_opens_nothing(stack: Stack) -> None:
    after = archived(stack, withdrawn(stack))
    with pytest.raises(NumberTaken) as taken:
        stack.register(**SAID)
    assert (taken.value.existing.case.number, taken.value.existing.key_hash) == (after.case.number, b"")
    code = stack.receipts.code_for("key-of-one-complaint", 0)
    assert not stack.receipts.code_matches(after.case.case_id, code, after.code_hash)


def test_an_ended_case_lies_where_no_clock_looks_until_its_day(stack: Stack) -> None:
    case_id = withdrawn(stack).case.case_id
    assert stack.store.due(LATE, 10) == ()
    assert stack.store.to_archive(MONDAY_9AM + timedelta(days=3 * 365), 10) == ()
    assert stack.store.to_archive(LATE, 10) == (case_id,)


def test_what_figures_count_is_the_same_before_and_after(stack: Stack) -> None:
    before = withdrawn(stack)
    rows = list(stack.store.month("2026-11"))
    archived(stack, before)
    assert [replace(row, state="WITHDRAWN") for row in stack.store.month("2026-11")] == rows
