"""The processes that are measured: each starts fresh, says what it took, and ends."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Self

from tests.bench.lines import Line
from tests.bench.rounds import interleaved

ROOT = Path(__file__).parents[2]
COLD_ROUNDS = 5
CROWD = 5_000
LEDGER = 20_000
# over `import boto3` and one client (6-stack 0 (d)); doors have more to read before they answer
DOORS, DOOR_MOST, EVENT_MOST = ("OwnerApi", "StaffApi"), 1.7, 1.4
_FLOOR = "import boto3 and one client in a fresh interpreter"


def command(module: str, *arguments: str) -> list[str]:
    """A module of this folder in an interpreter of its own."""
    return [sys.executable, "-m", f"tests.bench.{module}", *arguments]


def surroundings() -> dict[str, str]:
    """Nothing of an account, and where our own modules lie."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
    path = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "", "tests"))
    own = {
        "PYTHONPATH": path,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return kept | own


def told(module: str, *arguments: str) -> list[float]:
    """The numbers that such a process says. Raises: RuntimeError with what it complained of."""
    done = subprocess.run(command(module, *arguments), capture_output=True, text=True, cwd=ROOT, env=surroundings(), check=False)
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)}: {done.stderr.strip() or done.returncode}")
    return [float(number) for number in done.stdout.split()]


def cold_lines(tapes: dict[str, Path], step: Callable[[], None]) -> list[Line]:
    """The start of each function. All in turn and back again in every round, so that each meets the same machine. tapes: by function."""
    arguments = {"floor": "floor", **{name: str(file) for name, file in tapes.items()}}
    for argument in arguments.values():
        # leaves the bytecode behind
        told("cold", argument)
    taken: dict[str, list[float]] = {name: [] for name in arguments}
    for _ in range(COLD_ROUNDS):
        for name in (*arguments, *reversed(arguments)):
            taken[name] += told("cold", arguments[name])
        step()
    floor = median(taken.pop("floor"))
    return [
        Line(
            name=f"cold_start_{name}",
            value=median(times),
            unit="ms",
            baseline=floor,
            against=_FLOOR,
            most=DOOR_MOST if name in DOORS else EVENT_MOST,
        )
        for name, times in taken.items()
    ]


def ledger_lines() -> list[Line]:
    """A ledger of twenty thousand rows over one of a tenth of them, and the memory that both take: it must not grow with the rows."""
    (few_ms, few_mb), (ms, mb) = told("ledger", str(LEDGER // 10)), told("ledger", str(LEDGER))
    return [
        Line(name="ledger_20000_cpu", value=ms, unit="ms", baseline=few_ms, against="a tenth of its rows", most=13.0),
        Line(name="ledger_20000_time", value=ms, unit="ms", baseline=10_000, against="ten seconds", most=1.0),
        Line(name="ledger_20000_memory", value=mb, unit="MB", baseline=few_mb, against="the memory of a tenth of its rows", most=1.3),
        Line(name="ledger_20000_memory_of_lambda", value=mb, unit="MB", baseline=256, against="256 MB", most=1.0),
    ]


def warm_line(name: str, tape: Path, operation: str) -> Line:
    """One answer of a warm function over one bare call of boto3."""
    ours, theirs = told("warm", str(tape), operation)
    return Line(name=name, value=ours, unit="ms", baseline=theirs, against=f"one bare {operation} by boto3")


class Crowd:
    """A local stack in a process of its own, with so many cases."""

    def __init__(self, cases: int) -> None:
        self._process = subprocess.Popen(
            command("crowd", str(cases)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=surroundings()
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        if kind:
            self._process.kill()
        self._process.wait()

    def said(self) -> str:
        """Its next line. Raises: RuntimeError when it is gone."""
        line = self._process.stdout.readline().strip() if self._process.stdout else ""
        if not line:
            raise RuntimeError("a stack ended before it had answered")
        return line

    def registration(self) -> float:
        """Processor time of one registration, in ms."""
        if self._process.stdin:
            print(file=self._process.stdin, flush=True)
        return float(self.said())


def crowd_line(step: Callable[[], None]) -> Line:
    """A registration among thousands of cases over one in an empty table. step: called after each round."""
    with Crowd(CROWD) as crowded, Crowd(0) as empty:
        for stack in (crowded, empty):
            stack.said()
        step()
        many, few = interleaved(crowded.registration, empty.registration, step=step)
    return Line(name=f"registration_among_{CROWD}", value=many, unit="ms", baseline=few, against="the same in an empty table")
