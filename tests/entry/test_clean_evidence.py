"""CleanEvidence: a photo is shown without its place, kept sealed as it was sent, and recorded once."""

import io
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from entry.test_photos import GPS, a_photo
from huiyin.entry import clean_evidence
from huiyin.entry.photos import look_at, look_at_apart
from neighbours import Owner, send

ALL_DONE: dict[str, list[Any]] = {"batchItemFailures": []}


def upload(stack: Any, grant: dict[str, Any], content: bytes, media: str = "image/jpeg") -> int:
    """Post a file as a browser's form does."""
    edge = "----edge"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (grant["fields"] | {"Content-Type": media}).items()
    ]
    parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="x.jpg"\r\nContent-Type: {media}\r\n\r\n'.encode())
    body = b"".join([*parts, content, f"\r\n--{edge}--\r\n".encode()])
    return send(grant["url"], body, content_type=f"multipart/form-data; boundary={edge}").status


def keys(stack: Any, prefix: str) -> list[str]:
    listed = stack.boto("s3").list_objects_v2(Bucket=stack.name("EvidenceBucket"), Prefix=prefix)
    return [entry["Key"] for entry in listed.get("Contents", [])]


def an_owner_with_grants(stack: Any) -> tuple[Owner, list[dict[str, Any]]]:
    owner = Owner(stack.url)
    return owner, owner.report(no_evidence=False).json["evidence"]["upload"]


def test_a_photo_is_served_without_its_place_and_kept_sealed(stack: Any) -> None:  # E06
    owner, grants = an_owner_with_grants(stack)
    raw = a_photo()
    assert upload(stack, grants[0], raw) == 201
    stack.drain()
    (photo,) = owner.track()["evidence"]
    assert photo["state"] == "available"
    seen = send(photo["url"])
    assert seen.status == 200
    assert not Image.open(io.BytesIO(seen.body)).getexif().get_ifd(GPS)
    case_id = owner.number.rsplit("-", 1)[1]
    assert keys(stack, f"incoming/{case_id}/") == []
    (sealed,) = keys(stack, f"original/{case_id}/")
    kept = stack.boto("s3").get_object(Bucket=stack.name("EvidenceBucket"), Key=sealed)["Body"].read()
    assert raw not in kept
    assert b"PhoneMaker" not in kept


@pytest.mark.asvs("V1.3.4", "V5.2.2")
def test_what_is_no_photo_is_kept_but_not_shown(stack: Any) -> None:  # E01
    owner, grants = an_owner_with_grants(stack)
    assert upload(stack, grants[0], b"MZ" + b"\0" * 90) == 201
    stack.drain()
    (file,) = owner.track()["evidence"]
    assert (file["state"], file["url"]) == ("quarantined", None)


def test_the_same_notification_twice_records_one_outcome(stack: Any) -> None:
    owner, grants = an_owner_with_grants(stack)
    upload(stack, grants[0], a_photo())
    stack.drain()
    assert stack.invoke("CleanEvidence", a_message(a_notification(stack, grants[0]["fields"]["key"]))) == ALL_DONE
    assert [step["type"] for step in owner.track()["timeline"]].count("EvidenceChecked") == 1


def test_a_photo_once_recorded_is_never_replaced(stack: Any) -> None:  # E14
    owner, grants = an_owner_with_grants(stack)
    upload(stack, grants[0], a_photo())
    stack.drain()
    first = send(owner.track()["evidence"][0]["url"]).body
    assert upload(stack, grants[0], a_photo(size=(320, 200))) == 201
    stack.drain()
    (photo,) = owner.track()["evidence"]
    assert send(photo["url"]).body == first
    assert keys(stack, f"incoming/{owner.number.rsplit('-', 1)[1]}/") == []


def test_photos_may_be_added_later_in_the_places_that_are_left(stack: Any) -> None:
    owner, grants = an_owner_with_grants(stack)
    upload(stack, grants[0], a_photo())
    stack.drain()
    later = owner.track()["upload"]
    assert len(later) == len(grants) - 1
    assert upload(stack, later[0], a_photo(size=(320, 200))) == 201
    assert owner.act("add", files=[later[0]["fields"]["key"]]).status == 200
    stack.drain()
    assert [photo["state"] for photo in owner.track()["evidence"]] == ["available", "available"]


@pytest.mark.parametrize("key", ["incoming/18720043/1-" + "0" * 32, "incoming/x", "served/18720043/1.jpg", "incoming/../etc/passwd"])
def test_a_file_that_no_case_granted_changes_nothing(stack: Any, key: str) -> None:  # E15
    stack.boto("s3").put_object(Bucket=stack.name("EvidenceBucket"), Key=key.replace("incoming", "other"), Body=b"x")
    assert stack.invoke("CleanEvidence", a_message(a_notification(stack, key))) == ALL_DONE


