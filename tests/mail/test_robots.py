"""Robots: each spoken to as its maker documents, only at its maker's, and its answer believed."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from huiyin.mail import robots
from huiyin.mail.robots import Call, Robot, RobotsUnfit, Silent, call_of, post, read_robots, say

AT = datetime.fromtimestamp(1795395600, UTC)
WECOM = {"maker": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"}
DINGTALK = {"maker": "dingtalk", "url": "https://oapi.dingtalk.com/robot/send?access_token=t", "secret": "SEC123"}
FEISHU = {"maker": "feishu", "url": "https://open.feishu.cn/open-apis/bot/v2/hook/h", "secret": "SEC123", "language": "en"}


def read(*listed: Any, local: str | None = None) -> tuple[Robot, ...]:
    return read_robots(json.dumps({"robots": list(listed)}), local)


def test_each_maker_gets_the_message_in_its_form_and_signed_its_way() -> None:
    wecom, dingtalk, feishu = (call_of(robot, "特急", AT) for robot in read(WECOM, DINGTALK, FEISHU))
    assert (wecom.url, json.loads(wecom.body)) == (WECOM["url"], {"msgtype": "text", "text": {"content": "特急"}})
    # Both signatures were worked out with openssl by the makers' documents.
    sign = "QHjz75lACUpWDZEq9Mn21wRv1RmmmIBir%2FNpOCt01PI%3D"
    assert dingtalk.url == f"{DINGTALK['url']}&timestamp=1795395600000&sign={sign}"
    assert json.loads(dingtalk.body) == {"msgtype": "text", "text": {"content": "特急"}}
    assert feishu.url == FEISHU["url"]
    assert json.loads(feishu.body) == {
        "timestamp": "1795395600",
        "sign": "iBAeVgQg4/KuyzUIUoIjYvZhq3j+kTOgJtlQHhwDCWM=",
        "msg_type": "text",
        "content": {"text": "特急"},
    }


def test_a_robot_writes_chinese_unless_it_is_told_otherwise() -> None:
    assert [robot.language for robot in read(WECOM, DINGTALK, FEISHU)] == ["zh", "zh", "en"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"robots": {}}',
        '{"robots": []}',
        '{"robots": ["https://qyapi.weixin.qq.com/"]}',
        json.dumps({"robots": [WECOM | {"maker": "slack"}]}),
        json.dumps({"robots": [DINGTALK | {"secret": ""}]}),
        json.dumps({"robots": [WECOM | {"secret": "SEC123"}]}),
        json.dumps({"robots": [FEISHU | {"language": "fr"}]}),
    ],
)
def test_a_secret_that_is_not_as_documented_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(RobotsUnfit) as refused:
        read_robots(text)
    assert "SEC123" not in str(refused.value)
    assert "key=k" not in str(refused.value)


@pytest.mark.asvs("V13.2.4", "V13.2.5")
@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
        "https://qyapi.weixin.qq.com.example/send?key=k",
        "https://qyapi.weixin.qq.com:8443/send?key=k",
        "https://qyapi.weixin.qq.com@example.com/send?key=k",
        "https://user@qyapi.weixin.qq.com/send?key=k",
        "https://oapi.dingtalk.com/robot/send?access_token=t",
        "https://169.254.169.254/latest/",
        "https://qyapi.weixin.qq.com/\r\nhost: example.com",
        "http://127.0.0.1:8000/_local/robot/wecom",
        7,
    ],
)
def test_a_robot_is_at_its_makers_and_nowhere_else(url: Any) -> None:
    with pytest.raises(RobotsUnfit, match="address that is not https://qyapi"):
        read(WECOM | {"url": url})


def test_on_the_local_stack_its_own_receivers_are_allowed_and_no_neighbour() -> None:
    local = "http://127.0.0.1:8000"
    assert read(WECOM | {"url": f"{local}/_local/robot/wecom"}, local=local)
    for url in ("http://127.0.0.1:80001/_local/robot/wecom", "http://127.0.0.1:8000.example/"):
        with pytest.raises(RobotsUnfit):
            read(WECOM | {"url": url}, local=local)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "wecom_93000"),
        (b'{"errcode": "0"}', "unreadable"),
        (b'{"code": 0.5}', "unreadable"),
        (b"<html>", "unreadable"),
        (b"[]", "unreadable"),
        (b"{}", "unreadable"),
    ],
)
def test_what_a_maker_did_not_take_is_not_believed_to_be_heard(answer: bytes, code: str) -> None:
    (robot,) = read(WECOM)
    with pytest.raises(Silent) as silent:
        say(robot, "特急", AT, lambda call: answer)
    assert silent.value.code == code


@pytest.mark.parametrize("answer", [b'{"errcode": 0, "errmsg": "ok"}', b'{"code": 0, "msg": "success", "data": {}}'])
def test_a_zero_is_a_yes(answer: bytes) -> None:
    (robot,) = read(WECOM)
    said: list[Call] = []
    say(robot, "特急", AT, lambda call: said.append(call) or answer)  # type: ignore[func-returns-value]
    assert len(said) == 1


class _Server(BaseHTTPRequestHandler):
    seen: list[tuple[str, bytes]]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_POST(self) -> None:
        self.seen.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(302 if "moved" in self.path else 500 if "broken" in self.path else 200)
        self.send_header("location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b'{"errcode": 0}')


@pytest.fixture
def origin() -> Iterator[str]:
    _Server.seen = []
    server = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_message_goes_by_post_with_its_query(origin: str) -> None:
    assert post(Call(url=f"{origin}/send?key=k&sign=a%2Bb", body="{特}".encode())) == b'{"errcode": 0}'
    assert _Server.seen == [("/send?key=k&sign=a%2Bb", "{特}".encode())]


@pytest.mark.asvs("V15.3.2")
@pytest.mark.parametrize(("path", "code"), [("/moved", "http_302"), ("/broken", "http_500")])
def test_no_redirect_is_followed_and_an_error_is_one(origin: str, path: str, code: str) -> None:
    with pytest.raises(Silent) as silent:
        post(Call(url=f"{origin}{path}?key=k", body=b"{}"))
    assert silent.value.code == code
    assert len(_Server.seen) == 1


def test_nobody_there_is_told_without_the_address(origin: str) -> None:
    with pytest.raises(Silent) as silent:
        post(Call(url="http://127.0.0.1:1/send?key=k", body=b"{}"))
    assert (silent.value.code, silent.value.__suppress_context__) == ("ConnectionRefusedError", True)


def test_one_that_hangs_is_given_up_after_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    assert robots._TIMEOUT_S <= 5
    monkeypatch.setattr(robots, "_TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(Silent, match="TimeoutError"):
        post(Call(url=f"http://127.0.0.1:{mute.getsockname()[1]}/send?key=k", body=b"{}"))
