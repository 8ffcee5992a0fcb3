"""`make badinput`: every bad input of the design whose flow exists, and a table of what became of it."""

import sys

import pytest

from tests.badinput.design import ELSEWHERE, HERE, TESTS
from tests.badinput.tally import Tally


def main() -> int:
    """Returns 0 when every case has passed."""
    tally = Tally()
    elsewhere = sorted({f"{TESTS}/{test}" for tests in ELSEWHERE.values() for test in tests})
    status = pytest.main(["-q", "--no-header", "-n", "2", "--dist", "loadfile", str(HERE), *elsewhere], plugins=[tally])
    for line in tally.table():
        print(line)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
