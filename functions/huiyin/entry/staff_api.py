"""StaffApi: the desk's door, for whoever is signed in; of a guarded case it knows that it is one, and hands over what is asked of it."""

from typing import Any

from huiyin.entry.desk_door import door
from huiyin.entry.lanes import hand_over


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer one request of the desk.

    Policy: 2.5, 2.6
    """
    return door(hand_over)(event)
