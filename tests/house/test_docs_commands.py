"""Every command that README and docs tell people to type does what they say: run, or held against the program that it calls."""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.model import OperationModel, Shape, StructureShape

import infra.local.__main__ as local
from aws_answers import a_deployment
from huiyin.core.events import EVENTS
from huiyin.policy import load_policy
from infra import deploy, doctor, publish, redrive, regions, verify
from infra.local.stack import Stack
from infra.site_tables import TABLES
from infra.sizes import load_yaml

ROOT = Path(__file__).resolve().parents[2]
ZH, EN = ROOT / "site/docs", ROOT / "site/en/docs"
PAGES = sorted(path.name for path in ZH.glob("*.md"))
FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LOCAL = "http://127.0.0.1:8000"

# Suites and workshops: what runs them, since they take minutes. Each of these must name the target or its module.
RUN_ELSEWHERE = {
    "test": (".ci/run", "make test"),
    "check": (".ci/run", "step check"),
    "faults": (".ci/run", "step faults"),
    "bench": (".ci/run", "step bench"),
    "sam-build": (".ci/run", "step sam-build"),
    "rehearse": (".ci/run", "step rehearse"),
    "schema": ("tests/schema/test_doors.py", "from schema.asking import ask"),
    "replay": ("tests/journeys/test_replay.py", "infra.replay"),
    "site": ("tests/site/conftest.py", "infra.site_serving"),
    "sizes": ("tests/infra/test_sizes.py", "from infra import sizes"),
    "lock": ("tests/house/test_locks.py", "requirements.txt"),
    # check asks whether the format is right, with the very program that puts it right
    "format": ("Makefile", "ruff format --check"),
}
# What needs an AWS account: its own command line, and there no stack of that name.
ASKS_AWS: dict[str, Any] = {
    "infra.doctor": doctor.main,
    "infra.publish": publish.main,
    "infra.redrive": redrive.main,
    "infra.verify": verify.main,
}


def commands(text: str) -> list[str]:
    """What a page tells people to type, without the remarks behind it."""
    lines = "".join(block.replace("\\\n", " ") for block in FENCE.findall(text)).splitlines()
    typed = [shlex.join(shlex.split(line, comments=True)) for line in lines]
    return [line for line in typed if line]


EVERY = list(
    dict.fromkeys(
        command for page in [ROOT / "README.md", *ZH.glob("*.md"), *EN.glob("*.md")] for command in commands(page.read_text("utf-8"))
    )
)


def of(program: str) -> list[str]:
    """The commands that call one program."""
    return [command for command in EVERY if shlex.split(command)[0] == program]


def expanded(command: str) -> list[list[str]]:
    """What make would run for it: the words of each `python -m`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    said = subprocess.run(["make", "-n", *shlex.split(command)[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    lines = re.findall(r"\.venv/bin/python -m ([^\s;]+ ?.*?)(?:; else.*)?$", said.stdout, re.MULTILINE)
    return [shlex.split(line) for line in lines]


@pytest.fixture(scope="module")
def running() -> Iterator[Stack]:
    with Stack.start() as stack:
        yield stack


def test_nothing_is_told_that_no_test_here_knows_how_to_run() -> None:
    assert {shlex.split(command)[0] for command in EVERY} == {"make", "curl", "aws", ".venv/bin/python"}
    assert len(EVERY) >= 40


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_tell_the_same_commands_in_the_same_order(page: str) -> None:
    zh, en = ((root / page).read_text("utf-8") for root in (ZH, EN))
    assert commands(zh) == commands(en)
    assert [line[: line.index(" ")] for line in zh.splitlines() if line.startswith("#")] == [
        line[: line.index(" ")] for line in en.splitlines() if line.startswith("#")
    ]
    assert sorted(path.name for path in EN.glob("*.md")) == PAGES


@pytest.mark.parametrize("command", of("make"))
def test_a_make_command_runs_what_stands_in_the_house(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target, *settings = shlex.split(command)[1:]
    assert re.search(rf"^{target}:.*## (?!.*not built yet)", MAKEFILE, re.MULTILINE), target
    assert [name for name in settings if not re.search(rf"^{name.split('=')[0]} \?= ?", MAKEFILE, re.MULTILINE)] == []
    ran = expanded(command)
    if target in RUN_ELSEWHERE:
        name, runs = RUN_ELSEWHERE[target]
        assert runs in (ROOT / name).read_text("utf-8")
        assert [module for module, *_ in ran if module.startswith(("infra", "tests")) and not stands(module)] == []
    elif target == "help":
        assert "make up" in subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    else:
        module, *words = ran[-1]
        carry_out(module, words, monkeypatch)
        said = capsys.readouterr()
        assert "usage:" not in said.err
        assert module not in ASKS_AWS or "there is no stack huiyin" in said.err


class AnEmptyAccount:
    """A session of an account in which nothing is deployed."""

    def client(self, service: str, **_: Any) -> Any:
        return self

    def describe_stacks(self, **asked: Any) -> Any:
        assert asked["StackName"].startswith("huiyin")
        raise ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks")


def stands(module: str) -> bool:
    """Whether there is a module of that name, or a package that can be run."""
    path = ROOT / module.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def carry_out(module: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One command of the workshop, in an account of AWS where nothing is deployed yet."""
    if module == "infra.local":
        started: list[Any] = []
        monkeypatch.setattr(local, "_up", lambda chosen: started.append(chosen) or 0)
        assert local.main(words) == 0
        assert started[0].command == "up"
    elif module == "infra.regions":
        assert regions.main([word for word in words if word]) == 0
    elif module == "infra.deploy":
        asked: list[list[str]] = []
        monkeypatch.setattr(deploy.subprocess, "run", lambda line, **_: asked.append(line) or subprocess.CompletedProcess(line, 0))
        monkeypatch.setattr(deploy, "deployment_of", lambda *_: a_deployment())
        assert deploy.main(words) == 0
        assert asked[0][1] == "deploy"
    else:
        monkeypatch.setattr(boto3, "Session", lambda **_: AnEmptyAccount())
        assert ASKS_AWS[module](words) == 2


