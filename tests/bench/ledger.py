"""A ledger of so many rows in a process of its own: says its processor time in ms and its largest memory in MB.

python -m tests.bench.ledger 20000

From items as DynamoDB hands them out to the finished workbook: everything that KeepLedger does but waiting for the network.
"""

import resource
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builders import MONDAY_9AM, a_case, accept, register, triage
from huiyin.core.case import Case
from huiyin.core.handling import GivenAnswer
from huiyin.core.ledger import row_of
from huiyin.insight.ledger import Wording
from huiyin.insight.sheets import Line, write_xlsx
from huiyin.policy import load_policy
from huiyin.store.histories import raw_snapshot, snapshot
from huiyin.store.items import META, CaseItem, CaseTable, case_key
from tests.bench.child import cpu_ms

MAKING: list[float] = []


def items(case: Case, count: int, table: CaseTable) -> Iterator[dict[str, Any]]:
    """So many items of the table, each with a number of its own."""
    keys = dict.fromkeys(("head", "data_key", "code_hash", "key_hash", "fingerprint"), b"-")
    for n in range(count):
        began = cpu_ms()
        number = f"HY-2026-{n:08d}"
        one = replace(case, case_id=f"{n:08d}", number=number, received_at=case.received_at + timedelta(minutes=n))
        facts = {f.name: getattr(one, f.name) for f in fields(Case) if f.name != "case_id"}
        item = CaseItem(case_key(one.case_id), META, **facts, **keys, attempt=0).serialize()
        MAKING.append(cpu_ms() - began)
        yield item


def lines(count: int) -> Iterator[Line]:
    """So many lines of a ledger."""
    policy = load_policy()
    answer = GivenAnswer(at=MONDAY_9AM, by="gu.ning", reply_due=MONDAY_9AM + timedelta(days=7))
    case = a_case(policy, register(policy), triage(policy), accept(policy)).handled(answer=answer, co_departments=("security",))
    words, table = Wording(policy, "zh"), CaseTable("cases", None)
    for item in items(case, count, table):
        yield words.line(row_of(snapshot(raw_snapshot(table, item))), MONDAY_9AM)


def main(count: int) -> None:
    """Write them, and say what it took."""
    policy = load_policy()
    sheet = Wording(policy, "zh").sheet(marks=("bench",), author="bench")
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
