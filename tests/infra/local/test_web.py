"""One server, one origin, one machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from infra.local.stack import Stack
from infra.local.web import BODY_BYTES

Ask = Callable[..., Any]


def test_the_server_listens_on_this_machine_alone(stack: Stack) -> None:
    assert stack.web._server.server_address == ("127.0.0.1", stack.web.port)


def test_a_page_elsewhere_cannot_reach_the_tools_under_its_own_name(stack: Stack, ask: Ask) -> None:
    assert ask("GET", "/_local/staff.json", host=f"evil.example:{stack.web.port}").status == 421
    assert ask("GET", "/_local/staff.json", host=f"localhost:{stack.web.port}").status == 200


def test_a_body_beyond_all_measure_is_refused_before_it_is_read(stack: Stack) -> None:
    with socket.create_connection(("127.0.0.1", stack.web.port), timeout=10) as line:
        line.sendall(f"POST /api/x HTTP/1.1\r\nHost: 127.0.0.1:{stack.web.port}\r\nContent-Length: {BODY_BYTES + 1}\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_many_requests_at_once_are_all_answered(ask: Ask) -> None:
    with ThreadPoolExecutor(16) as many:
        replies = list(many.map(lambda n: ask("POST", "/api/note", b'{"pk": "p%d"}' % n, content_type="application/json"), range(64)))
    assert {reply.status for reply in replies} == {201}


def test_a_fault_of_the_stack_itself_is_a_500_without_words(stack: Stack, ask: Ask) -> None:
    tools = stack.tools
    del stack.tools
    try:
        reply = ask("GET", "/_local/mailbox")
    finally:
        stack.tools = tools
    assert reply.status == 500
    assert "AttributeError" in reply.text


def test_one_connection_serves_many_requests(stack: Stack) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", stack.web.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/_local/staff.json")
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
    connection.close()
