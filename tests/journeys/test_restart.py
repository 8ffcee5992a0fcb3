"""A stack is killed in the middle of the rush, again and again: whoever had a number still has a case, a code and a letter."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from huiyin.mail.outbox import LEASE
from infra.replay import Door

ROOT = Path(__file__).parents[2]
MATTER = "车库 B 区进水，排水泵没有转。"
WRITERS = 3
# How many owners have their answer when the plug is pulled.
KILLED_AFTER = (1, 12)

SURROUNDINGS: dict[str, Any] = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}"}}

Answered = dict[str, tuple[str, str, str]]


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port


def command_of(folder: Path, port: int) -> list[str]:
    """What `make up STATE=folder POW=0` runs."""
    up = [sys.executable, "-m", "infra.local", "up", "--no-schedules", "--no-proof-of-work"]
    return [*up, "--port", str(port), "--state", str(folder)]


@contextmanager
def up(folder: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """A stack in a process of its own, ready; killed at the end if it still runs."""
    process = subprocess.Popen(command_of(folder, port), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **SURROUNDINGS)
    try:
        assert process.stdout is not None
        assert any(line.startswith("ready ") for line in process.stdout), "the stack did not come up"
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


def report_until_killed(door: Door, edition: str, name: str, answered: Answered, enough: threading.Event, wanted: int) -> None:
    """One owner after the other, until the address no longer answers."""
    for n in range(1000):
        key = f"rush-{name}-{n:08d}"
        try:
            status, receipt = door.post("/api/complaints", {"matter": MATTER, "consent": edition, "email": f"{key}@yezhu.example"}, key=key)
        except (OSError, HTTPException):
            return
        assert status == 201, receipt
        answered[key] = receipt["number"], receipt["code"], f"{key}@yezhu.example"
        if len(answered) >= wanted:
            enough.set()


def pull_the_plug(folder: Path, port: int, after: int, answered: Answered) -> None:
    """Let several owners write at once and kill the process after so many answers."""
    with up(folder, port) as process:
        door, enough = Door(f"http://127.0.0.1:{port}"), threading.Event()
        edition = door.get("/api/policy.json")["edition"]
        wanted = len(answered) + after
        writers = [
            threading.Thread(target=report_until_killed, args=(door, edition, f"{after}-{n}", answered, enough, wanted))
            for n in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        assert enough.wait(120)
        process.send_signal(signal.SIGKILL)
        for writer in writers:
            writer.join(60)


@pytest.mark.long
def test_nothing_that_was_answered_is_lost_however_often_the_process_is_killed(tmp_path: Path) -> None:
    folder, port = tmp_path / "state", a_free_port()
    answered: Answered = {}
    for after in KILLED_AFTER:
        pull_the_plug(folder, port, after, answered)
    assert len(answered) >= sum(KILLED_AFTER)

    with up(folder, port) as process:
        door = Door(f"http://127.0.0.1:{port}")
        edition = door.get("/api/policy.json")["edition"]
        for key, (number, code, address) in answered.items():
            assert door.post("/api/track", {"number": number, "code": code})[1]["matter"] == MATTER
            again = door.post("/api/complaints", {"matter": MATTER, "consent": edition, "email": address}, key=key)[1]
            assert (again["number"], again["code"]) == (number, code)
        door.post("/_local/drain")
        # Whoever was killed with a letter in hand holds its lease still; once that is over, the sweeper sends it.
        after = datetime.now(UTC) + LEASE + timedelta(minutes=1)
        door.post(f"/_local/tick/SweepDeadlines?{urlencode({'at': after.isoformat()})}")
        letters = Counter((address, one["headers"]["X-Huiyin-Event"]) for one in door.get("/_local/mailbox.json") for address in one["to"])
        mine = {address: [copies for (to, _), copies in letters.items() if to == address] for _, _, address in answered.values()}
        # One letter each. Between sending and noting that it is sent, a kill costs one copy more, and no kill costs two.
        assert {len(found) for found in mine.values()} == {1}
        assert max(copies for found in mine.values() for copies in found) <= 2
        refused = subprocess.run(command_of(folder, a_free_port()), capture_output=True, text=True, timeout=60, check=False, **SURROUNDINGS)
        assert refused.returncode == 1
        assert "is in use by another process" in refused.stderr
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
