"""ConfidentialLane: what is asked and done in guarded cases. The one function that can open their words."""

from typing import Any

from huiyin.entry import desk_door, owner_door

_DESK = "/api/desk/"


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer a request that a door handed over, as that door answers every other: code and token are looked at again.

    Policy: 2.6
    event: of the gateway, as the door got it.
    """
    if str(event.get("rawPath") or "").startswith(_DESK):
        return desk_door.door_of_cases()(event)
    return owner_door.door_of_cases()(event)
