"""Photos come in by a form that S3 holds everybody to, lie sealed, and are seen as a stripped copy for five minutes."""

import base64
import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.store.evidence import EvidenceStore, TooLarge
from huiyin.store.receipts import Receipts
from huiyin.store.seal import CannotOpen, DataKey
from store.clouds import Stack

CASE = "18720043"
KEY = DataKey(bytes(range(32)), b"wrapped")
OFFLINE = EvidenceStore("evidence", None, Receipts(b"a secret of the tests, 32 bytes!"))


def policy_of(fields: Any) -> Any:
    return json.loads(base64.b64decode(fields["policy"]))


def test_a_grant_allows_one_image_of_its_size_under_its_own_key_and_nothing_else(stack: Stack) -> None:
    limits = stack.policy.limits
    (grant,) = stack.evidence.grants(CASE, 1, limits=limits)
    allowed = policy_of(grant.fields)["conditions"]
    key = stack.evidence.incoming_key(CASE, "1")
    assert grant.fields["key"] == key
    assert {"key": key} in allowed
    assert {"bucket": stack.evidence_bucket} in allowed
    assert ["content-length-range", 1, limits.file_mb * 1024 * 1024] in allowed
    assert ["starts-with", "$Content-Type", "image/"] in allowed
    assert {"success_action_status": "201"} in allowed
    assert [rule for rule in allowed if isinstance(rule, list) and rule[0] == "starts-with"] == [["starts-with", "$Content-Type", "image/"]]


def test_a_grant_ends_with_the_hours_of_the_policy(stack: Stack) -> None:
    (grant,) = stack.evidence.grants(CASE, 1, limits=stack.policy.limits)
    ends = datetime.fromisoformat(policy_of(grant.fields)["expiration"])
    begins = datetime.strptime(grant.fields["x-amz-date"], "%Y%m%dT%H%M%S%z")
    assert abs(ends - begins - timedelta(hours=stack.policy.limits.upload_h)) < timedelta(minutes=1)


def test_a_page_without_script_is_sent_on_and_may_not_choose_where(stack: Stack) -> None:
    (grant,) = stack.evidence.grants(CASE, 1, limits=stack.policy.limits, redirect="https://huiyin.example/track/")
    assert grant.fields["success_action_redirect"] == "https://huiyin.example/track/"
    assert {"success_action_redirect": "https://huiyin.example/track/"} in policy_of(grant.fields)["conditions"]
    assert "success_action_status" not in grant.fields
    assert grant.fields["Content-Type"].startswith("image/")


def test_the_same_request_gets_the_same_keys_and_later_files_get_new_slots(stack: Stack) -> None:
    first, again = ([grant.fields["key"] for grant in stack.evidence.grants(CASE, 3, limits=stack.policy.limits)] for _ in range(2))
    later = stack.evidence.grants(CASE, 2, limits=stack.policy.limits, after=3)
    assert first == again
    assert [grant.slot for grant in later] == ["4", "5"]
    assert not set(first) & {grant.fields["key"] for grant in later}


def test_what_is_sent_under_a_grant_is_found_under_its_key(stack: Stack) -> None:
    key = stack.evidence.incoming_key(CASE, "1")
    assert stack.evidence.fetch(key, limits=stack.policy.limits) is None
    stack.client("s3").put_object(Bucket=stack.evidence_bucket, Key=key, Body=b"\xff\xd8photo")
    assert stack.evidence.fetch(key, limits=stack.policy.limits) == b"\xff\xd8photo"
    for _ in range(2):
        stack.evidence.delete_incoming(key)
    assert stack.evidence.fetch(key, limits=stack.policy.limits) is None


@pytest.mark.asvs("V5.2.1")
def test_a_file_above_the_limit_is_not_read(stack: Stack) -> None:
    limits = replace(stack.policy.limits, file_mb=0)
    key = stack.evidence.incoming_key(CASE, "1")
    stack.client("s3").put_object(Bucket=stack.evidence_bucket, Key=key, Body=b"x")
    with pytest.raises(TooLarge):
        stack.evidence.fetch(key, limits=limits)


