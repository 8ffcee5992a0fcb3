"""What a write costs by the formula of the design: per item of a transaction ceil(B/1024) x 2, per index touched ceil(B/1024).

Counted from the request as it leaves for DynamoDB, not from what we think we send.
"""

from collections.abc import Mapping
from typing import Any

from huiyin.store.items import MONTH_ATTRIBUTES, WORKLIST_ATTRIBUTES

# AWS KMS gives 184 bytes for a wrapped data key of 32; moto gives fewer.
WRAPPED_KEY_BYTES = 184
_INDEXES = {
    "worklist": (("wl_pk", "wl_sk"), WORKLIST_ATTRIBUTES.split()),
    "due": (("due_pk", "due_sk"), []),
    "month": (("mo_pk", "mo_sk"), MONTH_ATTRIBUTES.split()),
    "owed": (("owed_pk", "owed_sk"), []),
}


def item_bytes(item: Mapping[str, Mapping[str, Any]]) -> int:
    """The size of an item as DynamoDB counts it: names and values; a wrapped key as long as KMS makes it."""
    return sum(len(name) + (WRAPPED_KEY_BYTES if name == "dk" else _value_bytes(value)) for name, value in item.items())


def transaction_units(request: Mapping[str, Any]) -> int:
    """The write units of one TransactWriteItems of new items, all indexes included."""
    units = 0
    for action in request["TransactItems"]:
        item = action["Put"]["Item"]
        units += 2 * _units(item_bytes(item))
        for (pk, sk), attributes in _INDEXES.values():
            if pk in item and sk in item:
                units += _units(item_bytes({name: item[name] for name in {"pk", "sk", pk, sk, *attributes} & set(item)}))
    return units


def _units(size: int) -> int:
    return -(-size // 1024)


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode("utf-8"))
        case "B":
            return len(content)
        case "N":
            return len(content) // 2 + 2
        case "BOOL" | "NULL":
            return 1
        case "M":
            return 3 + sum(1 + len(name.encode("utf-8")) + _value_bytes(inner) for name, inner in content.items())
        case _:
            return 3 + sum(1 + _value_bytes(inner) for inner in content)
