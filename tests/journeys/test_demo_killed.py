"""A demo year is killed in its middle, again and again: it goes on by itself and ends as the year of a machine that never failed."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from infra.local.demo import play
from infra.local.demo_bookmark import Bookmark
from infra.local.stack import Stack
from infra.local.state import Keeper
from infra.local.state_file import BOOKMARK

ROOT = Path(__file__).parents[2]
CASES = 12  # among them slow ones and some with photos
# How many lines of the bar are seen before the plug is pulled: one for each tenth of the way.
KILLED_AFTER = (2, 5, 9)

SURROUNDINGS: dict[str, Any] = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}"}}


@contextmanager
def up(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """What `make up DEMO=12 STATE=folder POW=0` runs; killed at the end if it still runs."""
    command = [sys.executable, "-m", "infra.local", "up", "--no-schedules", "--no-proof-of-work", "--port", "0"]
    command += ["--state", str(folder), "--demo", str(CASES)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1, **SURROUNDINGS)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


def said_until(process: subprocess.Popen[str], word: str, times: int = 1) -> list[str]:
    """All lines until so many of them hold that word."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        times -= word in line
        if not times:
            return lines
    raise AssertionError("\n".join(lines))


def told_of_each_case(stack: Stack) -> Counter[tuple[Any, ...]]:
    """What happened in each case, in its order, with the moments: the same year gives the same."""
    rows = stack.boto("dynamodb").scan(TableName=stack.name("CaseTable"), ConsistentRead=True)["Items"]
    cases: dict[str, list[tuple[str, ...]]] = {}
    for row in sorted((row for row in rows if row["sk"]["S"].startswith("EV#")), key=lambda row: row["sk"]["S"]):
        cases.setdefault(row["pk"]["S"], []).append((row["sk"]["S"], row["type"]["S"], json.loads(row["facts"]["S"])["at"]))
    return Counter(tuple(events) for events in cases.values())


def letters(stack: Stack) -> Counter[str]:
    return Counter(address for one in stack.mailbox() for address in one["to"])


def figures(stack: Stack) -> dict[str, Any]:
    """What was published of each month."""
    s3, bucket = stack.boto("s3"), stack.name("SiteBucket")
    names = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket, Prefix="figures/")["Contents"]]
    return {name: json.loads(s3.get_object(Bucket=bucket, Key=name)["Body"].read()) for name in names if name.endswith(".json")}


@pytest.mark.long
def test_a_year_killed_again_and_again_ends_like_one_that_was_not(tmp_path: Path) -> None:
    folder, reached = tmp_path / "state", []
    for after in KILLED_AFTER:
        with up(folder) as process:
            said_until(process, " cases", times=after)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        unfinished = Bookmark.unfinished(folder)
        assert unfinished is not None
        assert unfinished.count == CASES
        reached.append(unfinished.reached)
    assert reached == sorted(reached)
    with up(folder) as process:
        said = said_until(process, "ready ")
        assert any(line.startswith(f"demo      the year of {CASES} cases goes on where it was cut short, after ") for line in said)
        assert any(line.startswith(f"demo      {CASES} invented cases, ") for line in said)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert Bookmark.unfinished(folder) is None

    with Stack.start(state=Keeper(folder)) as stack:
        killed = told_of_each_case(stack), letters(stack), figures(stack)
    end = dt.datetime.fromisoformat(json.loads((folder / BOOKMARK).read_text("utf-8"))["end"])
    with Stack.start() as stack:
        assert play(stack, Bookmark.begin(None, CASES, end)).finished
        whole = told_of_each_case(stack), letters(stack), figures(stack)

    assert whole[0].total() == CASES
    assert killed[0] == whole[0]
    assert killed[2] == whole[2]
    # Between sending a letter and noting that it is sent, a kill costs one copy more; no kill loses one.
    assert killed[1] >= whole[1]
    assert (killed[1] - whole[1]).total() <= len(KILLED_AFTER)
