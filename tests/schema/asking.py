"""Both doors of a running stack, asked by schemathesis what their OpenAPI document allows and what it does not."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from huiyin.entry.write_report import months_at
from huiyin.policy import load_policy
from infra import openapi
from infra.local.stack import Stack
from neighbours import Colleague, Owner

HERE = Path(__file__).parent
# Who works on cases: each command is asked for by somebody whose it is.
PEOPLE = {"register-case": "lin.jing", "triage-case": "he.min", "accept-case": "li.wei", "log-contact": "li.wei"}
SENIOR = "he.min"


@dataclass(frozen=True)
class Found:
    """What schemathesis found: its report, and whether all checks passed."""

    passed: bool
    report: str


def ask(stack: Stack, folder: Path, *, examples: int, phases: Sequence[str], more: Sequence[str] = ()) -> Found:
    """Ask every call of the document so many times in each phase. folder: for the document."""
    place = openapi.write(load_policy(), folder)
    stack.pages.publish(folder)
    known = _known(stack)
    surroundings = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        "HUIYIN_KNOWN": json.dumps(known),
    }
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run", str(place)]
    command += ["--url", stack.url, "--checks", "all", "--max-examples", str(examples), "--phases", ",".join(phases), "--no-shrink", *more]
    done = subprocess.run(command, env=surroundings, cwd=folder, capture_output=True, text=True, check=False)
    return Found(passed=done.returncode == 0, report=done.stdout + done.stderr)


def _known(stack: Stack) -> dict[str, object]:
    """A case that an owner follows, and one for each command that waits for it."""
    owner = Owner(stack.url)
    assert owner.report().status == 201
    now = datetime.now(UTC)
    stack.drain()
    stack.tick("WriteReport", at=now)
    tokens = {code: stack.token(code) for code in {*PEOPLE.values(), SENIOR}}
    numbers = {command: _waiting_for(command, stack, tokens) for command in PEOPLE}
    return {
        "url": stack.url,
        "number": owner.number,
        "code": owner.code,
        "month": months_at(now)[-1],
        "token": tokens[SENIOR],
        "people": {command: tokens[code] for command, code in PEOPLE.items()},
        "for": numbers,
    }


def _waiting_for(command: str, stack: Stack, tokens: dict[str, str]) -> str:
    owner = Owner(stack.url)
    assert owner.report().status == 201
    if command in {"triage-case", "accept-case", "log-contact"}:
        desk = Colleague(stack.url, tokens["lin.jing"])
        assert desk.do(owner.number, "register-case", identity_check="known").status == 200
    if command in {"accept-case", "log-contact"}:
        given = {"category": "elevator", "sub_issue": "out_of_service", "level": "general", "lead": "repairs", "handler": "li.wei"}
        triage = Colleague(stack.url, tokens["he.min"])
        assert triage.do(owner.number, "triage-case", severity=2, urgency=2, **given).status == 200
    return owner.number
