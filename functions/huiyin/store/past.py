"""Rows of old ledgers: matters from before, of which the house knows the row alone. They are no cases: no clock, no letter, no figure.

PAST#{number}     the row, sealed: what staff wrote in an old ledger may name people. On the index of months it lies under PAST#{month}.

All rows of one import have one data key, so that a thousand rows ask KMS once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pynamodb.exceptions import PutError
from pynamodb.expressions.operand import Path

from huiyin.store.items import CaseItem, CaseTable, stamp
from huiyin.store.seal import DataKey, Sealer, seal, unseal

ROW = "ROW"
_AT_ONCE = 100

Told = Mapping[str, str]


class Past:
    """Rows of old ledgers, each known by its number."""

    def __init__(self, table: CaseTable, sealer: Sealer) -> None:
        self._table = table
        self._sealer = sealer
        # By the key as it is stored: an import that was interrupted goes on with another one.
        self._opened: dict[bytes, DataKey] = {}

    def new_key(self, batch: str) -> DataKey:
        """The key of one import. batch: its id. One call of KMS."""
        return self._sealer.new_key(batch, "past")

    def _told(self, item: Mapping[str, Any]) -> Told:
        wrapped = bytes(item["dk"]["B"])
        if wrapped not in self._opened:
            self._opened[wrapped] = self._sealer.open_key(str(item["batch"]["S"]), "past", wrapped)
        return unseal(self._opened[wrapped], item["sealed"]["B"], context=str(item["pk"]["S"]))

    def known(self, numbers: Sequence[str]) -> dict[str, Told]:
        """Those of these rows that are there already, by number."""
        return {item["pk"]["S"].partition("#")[2]: self._told(item) for item in self._items(numbers)}

    def brought_by(self, batch: str, numbers: Sequence[str]) -> int:
        """How many of these rows came with that import. Nothing is opened."""
        return sum(item["batch"]["S"] == batch for item in self._items(numbers))

    def _items(self, numbers: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        for start in range(0, len(numbers), _AT_ONCE):
            keys: Any = [{"pk": _key(number), "sk": ROW} for number in numbers[start : start + _AT_ONCE]]
            while keys:
                answer = self._table.raw.batch_get_item(keys)
                yield from answer["Responses"].get(self._table.name, [])
                left = answer.get("UnprocessedKeys", {}).get(self._table.name, {}).get("Keys", [])
                keys = [{"pk": key["pk"]["S"], "sk": ROW} for key in left]

    def keep(self, told: Told, key: DataKey, *, batch: str, at: datetime, month: str) -> bool:
        """Keep a row; False when there is one of that number. key: of the import; month: of its receipt, as the community reads its
        calendar.

        Policy: 5.2
        """
        received = datetime.fromisoformat(told["received_at"]).astimezone(UTC)
        facts = {
            "sealed": {"B": seal(key, told, context=_key(told["number"]))},
            "dk": {"B": key.wrapped},
            "batch": {"S": batch},
            "at": {"S": stamp(at)},
            "mo_pk": {"S": f"PAST#{month}"},
            "mo_sk": {"S": f"{stamp(received)}#{told['number']}"},
        }
        try:
            self._table.raw.put_item(_key(told["number"]), ROW, attributes=facts, condition=Path("pk").does_not_exist())
        except PutError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def month(self, month: str) -> Iterator[Told]:
        """The rows received in that month, in the order of their receipt."""
        index = self._table.cases.query(f"PAST#{month}", CaseItem.mo_sk.between("0", "9999"), index_name="month")
        numbers = [str(item.pk).partition("#")[2] for item in index]
        rows = self.known(numbers)
        yield from (rows[number] for number in numbers if number in rows)


def _key(number: str) -> str:
    return f"PAST#{number}"
