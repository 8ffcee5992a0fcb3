"""The robots of chat groups, 企业微信, 钉钉 and 飞书: what each maker wants to be sent, signed as it documents, and the way there."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Literal
from urllib.parse import quote_plus, urlsplit

from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Language

Maker = Literal["wecom", "dingtalk", "feishu"]
# The only machines that a robot may be at: a secret that was tampered with must not carry what we say elsewhere.
HOSTS: Mapping[Maker, str] = {"wecom": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com", "feishu": "open.feishu.cn"}
# WeCom takes a text of 2,048 bytes, the others far more.
MOST_BYTES = 2048
# A robot that hangs must not keep the others from ringing.
_TIMEOUT_S = 4
_ANSWER_BYTES = 65_536


class RobotsUnfit(Exception):
    """The secret of the robots is not as the documentation says. why: which part, never what stands there."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the secret RobotSecretArn {why}")


class Silent(Exception):
    """That robot did not take the message. code: what its maker or the way there said, never the address."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """One robot. url: with the maker's key, so a secret itself; secret: for the signature, "" for WeCom, which has none."""

    maker: Maker
    url: str
    secret: str = ""
    language: Language = LANGUAGES[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A message as its maker wants it."""

    url: str
    body: bytes


# Says something to a machine and returns its answer. Raises: Silent.
Post = Callable[[Call], bytes]


def read_robots(text: str, local: str | None = None) -> tuple[Robot, ...]:
    """The robots of the secret: {"robots": [{"maker": "wecom", "url": ...}, {"maker": "feishu", "url": ..., "secret": ...}]}.

    local: where the local stack receives, which is allowed beside the makers there. Raises: RobotsUnfit.
    """
    try:
        listed = json.loads(text)["robots"]
    except (ValueError, TypeError, KeyError):
        raise RobotsUnfit('is not {"robots": [...]}') from None
    if not isinstance(listed, list) or not listed:
        raise RobotsUnfit("names no robot")
    return tuple(_robot(one, f"robot {place}", local) for place, one in enumerate(listed, start=1))


def _robot(one: Any, place: str, local: str | None) -> Robot:
    known = one if isinstance(one, dict) else {}
    maker, url, secret, language = (known.get(name, "") for name in ("maker", "url", "secret", "language"))
    if maker not in HOSTS:
        raise RobotsUnfit(f"has a maker that we do not know ({place})")
    if not isinstance(url, str) or not (_is_of(maker, url) or (local and url.startswith(f"{local}/"))):
        raise RobotsUnfit(f"has an address that is not https://{HOSTS[maker]}/ ({place})")
    if not isinstance(secret, str) or bool(secret) == (maker == "wecom"):
        raise RobotsUnfit(f"needs a signing secret for DingTalk and Feishu, and none for WeCom ({place})")
    if language not in ("", *LANGUAGES):
        raise RobotsUnfit(f"has a language that we do not write ({place})")
    return Robot(maker=maker, url=url, secret=secret, language=language or LANGUAGES[0])


def _is_of(maker: Maker, url: str) -> bool:
    # Compared as a whole: no user name, port or longer host name in front of the path.
    return url.isascii() and url.isprintable() and url.startswith(f"https://{HOSTS[maker]}/")


def call_of(robot: Robot, text: str, now: datetime) -> Call:
    """That text for that robot, signed for this moment.

    now: aware; a maker takes a signature for about an hour.
    """
    match robot.maker:
        case "wecom":
            return Call(url=robot.url, body=_json({"msgtype": "text", "text": {"content": text}}))
        case "dingtalk":
            stamp = str(int(now.timestamp() * 1000))
            sign = quote_plus(_signed(robot.secret.encode(), f"{stamp}\n{robot.secret}".encode()))
            joint = "&" if "?" in robot.url else "?"
            return Call(url=f"{robot.url}{joint}timestamp={stamp}&sign={sign}", body=_json({"msgtype": "text", "text": {"content": text}}))
        case "feishu":
            stamp = str(int(now.timestamp()))
            # Feishu signs nothing, under a key that holds the moment.
            sign = _signed(f"{stamp}\n{robot.secret}".encode(), b"")
            return Call(url=robot.url, body=_json({"timestamp": stamp, "sign": sign, "msg_type": "text", "content": {"text": text}}))


def _signed(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.digest(key, message, sha256)).decode("ascii")


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def say(robot: Robot, text: str, now: datetime, post: Post) -> None:
    """Let that robot say it. Raises: Silent when it did not."""
    answer = post(call_of(robot, text, now))
    try:
        said = json.loads(answer)
        code = said["errcode"] if "errcode" in said else said["code"]
    except (ValueError, TypeError, KeyError):
        raise Silent("unreadable") from None
    if code != 0:
        raise Silent(f"{robot.maker}_{code}" if isinstance(code, int) else "unreadable")


def post(call: Call) -> bytes:
    """Send it. No redirect is followed, since what is sent is for that machine alone; nothing waits longer than a few seconds.

    Raises: Silent.
    """
    where = urlsplit(call.url)
    kind = HTTPConnection if where.scheme == "http" else HTTPSConnection
    line = kind(where.netloc, timeout=_TIMEOUT_S)
    try:
        line.request("POST", f"{where.path}?{where.query}", body=call.body, headers={"content-type": "application/json; charset=utf-8"})
        with line.getresponse() as answer:
            said = answer.read(_ANSWER_BYTES)
    except (OSError, HTTPException) as error:
        # Cut off: the text of some errors holds the address.
        raise Silent(type(error).__name__) from None
    finally:
        line.close()
    if answer.status != 200:
        raise Silent(f"http_{answer.status}")
    return said
