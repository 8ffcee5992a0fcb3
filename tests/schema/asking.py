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
    """What schemathesis found: its report, how many calls it asked how often, and how many requests failed a check."""

    report: str
    calls: int
    requests: int
    failed: int

    @property
    def passed(self) -> bool:
        """Whether all checks of all requests passed."""
        return self.failed == 0 and self.requests > 0


def ask(stack: Stack, folder: Path, *, examples: int, phases: Sequence[str], more: Sequence[str] = ()) -> Found:
    """Ask every call of the document so many times in each phase. folder: for the document and the report."""
    place = openapi.write(load_policy(), folder)
    stack.pages.publish(folder)
    surroundings = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        # Its tables of all characters take seconds to make: once for this folder, not once for each run.
        "HYPOTHESIS_STORAGE_DIRECTORY": str(HERE.parents[1] / ".hypothesis"),
        "HUIYIN_KNOWN": json.dumps(_known(stack)),
    }
    counted = folder / "counted.json"
    counted.unlink(missing_ok=True)
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run", str(place)]
    command += ["--url", stack.url, "--max-examples", str(examples), "--phases", ",".join(phases), "--no-shrink"]
    command += ["--report", "json", "--report-json-path", str(counted), *more]
    done = subprocess.run(command, env=surroundings, cwd=folder, capture_output=True, text=True, check=False)
    return _found(done.stdout + done.stderr, counted, status=done.returncode)


def _found(report: str, counted: Path, *, status: int) -> Found:
    """A run that ended without its counts, or badly without a failure that it counted, has failed itself."""
    if not counted.exists():
        return Found(report=report, calls=0, requests=0, failed=1)
    told = json.loads(counted.read_text("utf-8"))
    failed = told["test_cases"]["with_failures"] + len(told["errors"])
    return Found(
        report=report,
        calls=told["operations"]["tested"],
        requests=told["test_cases"]["generated"],
        failed=failed or int(status != 0),
    )


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
        "phone_chars": load_policy().limits.note_chars,
        "token": tokens[SENIOR],
        "people": {command: tokens[code] for command, code in PEOPLE.items()},
        "for": numbers,
    }


def _waiting_for(command: str, stack: Stack, tokens: dict[str, str]) -> str:
    owner = Owner(stack.url)
    # Households of their own: what one of them reports again is added to its open case.
    assert owner.report(household=f"90{list(PEOPLE).index(command)}").status == 201
    if command in {"triage-case", "accept-case", "log-contact"}:
        desk = Colleague(stack.url, tokens["lin.jing"])
        assert desk.do(owner.number, "register-case", identity_check="known").status == 200
    if command in {"accept-case", "log-contact"}:
        given = {"category": "elevator", "sub_issue": "out_of_service", "level": "general", "lead": "repairs", "handler": "li.wei"}
        triage = Colleague(stack.url, tokens["he.min"])
        assert triage.do(owner.number, "triage-case", severity=2, urgency=2, **given).status == 200
    return owner.number
