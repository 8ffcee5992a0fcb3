"""The robots of this machine answer as their makers do: 200 always, and no to what is not signed."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

import pytest

from infra.local.http_message import Request
from infra.local.robots import KEY, PATH, SIGNING, Robots
from infra.local.taps import TAPS


def told(robots: Robots, path: str, body: Any, query: str = "", method: str = "POST") -> tuple[int, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = robots.answer(Request(method, f"{PATH}/{path}", query, {}, content, "127.0.0.1"))
    return answer.status, json.loads(answer.body)


def signed(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), "sha256")).decode()


def to_feishu(stamp: int) -> dict[str, Any]:
    return {"timestamp": str(stamp), "sign": signed(f"{stamp}\n{SIGNING}", ""), "msg_type": "text", "content": {"text": "特急"}}


TEXT = {"msgtype": "text", "text": {"content": "特急"}}


@pytest.fixture
def robots() -> Robots:
    return Robots()


def test_what_is_right_is_taken_and_shown(robots: Robots) -> None:
    now = int(TAPS.clock.now().timestamp())
    sign = signed(SIGNING, f"{now * 1000}\n{SIGNING}").replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert told(robots, "wecom", TEXT, f"key={KEY}") == (200, {"errcode": 0, "errmsg": "ok"})
    assert told(robots, "dingtalk", TEXT, f"access_token={KEY}&timestamp={now * 1000}&sign={sign}")[1]["errcode"] == 0
    assert told(robots, f"feishu/{KEY}", to_feishu(now))[1]["code"] == 0
    assert [(one["maker"], one["text"]) for one in robots.told] == [("wecom", "特急"), ("dingtalk", "特急"), ("feishu", "特急")]
    assert robots.page().count("<article>") == 3


def test_a_wrong_key_a_wrong_signature_and_an_old_one_are_not(robots: Robots) -> None:
    now = int(TAPS.clock.now().timestamp())
    assert told(robots, "wecom", TEXT, "key=another")[1]["errcode"] != 0
    assert told(robots, "wecom", {"msgtype": "text", "text": {"content": "长" * 700}}, f"key={KEY}")[1]["errcode"] != 0
    assert told(robots, "dingtalk", TEXT, f"access_token={KEY}&timestamp={now * 1000}&sign=guessed")[1]["errcode"] != 0
    assert told(robots, "dingtalk", TEXT, f"access_token={KEY}")[1]["errcode"] != 0
    assert told(robots, f"feishu/{KEY}", to_feishu(now - 4000))[1]["code"] != 0
    assert told(robots, "feishu/another", to_feishu(now))[1]["code"] != 0
    for body in (b"{", [], {}):
        assert told(robots, "wecom", body, f"key={KEY}")[1]["errcode"] != 0
    assert robots.told == []


def test_one_that_was_removed_takes_nothing(robots: Robots) -> None:
    robots.broken.add("wecom")
    assert told(robots, "wecom", TEXT, f"key={KEY}")[1]["errcode"] != 0


def test_other_addresses_are_no_robot(robots: Robots) -> None:
    assert told(robots, "slack", TEXT)[0] == 404
    assert told(robots, "wecom", b"", method="GET")[0] == 404


def test_what_was_said_stands_on_the_page_as_text(robots: Robots) -> None:
    told(robots, "wecom", {"msgtype": "text", "text": {"content": "<b>特急</b>"}}, f"key={KEY}")
    assert "&lt;b&gt;" in robots.page()
