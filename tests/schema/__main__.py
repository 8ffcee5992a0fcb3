"""`make schema`: `python -m tests.schema`, from the root of this folder. EXAMPLES=n asks each call n times (30)."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "functions"), str(ROOT / "tests")]

# A complaint has most fields, and so by far most edges: it gets a time of its own. The others need a minute, and 90 s at most.
COMPLAINT = "/api/complaints"
RUNS = (
    (("coverage",), ("--exclude-path", COMPLAINT, "--max-time", "90")),
    (("coverage",), ("--include-path", COMPLAINT, "--max-time", "20")),
    (("fuzzing",), ("--max-time", "30")),
)

if __name__ == "__main__":
    from infra.local.stack import Stack
    from schema.asking import ask

    examples = int(os.environ.get("EXAMPLES") or 30)
    with tempfile.TemporaryDirectory() as folder, Stack.start() as stack:
        runs = [ask(stack, Path(folder), examples=examples, phases=phases, more=more) for phases, more in RUNS]
    for run in runs:
        print(run.report)
    failed = sum(run.failed for run in runs)
    print(f"schema: calls={max(run.calls for run in runs)} checks={sum(run.requests for run in runs)} failed={failed}")
    sys.exit(0 if all(run.passed for run in runs) else 1)
