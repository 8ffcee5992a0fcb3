"""Replay real complaints: post lines through the public door, wait for the letters, tick the report, count all three.

python -m infra.replay lines.jsonl 300               with a stack of its own
python -m infra.replay lines.jsonl 300 --url URL     into a stack that `make up` is running
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from infra.progress import Progress

Json = dict[str, Any]
_PATIENCE_S = 120


@dataclass
class Outcome:
    """What came of a replay. numbers: cases made; letters: acknowledgements, one for each owner; figures: cases counted."""

    sent: int = 0
    numbers: dict[str, str] = field(default_factory=dict)
    letters: int = 0
    figures: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def is_complete(self) -> bool:
        """Every line became a number, a letter and a figure."""
        return len(self.numbers) == self.letters == self.figures == self.sent > 0


class Door:
    """The public address of a running stack."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def get(self, path: str) -> Any:
        """JSON from a path; None when there is none."""
        try:
            with urlopen(f"{self.url}{path}", timeout=_PATIENCE_S) as answer:
                return json.load(answer)
        except HTTPError as refusal:
            with refusal:
                if refusal.code == 404:
                    return None
                raise

    def post(self, path: str, body: Json | None = None, key: str = "") -> tuple[int, Json]:
        """Status and JSON of a POST; a refusal is an answer too."""
        headers = {"content-type": "application/json"} | ({"idempotency-key": key} if key else {})
        request = Request(f"{self.url}{path}", data=json.dumps(body or {}).encode(), headers=headers, method="POST")
        try:
            with urlopen(request, timeout=_PATIENCE_S) as answer:
                return answer.status, _object(answer.read())
        except HTTPError as refusal:
            with refusal:
                return refusal.code, _object(refusal.read())


def replay(url: str, lines: list[Json], *, at: str | None = None) -> Outcome:
    """Post each line as a complaint of its own owner and follow all of them to the letters and the figures.

    lines: {"subject", "body"}. at: moment of the report, ISO with offset; None: now.
    """
    door, outcome = Door(url), Outcome(sent=len(lines))
    policy = door.get("/api/policy.json")
    edition = next(consent["edition"] for consent in policy["consents"] if consent["needed"])
    before = _counted(door, at)
    run = f"{time.time_ns():x}"
    bar = Progress("posting", len(lines))
    for n, line in enumerate(lines, start=1):
        owner = f"owner-{n}-{run}@replay.example"
        report = {"matter": matter_of(line), "consent": edition, "email": owner, "no_evidence": True, "language": "zh"}
        status, answer = door.post("/api/complaints", report, key=f"replay-{run}-{n:06d}")
        if status == 201:
            outcome.numbers[owner] = answer["number"]
        else:
            outcome.refused[str(answer.get("code", status))] += 1
        bar.step()
    outcome.letters = _letters(door, outcome.numbers)
    outcome.figures = _counted(door, at) - before
    return outcome


def matter_of(line: Json) -> str:
    """The owner's words of a line: its subject, then its body."""
    return "\n".join(str(line[name]).strip() for name in ("subject", "body") if line.get(name))


def read_lines(path: Path, count: int) -> list[Json]:
    """The first lines of a JSONL file. Raises: ValueError naming the line that is no object with a text."""
    lines: list[Json] = []
    with path.open(encoding="utf-8") as source:
        for n, raw in enumerate(source, start=1):
            if len(lines) == count:
                break
            try:
                line = json.loads(raw)
            except ValueError:
                raise ValueError(f"{path.name}, line {n}: not JSON") from None
            if not isinstance(line, dict) or not matter_of(line):
                raise ValueError(f"{path.name}, line {n}: needs a subject or a body")
            lines.append(line)
    return lines


def _letters(door: Door, numbers: dict[str, str]) -> int:
    """How many owners got exactly one acknowledgement that names their number."""
    door.post("/_local/drain")
    got: Counter[str] = Counter()
    for letter in door.get("/_local/mailbox.json"):
        for address in letter["to"]:
            if address in numbers and numbers[address] in letter["subject"]:
                got[address] += 1
    return sum(count == 1 for count in got.values())


def _counted(door: Door, at: str | None) -> int:
    """The total of the latest figures after a report was made now. A total too small to publish counts as none."""
    tick = "/_local/tick/WriteReport" + (f"?at={at.replace('+', '%2B')}" if at else "")
    status, _ = door.post(tick)
    if status >= 400:
        raise RuntimeError(f"the report was not made: HTTP {status}")
    figures = door.get("/figures/latest.json")
    return int(figures["total"] or 0) if figures else 0


def _object(raw: bytes) -> Json:
    try:
        answer = json.loads(raw)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


@contextmanager
def _a_stack(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    from infra.local.stack import Stack

    with Stack.start() as stack:
        yield stack.url


def main(arguments: list[str] | None = None) -> int:
    """Replay and print the counts; 0 when every line became a number, a letter and a figure."""
    parser = argparse.ArgumentParser(prog="python -m infra.replay", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("lines", type=Path, help="JSONL of {subject, body}")
    parser.add_argument("count", type=int, nargs="?", default=300)
    parser.add_argument("--url", help="a running stack; without it one is started for the replay")
    chosen = parser.parse_args(arguments)
    start = time.monotonic()
    try:
        lines = read_lines(chosen.lines, chosen.count)
    except (OSError, ValueError) as error:
        print(f"replay: {error}", file=sys.stderr)
        return 2
    with _a_stack(chosen.url) as url:
        outcome = replay(url, lines)
    for code, count in outcome.refused.items():
        print(f"replay: refused {code}: {count}", file=sys.stderr)
    seconds = time.monotonic() - start
    print(f"replay: numbers={len(set(outcome.numbers.values()))} letters={outcome.letters} figures={outcome.figures} seconds={seconds:.1f}")
    return 0 if outcome.is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
