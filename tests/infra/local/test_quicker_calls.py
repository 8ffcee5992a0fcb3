"""On its way from a client to the service a call is what it is without the repairs: same place, same words, same person."""

from __future__ import annotations

import re
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.local import patches
from tests.infra.local.repaired import both_ways
from tests.infra.local.test_patches import NAME, a_table

pytestmark = pytest.mark.usefixtures("moto_left_repaired")

KEY = {"pk": {"S": "业主"}, "sk": {"S": "-"}}
ADDRESS = "https://dynamodb.ap-southeast-1.amazonaws.com/"
JSON_KIND = {"Content-Type": "application/x-amz-json-1.0", "Content-Length": "14"}
REQUESTS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("POST", ADDRESS, {**JSON_KIND, "X-Amz-Target": b"DynamoDB_20120810.GetItem", "User-Agent": "b m/1"}, '{"名": "值"}'.encode()),
    ("POST", ADDRESS, {**JSON_KIND, "X-Amz-Target": "DynamoDB_20120810.Scan", "User-Agent": "b m/2"}, b"{}"),
    ("POST", ADDRESS, {"X-Amz-Target": "no.Kind"}, b"{}"),
    ("POST", ADDRESS, {"content-type": "application/json", "Host": "elsewhere.example"}, b"{}"),
    ("POST", ADDRESS, {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, b"Action=SendEmail&Body=%7B"),
    ("POST", "https://s3.ap-southeast-1.amazonaws.com/bucket/k?delete", {"Content-Type": "text/xml"}, b"{"),
    ("POST", f"{ADDRESS}?a=/", JSON_KIND, b"{}"),
    ("POST", ADDRESS, {**JSON_KIND, "x-amz-meta-my_key": "v"}, b"{}"),
    ("PUT", ADDRESS, JSON_KIND, b"{}"),
    ("POST", ADDRESS, JSON_KIND, None),
    ("GET", "https://b.s3.amazonaws.com/", {"Transfer-Encoding": "chunked"}, None),
]


def test_a_request_arrives_with_the_same_surroundings_and_the_same_body() -> None:
    def story() -> list[Any]:
        from moto.core.request import Request

        arrived = [Request.from_primitives(method, url, dict(headers), body) for method, url, headers, body in REQUESTS]
        return [
            (
                {name: one.environ[name] for name in one.environ if name not in ("wsgi.input", "werkzeug.request")},
                one.get_data(),
                one.raw_url,
            )
            for one in arrived
        ]

    plain, repaired = both_ways(story)
    assert repaired == plain


def test_a_request_is_signed_by_the_same_person_for_the_same_place() -> None:
    def story() -> list[Any]:
        from botocore.auth import S3SigV4Auth, SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        found = []
        for kind, token in ((SigV4Auth, "t"), (SigV4Auth, None), (S3SigV4Auth, "t")):
            request = AWSRequest(
                "POST", ADDRESS, {"X-Amz-Target": "a.B", "Authorization": "of the last try", "X-Amz-Date": "long ago"}, b"{}"
            )
            kind(Credentials("AKID", "secret", token), "dynamodb", "ap-southeast-1").add_auth(request)
            said = dict(request.headers)
            moment, signed = said.pop("X-Amz-Date"), said.pop("Authorization")
            assert re.fullmatch(r"\d{8}T\d{6}Z", moment)
            found.append((said, re.sub(r"Signature=[0-9a-f]{64}$|/\d{8}/", "", signed)))
        return found

    plain, repaired = both_ways(story)
    assert repaired == plain


def test_what_is_signed_for_others_has_a_signature() -> None:
    def story() -> str:
        link: str = boto3.client("s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
        return link

    assert all(link.split("Signature=")[1].strip("0") for link in both_ways(story))


def test_every_address_belongs_to_the_same_service() -> None:
    hosts = ("dynamodb", "streams.dynamodb", "kms", "s3", "bucket.s3", "dynamodb.s3", "kms.s3", "email", "sqs", "sns", "secretsmanager")

    def story() -> list[Any]:
        from moto import backend_index

        urls = [f"https://{host}.ap-southeast-1.amazonaws.com/" for host in hosts]
        return [next((name for name, pattern in backend_index.backend_url_patterns if pattern.match(url)), None) for url in urls]

    plain, repaired = both_ways(story)
    assert repaired == plain
    assert plain[:3] == ["dynamodb", "dynamodbstreams", "kms"]


def test_words_that_look_like_a_form_stay_words() -> None:
    patches.install()
    with mock_aws():
        client, words = a_table(), {**KEY, "w": {"S": "a&Action=Scan&TableName=other&b"}}
        client.put_item(TableName=NAME, Item=words)
        assert client.get_item(TableName=NAME, Key=KEY)["Item"] == words
