"""The two commands: what they print, and how they end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from infra.local.__main__ import main

ROOT = Path(__file__).parents[3]


def test_the_stack_comes_up_answers_and_ends_cleanly_with_ctrl_c() -> None:
    command = [sys.executable, "-m", "infra.local", "up", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("ready "):
                break
        try:
            assert lines[-1].startswith("ready http://127.0.0.1:"), process.stderr.read()
            url = lines[-1].removeprefix("ready ")
            with urllib.request.urlopen(f"{url}/_local/staff.json", timeout=30) as answer:
                assert json.load(answer)
            with urllib.request.urlopen(f"{url}/api/policy.json", timeout=30) as answer:
                assert answer.status == 200
            asks = urllib.request.Request(f"{url}/api/challenge", headers={"Idempotency-Key": "a-key-of-one-form-0001"})
            with urllib.request.urlopen(asks, timeout=30) as answer:
                assert json.load(answer)["bits"] > 0
        finally:
            process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
        assert process.returncode == 0
        assert rest == ""
    phases = [line for line in errors.splitlines() if line.startswith("[")]
    assert len(phases) == 5
    assert "Traceback" not in errors
    named = {line.split()[0]: line.split()[-1] for line in lines if line.startswith(("site", "desk", "mailbox"))}
    assert named["mailbox"] == f"{url}/_local/mailbox"
    assert named["desk"] == f"{url}/desk/"


def test_every_resource_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    text = capsys.readouterr().out
    for fate in ("created ", "described ", "not emulated "):
        assert f"\n{fate}" in f"\n{text}"
    assert "CaseTable" in text
    assert text.rstrip().rsplit("\n", 1)[1].startswith(f"{len(text.strip().splitlines()) - 2} resources: ")


def test_a_folder_of_the_state_that_cannot_be_used_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["up", "--state", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "holds other things (thesis.txt): choose a folder of its own" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["up", "--port", str(port)]) == 1
    assert f"port {port} cannot be used" in capsys.readouterr().err
