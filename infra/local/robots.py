"""Robots of chat groups as their makers run them: they check what they are sent and show it; nothing leaves this machine."""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Any

from infra.local.http_message import Answer, Request, as_json
from infra.local.taps import TAPS
from infra.local.template import Json

if TYPE_CHECKING:
    from infra.local.cloud import Cloud

PATH = "/_local/robot"
# As an operator gives it; AWS knows a secret by its ARN without the six letters at the end, too.
NAME = "huiyin-robots"
SECRET_ARN = f"arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:{NAME}"
KEY = "a-key-of-this-machine"
SIGNING = "SEC-of-this-machine"
MAKERS = {"wecom": "企业微信 · WeCom", "dingtalk": "钉钉 · DingTalk", "feishu": "飞书 · Feishu"}
# So old a signature each maker still takes, and so long a text WeCom.
_FRESH_S = 3600
_WECOM_BYTES = 2048


def keep_secret(cloud: Cloud, origin: str) -> None:
    """Put the secret of this machine's robots where an operator puts his."""
    robots = [
        {"maker": "wecom", "url": f"{origin}{PATH}/wecom?key={KEY}"},
        {"maker": "dingtalk", "url": f"{origin}{PATH}/dingtalk?access_token={KEY}", "secret": SIGNING},
        {"maker": "feishu", "url": f"{origin}{PATH}/feishu/{KEY}", "secret": SIGNING, "language": "en"},
    ]
    cloud.client("secretsmanager").create_secret(Name=NAME, SecretString=json.dumps({"robots": robots}))


@dataclass
class Robots:
    """What the robots were told, oldest first. broken: makers that answer as if their robot had been removed."""

    told: list[Json] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def answer(self, request: Request) -> Answer:
        """One message, as its maker answers it: 200 always, and what is wrong in the answer."""
        maker = request.path.removeprefix(f"{PATH}/").partition("/")[0]
        if maker not in MAKERS or request.method != "POST":
            return as_json({"error": "no robot"}, 404)
        try:
            body: Any = json.loads(request.body)
            text, wrong = _TAKEN[maker](request, body)
        except (ValueError, TypeError, KeyError):
            return as_json(_said(maker, 40058, "invalid request"))
        if wrong or maker in self.broken:
            return as_json(_said(maker, 93000, wrong or "the robot was removed"))
        self.told.append({"at": TAPS.clock.now().isoformat(), "maker": maker, "text": text})
        return as_json(_said(maker, 0, "ok"))

    def page(self) -> str:
        """What was told, newest first, for the page of the mailbox."""
        return "".join(
            f"<article><h2>{MAKERS[one['maker']]}</h2><p class='soft'>{escape(one['at'])}</p><pre>{escape(one['text'])}</pre></article>"
            for one in reversed(self.told)
        )


def _said(maker: str, code: int, words: str) -> Json:
    return {"code": code, "msg": words, "data": {}} if maker == "feishu" else {"errcode": code, "errmsg": words}


def _to_wecom(request: Request, body: Json) -> tuple[str, str]:
    text = str(body["text"]["content"])
    if request.asked().get("key") != KEY or body["msgtype"] != "text":
        return text, "invalid webhook url"
    return text, "" if len(text.encode()) <= _WECOM_BYTES else "content exceed max length"


def _to_dingtalk(request: Request, body: Json) -> tuple[str, str]:
    asked, text = request.asked(), str(body["text"]["content"])
    stamp = asked.get("timestamp", "")
    right = _signed(SIGNING, f"{stamp}\n{SIGNING}")
    if asked.get("access_token") != KEY or body["msgtype"] != "text":
        return text, "token is not exist"
    return text, "" if _is_fresh(int(stamp or 0) / 1000) and asked.get("sign") == right else "sign not match"


def _to_feishu(request: Request, body: Json) -> tuple[str, str]:
    stamp, text = str(body["timestamp"]), str(body["content"]["text"])
    right = _signed(f"{stamp}\n{SIGNING}", "")
    if request.path != f"{PATH}/feishu/{KEY}" or body["msg_type"] != "text":
        return text, "param invalid: incoming webhook access token invalid"
    return text, "" if _is_fresh(int(stamp)) and body["sign"] == right else "sign match fail or timestamp is not within one hour"


_TAKEN = {"wecom": _to_wecom, "dingtalk": _to_dingtalk, "feishu": _to_feishu}


def _signed(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), sha256)).decode()


def _is_fresh(stamp: float) -> bool:
    return abs(TAPS.clock.now().timestamp() - stamp) <= _FRESH_S
