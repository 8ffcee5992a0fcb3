"""What is logged and counted: ids, codes and times, by an allow-list."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_form, post_json
from entry.people import DESK, do, receipt
from entry.tokens import bearer
from huiyin.core.errors import NotUnderstood
from huiyin.entry import journal

CANARIES = {
    "name": "欧阳靐龘",
    "phone": "13912345678",
    "email": "kanarienvogel@example.com",
    "household": "17-2903",
    "unit": "金丝雀单元",
    "spot": "金丝雀角落",
    "matter": "金丝雀在管道井里叫了一夜",
    "wish": "请让金丝雀安静",
    "accused": "金丝雀经理",
    "avoid": "金丝雀主管",
    "occurred_at": "金丝雀之夜",
}


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What template.yaml says to powertools, under names that stand nowhere in the code."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "echo")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Echoes")


@pytest.mark.asvs("V16.2.3")
def test_only_fields_of_the_allow_list_are_written(written: Callable[[], str]) -> None:
    journal.note("answered", number="HY-2026-18720043", status=201, body="secret", matter="漏水", code=None)
    line = json.loads(written())
    assert (line["message"], line["number"], line["status"]) == ("answered", "HY-2026-18720043", 201)
    assert not {"body", "matter", "code"} & set(line)
    assert line["location"].startswith("test_only_fields_of_the_allow_list_are_written:")


@pytest.mark.asvs("V16.2.1", "V16.2.2", "V16.2.4")
def test_every_line_says_of_which_stage_it_is(written: Callable[[], str], monkeypatch: pytest.MonkeyPatch, owners: Ask) -> None:
    monkeypatch.setenv("STAGE", "trial")
    owners(event("GET", "/api/policy.json"))
    line = json.loads(written())
    assert (line["message"], line["level"], line["stage"]) == ("answered", "INFO", "trial")


def test_an_error_is_written_as_type_and_place(written: Callable[[], str]) -> None:
    try:
        json.loads("王芳")
    except ValueError as error:
        journal.failed(error, request_id="r-1")
    text = written()
    assert "王芳" not in text
    line = json.loads(text)
    assert (line["level"], line["error"], line["request_id"]) == ("ERROR", "JSONDecodeError", "r-1")
    assert line["place"].split(":")[1].isdigit()


def test_fa52_a_log_or_a_figure_that_fails_does_not_fail_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise OSError("disk full")

    monkeypatch.setattr(journal, "_logger", broken)
    monkeypatch.setattr(journal.settings, "powertools_metrics_namespace", broken)
    journal.note("answered")
    journal.count("Received")


@pytest.mark.asvs("V16.3.3")
def test_figures_carry_codes_only(written: Callable[[], str]) -> None:
    journal.count("Refused", code="stale_version")
    said = json.loads(written())
    assert said["Refused"] == [1.0]
    assert said["code"] == "stale_version"
    assert said["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Echoes"
    assert said["service"] == "echo"


@pytest.mark.parametrize("code", [None, "stale_version"])
def test_a_figure_is_written_as_powertools_would_write_it(written: Callable[[], str], code: str | None) -> None:
    with single_metric(name="Refused", unit=MetricUnit.Count, value=2) as metric:
        if code:
            metric.add_dimension(name="code", value=code)
    theirs = json.loads(written())
    journal.count("Refused", 2, code=code)
    ours = json.loads(written())
    assert ours["_aws"].pop("Timestamp") - theirs["_aws"].pop("Timestamp") in range(60_000)
    assert ours == theirs


def test_letters_are_counted_in_one_figure_of_each_kind_that_occurred(written: Callable[[], str]) -> None:
    journal.count_letters(sent=3, undeliverable=0, later=1)
    said = [json.loads(line) for line in written().splitlines()]
    assert [(line.get("LettersSent"), line.get("LettersLater")) for line in said] == [([3.0], None), (None, [1.0])]


def test_the_log_carries_the_name_that_the_environment_gives(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    journal._logger.cache_clear()
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "INFO")
    journal.note("answered")
    journal._logger.cache_clear()
    assert json.loads(capsys.readouterr().out)["service"] == "echo"


@pytest.mark.asvs("V16.2.5")
def test_no_word_of_an_owner_is_ever_logged(owners: Ask, desk: Ask, written: Callable[[], str]) -> None:
    given = receipt(owners, **CANARIES, answers={"金丝雀问题": "金丝雀回答"})
    keys = {"number": given["number"], "code": given["code"]}
    owners(post_json("/api/complaints", complaint(**CANARIES | {"matter": "\ud800"}), key=KEY + "2"))
    owners(post_json("/api/complaints", json.dumps(complaint(**CANARIES), ensure_ascii=False)[:-9]))
    owners(post_json("/api/complaints", complaint(**CANARIES | {"金丝雀": "x"}), key=KEY + "3"))
    owners(post_json("/api/complaints", complaint(**CANARIES | {"phone": "金丝雀"}), key=KEY))
    owners(post_form("/api/complaints", complaint(**CANARIES)))
    owners(event("GET", "/api/金丝雀/13912345678", query={"q": "金丝雀"}, headers={"x-name": "欧阳靐龘"}))
    owners(post_json("/api/track", keys))
    owners(post_json("/api/track", keys | {"code": "金丝雀"}))
    owners(post_json("/api/owner/add", keys | {"note": "金丝雀又叫了"}))
    do(desk, "ye.qing", given["number"], "identity", {"reason": "call_owner", "note": "金丝雀备注"})
    desk(event("GET", "/api/desk/me", headers={"authorization": f"{bearer(DESK)['authorization']}金丝雀"}))
    logged = written()
    assert logged.count('"message":"answered"') >= 12
    for canary in (*CANARIES.values(), "金丝雀", given["code"], given["code"].replace("-", ""), "Bearer", "eyJ"):
        assert canary not in logged
        assert json.dumps(canary).strip('"') not in logged


def test_the_canary_would_be_seen(written: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "ALLOWED", journal.ALLOWED | {"matter"})
    journal.note("received", matter=CANARIES["matter"])
    assert CANARIES["matter"] in written()


@pytest.mark.asvs("V16.3.4")
def test_an_error_that_nobody_foresaw_leaves_a_function_as_type_and_place() -> None:
    @journal.quietly
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        return {"read": json.loads(event["body"])[event["at"]]}

    assert handler({"body": '{"a": 1}', "at": "a"}, None) == {"read": 1}
    with pytest.raises(journal.Unexpected) as raised:
        handler({"body": "{}", "at": "金丝雀"}, None)
    assert str(raised.value).startswith("KeyError ")
    # Nothing hangs on it that Lambda, or a library that writes errors down, would follow back to the words.
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


def test_an_error_of_our_own_leaves_as_it_is() -> None:
    @journal.quietly
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        raise NotUnderstood("too_long", field="matter")

    with pytest.raises(NotUnderstood):
        handler({}, None)
