"""What the distribution of the template lets through, and what it makes of an error: methods, error pages, compression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from infra.local.cloud import Cloud
from infra.local.http_message import Answer

_EVERY_METHOD = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"})
_READING = frozenset({"GET", "HEAD"})
# Of CloudFront's managed cache policies, the ones whose answers it compresses; the other one passes answers on as they are.
_COMPRESSING = {"658327ea-f89d-4fab-a63d-7e88639e58f6"}
_REFUSED = b"This distribution is not configured to allow the HTTP request method that was used for this request.\n"


@dataclass(frozen=True)
class Behavior:
    """What holds for the paths that begin so."""

    begins: str
    methods: frozenset[str]
    compress: bool
    to_doors: bool


@dataclass(frozen=True)
class ErrorPage:
    """What is answered in place of an error of the origin."""

    status: int
    path: str


class Distribution:
    """The one distribution of a template; without one, pages may be read and doors asked."""

    def __init__(self, cloud: Cloud) -> None:
        found = [one.properties["DistributionConfig"] for one in cloud.of_type("AWS::CloudFront::Distribution")]
        config: dict[str, Any] = found[0] if found else {}
        buckets = {one["Id"] for one in config.get("Origins", []) if "S3OriginConfig" in one}
        behaviors = [_read(one["PathPattern"].rstrip("*"), one, buckets) for one in config.get("CacheBehaviors", [])]
        behaviors = behaviors or [Behavior("/api/", _EVERY_METHOD, compress=False, to_doors=True)]
        default = config.get("DefaultCacheBehavior")
        last = _read("/", default, buckets) if default else Behavior("/", _READING, compress=True, to_doors=False)
        self._behaviors = [*behaviors, last]
        self.errors = {
            int(one["ErrorCode"]): ErrorPage(int(one["ResponseCode"]), one["ResponsePagePath"])
            for one in config.get("CustomErrorResponses", [])
            if "ResponsePagePath" in one
        }

    def behavior(self, path: str) -> Behavior:
        """What holds for a path: the first pattern that fits, in the template's order, else the default."""
        return next(one for one in self._behaviors if path.startswith(one.begins))

    def refusal(self, method: str, path: str) -> Answer | None:
        """The answer to a method that this path does not take; the origin never hears of it."""
        if method in self.behavior(path).methods:
            return None
        return Answer(403, _REFUSED, [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")])


def _read(begins: str, behavior: dict[str, Any], buckets: set[str]) -> Behavior:
    return Behavior(
        begins,
        methods=frozenset(behavior.get("AllowedMethods", _READING)),
        compress=bool(behavior.get("Compress")) and behavior.get("CachePolicyId") in _COMPRESSING,
        to_doors=behavior["TargetOriginId"] not in buckets,
    )
