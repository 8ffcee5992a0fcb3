"""InboundMail: a mail becomes one case, its original is kept, machines are set aside, nothing is lost or tried for ever."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import account
from entry.conftest import TEMPLATE, forget
from huiyin.core.case import Case
from huiyin.entry import inbound_mail, wiring
from huiyin.mail.inbox import ODDITIES
from huiyin.policy import load_policy
from huiyin.policy.schema import MailIn
from infra.local.template import load_yaml

BUCKET = "mail"
GOLDEN = Path(__file__).parents[1] / "mail/golden"
EVENTS = Path(__file__).parents[1] / "events"
KEY = "raw/0102030405060708090a0b0c0d0e0f1011121314"


@pytest.fixture
def mails(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The bucket of mails; it keeps versions as the template says."""
    monkeypatch.setenv("MAIL_BUCKET", BUCKET)
    wiring.mail_store.cache_clear()
    versions = load_yaml(TEMPLATE)["Resources"]["MailBucket"]["Properties"]["VersioningConfiguration"]
    s3 = account.client("s3")
    if BUCKET not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration=versions)
    for entry in s3.list_object_versions(Bucket=BUCKET).get("Versions", []):
        s3.delete_object(Bucket=BUCKET, Key=entry["Key"], VersionId=entry["VersionId"])
    for mark in s3.list_object_versions(Bucket=BUCKET).get("DeleteMarkers", []):
        s3.delete_object(Bucket=BUCKET, Key=mark["Key"], VersionId=mark["VersionId"])
    yield s3
    forget()


def golden(name: str) -> bytes:
    return (GOLDEN / f"{name}.eml").read_bytes()


def notice(*keys: str) -> dict[str, Any]:
    """Messages of the queue as SQS hands them over, each with one notice of S3."""
    recorded = json.loads((EVENTS / "ses_inbound.json").read_text("utf-8"))
    (message,) = recorded["Records"]
    made = []
    for number, key in enumerate(keys):
        body = json.loads(message["body"])
        body["Records"][0]["s3"]["object"]["key"] = key
        made.append(message | {"messageId": f"message-{number}", "body": json.dumps(body)})
    return {"Records": made}


def arrive(s3: Any, raw: bytes, key: str = KEY) -> dict[str, Any]:
    s3.put_object(Bucket=BUCKET, Key=key, Body=raw)
    return inbound_mail.handler(notice(key), None)


def keys(s3: Any, prefix: str = "") -> list[str]:
    return [entry["Key"] for entry in s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]


def cases() -> list[str]:
    found = account.client("dynamodb").scan(TableName="cases", ProjectionExpression="pk, sk")["Items"]
    return [item["pk"]["S"].removeprefix("CASE#") for item in found if item["sk"]["S"] == "META"]


def the_case() -> tuple[Any, Any]:
    """(the case as its history tells it, its first event with its words)."""
    (case_id,) = cases()
    history = wiring.case_store().load(case_id)
    assert history is not None
    return history.case, wiring.case_store().open(history)[0]


def test_a_mail_becomes_a_case_with_its_words_its_writer_and_its_original(mails: Any) -> None:
    assert arrive(mails, golden("outlook-zh-rfc2231")) == {"batchItemFailures": []}
    case, received = the_case()
    assert (case.channel, case.state, case.language) == ("email", "RECEIVED", "zh")
    assert received.matter == "电梯停运，附缴费单\n\n三号楼二单元的电梯又停了，老人上下楼不方便。"
    assert json.loads(received.answers) == {"随信附件": "缴费单.pdf"}
    person = wiring.people_store().read(case.case_id)
    assert person is not None
    assert (person.name, person.email) == ("赵敏", "owner@outlook.example")
    history = wiring.case_store().load(case.case_id)
    assert history is not None
    original = wiring.evidence_store().original(case.case_id, inbound_mail.ORIGINAL, partial(wiring.case_store().file_key, history))
    assert original == golden("outlook-zh-rfc2231")
    assert keys(mails) == []


