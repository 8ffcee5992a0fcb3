"""One HTTP request as the gateway hands it over (API v2, payload 2.0), with every key that may be missing."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from huiyin.core.errors import NotUnderstood
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came. headers: names in lower case; at: parts of the path by name; now: when the gateway got it, aware UTC;
    confided: whether words of guarded cases can be opened where it is answered."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    raw: str
    encoded: bool
    now: datetime
    request_id: str
    source: str
    at: Mapping[str, str]
    confided: bool = False

    @classmethod
    def of(cls, event: Mapping[str, Any], *, confided: bool = False) -> Self:
        """The request in a gateway event."""
        context = event.get("requestContext") or {}
        http = context.get("http") or {}
        headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
        return cls(
            method=str(http.get("method") or "GET").upper(),
            path=str(event.get("rawPath") or "/"),
            headers=headers,
            query={str(name): str(value) for name, value in (event.get("queryStringParameters") or {}).items()},
            raw=str(event.get("body") or ""),
            encoded=bool(event.get("isBase64Encoded")),
            now=_moment(context.get("timeEpoch")),
            request_id=str(context.get("requestId") or ""),
            # The address that the gateway saw: what X-Forwarded-For claims is the client's word.
            source=str(http.get("sourceIp") or ""),
            at={},
            confided=confided,
        )

    def found_at(self, at: Mapping[str, str]) -> Self:
        """The same request with the named parts of its path."""
        return replace(self, at=at)

    def body(self) -> bytes:
        """The body as bytes. Raises: NotUnderstood when its base64 is broken."""
        if not self.encoded:
            # A lone surrogate can only come from a JSON escape of the gateway's own event; it is no valid text.
            return self.raw.encode("utf-8", "surrogatepass")
        try:
            return base64.b64decode(self.raw, validate=True)
        except (binascii.Error, ValueError):
            raise NotUnderstood("invalid_base64") from None

    @property
    def wants_page(self) -> bool:
        """A browser asks for a page; programs name JSON or nothing."""
        return "text/html" in self.headers.get("accept", "").lower()

    @property
    def language(self) -> Language:
        """The reader's language by his browser: English when he prefers it to Chinese, else Chinese."""
        return preferred_language(self.headers.get("accept-language", ""))


def preferred_language(header: str) -> Language:
    """Zh unless the header ranks English above Chinese."""
    ranks: dict[str, float] = {}
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().lower().partition(";q=")
        try:
            rank = float(weight or 1)
        except ValueError:
            continue
        ranks.setdefault(tag.split("-")[0], rank - place / 1000)
    return "en" if ranks.get("en", 0) > ranks.get("zh", 0) else "zh"


def _moment(epoch: object) -> datetime:
    if isinstance(epoch, int) and not isinstance(epoch, bool):
        return datetime.fromtimestamp(epoch / 1000, UTC)
    return datetime.now(UTC)
