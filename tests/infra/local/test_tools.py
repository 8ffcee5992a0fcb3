"""The tools that operators and acceptance runs rely on, under the addresses of the contract."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from infra.local.stack import Stack

Ask = Callable[..., Any]


def test_a_tick_fires_a_schedule_as_of_its_moment_and_waits(stack: Stack, ask: Ask) -> None:
    reply = ask("POST", "/_local/tick/Sweep?at=2026-11-24T09:00:00%2B08:00")
    assert (reply.status, json.loads(reply.body)) == (200, {"done": "Sweep"})
    query = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "sweep"}}}
    found = stack.boto("dynamodb").query(TableName=stack.name("NoteTable"), **query)["Items"]
    assert [item["sk"]["S"] for item in found] == ["note 2026-11-24T01:00:00Z", "seen"]
    assert ask("POST", "/_local/tick/Sweep").status == 200


def test_a_tick_says_what_is_wrong(stack: Stack, ask: Ask) -> None:
    assert ask("POST", "/_local/tick/Nobody").status == 404
    assert ask("POST", "/_local/tick/Sweep?at=tomorrow").status == 400
    assert ask("POST", "/_local/tick/Sweep?at=2026-11-24T09:00:00").status == 400
    sweep = stack.functions.find("Sweep")
    original = sweep.handler

    def fail(event: Any, context: Any) -> None:
        raise RuntimeError("words of an owner")

    object.__setattr__(sweep, "handler", fail)
    try:
        reply = ask("POST", "/_local/tick/Sweep")
    finally:
        object.__setattr__(sweep, "handler", original)
    assert (reply.status, json.loads(reply.body)) == (500, {"error": "Sweep raised RuntimeError"})


def test_drain_waits_for_what_a_request_set_off(stack: Stack, ask: Ask) -> None:
    ask("POST", "/api/note", b'{"pk": "drained"}', content_type="application/json")
    assert json.loads(ask("POST", "/_local/drain").body) == {"quiet": True}
    key = {"pk": {"S": "drained"}, "sk": {"S": "seen"}}
    assert "Item" in stack.boto("dynamodb").get_item(TableName=stack.name("NoteTable"), Key=key)


def test_the_mailbox_holds_letters_oldest_first_and_shows_them_newest_first(stack: Stack, ask: Ask) -> None:
    html = (
        "From: service@huiyin.example\r\nTo: a@b.example\r\nSubject: second\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain words\r\n'
        '--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p style="color:red">rich "words"</p><script>bad()</script>\r\n--x--\r\n'
    )
    ask("POST", "/_local/tick/Sweep")
    stack.boto("sesv2").send_email(Destination={"ToAddresses": ["a@b.example"]}, Content={"Raw": {"Data": html.encode()}})
    letters = json.loads(ask("GET", "/_local/mailbox.json").body)
    assert letters == stack.mailbox()
    assert [letter["at"] for letter in letters] == sorted(letter["at"] for letter in letters)
    first, last = letters[-2], letters[-1]
    assert set(last) == {"at", "from", "to", "subject", "text", "html", "headers"}
    assert (first["subject"], first["text"].strip()) == ("已收到", "您好，已收到。")
    assert (last["to"], last["subject"], last["text"].strip()) == (["a@b.example"], "second", "plain words")
    assert last["html"].startswith("<p style=")
    page = ask("GET", "/_local/mailbox")
    assert page.text.index("second") < page.text.index("已收到</h2>")
    assert '<iframe sandbox title="HTML" srcdoc="&lt;p style=&quot;color:red&quot;' in page.text
    assert "<script" not in page.text
    assert "script-src" not in page.header("content-security-policy")


def test_mail_that_comes_in_needs_a_rule_that_takes_it(ask: Ask) -> None:
    reply = ask("POST", "/_local/inbound-mail", b"From: a@b.example\r\n\r\nwords")
    assert reply.status == 501
    assert "receives no mail" in json.loads(reply.body)["error"]


def test_staff_are_listed_with_what_they_need_to_sign_in(stack: Stack, ask: Ask) -> None:
    staff = json.loads(ask("GET", "/_local/staff.json").body)
    password = stack.directory.password
    assert staff == [
        {
            "code": "an.ran",
            "email": "an.ran@yunjin.example",
            "password": password,
            "roles": ["desk", "handler"],
            "department": "desk",
        },
        {
            "code": "bai.yu",
            "email": "bai.yu@yunjin.example",
            "password": password,
            "roles": ["manager"],
            "department": None,
        },
    ]


def test_a_token_is_given_to_staff_and_to_nobody_else(stack: Stack, ask: Ask) -> None:
    token = json.loads(ask("POST", "/_local/token", b'{"email": "AN.RAN@yunjin.example"}').body)["access_token"]
    assert stack.issuer.verify(token, stack.issuer.issuer, ["desk"])["username"] == "an.ran"
    assert ask("POST", "/_local/token", b'{"email": "nobody@yunjin.example"}').status == 404
    for wrong in (b"", b"[]", b'"x"', b"{}"):
        assert ask("POST", "/_local/token", wrong).status in (400, 404)


def test_logs_are_plain_lines(stack: Stack, ask: Ask) -> None:
    ask("GET", "/api/fail")
    reply = ask("GET", "/_local/logs.txt")
    assert reply.header("content-type") == "text/plain; charset=utf-8"
    assert '{"level": "INFO", "message": "about to fail"}' in reply.text.splitlines()


def test_resources_are_explained_and_the_list_of_tools_is_at_hand(stack: Stack, ask: Ask) -> None:
    page = ask("GET", "/_local/resources").text
    for resource in stack.cloud.resources.values():
        assert resource.logical_id in page
        assert resource.fate in page
    assert "/_local/mailbox" in ask("GET", "/_local/").text
    assert ask("GET", "/_local/nothing").status == 404
