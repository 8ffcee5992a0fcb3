"""The doors as the people of the invented year use them: the same requests as a browser sends, without a browser."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from infra.local.demo_plan import Planned
from infra.local.http_message import Request
from infra.local.template import Json

if TYPE_CHECKING:
    from infra.local.stack import Stack

_BOUNDARY = "demo-year-boundary"


class Doors:
    """Requests into a stack of this process. Each raises RuntimeError, naming code and field, when it is refused."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        policy = self._ask("GET", "/api/policy.json", None, {}, "127.0.0.1")
        self._edition = next(one["edition"] for one in policy["consents"] if one["needed"])
        self._versions: dict[str, int] = {}

    def report(self, planned: Planned) -> Json:
        """Post a complaint as its owner; the receipt."""
        made = self._ask(
            "POST",
            "/api/complaints",
            {**planned.report, "consent": self._edition},
            {"idempotency-key": f"demo-year-{planned.seed:08d}"},
            planned.address,
        )
        self._versions[made["number"]] = 1
        return made

    def upload(self, receipt: Json, n: int, photo: bytes) -> None:
        """Send a photo where the receipt says, as the form does, and tell the case of it."""
        grant = receipt["evidence"]["upload"][n]
        parts = [f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}' for name, text in grant["fields"].items()]
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        body = ("\r\n".join([*parts, head])).encode() + photo + f"\r\n--{_BOUNDARY}--\r\n".encode()
        self._send("POST", urlsplit(grant["url"]).path, body, {"content-type": f"multipart/form-data; boundary={_BOUNDARY}"}, "127.0.0.1")
        said = {"number": receipt["number"], "code": receipt["code"], "files": [grant["fields"]["key"]]}
        self._ask("POST", "/api/owner/add", said, {}, "127.0.0.1")

    def act(self, receipt: Json, name: str, body: Json, address: str, at: dt.datetime) -> None:
        """An act of the owner on his case. At one moment it has one effect."""
        key = f"demo-{name}-{receipt['number']}-{at:%y%m%d%H%M%S}"
        said = {"number": receipt["number"], "code": receipt["code"], **body}
        self._ask("POST", f"/api/owner/{name}", said, {"idempotency-key": key}, address)

    def command(self, who: str, number: str, name: str, body: Json, at: dt.datetime) -> None:
        """A command of the desk; when somebody was faster, once more on what is there now. At one moment it has one effect."""
        key = f"demo-{name}-{number}-{at:%y%m%d%H%M%S}"
        path, headers = f"/api/desk/cases/{number}", {"authorization": f"Bearer {self._stack.token(who)}", "idempotency-key": key}
        if name == "approve-plan":
            body = {**body, "digest": self._ask("GET", path, None, headers, "127.0.0.1")["plan"]["digest"]}
        for _ in range(3):
            known = self._versions[number]
            status, answer = self._send_json("POST", f"{path}/{name}", {"version": known, **body}, headers, "127.0.0.1")
            if status == 409 and answer.get("code") == "stale_version":
                self._versions[number] = answer["current_version"]
                continue
            if status >= 300:
                raise RuntimeError(f"{name}: {status} {answer.get('code')} {answer.get('field', '')}")
            self._versions[number] = answer["version"]
            return
        raise RuntimeError(f"{name}: overtaken three times")

    def _ask(self, method: str, path: str, body: Json | None, headers: dict[str, str], address: str) -> Json:
        status, answer = self._send_json(method, path, body, headers, address)
        if status >= 300:
            raise RuntimeError(f"{path}: {status} {answer.get('code')} {answer.get('field', '')}")
        return answer

    def _send_json(self, method: str, path: str, body: Json | None, headers: dict[str, str], address: str) -> tuple[int, Json]:
        content = json.dumps(body).encode() if body is not None else b""
        status, raw = self._send(
            method, path, content, {"content-type": "application/json", "accept": "application/json", **headers}, address
        )
        answer: Any = json.loads(raw) if raw else {}
        return status, answer

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str], address: str) -> tuple[int, bytes]:
        named = {"host": urlsplit(self._stack.url).netloc, **headers}
        answer = self._stack.answer(Request(method, path, "", named, body, address))
        if path.startswith("/_local/") and answer.status >= 300:
            raise RuntimeError(f"upload: {answer.status}")
        return answer.status, answer.body


def a_photo(seed: int) -> bytes:
    """A picture that is no photograph of anything: a wall with a stain, drawn."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (800, 600), (214, 209, 198))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 470, 800, 600), fill=(168, 150, 128))
    for n in range(6):
        x, y = 120 + (seed * 37 + n * 83) % 520, 90 + (seed * 53 + n * 61) % 300
        draw.ellipse((x, y, x + 60 + n * 14, y + 40 + n * 11), fill=(176 - n * 6, 160 - n * 6, 132 - n * 6))
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()
