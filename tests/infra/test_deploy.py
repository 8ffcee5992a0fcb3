"""Deploying: refused where it cannot run, done by sam, and afterwards a list of what people still have to do."""

import re
import subprocess
from typing import Any

import pytest

from aws_answers import a_deployment
from infra import deploy
from infra.publish import ROOT
from infra.sizes import load_yaml

RULES = {"MailRules": ("AWS::SES::ReceiptRuleSet", "huiyin-mail")}


def test_each_stage_has_its_own_stack_and_says_so_in_the_log() -> None:
    assert (deploy.settings("trial")["stack_name"], deploy.settings("live")["stack_name"]) == ("huiyin-trial", "huiyin")
    text = (ROOT / "infra/samconfig.toml").read_text(encoding="utf-8")
    assert re.findall(r'parameter_overrides = "Stage=(\w+)"', text) == ["trial", "live"]


def test_sam_is_told_the_stage_and_the_stack() -> None:
    words = deploy.command("live", "huiyin-north", guided=True)
    assert words[1:] == [
        "deploy",
        "--config-file",
        str(deploy.SAM_CONFIG),
        "--config-env",
        "live",
        "--stack-name",
        "huiyin-north",
        "--guided",
    ]
    assert "--guided" not in deploy.command("trial", "huiyin-trial", guided=False)


def test_what_is_left_to_do_is_a_numbered_list_in_the_order_that_helps() -> None:
    said = deploy.told(a_deployment(resources=RULES))
    steps = re.findall(r"^ ?(\d+)\. (\w+ \w+)", said, re.MULTILINE)
    assert [int(number) for number, _ in steps] == list(range(1, 9))
    assert [words for _, words in steps][:4] == ["Prove the", "Leave the", "Take mail", "Let the"]
    assert said.index("make publish STACK=huiyin") < said.index("make doctor STACK=huiyin")
    assert all(len(line) <= 160 for line in said.splitlines())


def test_each_step_has_what_has_to_be_typed() -> None:
    said = deploy.told(a_deployment(resources=RULES))
    assert "aws ses set-active-receipt-rule-set --rule-set-name huiyin-mail --region ap-southeast-1" in said
    assert "--user-pool-id ap-southeast-1_Pool --username CODE" in said
    assert "--message-action SUPPRESS" in said
    assert "a -> x" in said
    assert "operator@example.com" in said


def test_nobody_is_asked_for_what_this_deployment_does_not_have() -> None:
    outputs = {"SiteAddress": "https://d1.cloudfront.example"}
    said = deploy.told(a_deployment(outputs=outputs, parameters={"AlarmMail": "", "SiteUrl": ""}))
    assert not re.search("receipt-rule-set|cognito|Confirm the alarms|CNAME to", said)


def test_what_the_steps_speak_of_are_outputs_of_the_template() -> None:
    outputs = set(load_yaml(ROOT / "template.yaml")["Outputs"])
    assert {"MailRecords", "StaffPoolId", "SiteDistributionName", "SiteAddress", "DeadLettersUrl"} <= outputs


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was run instead of sam."""
    asked: list[Any] = []

    def run(words: list[str], **more: Any) -> Any:
        asked.append(words)
        return subprocess.CompletedProcess(words, 3)

    monkeypatch.setattr(deploy.subprocess, "run", run)
    return asked


def test_a_region_that_cannot_carry_it_is_refused_before_anything_is_deployed(
    ran: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deploy, "settings", lambda stage: {"stack_name": "huiyin", "region": "cn-north-1"})
    assert deploy.main([]) == 2
    said = capsys.readouterr().err
    assert "cannot run in cn-north-1" in said
    assert "ap-southeast-1" in said
    assert ran == []


def test_when_sam_fails_so_does_the_command(ran: list[Any]) -> None:
    assert deploy.main(["--stage", "live"]) == 3
    assert "huiyin" in ran[0]