@pytest.mark.parametrize("command", of(".venv/bin/python"))
def test_a_module_of_the_workshop_answers(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert shlex.split(command)[1:3] == ["-m", "infra.local"]
    assert local.main(shlex.split(command)[3:]) == 0
    assert "CaseTable" in capsys.readouterr().out


@pytest.mark.stack
@pytest.mark.parametrize("command", of("curl"))
def test_a_request_to_the_stack_on_this_machine_is_answered(command: str, running: Stack) -> None:
    words = shlex.split(command)[1:]
    *options, url = words
    assert url.startswith(LOCAL)
    method, body = "GET", None
    while options:
        option, value, *options = options
        if option == "-X":
            method = value
        else:
            assert option == "--data-binary"
            method, body = "POST", (ROOT / value.removeprefix("@")).read_bytes()
    try:
        with urlopen(Request(running.url + url.removeprefix(LOCAL), data=body, method=method), timeout=60) as answer:
            assert answer.status == 200
    except HTTPError as refusal:
        with refusal:
            pytest.fail(f"{refusal.code} {refusal.read()!r}")


@pytest.mark.stack
def test_the_mail_of_the_tutorial_becomes_a_letter_in_the_mailbox(running: Stack) -> None:
    (command,) = [one for one in of("curl") if "inbound-mail" in one]
    mail = ROOT / shlex.split(command)[2].removeprefix("@")
    with urlopen(Request(f"{running.url}/_local/inbound-mail", data=mail.read_bytes(), method="POST"), timeout=60):
        pass
    writer = parseaddr(message_from_bytes(mail.read_bytes())["From"])[1]
    assert [letter for letter in letters(running) if writer in letter["to"]]


def letters(running: Stack) -> list[dict[str, Any]]:
    with urlopen(f"{running.url}/_local/mailbox.json", timeout=60) as answer:
        return list(json.load(answer))


def operation(service: str, name: str) -> OperationModel:
    """An operation of AWS by the name that people type."""
    model = botocore.session.get_session().get_service_model(service)
    (found,) = [one for one in model.operation_names if xform_name(one, "-") == name]
    return model.operation_model(found)


@pytest.mark.parametrize("command", of("aws"))
def test_an_aws_command_names_what_aws_offers_and_all_that_it_needs(command: str) -> None:
    service, name, *words = shlex.split(command)[1:]
    shape = operation(service, name).input_shape
    assert isinstance(shape, StructureShape)
    members: dict[str, tuple[str, Shape]] = {f"--{xform_name(one, '-')}": (one, kind) for one, kind in shape.members.items()}
    given = set()
    while words:
        option, *words = words
        assert option in members, option
        member, kind = members[option]
        given.add(member)
        if kind.type_name != "boolean":
            value, *words = words
            assert not value.startswith("--"), option
            assert value in (getattr(kind, "enum", None) or [value])
    assert set(shape.required_members) <= given


def names(page: Path, heading: str) -> set[str]:
    """The first cells of the table below a heading of the reference, without their backticks; the table may be made by the build."""
    section = page.read_text("utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    snippet = re.search(r'^--8<-- "(.+)\.md"$', section, re.MULTILINE)
    if snippet:
        section = TABLES[snippet[1]](load_policy(), "zh" if page.is_relative_to(ZH) else "en", date(2026, 11, 25))
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))


@pytest.mark.parametrize(
    ("page", "headings"),
    [
        pytest.param(ZH / "reference.md", ("参数", "环境变量", "事件", "命令"), id="zh"),
        pytest.param(EN / "reference.md", ("Parameters", "Environment variables", "Events", "Commands"), id="en"),
    ],
)
def test_the_reference_lists_what_there_is(page: Path, headings: tuple[str, ...]) -> None:
    template = load_yaml(ROOT / "template.yaml")
    assert names(page, headings[0]) == set(template["Parameters"])
    assert names(page, headings[1]) == set(template["Globals"]["Function"]["Environment"]["Variables"])
    assert names(page, headings[2]) == set(EVENTS)
    told = {name.removeprefix("make ") for name in names(page, headings[3])}
    assert told == set(re.findall(r"^([a-z-]+):.*## (?!.*not built yet)", MAKEFILE, re.MULTILINE)), "a row for each target that is built"


def test_a_wrong_command_would_be_seen() -> None:
    assert commands("```sh\nmake up   # remark\naws ses \\\n  x\n```\n```text\nmake nothing\n```\n") == ["make up", "aws ses x"]
    with pytest.raises(ValueError, match="not enough values"):
        operation("ses", "set-active-rules")
    assert not stands("infra.nothing")
