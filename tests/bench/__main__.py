"""`make bench`: `python -m tests.bench`, from the root of this folder."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "functions"), str(ROOT / "tests")]

if __name__ == "__main__":
    from tests.bench.run import main

    sys.exit(main())
