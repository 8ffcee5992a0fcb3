"""The one web server of the local stack, on 127.0.0.1 only: site, API, uploads, sign-in and tools under one origin."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from infra.local import oidc, presigning
from infra.local.http_message import Answer, Request, as_json

if TYPE_CHECKING:
    from infra.local.stack import Stack

HOST = "127.0.0.1"
# nine photos of 10 MB are nine requests; nothing larger is meant to come in
BODY_BYTES = 64 * 1024 * 1024


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False
    stack: Stack


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "huiyin-local"
    sys_version = ""
    timeout = 60
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is the library's)
        """No access log: paths may hold what belongs to people."""

    def _serve(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if length > BODY_BYTES:
            self.close_connection = True
            self._send(as_json({"message": "Request Too Long"}, 413))
            return
        body = self.rfile.read(length) if length else b""
        raw_path, _, query = self.path.partition("?")
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            known = name.lower()
            headers[known] = f"{headers[known]}{';' if known == 'cookie' else ','}{value}" if known in headers else value
        request = Request(self.command, raw_path, query, headers, body, self.client_address[0])
        self._send(self.server.stack.answer(request))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in (204, 304):
            self.wfile.write(answer.body)


for _method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
    setattr(_Handler, f"do_{_method}", _Handler._serve)


class WebServer:
    """Holds the port from the beginning, because addresses in the template name it, and serves once the stack is ready."""

    def __init__(self, port: int) -> None:
        """port: 0 for any free one. Raises: OSError when it is taken."""
        self._server = _Server((HOST, port), _Handler)
        self.port = self._server.server_port
        self.origin = f"http://{HOST}:{self.port}"
        self._serving = False

    def start(self, stack: Stack) -> None:
        """Serve in the background."""
        self._server.stack = stack
        self._serving = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="web", daemon=True).start()

    def end(self) -> None:
        """Stop serving and give the port back."""
        if self._serving:
            self._server.shutdown()
        self._server.server_close()


def route(stack: Stack, request: Request) -> Answer:
    """Send a request to the part of the stack that answers its path."""
    if request.headers.get("host") not in (f"{HOST}:{stack.web.port}", f"localhost:{stack.web.port}"):
        # a page elsewhere must not reach the tools under a name of its own
        return as_json({"message": "Misdirected Request"}, 421)
    path = request.path
    if path.startswith(f"{presigning.PATH}/"):
        return stack.uploads.answer(request)
    if path.startswith(f"{oidc.PATH}/"):
        return stack.issuer.answer(request)
    if path.startswith("/_local/"):
        return stack.tools.answer(request)
    return stack.pages.with_headers(path, _of_the_distribution(stack, request))


def _of_the_distribution(stack: Stack, request: Request) -> Answer:
    refusal = stack.pages.distribution.refusal(request.method, request.path)
    if refusal is not None:
        return refusal
    if stack.pages.distribution.behavior(request.path).to_doors:
        return stack.pages.with_error_page(request, stack.gateway.answer(request))
    return stack.pages.answer(request)
