"""What is given out in limited amounts: letters to one address, attempts from one place. Counters that forget by themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.operand import Path

from huiyin.store.items import CaseTable


class Budgets:
    """Counters of the table, each for one holder and one slot of time. Nothing here tells who the holder is."""

    def __init__(self, table: CaseTable) -> None:
        self._table = table

    def take(self, key_hash: str, slot: str, limit: int, expires: datetime) -> bool:
        """Take one of `limit`; False when all are taken. One call of DynamoDB, exact however many ask at once.

        Policy: 2.3
        key_hash: of the holder (`Receipts.budget_key`), never an address itself; slot: what and when, as "ack-h:2026-11-23T09";
        expires: aware, when the counter may be forgotten.
        """
        # The table forgets late, by up to days: a slot therefore names its own time and is never used again.
        used = Path("used")
        actions = [used.add(1), Path("expires").set(int(expires.timestamp()))]
        return limit > 0 and self._change(key_hash, slot, actions, used.does_not_exist() | (used < limit))

    def count(self, key_hash: str, slot: str, expires: datetime) -> int:
        """Count one more, without a limit. Returns: how many there are now. One call of DynamoDB.

        Policy: 2.1
        """
        used = Path("used")
        actions = [used.add(1), Path("expires").set(int(expires.timestamp()))]
        pk, sk = f"BUDGET#{key_hash}", f"SLOT#{slot}"
        return int(self._table.raw.update_item(pk, sk, actions=actions, return_values="UPDATED_NEW")["Attributes"]["used"]["N"])

    def hold(self, key_hash: str, slot: str, holder: str, limit: int, expires: datetime) -> bool:
        """Take one of `limit` places for a holder; whoever has one already keeps it. One call of DynamoDB.

        Policy: 2.3
        holder: a few of them at most, each a name that tells nothing. So whoever was killed after taking a place and tries again
        does not stand in his own way.
        """
        holders = Path("holders")
        actions = [holders.add({holder}), Path("expires").set(int(expires.timestamp()))]
        free = holders.does_not_exist() | (size("holders") < limit) | holders.contains(holder)
        return limit > 0 and self._change(key_hash, slot, actions, free)

    def release(self, key_hash: str, slot: str, holder: str) -> None:
        """Give up a place that was not used."""
        holders = Path("holders")
        self._change(key_hash, slot, [holders.delete({holder})], holders.contains(holder))

    def give_back(self, key_hash: str, slot: str) -> None:
        """Return one that was taken and not used."""
        used = Path("used")
        self._change(key_hash, slot, [used.add(-1)], used > 0)

    def _change(self, key_hash: str, slot: str, actions: Sequence[Any], condition: Condition) -> bool:
        try:
            self._table.raw.update_item(f"BUDGET#{key_hash}", f"SLOT#{slot}", actions=actions, condition=condition, return_values="NONE")
        except UpdateError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True