def test_what_a_mail_does_not_say_is_what_the_policy_names_whatever_stands_first(mails: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = load_policy()
    turned = replace(
        policy,
        charter=replace(policy.charter, kinds=dict(reversed(policy.charter.kinds.items()))),
        submitters=dict(reversed(policy.submitters.items())),
        communities={"another": policy.communities["yunjin"], **policy.communities},
    )
    other = replace(turned, mail_in=MailIn(kind="enquiry", submitter="other", community="another"))
    said = []
    for number, given in enumerate((turned, other)):
        monkeypatch.setattr(inbound_mail, "load_policy", lambda given=given: given)
        arrive(mails, golden(("qq-mail", "english")[number]))
        said.append({(case.kind, case.submitter, case.community) for case in map(case_under, cases())})
    assert said[0] == {("complaint", "owner", "yunjin")}
    assert said[1] - said[0] == {("enquiry", "other", "another")}


def case_under(case_id: str) -> Case:
    history = wiring.case_store().load(case_id)
    assert history is not None
    return history.case


def test_the_promise_runs_from_the_moment_the_mail_came_in(mails: Any) -> None:
    arrive(mails, golden("qq-mail"))
    assert the_case()[0].received_at == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_who_wrote_english_is_answered_in_english(mails: Any) -> None:
    arrive(mails, golden("english"))
    assert the_case()[0].language == "en"


@pytest.mark.parametrize("again", [KEY, KEY.replace("14", "ff")], ids=["FA16-the-same-notice-twice", "M16-delivered-twice"])
def test_the_same_mail_again_is_the_same_case(mails: Any, again: str) -> None:
    arrive(mails, golden("qq-mail"))
    assert arrive(mails, b"Received: by another server\r\n" + golden("qq-mail"), again) == {"batchItemFailures": []}
    assert len(cases()) == 1


def test_a_notice_of_a_mail_that_was_dealt_with_changes_nothing(mails: Any) -> None:  # FA16
    arrive(mails, golden("qq-mail"))
    assert inbound_mail.handler(notice(KEY), None) == {"batchItemFailures": []}
    assert len(cases()) == 1


def test_a_notice_that_comes_before_its_mail_is_tried_again_and_stops_no_other(mails: Any) -> None:  # FA16, M21
    later = KEY.replace("0102", "ffff")
    mails.put_object(Bucket=BUCKET, Key=later, Body=golden("qq-mail"))
    answer = inbound_mail.handler(notice(KEY, later), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert len(cases()) == 1


def test_a_mail_whose_notice_was_lost_is_found_by_the_clock(mails: Any) -> None:  # FA16
    mails.put_object(Bucket=BUCKET, Key=KEY, Body=golden("qq-mail"))
    now = datetime.now(UTC)
    inbound_mail.handler({"at": (now + timedelta(minutes=5)).isoformat()}, None)
    assert cases() == []
    inbound_mail.handler({"at": (now + timedelta(minutes=20)).isoformat()}, None)
    assert len(cases()) == 1
    assert keys(mails) == []


def test_a_mail_that_nobody_could_file_for_a_day_waits_for_people(mails: Any) -> None:  # FA17
    mails.put_object(Bucket=BUCKET, Key=KEY, Body=golden("qq-mail"))
    inbound_mail.handler({"at": (datetime.now(UTC) + timedelta(days=2)).isoformat()}, None)
    assert cases() == []
    assert keys(mails) == [KEY]


def test_a_function_that_died_after_the_case_was_written_makes_no_second_one(mails: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # FA18
    with monkeypatch.context() as broken:
        broken.setattr(wiring.evidence_store(), "put_original", killed)
        assert arrive(mails, golden("qq-mail"))["batchItemFailures"] != []
    assert keys(mails) == [KEY]
    assert inbound_mail.handler(notice(KEY), None) == {"batchItemFailures": []}
    assert len(cases()) == 1
    assert keys(mails) == []


def killed(*_: Any) -> None:
    raise OSError


def test_a_mail_that_breaks_the_reader_is_a_case_for_a_person(mails: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # FA17
    monkeypatch.setattr("huiyin.mail.inbox.split", killed)
    assert arrive(mails, golden("qq-mail")) == {"batchItemFailures": []}
    case, received = the_case()
    assert received.odd == ("no_sender", "unparsed")
    assert received.matter == load_policy().word("labels.mail_unparsed", "zh")
    assert not case.has_email


@pytest.mark.parametrize(
    ("name", "odd", "answered"),
    [
        pytest.param("qq-mail", (), True, id="an-ordinary-one"),
        pytest.param("dmarc-none-spf-of-another", ("unverified",), False, id="M18-nobody-vouches"),
        pytest.param("forged-verdicts-below", ("unverified",), False, id="TH-forged-verdict"),
        pytest.param("spam", ("spam",), False, id="M19-spam"),
        pytest.param("virus", ("virus",), False, id="M19-virus"),
        pytest.param("scan-did-not-finish", ("unscanned",), True, id="M19-no-scan"),
        pytest.param("no-from", ("no_sender",), False, id="M02-no-from"),
        pytest.param("two-senders", ("no_sender",), False, id="M02-two-from"),
        pytest.param("asks-for-no-auto-response", (), False, id="TH01-suppress"),
    ],
)
def test_only_a_writer_whom_the_carrier_vouches_for_is_written_to(mails: Any, name: str, odd: tuple[str, ...], answered: bool) -> None:
    arrive(mails, golden(name))
    case, received = the_case()
    assert received.odd == odd
    assert set(odd) <= ODDITIES
    assert case.has_email is answered


def test_nothing_of_a_mail_with_a_virus_is_opened(mails: Any) -> None:  # M19
    arrive(mails, golden("virus"))
    _, received = the_case()
    assert received.matter == load_policy().word("labels.mail_virus", "zh")
    assert received.answers == ""


@pytest.mark.parametrize("name", ["auto-submitted", "auto-reply-in-chinese", "empty-return-path", "our-own-address", "mailing-list"])
def test_what_a_machine_sent_is_kept_and_counted_but_is_no_case(mails: Any, name: str, written: Any) -> None:  # TH01-TH03, TH05
    arrive(mails, golden(name))
    assert cases() == []
    assert keys(mails) == [KEY.replace("raw/", "kept/")]
    assert "MailSetAside" in written()


def test_a_long_mail_is_cut_and_says_so(mails: Any) -> None:  # M20
    arrive(mails, golden("english") + b"x" * 20_000)
    _, received = the_case()
    assert len(received.matter) == load_policy().limits.matter_chars
    assert received.odd == ("cut",)


def test_a_key_that_is_no_mail_is_left_alone(mails: Any) -> None:
    assert arrive(mails, b"setup", "raw/AMAZON_SES_SETUP_NOTIFICATION") == {"batchItemFailures": []}
    assert cases() == []


def test_no_word_of_a_mail_is_logged(mails: Any, written: Any) -> None:
    arrive(mails, golden("outlook-zh-rfc2231"))
    inbound_mail.handler(notice("raw/ffffffffffffffffffff"), None)
    said = written()
    assert not any(word in said for word in ("outlook.example", "赵敏", "电梯", "缴费单"))
