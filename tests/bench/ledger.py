"""A ledger of so many rows in a process of its own: says its processor time in ms and its largest memory in MB.

python -m tests.bench.ledger 20000

From items as DynamoDB hands them out to the finished workbook: everything that KeepLedger does but waiting for the network.
"""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from builders import MONDAY_9AM
from huiyin.core.ledger import row_of
from huiyin.insight.ledger import Wording
from huiyin.insight.sheets import Line, write_xlsx
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.histories import snapshot
from ledger_rows import Item, stored
from tests.bench.child import cpu_ms

MAKING: list[float] = []


def items(policy: Policy, count: int) -> Iterator[Item]:
    """So many items of the table, each with a number of its own."""
    made = stored(policy, count)
    while True:
        began = cpu_ms()
        item = next(made, None)
        MAKING.append(cpu_ms() - began)
        if item is None:
            return
        yield item


def lines(count: int) -> Iterator[Line]:
    """So many lines of a ledger."""
    policy = load_policy()
    words = Wording(policy, "zh")
    for item in items(policy, count):
        yield words.line(row_of(snapshot(item)), MONDAY_9AM)


def main(count: int) -> None:
    """Write them, and say what it took."""
    policy = load_policy()
    sheet = Wording(policy, "zh").sheet(marks=("bench",), author="bench", at=MONDAY_9AM)
    with TemporaryDirectory() as folder:
        before = cpu_ms()
        written = write_xlsx(Path(folder) / "ledger", sheet, lines(count))
        # What it takes to make up an item is none of KeepLedger's work.
        took = cpu_ms() - before - sum(MAKING)
    if written != count:
        raise SystemExit(f"{written} of {count}")
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]))