@settings(deadline=None)
@given(st.integers(0, 10**8 - 1).map(lambda n: f"{n:08d}"), st.integers(1, 999))
def test_a_key_that_was_granted_names_its_case_and_slot(case_id: str, slot: int) -> None:
    key = OFFLINE.incoming_key(case_id, str(slot))
    assert OFFLINE.slot_of(key) == (case_id, str(slot))
    assert OFFLINE.key_belongs(case_id, key)
    assert not OFFLINE.key_belongs("00000000" if case_id != "00000000" else "1" * 8, key)


def test_a_key_with_one_other_character_belongs_to_no_case() -> None:
    key = OFFLINE.incoming_key(CASE, "1")
    changed = [key[:at] + other + key[at + 1 :] for at in range(len(key)) for other in "0aA/-é１\n" if other != key[at]]
    for wrong in [*changed, *(key[:at] for at in range(len(key))), key + "0", key + "\n", key.replace("/1-", "/2-")]:
        assert not OFFLINE.key_belongs(CASE, wrong)
        assert not OFFLINE.key_belongs(CASE.replace("1", "１"), wrong)


@pytest.mark.parametrize(
    "key", ["", "incoming/", f"served/{CASE}/1.jpg", f"incoming/{CASE}/../{CASE}/1-{'0' * 32}", f"incoming/{CASE}/1-{'0' * 32}"]
)
def test_a_made_up_key_belongs_to_no_case(key: str) -> None:
    assert not OFFLINE.key_belongs(CASE, key)


def test_the_original_is_kept_sealed_and_opens_with_the_key_of_its_case_in_its_place_only(stack: Stack) -> None:
    history = stack.register()
    case_id, photo = history.case.case_id, b"\xff\xd8 with the place where it was taken"
    key_of = partial(stack.store.file_key, history)
    stack.evidence.put_original(case_id, "1", photo, stack.store.new_file_key(history), beside=False)
    lying = stack.client("s3").get_object(Bucket=stack.evidence_bucket, Key=f"original/{case_id}/1")["Body"].read()
    assert photo not in lying
    assert stack.evidence.original(case_id, "1", key_of) == photo
    stack.client("s3").put_object(Bucket=stack.evidence_bucket, Key=f"original/{case_id}/2", Body=lying)
    with pytest.raises(CannotOpen):
        stack.evidence.original(case_id, "2", key_of)


def test_the_copy_that_people_see_is_a_jpeg_behind_a_link_of_five_minutes(stack: Stack) -> None:
    stack.evidence.put_served(CASE, "1", b"\xff\xd8stripped")
    held = stack.client("s3").get_object(Bucket=stack.evidence_bucket, Key=f"served/{CASE}/1.jpg")
    assert (held["ContentType"], held["Body"].read()) == ("image/jpeg", b"\xff\xd8stripped")
    address = urlsplit(stack.evidence.view_url(CASE, "1"))
    asked = parse_qs(address.query)
    assert address.path == f"/served/{CASE}/1.jpg"
    assert asked["X-Amz-Expires"] == ["300"]
    assert asked["response-content-disposition"] == [f'inline; filename="{CASE}-1.jpg"']
    assert asked["response-content-type"] == ["image/jpeg"]


@pytest.mark.asvs("V5.3.2")
@pytest.mark.parametrize("slot", ["", "../1", "1/2", "a", "1234"])
def test_no_slot_leads_out_of_its_case(stack: Stack, slot: str) -> None:
    for write in (lambda: stack.evidence.put_served(CASE, slot, b"x"), lambda: stack.evidence.view_url(CASE, slot)):
        with pytest.raises(ValueError, match="slot"):
            write()
