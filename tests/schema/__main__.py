"""`make schema`: `python -m tests.schema`, from the root of this folder. EXAMPLES=n asks each call n times (30)."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "functions"), str(ROOT / "tests")]

if __name__ == "__main__":
    from infra.local.stack import Stack
    from schema.asking import ask

    examples = int(os.environ.get("EXAMPLES") or 30)
    with tempfile.TemporaryDirectory() as folder, Stack.start() as stack:
        found = ask(stack, Path(folder), examples=examples, phases=("examples", "coverage", "fuzzing", "stateful"))
    print(found.report)
    sys.exit(0 if found.passed else 1)
