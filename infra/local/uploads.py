"""The guard before uploads: a presigned POST is held to its policy, as S3 does and moto does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlencode
from xml.sax.saxutils import escape

from infra.local.cloud import Cloud
from infra.local.http_message import Answer, Request
from infra.local.presigning import PATH, Refused, check_post, check_url
from infra.local.template import Json

# the form carries these without the policy naming them
_FREE = {"x-amz-signature", "file", "policy"}
_KEPT_HEADERS = {
    "cache-control": "CacheControl",
    "content-disposition": "ContentDisposition",
    "content-encoding": "ContentEncoding",
    "content-type": "ContentType",
}


class Uploads:
    """Answers everything under /_local/s3."""

    def __init__(self, cloud: Cloud) -> None:
        self._s3 = cloud.client("s3")
        self._buckets = {bucket.physical for bucket in cloud.of_type("AWS::S3::Bucket")}

    def answer(self, request: Request) -> Answer:
        """Take a presigned POST or serve a presigned GET; refuse as S3 does, in XML."""
        bucket, _, raw_key = request.raw_path.removeprefix(f"{PATH}/").partition("/")
        try:
            return self._answer(bucket, raw_key, request)
        except Refused as refusal:
            return _as_xml(refusal)

    def _answer(self, bucket: str, raw_key: str, request: Request) -> Answer:
        if bucket not in self._buckets:
            raise Refused(404, "NoSuchBucket", "The specified bucket does not exist")
        if request.method == "POST" and not raw_key:
            return self._post(bucket, request)
        if request.method in ("GET", "HEAD"):
            check_url(request.method, bucket, raw_key, request.query)
            return self._get(bucket, raw_key, request)
        raise Refused(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")

    def _post(self, bucket: str, request: Request) -> Answer:
        fields, file_name, content = read_form(request.headers.get("content-type", ""), request.body)
        lowered = {name.lower(): value for name, value in fields.items()}
        check_policy(check_post(lowered), {**lowered, "bucket": bucket}, len(content))
        if not lowered.get("key"):
            raise Refused(400, "InvalidArgument", "Bucket POST must contain a field named 'key'.")
        key = lowered["key"].replace("${filename}", file_name)
        kept: dict[str, Any] = {argument: lowered[name] for name, argument in _KEPT_HEADERS.items() if name in lowered}
        meta = {name.removeprefix("x-amz-meta-"): value for name, value in lowered.items() if name.startswith("x-amz-meta-")}
        etag = self._s3.put_object(Bucket=bucket, Key=key, Body=content, Metadata=meta, **kept)["ETag"]
        return _done(lowered, bucket, key, etag)

    def _get(self, bucket: str, raw_key: str, request: Request) -> Answer:
        try:
            found = self._s3.get_object(Bucket=bucket, Key=unquote(raw_key))
        except self._s3.exceptions.NoSuchKey as missing:
            raise Refused(404, "NoSuchKey", "The specified key does not exist.") from missing
        asked = request.asked()
        headers = [
            ("content-type", asked.get("response-content-type", found["ContentType"])),
            ("etag", found["ETag"]),
            ("cache-control", asked.get("response-cache-control", found.get("CacheControl", "private"))),
        ]
        disposition = asked.get("response-content-disposition", found.get("ContentDisposition"))
        if disposition:
            headers.append(("content-disposition", disposition))
        return Answer(200, found["Body"].read(), headers)


def check_policy(policy: Json, fields: Mapping[str, str], size: int) -> None:
    """Hold every field and the size of the file to the policy.

    fields: names in lower case, with `bucket`.
    Raises: Refused with S3's code.
    """
    named: set[str] = set()
    for condition in policy.get("conditions", []):
        if isinstance(condition, dict):
            ((name, wanted),) = condition.items()
            operator = "eq"
        elif condition[0] == "content-length-range":
            _check_size(int(condition[1]), int(condition[2]), size)
            continue
        else:
            operator, name, wanted = condition[0].lower(), condition[1].removeprefix("$"), condition[2]
        name = name.lower()
        named.add(name)
        given = fields.get(name, "")
        kept = {"eq": given == str(wanted), "starts-with": given.startswith(str(wanted))}.get(operator)
        if kept is None:
            raise Refused(400, "InvalidPolicyDocument", f"Invalid Policy: Invalid Condition: {operator}")
        if not kept:
            raise Refused(403, "AccessDenied", f'Invalid according to Policy: Policy Condition failed: ["{operator}", "${name}"]')
    extra = sorted(name for name in set(fields) - named - _FREE - {"bucket"} if not name.startswith("x-ignore-"))
    if extra:
        raise Refused(403, "AccessDenied", f"Invalid according to Policy: Extra input fields: {', '.join(extra)}")


def _check_size(least: int, most: int, size: int) -> None:
    if size > most:
        message = "Your proposed upload exceeds the maximum allowed size"
        raise Refused(400, "EntityTooLarge", message, ProposedSize=size, MaxSizeAllowed=most)
    if size < least:
        message = "Your proposed upload is smaller than the minimum allowed size"
        raise Refused(400, "EntityTooSmall", message, ProposedSize=size, MinSizeAllowed=least)


def read_form(content_type: str, body: bytes) -> tuple[dict[str, str], str, bytes]:
    """Fields, file name and file of a multipart form; what follows the file is ignored, as S3 does.

    Raises: Refused when it is no such form or holds no file.
    """
    boundary = re.search(r'boundary="?([^";]+)"?', content_type)
    if not content_type.lower().startswith("multipart/form-data") or boundary is None:
        raise Refused(412, "PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data")
    fields: dict[str, str] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:]:
        head, separator, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not separator:
            continue
        lines = head.decode("utf-8", "replace")
        name = re.search(r'name="([^"]*)"', lines)
        if name is None:
            raise Refused(400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")
        if name[1] == "file":
            file_name = re.search(r'filename="([^"]*)"', lines)
            return fields, re.split(r"[/\\]", file_name[1])[-1] if file_name else "", content
        fields[name[1]] = content.decode("utf-8", "replace")
    raise Refused(400, "InvalidArgument", "POST requires exactly one file upload per request.")


def _done(fields: Mapping[str, str], bucket: str, key: str, etag: str) -> Answer:
    headers = [("etag", etag)]
    where = fields.get("success_action_redirect")
    if where:
        sign = "&" if "?" in where else "?"
        return Answer(303, b"", [*headers, ("location", where + sign + urlencode({"bucket": bucket, "key": key, "etag": etag}))])
    status = fields.get("success_action_status", "204")
    if status != "201":
        return Answer(200 if status == "200" else 204, b"", headers)
    body = f"<PostResponse><Bucket>{escape(bucket)}</Bucket><Key>{escape(key)}</Key><ETag>{escape(etag)}</ETag></PostResponse>"
    return Answer(201, _XML + body.encode(), [*headers, ("content-type", "application/xml")])


_XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def _as_xml(refusal: Refused) -> Answer:
    more = "".join(f"<{name}>{value}</{name}>" for name, value in refusal.more.items())
    body = f"<Error><Code>{refusal.code}</Code><Message>{escape(refusal.message)}</Message>{more}</Error>"
    return Answer(refusal.status, _XML + body.encode(), [("content-type", "application/xml")])
