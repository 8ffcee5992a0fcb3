"""Whatever is sealed opens in its own place alone: not under another case, class or purpose, not with another key, not cut, not changed."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from builders import MONDAY_9AM
from huiyin.core.commands import OWNER, AddFact, Person
from huiyin.policy.schema import Policy
from huiyin.store.histories import Broken, words_context
from huiyin.store.items import person_key
from huiyin.store.past import Past
from huiyin.store.seal import CannotOpen, DataKey, Purpose, unseal_bytes, wrapped_key_of
from store.clouds import Stack, a_stack


class Sealed(NamedTuple):
    """Something sealed, and what opens it. data: whose key it is (case, purpose, under guard)."""

    name: str
    key: DataKey
    blob: bytes
    context: str
    data: tuple[str, Purpose, bool]


@pytest.fixture(scope="module")
def stack(policy: Policy) -> Iterator[Stack]:
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
        yield a_stack(policy)


def lived(stack: Stack, key: str, *, guarded: bool) -> Iterator[Sealed]:
    """A case with three events, a person and two photos."""
    person = Person(name="王芳", phone="13800138000")
    history = stack.register(key, person=person, sensitive=guarded)
    for n in (1, 2):
        history = stack.commit(history, AddFact(by=OWNER, note=f"又停了 {n} 次"), key=f"{key}-fact-{n}")
    case_id = history.case.case_id
    assert history.case.guarded is guarded
    items = {(item["pk"]["S"], item["sk"]["S"]): item for item in stack.raw()}
    dk = next(item["dk"]["B"] for (pk, sk), item in items.items() if pk == f"CASE#{case_id}" and sk == "META")
    mine: tuple[str, Purpose, bool] = (case_id, "case", guarded)
    data = stack.sealer.open_key(case_id, "case", dk, guarded=guarded)
    for (pk, sk), item in items.items():
        if pk == f"CASE#{case_id}" and sk.startswith("EV#") and "sealed" in item:
            yield Sealed(f"{key} {sk}", data, item["sealed"]["B"], words_context(case_id, int(sk[3:])), mine)
        if pk == person_key(case_id):
            hers: tuple[str, Purpose, bool] = (case_id, "person", False)  # identities have one key, which the doors of the desk may use
            theirs = stack.sealer.open_key(case_id, "person", item["dk"]["B"])
            yield Sealed(f"{key} person", theirs, item["sealed"]["B"], person_key(case_id), hers)
    for slot in ("1", "2"):
        stack.evidence.put_original(case_id, slot, b"a photo", stack.store.new_file_key(history), beside=guarded)
    s3 = stack.client("s3")
    for entry in s3.list_objects_v2(Bucket=stack.evidence_bucket, Prefix="original/")["Contents"]:
        if case_id in entry["Key"]:
            raw = s3.get_object(Bucket=stack.evidence_bucket, Key=entry["Key"])["Body"].read()
            wrapped, blob = wrapped_key_of(raw)
            opened = stack.sealer.open_key(case_id, "case", wrapped, guarded=guarded) if wrapped else data
            yield Sealed(f"{key} {entry['Key'][-1]}", opened, blob, entry["Key"], mine)


@pytest.fixture(scope="module")
def all_sealed(stack: Stack) -> list[Sealed]:
    """Two ordinary cases, two guarded ones, and a row of an old ledger."""
    found = [one for guarded in (False, True) for n in (1, 2) for one in lived(stack, f"key-of-a-case-{guarded}-{n}", guarded=guarded)]
    past, batch = Past(stack.table, stack.sealer), "import-1"
    key = past.new_key(batch)
    past.keep(
        {"number": "2025-1", "matter": "漏水", "received_at": MONDAY_9AM.isoformat()}, key, batch=batch, at=MONDAY_9AM, month="2025-11"
    )
    (row,) = (item for item in stack.raw() if item["pk"]["S"].endswith("2025-1") and "sealed" in item)
    return [*found, Sealed("past", key, row["sealed"]["B"], row["pk"]["S"], (batch, "past", False))]


def opens(key: DataKey, blob: bytes, context: str) -> bool:
    try:
        unseal_bytes(key, blob, context=context)
    except CannotOpen:
        return False
    return True


@pytest.mark.asvs("V11.3.3")
def test_each_thing_opens_in_its_own_place_and_nowhere_else(all_sealed: list[Sealed]) -> None:
    assert len(all_sealed) == 4 * 6 + 1, [one.name for one in all_sealed]
    for one, other in product(all_sealed, repeat=2):
        assert opens(one.key, one.blob, one.context)
        if one is not other:
            # Laid into the place of another; read under the name of another; opened with the key of another.
            assert not opens(other.key, one.blob, other.context), (one.name, other.name)
            assert not opens(one.key, one.blob, other.context), (one.name, other.name)
            assert opens(other.key, one.blob, one.context) is (one.key.plain == other.key.plain), (one.name, other.name)


CHANGES: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "cut": lambda blob: (blob[:length] for length in range(len(blob))),
    "a bit turned": lambda blob: (blob[:at] + bytes([blob[at] ^ 1 << at % 8]) + blob[at + 1 :] for at in range(len(blob))),
    "longer": lambda blob: iter([blob + b"\0", b"\0" + blob, blob + blob]),
    "the ends of two": lambda blob: iter([blob[: len(blob) // 2] + blob[: len(blob) // 2], blob[::-1]]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_opens_no_more(all_sealed: list[Sealed], change: str) -> None:
    for one in all_sealed:
        for blob in CHANGES[change](one.blob):
            assert not opens(one.key, blob, one.context), one.name


def test_kms_opens_a_data_key_for_its_own_case_purpose_and_class_alone(stack: Stack, all_sealed: list[Sealed]) -> None:
    cases = {one.data[0] for one in all_sealed}
    purposes: tuple[Purpose, ...] = ("case", "person", "past")
    for data, wrapped in {(one.data, one.key.wrapped) for one in all_sealed}:
        opened = set()
        for case_id, purpose, guarded in product(cases, purposes, (False, True)):
            try:
                stack.sealer.open_key(case_id, purpose, wrapped, guarded=guarded)
            except ClientError:
                continue
            opened.add((case_id, purpose, guarded))
        assert opened == {data}


def test_the_store_refuses_what_somebody_moved(stack: Stack, all_sealed: list[Sealed]) -> None:
    one, other = (next(each for each in all_sealed if each.name.endswith(f"False-{n} EV#000002")) for n in (1, 2))
    case_id = one.data[0]
    key = {"pk": {"S": f"CASE#{case_id}"}, "sk": {"S": "EV#000002"}}
    order = {"TableName": stack.table.name, "Key": key, "UpdateExpression": "SET sealed = :s"}
    stack.client("dynamodb").update_item(**order, ExpressionAttributeValues={":s": {"B": other.blob}})
    # Before anything is opened the chain of the case does not hold.
    with pytest.raises(Broken):
        stack.loaded(case_id)
