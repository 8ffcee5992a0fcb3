"""A presigned upload is held to its policy, to the letter, and a presigned view to its time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from infra.local import presigning
from infra.local.presigning import Refused
from infra.local.stack import Stack
from infra.local.uploads import check_policy, read_form

Ask = Callable[..., Any]
KEY = "incoming/1"
CONDITIONS = [["eq", "$key", KEY], ["starts-with", "$Content-Type", "image/"], ["content-length-range", 1, 1000]]


def grant(stack: Stack, fields: dict[str, str] | None = None, conditions: list[Any] | None = None, seconds: int = 600) -> dict[str, str]:
    import boto3
    from botocore.config import Config

    s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
    made = s3.generate_presigned_post(stack.name("PhotoBucket"), KEY, Fields=fields, Conditions=conditions or CONDITIONS, ExpiresIn=seconds)
    assert made["url"] == f"{stack.url}/_local/s3/{stack.name('PhotoBucket')}"
    return dict(made["fields"])


def form(fields: dict[str, str], content: bytes = b"photo", after: str = "") -> bytes:
    parts = [f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    file = b'--xx\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + content + b"\r\n"
    return b"".join([*parts, file, after.encode(), b"--xx--\r\n"])


def upload(stack: Stack, ask: Ask, fields: dict[str, str], content: bytes = b"photo") -> Any:
    where = f"/_local/s3/{stack.name('PhotoBucket')}"
    return ask("POST", where, form(fields, content), content_type="multipart/form-data; boundary=xx")


def code(reply: Any) -> str:
    found = re.search("<Code>(.*)</Code>", reply.text)
    assert found
    return found[1]


def test_an_upload_by_the_rules_lies_in_the_bucket_and_sets_off_its_function(stack: Stack, ask: Ask) -> None:
    content = b"\xff\xd8--xx\r\n\r\nphoto\r\n"
    reply = upload(stack, ask, {**grant(stack), "Content-Type": "image/jpeg"}, content)
    assert (reply.status, reply.body) == (204, b"")
    found = stack.boto("s3").get_object(Bucket=stack.name("PhotoBucket"), Key=KEY)
    assert (found["Body"].read(), found["ContentType"]) == (content, "image/jpeg")
    stack.drain()
    key = {"pk": {"S": KEY}, "sk": {"S": "note"}}
    assert "Item" in stack.boto("dynamodb").get_item(TableName=stack.name("NoteTable"), Key=key)


@pytest.mark.parametrize(
    ("change", "content", "status", "refusal"),
    [
        ({"Content-Type": "text/html"}, b"photo", 403, "AccessDenied"),
        ({}, b"photo", 403, "AccessDenied"),
        ({"Content-Type": "image/png", "key": "incoming/2"}, b"photo", 403, "AccessDenied"),
        ({"Content-Type": "image/png", "key": "served/1"}, b"photo", 403, "AccessDenied"),
        ({"Content-Type": "image/png", "acl": "public-read"}, b"photo", 403, "AccessDenied"),
        ({"Content-Type": "image/png"}, b"p" * 1001, 400, "EntityTooLarge"),
        ({"Content-Type": "image/png"}, b"", 400, "EntityTooSmall"),
        ({"Content-Type": "image/png", "x-amz-signature": "0" * 64}, b"photo", 403, "SignatureDoesNotMatch"),
        ({"Content-Type": "image/png", "policy": "e30="}, b"photo", 403, "SignatureDoesNotMatch"),
        ({"Content-Type": "image/png", "x-amz-algorithm": "none"}, b"photo", 400, "InvalidArgument"),
        ({"Content-Type": "image/png", "x-amz-credential": "other/20261125/x/s3/aws4_request"}, b"photo", 403, "InvalidAccessKeyId"),
    ],
)
def test_an_upload_against_the_rules_is_refused_as_s3_does(
    stack: Stack, ask: Ask, change: dict[str, str], content: bytes, status: int, refusal: str
) -> None:
    stack.boto("s3").delete_object(Bucket=stack.name("PhotoBucket"), Key=KEY)
    reply = upload(stack, ask, {**grant(stack), **change}, content)
    assert (reply.status, code(reply)) == (status, refusal)
    assert reply.header("content-type") == "application/xml"
    assert stack.boto("s3").list_objects_v2(Bucket=stack.name("PhotoBucket"), Prefix=KEY)["KeyCount"] == 0


def test_an_upload_that_comes_too_late_or_without_a_policy_is_refused(stack: Stack, ask: Ask) -> None:
    late = upload(stack, ask, {**grant(stack, seconds=-1), "Content-Type": "image/png"})
    assert (late.status, code(late)) == (403, "AccessDenied")
    assert "expired" in late.text
    bare = upload(stack, ask, {"key": KEY, "Content-Type": "image/png"})
    assert (bare.status, code(bare)) == (403, "AccessDenied")


def test_signature_version_two_is_refused(stack: Stack, ask: Ask) -> None:
    old = stack.boto("s3").generate_presigned_post(stack.name("PhotoBucket"), KEY, Conditions=CONDITIONS)["fields"]
    assert code(upload(stack, ask, {**old, "Content-Type": "image/png"})) == "InvalidArgument"


@pytest.mark.parametrize(("wish", "status"), [("200", 200), ("201", 201), ("204", 204), ("999", 204)])
def test_a_form_may_choose_its_status(stack: Stack, ask: Ask, wish: str, status: int) -> None:
    fields = {"success_action_status": wish, "Content-Type": "image/png"}
    reply = upload(stack, ask, grant(stack, fields, [*CONDITIONS, {"success_action_status": wish}]))
    assert reply.status == status
    assert (f"<Key>{KEY}</Key>" in reply.text) is (status == 201)


def test_a_form_may_choose_where_to_go(stack: Stack, ask: Ask) -> None:
    fields = {"success_action_redirect": f"{stack.url}/track/", "Content-Type": "image/png"}
    reply = upload(stack, ask, grant(stack, fields, [*CONDITIONS, ["starts-with", "$success_action_redirect", stack.url]]))
    assert reply.status == 303
    assert reply.header("location").startswith(f"{stack.url}/track/?bucket=huiyin-photos-123456789012&key=incoming%2F1&etag=")


def test_what_follows_the_file_is_ignored_and_a_form_without_one_refused() -> None:
    after = '--xx\r\nContent-Disposition: form-data; name="key"\r\n\r\nserved/1\r\n'
    fields, name, content = read_form("multipart/form-data; boundary=xx", form({"key": KEY}, after=after))
    assert (fields, name, content) == ({"key": KEY}, "a.jpg", b"photo")
    with pytest.raises(Refused, match="InvalidArgument"):
        read_form("multipart/form-data; boundary=xx", b"--xx--\r\n")
    with pytest.raises(Refused, match="PreconditionFailed"):
        read_form("application/json", b"{}")


def test_a_condition_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="InvalidPolicyDocument"):
        check_policy({"conditions": [["ends-with", "$key", "x"]]}, {"key": "x"}, 1)


def view(stack: Stack, key: str, seconds: int = 600, **params: str) -> str:
    import boto3
    from botocore.config import Config

    s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
    named = {"Bucket": stack.name("PhotoBucket"), "Key": key, **params}
    url: str = s3.generate_presigned_url("get_object", Params=named, ExpiresIn=seconds)
    assert url.startswith(f"{stack.url}/_local/s3/{stack.name('PhotoBucket')}/")
    return url.removeprefix(stack.url)


def test_a_view_shows_its_object_and_no_other(stack: Stack, ask: Ask) -> None:
    s3, bucket = stack.boto("s3"), stack.name("PhotoBucket")
    for key in ("served/照片 1.jpg", "served/2.jpg"):
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), ContentType="image/jpeg")
    path = view(stack, "served/照片 1.jpg", ResponseContentDisposition="inline")
    reply = ask("GET", path)
    assert (reply.status, reply.text) == (200, "served/照片 1.jpg")
    assert reply.header("content-type") == "image/jpeg"
    assert reply.header("content-disposition") == "inline"
    other = path.replace(path.split("?")[0].rsplit("/", 1)[1], "2.jpg")
    assert code(ask("GET", other)) == "SignatureDoesNotMatch"
    assert code(ask("GET", path.split("?")[0])) == "InvalidArgument"
    assert code(ask("GET", path.replace("X-Amz-Expires=600", "X-Amz-Expires=6000"))) == "SignatureDoesNotMatch"
    assert ask("PUT", path, b"x").status == 405
    assert code(ask("GET", view(stack, "served/3.jpg"))) == "NoSuchKey"


def test_a_view_ends_with_its_time(stack: Stack, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    path = view(stack, "served/2.jpg", seconds=60)

    class Later(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Later:
            return cls.fromtimestamp(dt.datetime.now(tz).timestamp() + 61, tz)

    class Calendar:
        datetime, timedelta, UTC = Later, dt.timedelta, dt.UTC

    monkeypatch.setattr(presigning, "dt", Calendar)
    reply = ask("GET", path)
    assert (reply.status, code(reply)) == (403, "AccessDenied")


def test_a_bucket_that_is_not_ours_is_not_there(ask: Ask) -> None:
    assert code(ask("GET", "/_local/s3/elsewhere/key?X-Amz-Algorithm=AWS4-HMAC-SHA256")) == "NoSuchBucket"