def test_the_upload_form_takes_one_file_of_the_granted_kind_only(stack: Any) -> None:  # E13
    _, grants = an_owner_with_grants(stack)
    other = dict(grants[0], fields=grants[0]["fields"] | {"key": "incoming/18720043/1-" + "0" * 32})
    assert upload(stack, other, a_photo()) == 403
    assert upload(stack, grants[0], a_photo(), media="text/html") == 403
    assert upload(stack, grants[0], b"") == 400
    assert upload(stack, grants[0], b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024)) == 400


class Crash(Exception):
    """Stands for what an opened file can do to a function."""


def crashing(tries: list[bytes]) -> Any:
    def look(raw: bytes) -> Any:
        tries.append(raw)
        raise Crash

    return look


def test_a_photo_that_the_checker_does_not_survive_twice_is_opened_apart_and_shown(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[bytes] = []
    monkeypatch.setattr(clean_evidence, "look_at", crashing(tries))
    owner, grants = an_owner_with_grants(stack)
    assert upload(stack, grants[0], a_photo()) == 201
    stack.drain()
    assert len(tries) == clean_evidence.TRIES - 1
    (photo,) = owner.track()["evidence"]
    assert photo["state"] == "available"
    assert send(photo["url"]).status == 200


def test_a_file_that_cannot_be_opened_in_three_tries_is_kept_and_the_owner_is_told(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """FA34, FA35: quarantined with a reason; what was sent lies sealed, and no half preview is shown."""
    monkeypatch.setattr(clean_evidence, "look_at", crashing([]))
    monkeypatch.setattr(clean_evidence, "look_at_apart", lambda raw: look_at_apart(raw, seconds=0.01))
    owner, grants = an_owner_with_grants(stack)
    assert upload(stack, grants[0], a_photo()) == 201
    stack.drain()
    (photo,) = owner.track()["evidence"]
    assert (photo["state"], photo["url"]) == ("quarantined", None)
    assert photo["state_words"]["zh"]
    case_id = owner.number.rsplit("-", 1)[1]
    assert len(keys(stack, f"original/{case_id}/")) == 1
    assert keys(stack, f"served/{case_id}/") == keys(stack, f"incoming/{case_id}/") == []


def test_what_was_sent_is_kept_before_it_is_opened(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[list[str]] = []
    owner, grants = an_owner_with_grants(stack)
    case_id = owner.number.rsplit("-", 1)[1]

    def look(raw: bytes) -> Any:
        kept.append(keys(stack, f"original/{case_id}/"))
        return look_at(raw)

    monkeypatch.setattr(clean_evidence, "look_at", look)
    upload(stack, grants[0], a_photo())
    stack.drain()
    assert [len(one) for one in kept] == [1]


def test_a_photo_waits_in_the_dead_letters_while_nothing_can_be_recorded(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """FA33: the message names a key and nothing else, and the file still lies where it arrived."""
    owner, grants = an_owner_with_grants(stack)
    with monkeypatch.context() as outage:
        outage.setattr(clean_evidence, "perform", crashing([]))
        upload(stack, grants[0], a_photo())
        stack.drain()
    (message,) = stack.boto("sqs").receive_message(QueueUrl=stack.name("DeadLetters"), VisibilityTimeout=1)["Messages"]
    assert json.loads(message["Body"])["Records"][0]["s3"]["object"]["key"] == grants[0]["fields"]["key"]
    assert keys(stack, "incoming/") == [grants[0]["fields"]["key"]]
    stack.boto("sqs").delete_message(QueueUrl=stack.name("DeadLetters"), ReceiptHandle=message["ReceiptHandle"])
    assert stack.invoke("CleanEvidence", {"Records": [{"messageId": "1", "body": message["Body"], "attributes": FIRST}]}) == ALL_DONE
    assert [photo["state"] for photo in owner.track()["evidence"]] == ["available"]


def test_the_message_by_which_s3_tries_out_a_queue_is_no_fault(stack: Any) -> None:
    body = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": stack.name("EvidenceBucket")})
    assert stack.invoke("CleanEvidence", {"Records": [{"messageId": "1", "body": body, "attributes": FIRST}]}) == ALL_DONE


def test_one_bad_message_fails_alone(stack: Any) -> None:
    messages = [{"messageId": name, "body": body, "attributes": FIRST} for name, body in (("good", "{}"), ("bad", "no JSON"))]
    assert stack.invoke("CleanEvidence", {"Records": messages}) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_the_queue_hands_a_photo_over_as_often_as_the_checker_believes(stack: Any) -> None:
    queue = stack.cloud.get("Uploads").properties
    assert queue["RedrivePolicy"]["maxReceiveCount"] == clean_evidence.TRIES


FIRST = {"ApproximateReceiveCount": "1"}


def a_message(*notifications: dict[str, Any]) -> dict[str, Any]:
    """What the queue hands over."""
    return {"Records": [{"messageId": "1", "body": json.dumps({"Records": notifications}), "attributes": FIRST}]}


def a_notification(stack: Any, key: str) -> dict[str, Any]:
    return {
        "eventTime": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "s3": {"bucket": {"name": stack.name("EvidenceBucket")}, "object": {"key": quote(key)}},
    }
