"""The published site, served from its bucket as CloudFront serves it: folders, 404 page, ETag, gzip, security headers."""

from __future__ import annotations

import gzip
import mimetypes
from pathlib import Path
from typing import Any

from infra.local.cloud import ACCOUNT, Cloud, Resource
from infra.local.distribution import Distribution
from infra.local.http_message import Answer, Request
from infra.local.patches import LOCK
from infra.local.template import Json, TemplateRefused

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".ico": "image/x-icon",
}
_COMPRESSED = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml", "application/manifest")
_LEAST_BYTES_TO_COMPRESS = 1000


def content_type(name: str) -> str:
    """The type that a page or file is published under."""
    suffix = Path(name).suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


class Pages:
    """The site's bucket behind the distribution of the template."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.bucket = _site_bucket(cloud)
        self._headers = headers_of_paths(cloud)
        self.distribution = Distribution(cloud)

    def publish(self, folder: Path) -> int:
        """Put a built site into the bucket; how many files."""
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        if self.bucket is None:
            return 0
        from moto.s3.models import s3_backends

        # past boto3: some hundred files would be a third of the time that a start takes
        s3 = s3_backends[ACCOUNT]["aws"]
        for file in files:
            key = file.relative_to(folder).as_posix()
            with LOCK:
                s3.put_object(self.bucket, key, file.read_bytes()).set_metadata({"content-type": content_type(key)})
        return len(files)

    def answer(self, request: Request) -> Answer:
        """A page or file; a folder without its slash is sent on; what is missing is the 404 page."""
        path = request.path
        if not path.endswith("/") and "." not in path.rsplit("/", 1)[-1]:
            # To a browser a backslash is a slash: two of them would lead to another host.
            return Answer(308, b"", [("location", "/" + request.raw_path.lstrip("/\\") + "/")])
        found = self._object(path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        if found is not None:
            return self._as_answer(found, request, 200)
        # whoever may not list a bucket is told 403 of what is not in it
        return self.with_error_page(request, Answer(403, b"Access Denied", [("content-type", "text/plain")]))

    def with_error_page(self, request: Request, answer: Answer) -> Answer:
        """The answer, or the page that the distribution puts in place of an error of this kind, whoever made it."""
        page = self.distribution.errors.get(answer.status)
        found = self._object(page.path.lstrip("/")) if page else None
        return self._as_answer(found, request, page.status) if page and found else answer

    def with_headers(self, path: str, answer: Answer) -> Answer:
        """The answer with the headers that the distribution adds for this path."""
        for pattern, headers in self._headers:
            if path.startswith(pattern):
                names = {name for name, _, override in headers if override}
                kept = [(name, value) for name, value in answer.headers if name.lower() not in names]
                added = [(name, value) for name, value, override in headers if override or not answer.has(name)]
                return Answer(answer.status, answer.body, [*kept, *added])
        return answer

    def _object(self, key: str) -> Any:
        if self.bucket is None:
            return None
        from moto.s3.models import s3_backends

        with LOCK:
            return s3_backends[ACCOUNT]["aws"].get_object(self.bucket, key)

    def _as_answer(self, found: Any, request: Request, status: int) -> Answer:
        media = found.metadata.get("content-type", "application/octet-stream")
        # What a function publishes says how long it holds; what lies in build/ may be built anew at any moment.
        holds = found.metadata.get("cache-control", "no-cache")
        headers = [("content-type", media), ("etag", found.etag), ("cache-control", holds), ("vary", "accept-encoding")]
        if status == 200 and found.etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]:
            return Answer(304, b"", headers)
        body: bytes = found.value
        wanted = self.distribution.behavior(request.path).compress and "gzip" in request.headers.get("accept-encoding", "")
        if wanted and len(body) >= _LEAST_BYTES_TO_COMPRESS and media.startswith(_COMPRESSED):
            return Answer(status, gzip.compress(body, 6, mtime=0), [*headers, ("content-encoding", "gzip")])
        return Answer(status, body, headers)


def headers_of_paths(cloud: Cloud) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """For each path of the distribution, longest first: header name, value, and whether it replaces the origin's."""
    policies = {one.physical: one for one in cloud.of_type("AWS::CloudFront::ResponseHeadersPolicy")}
    found = []
    for distribution in cloud.of_type("AWS::CloudFront::Distribution"):
        config = distribution.properties["DistributionConfig"]
        behaviors = [(one["PathPattern"].rstrip("*"), one) for one in config.get("CacheBehaviors", [])]
        for pattern, behavior in [*behaviors, ("/", config["DefaultCacheBehavior"])]:
            policy = policies.get(behavior.get("ResponseHeadersPolicyId"))
            if policy:
                found.append((pattern, _headers_of(policy)))
    return sorted(found, key=lambda one: -len(one[0]))


def _headers_of(policy: Resource) -> list[tuple[str, str, bool]]:
    config = policy.properties["ResponseHeadersPolicyConfig"]
    headers: list[tuple[str, str, bool]] = []
    for kind, one in config.get("SecurityHeadersConfig", {}).items():
        override = bool(one.get("Override"))
        match kind:
            case "ContentSecurityPolicy":
                headers.append(("content-security-policy", one["ContentSecurityPolicy"], override))
            case "ContentTypeOptions":
                headers.append(("x-content-type-options", "nosniff", override))
            case "FrameOptions":
                headers.append(("x-frame-options", one["FrameOption"], override))
            case "ReferrerPolicy":
                headers.append(("referrer-policy", one["ReferrerPolicy"], override))
            case "StrictTransportSecurity":
                headers.append(("strict-transport-security", _strict_transport(one), override))
            case "XSSProtection":
                headers.append(("x-xss-protection", "1; mode=block" if one.get("ModeBlock") else "0", override))
            case _:
                raise TemplateRefused(f"{policy.logical_id}: the local stack does not know {kind}")
    custom = config.get("CustomHeadersConfig", {}).get("Items", [])
    return headers + [(one["Header"].lower(), one["Value"], bool(one.get("Override"))) for one in custom]


def _strict_transport(one: Json) -> str:
    value = f"max-age={one['AccessControlMaxAgeSec']}"
    value += "; includeSubDomains" if one.get("IncludeSubdomains") else ""
    return value + ("; preload" if one.get("Preload") else "")


def _site_bucket(cloud: Cloud) -> str | None:
    """The bucket behind the default behavior of the distribution; without one, the resource called SiteBucket."""
    for distribution in cloud.of_type("AWS::CloudFront::Distribution"):
        config = distribution.properties["DistributionConfig"]
        origins = {origin["Id"]: origin["DomainName"] for origin in config["Origins"]}
        domain = origins[config["DefaultCacheBehavior"]["TargetOriginId"]]
        for bucket in cloud.of_type("AWS::S3::Bucket"):
            if domain in (bucket.attributes["RegionalDomainName"], bucket.attributes["DomainName"]):
                return bucket.physical
    return next((bucket.physical for bucket in cloud.of_type("AWS::S3::Bucket") if bucket.logical_id == "SiteBucket"), None)
