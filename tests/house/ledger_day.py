"""Ledgers on a day of the house: two that are taken away, and an old one that is brought in and read again."""

from entry.doors import post_json
from house.group_day import Ask
from infra.local.stack import Stack


def ledgers(stack: Stack, ask: Ask) -> None:
    """A list and a month are taken away; then an old row comes in."""
    head = {"authorization": f"Bearer {stack.token('lin.jing')}"}
    for order in ({"view": "all"}, {"from_month": "2026-11"}):
        ask("StaffApi", post_json("/api/desk/ledger", {"format": "csv", **order}, headers=head), 202)
    _bring_an_old_one(stack, ask)
    stack.drain()


def _bring_an_old_one(stack: Stack, ask: Ask) -> None:
    """One row of a ledger from before is looked through, then taken over, and read again."""
    head = {"authorization": f"Bearer {stack.token('jiang.bo')}"}
    begun = ask("StaffApi", post_json("/api/desk/ledger/imports", {}, headers=head), 201)
    raw = "编号,接收时间,类别\r\n2025-1,2025-11-03,elevator\r\n".encode()
    stack.boto("s3").put_object(Bucket=stack.name("EvidenceBucket"), Key=begun["upload"]["fields"]["key"], Body=raw)
    stack.drain()
    ask("StaffApi", post_json(f"/api/desk/jobs/{begun['id']}/keep", {}, headers=head), 202)
    stack.drain()
    ask("StaffApi", post_json("/api/desk/ledger", {"format": "csv", "from_month": "2025-11"}, headers=head), 202)
