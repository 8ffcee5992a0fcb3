"""The tools of the local stack under /_local/: mailbox, ticks, drain, inbound mail, staff, logs, tokens, resources."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from infra.local import robots
from infra.local.dispatch import NotQuiet
from infra.local.expiry import expire_now
from infra.local.explain import as_rows
from infra.local.functions import FunctionFailed
from infra.local.http_message import Answer, Request, as_json, as_page
from infra.local.inbound import as_carried
from infra.local.mailbox import letters, mailbox_page
from infra.redrive import DEAD_LETTERS

if TYPE_CHECKING:
    from infra.local.stack import Stack


class Tools:
    """Answers /_local/ but for uploads and sign-in."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._tools: dict[tuple[str, str], Callable[[Request], Answer]] = {
            ("GET", "/_local/"): self._contents,
            ("GET", "/_local/mailbox"): lambda request: mailbox_page(stack.cloud.region, stack.robots.page()),
            ("GET", "/_local/mailbox.json"): lambda request: as_json(letters(stack.cloud.region)),
            ("GET", "/_local/robots.json"): lambda request: as_json(stack.robots.told),
            ("POST", "/_local/drain"): self._drain,
            ("POST", "/_local/expire"): lambda request: as_json({"removed": expire_now(stack.cloud)}),
            ("POST", "/_local/redrive"): self._redrive,
            ("POST", "/_local/inbound-mail"): self._inbound_mail,
            ("GET", "/_local/staff.json"): lambda request: as_json(stack.directory.as_list()),
            ("GET", "/_local/logs.txt"): self._logs,
            ("POST", "/_local/token"): self._token,
            ("GET", "/_local/resources"): self._resources,
        }

    def answer(self, request: Request) -> Answer:
        """One tool's answer; 404 with the list of tools when there is none."""
        if request.method == "POST" and request.path.startswith("/_local/tick/"):
            return self._tick(request)
        if request.path.startswith(f"{robots.PATH}/"):
            return self._stack.robots.answer(request)
        tool = self._tools.get((request.method, request.path))
        return tool(request) if tool else self._contents(request, 404)

    def _contents(self, request: Request, status: int = 200) -> Answer:
        links = "".join(
            f'<li><a href="{path}">{path}</a></li>' if method == "GET" else f"<li>{method} {path}</li>" for method, path in self._tools
        )
        return as_page(
            "本机工具 · Local tools",
            f"<h1>本机工具 · Local tools</h1><ul>{links}<li>POST /_local/tick/…</li><li>POST /_local/robot/…</li></ul>",
            status,
        )

    def _tick(self, request: Request) -> Answer:
        name = request.path.removeprefix("/_local/tick/")
        try:
            moment = request.asked().get("at")
            at = dt.datetime.fromisoformat(moment) if moment else None
            self._stack.tick(name, at=at)
        except KeyError:
            return as_json({"error": "no schedule calls a function of this name"}, 404)
        except ValueError:
            return as_json({"error": "at must be an ISO 8601 moment with its offset, + written as %2B"}, 400)
        except (FunctionFailed, NotQuiet) as failure:
            return as_json({"error": str(failure)}, 500)
        return as_json({"done": name})

    def _drain(self, request: Request) -> Answer:
        try:
            self._stack.drain()
        except NotQuiet as failure:
            return as_json({"error": str(failure)}, 500)
        return as_json({"quiet": True})

    def _redrive(self, request: Request) -> Answer:
        """As `make redrive` does with a deployment."""
        if DEAD_LETTERS not in self._stack.cloud.resources:
            return as_json({"error": "this template has no queue of that name"}, 501)
        done = self._stack.redrive()
        return as_json({"done": done.lines(), "left": done.left})

    def _inbound_mail(self, request: Request) -> Answer:
        """Put the raw message where the receipt rule of the template puts it; the bucket's own event does the rest.

        `?dmarc=fail`, `?virus=FAIL` and `?spam=FAIL` make the carrier find fault with it.
        """
        for rule in self._stack.cloud.of_type("AWS::SES::ReceiptRule"):
            for action in rule.properties["Rule"].get("Actions", []):
                if "S3Action" in action:
                    where = action["S3Action"]
                    # SES gives a mail an id of forty letters and digits
                    key = f"{where.get('ObjectKeyPrefix', '')}{uuid.uuid4().hex}{uuid.uuid4().hex[:8]}"
                    self._stack.boto("s3").put_object(Bucket=where["BucketName"], Key=key, Body=as_carried(request.body, request.asked()))
                    self._stack.drain()
                    return as_json({"done": key})
        return as_json({"error": "this edition of the template receives no mail"}, 501)

    def _logs(self, request: Request) -> Answer:
        text = "\n".join(self._stack.logs())
        return Answer(200, text.encode(), [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")])

    def _token(self, request: Request) -> Answer:
        try:
            asked: Any = json.loads(request.body)
            return as_json({"access_token": self._stack.token(asked["email"])})
        except (ValueError, TypeError):
            return as_json({"error": 'send {"email": ...}'}, 400)
        except KeyError:
            return as_json({"error": "no member of staff has this address"}, 404)

    def _resources(self, request: Request) -> Answer:
        cells = "".join(
            f"<tr><td>{escape(fate)}</td><td>{escape(name)}</td><td>{escape(kind)}</td><td>{escape(note)}</td></tr>"
            for fate, name, kind, note in as_rows(self._stack.cloud)
        )
        head = "<thead><tr><th>状态 · Fate</th><th>名称 · Logical id</th><th>类型 · Type</th><th>说明 · Note</th></tr></thead>"
        return as_page("资源 · Resources", f"<h1>资源 · Resources</h1><table>{head}<tbody>{cells}</tbody></table>")
