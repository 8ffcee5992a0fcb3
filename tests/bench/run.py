"""All benchmarks in one run: one JSON object a line, each a ratio within this run.

Times are processor time, never wall time, so that they hold on a busy machine too; read the ratios, not the milliseconds.
A time over its budget is said on stderr. The exit status is 1 for what is counted alone: calls, write units, weight of pages.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.local.stack import Stack
from infra.progress import Progress
from tests.bench import processes
from tests.bench.counters import counter_lines
from tests.bench.lines import Line
from tests.bench.pages import PAGES, page_lines
from tests.bench.paint import PAINTED, paint_lines
from tests.bench.proof import proof_lines
from tests.bench.recording import COLD, record_all
from tests.bench.rounds import ROUNDS
from tests.bench.tape import Tape

SITE = Path(__file__).parents[2] / "build/site"
# per processor: more than this waiting, and even ratios wobble
_LOAD = 1.5
_WARM = (
    ("registration_cpu", "OwnerApi", "TransactWriteItems"),
    ("tracking_cpu", "Tracking", "Query"),
    ("letter_cpu", "FollowUp", "SendEmail"),
)


def measure() -> list[Line]:
    """All lines, in the order in which they are printed."""
    if not (SITE / "index.html").exists():
        raise SystemExit("bench: there is no built site; run `make bench`, or `make pages` first")
    bar = Progress("bench", 1 + len(PAGES) + len(PAINTED) + len(_WARM) + processes.COLD_ROUNDS + 1 + ROUNDS + 2)
    with TemporaryDirectory() as kept:
        with Stack.start(site=SITE, stream=False) as stack:
            # The pages first: afterwards the nightly report has written into them.
            pages = page_lines(stack.url, bar.step) + paint_lines(stack.url, bar.step)
            tapes = record_all(Path(kept), stack)
        bar.step()
        lines = counter_lines(Tape.read(tapes["OwnerApi"]))
        for name, tape, operation in _WARM:
            lines.append(processes.warm_line(name, tapes[tape], operation))
            bar.step()
        lines += processes.cold_lines({name: tapes[name] for name in COLD}, bar.step)
        lines.append(processes.crowd_line(bar.step))
    lines += processes.ledger_lines()
    bar.step()
    lines += proof_lines()
    bar.step()
    return lines + pages


def warn_of_load() -> None:
    """Say when others keep this machine busy."""
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > _LOAD * processors:
        print(f"bench: the load average is {load:.1f} on {processors} processors: ratios may wobble", file=sys.stderr)


def main() -> int:
    """Measure, print, and say what is over its budget."""
    warn_of_load()
    lines = measure()
    for line in lines:
        print(line, flush=True)
    for line in lines:
        print(f"bench: {line.verdict}", file=sys.stderr)
    return status(lines)


def status(lines: list[Line]) -> int:
    """1 when something counted is over its budget; a time never fails the run."""
    return int(any(line.is_broken and line.gates for line in lines))
