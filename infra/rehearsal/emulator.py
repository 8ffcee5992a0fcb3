"""MiniStack as a process of ours: on this machine's own address alone, in an environment of its own, ended when we leave."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".rehearsal-venv/bin/python"
REGION = "ap-southeast-1"
_READY_S = 30.0
_LEAVE_S = 5.0
# No account, file or role of whoever runs this may be reached, whatever a client thinks of.
NOBODY = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",  # moto knows streams only under the address without an account
}


class NotReady(Exception):
    """The emulator did not come up; says where its log is."""


def surroundings() -> dict[str, str]:
    """This process's environment without anything of an AWS account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | NOBODY


def types_it_knows() -> frozenset[str]:
    """The resource types that this release of MiniStack can create."""
    ask = "from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS as known; print(*known)"
    said = subprocess.run([PYTHON, "-c", ask], env=surroundings(), capture_output=True, text=True, check=True)
    return frozenset(said.stdout.split())


class Emulator:
    """A running MiniStack. Use as a context; leaving it ends its own process group and nothing else."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.url = ""

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._folder = tempfile.TemporaryDirectory(prefix="rehearsal-")
        told = {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "IOT_MTLS_ENABLED": "0",  # it would open a port for MQTT to the whole network
            "SFTP_ENABLED": "0",
            "MINISTACK_REGION": REGION,
            "TMPDIR": self._folder.name,
        }
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            command = [str(PYTHON), "-m", "ministack"]
            # A session of its own: the functions it runs are processes too, and go with it.
            self._process = subprocess.Popen(command, env=surroundings() | told, stdout=log, stderr=log, start_new_session=True)
        self._wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def _wait(self) -> None:
        until = time.monotonic() + _READY_S
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        self._end()
        raise NotReady(f"MiniStack did not start; {self.log.relative_to(ROOT)} says why")

    def _end(self) -> None:
        for word in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, word)
                self._process.wait(_LEAVE_S)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._folder.cleanup()
