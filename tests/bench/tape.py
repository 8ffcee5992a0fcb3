"""What AWS answered once, to be answered again without AWS: botocore still serialises, signs and parses; only the wire is gone.

Light on purpose: a fresh interpreter imports this before the function whose start is measured.
"""

import base64
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]
# The mark of a look at the places and people in force.
ESTATE = "of the estate"
Headers = Mapping[str, Any]


@dataclass
class Tape:
    """One call of one function.

    environment: what Lambda sets; published: texts that stand at addresses outside AWS; calls: (key, body) in order;
    answers: by key, (status, headers, content) in order.
    """

    handler: str
    event: Json
    environment: dict[str, str]
    published: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[str, bytes]] = field(default_factory=list)
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)

    def said(self, target: str) -> Json:
        """The first request to that operation of DynamoDB, KMS or Secrets Manager, as it left."""
        found: Json = next(json.loads(body) for key, body in self.calls if key.endswith(f".{target}"))
        return found

    def save(self, file: Path) -> Path:
        """Write it down."""
        calls = [(key, _text(body)) for key, body in self.calls]
        answers = {key: [(status, headers, _text(body)) for status, headers, body in found] for key, found in self.answers.items()}
        file.write_text(json.dumps({**vars(self), "calls": calls, "answers": answers}), encoding="utf-8")
        return file

    @classmethod
    def read(cls, file: Path) -> "Tape":
        """Read it again."""
        kept = json.loads(file.read_text(encoding="utf-8"))
        kept["calls"] = [(key, base64.b64decode(body)) for key, body in kept["calls"]]
        kept["answers"] = {
            key: [(status, head, base64.b64decode(body)) for status, head, body in found] for key, found in kept["answers"].items()
        }
        return cls(**kept)


class Player:
    """Answers from a tape in the place of the network. The answers to one operation come in their order, then from the first again."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._turn: Counter[str] = Counter()

    def install(self) -> None:
        """From now on this process has no network: neither for botocore nor for anybody else."""
        import http.client
        import urllib.request

        from botocore.httpsession import URLLib3Session

        line: Any = http.client.HTTPConnection
        line.request, line.getresponse = lambda *asked, **more: None, lambda connection: Taken(b'{"errcode": 0, "code": 0}')

        URLLib3Session.send = lambda session, request: self.answer(request)  # type: ignore[method-assign]
        urllib.request.urlopen = self.published  # type: ignore[assignment]

    def answer(self, request: Any) -> Any:
        """The recorded answer. Raises: KeyError for a call that was not made when the tape was recorded."""
        from botocore.awsrequest import AWSResponse

        key = key_of(request)
        found = self._tape.answers[key]
        status, headers, content = found[self._turn[key] % len(found)]
        self._turn[key] += 1
        return AWSResponse(request.url, status, headers, Raw(content))

    def published(self, call: Any, timeout: float | None = None) -> io.BytesIO:
        """What stands at an address outside AWS."""
        return io.BytesIO(self._tape.published[call.full_url].encode("utf-8"))


class Taken(io.BytesIO):
    """What a robot of a chat group answers."""

    status = 200


class Raw(io.BytesIO):
    """A body as urllib3 hands it over."""

    def stream(self, amount: int = 0, decode_content: bool = False) -> Any:
        """All of it, in one piece."""
        rest = self.read()
        if rest:
            yield rest


def key_of(request: Any) -> str:
    """Which operation a request asks for: DynamoDB, KMS and Secrets Manager name it in a header, the others in method and path."""
    target = request.headers.get("X-Amz-Target")
    if target:
        name = str(target.decode() if isinstance(target, bytes) else target)
        # Asked in a container every half minute and not for a request: told apart, so that the other answers keep their turn.
        return f"{name} {ESTATE}" if b'"ESTATE"' in _bytes(request.body) else name
    parts = urlsplit(request.url)
    return f"{request.method} {parts.netloc}{parts.path}"


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else str(body or "").encode()


def _text(body: bytes) -> str:
    return base64.b64encode(body).decode("ascii")
