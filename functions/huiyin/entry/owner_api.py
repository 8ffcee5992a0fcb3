"""OwnerApi: the owners' door, open to everybody; of a guarded case it knows that it is one, and hands over what is asked of it."""

from typing import Any

from huiyin.entry.lanes import hand_over
from huiyin.entry.owner_door import door


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer one request of an owner.

    Policy: 2.1, 2.6
    """
    return door(hand_over)(event)
