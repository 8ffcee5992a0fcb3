"""`make schema`: `python -m tests.schema`, from the root of this folder. EXAMPLES=n asks each call n times (30)."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "functions"), str(ROOT / "tests")]

# At the edges of every field a complaint alone takes three minutes, and no bound on the time ends a call half-way. The desk's
# form reads the same fields by the same reader, so its edges are asked there; fuzzing asks both.
RUNS = (
    (("coverage",), ("--exclude-path", "/api/complaints", "--max-time", "90")),
    (("fuzzing",), ("--max-time", "40")),
)

if __name__ == "__main__":
    from infra.local.stack import Stack
    from schema.asking import ask

    examples = int(os.environ.get("EXAMPLES") or 30)
    with tempfile.TemporaryDirectory() as folder, Stack.start() as stack:
        runs = []
        for phases, more in RUNS:
            runs.append(ask(stack, Path(folder), examples=examples, phases=phases, more=more))
            print(runs[-1].report, flush=True)
    failed = sum(run.failed for run in runs)
    print(f"schema: calls={max(run.calls for run in runs)} checks={sum(run.requests for run in runs)} failed={failed}")
    sys.exit(0 if all(run.passed for run in runs) else 1)
