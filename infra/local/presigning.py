"""Presigned S3 addresses made in this process point at the local server; their signatures are checked there.

A function signs for the real host of its bucket, as in the cloud. Only the host of the answer is replaced, so that a
browser can reach it; for the check, the real host is put back.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import os
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from infra.local.template import Json

PATH = "/_local/s3"


class Refused(Exception):
    """What S3 refuses, with its code, status and sentence."""

    def __init__(self, status: int, code: str, message: str, **more: object) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.more = status, code, message, more


class Presigning:
    """The hook in botocore, and where each bucket really is."""

    def __init__(self) -> None:
        self.origin: str | None = None
        self._homes: dict[str, tuple[str, str]] = {}
        self._installed = False

    def install(self) -> None:
        """Hook into clients that are made from now on; a second call changes nothing."""
        if self._installed:
            return
        self._installed = True
        from botocore import signers

        signers.generate_presigned_url = self._url(signers.generate_presigned_url)
        signers.generate_presigned_post = self._post(signers.generate_presigned_post)

    def home(self, bucket: str) -> tuple[str, str]:
        """Host and path prefix that the last address for this bucket was signed for."""
        region = os.environ.get("AWS_DEFAULT_REGION", "")
        return self._homes.get(bucket, (f"{bucket}.s3.{region}.amazonaws.com", ""))

    def _url(self, generate: Any) -> Any:
        def generated(client: Any, *rest: Any, **named: Any) -> str:
            url: str = generate(client, *rest, **named)
            if self.origin is None or client.meta.service_model.service_name != "s3":
                return url
            parts, bucket = urlsplit(url), (named.get("Params") or rest[1])["Bucket"]
            prefix = f"/{bucket}" if parts.path.startswith(f"/{bucket}/") and not parts.netloc.startswith(f"{bucket}.") else ""
            self._homes[bucket] = (parts.netloc, prefix)
            return f"{self.origin}{PATH}/{bucket}{parts.path.removeprefix(prefix)}?{parts.query}"

        return generated

    def _post(self, generate: Any) -> Any:
        def generated(client: Any, *rest: Any, **named: Any) -> Json:
            made: Json = generate(client, *rest, **named)
            bucket = named.get("Bucket") or rest[0]
            return made if self.origin is None else {**made, "url": f"{self.origin}{PATH}/{bucket}"}

        return generated


PRESIGNING = Presigning()


def check_post(fields: dict[str, str]) -> Json:
    """The policy of a presigned POST, once its signature is proven.

    Raises: Refused.
    """
    if "policy" not in fields:
        raise Refused(403, "AccessDenied", "Access Denied")
    if fields.get("x-amz-algorithm") != "AWS4-HMAC-SHA256":
        # buckets that encrypt with KMS take Signature Version 4 only
        raise Refused(400, "InvalidArgument", "Requests for a bucket under AWS KMS require AWS Signature Version 4.")
    scope = fields.get("x-amz-credential", "").split("/")
    _check_scope(scope)
    if not hmac.compare_digest(_sign(scope, fields["policy"]), fields.get("x-amz-signature", "")):
        raise Refused(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")
    try:
        policy: Json = json.loads(base64.b64decode(fields["policy"]))
        until = dt.datetime.fromisoformat(policy["expiration"])
    except (ValueError, KeyError) as wrong:
        raise Refused(400, "InvalidPolicyDocument", "Invalid Policy: Invalid JSON.") from wrong
    if until <= dt.datetime.now(dt.UTC):
        raise Refused(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
    return policy


def check_url(method: str, bucket: str, raw_key: str, query: str) -> None:
    """Prove the signature and the time of a presigned URL.

    Raises: Refused.
    """
    asked = dict(parse_qsl(query, keep_blank_values=True))
    if asked.get("X-Amz-Algorithm") != "AWS4-HMAC-SHA256":
        raise Refused(400, "InvalidArgument", "Requests for a bucket under AWS KMS require AWS Signature Version 4.")
    signature = asked.pop("X-Amz-Signature", "")
    scope = asked.get("X-Amz-Credential", "").split("/")
    _check_scope(scope)
    host, prefix = PRESIGNING.home(bucket)
    names = sorted(asked)
    canonical_query = "&".join(f"{quote(name, safe='-_.~')}={quote(asked[name], safe='-_.~')}" for name in names)
    canonical = f"{method}\n{prefix}/{raw_key}\n{canonical_query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
    moment = asked.get("X-Amz-Date", "")
    text = "\n".join(["AWS4-HMAC-SHA256", moment, "/".join(scope[1:]), hashlib.sha256(canonical.encode()).hexdigest()])
    if not hmac.compare_digest(_sign(scope, text), signature):
        raise Refused(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")
    signed_at = dt.datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    if signed_at + dt.timedelta(seconds=int(asked["X-Amz-Expires"])) <= dt.datetime.now(dt.UTC):
        raise Refused(403, "AccessDenied", "Request has expired")


def _check_scope(scope: list[str]) -> None:
    if len(scope) != 5 or scope[3:] != ["s3", "aws4_request"]:
        raise Refused(400, "AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter")
    if scope[0] != os.environ.get("AWS_ACCESS_KEY_ID"):
        raise Refused(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")


def _sign(scope: list[str], text: str) -> str:
    key = b"AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"].encode()
    for part in scope[1:]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
