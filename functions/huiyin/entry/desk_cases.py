"""The case that a request of the desk names, if whoever asks may know of it."""

from huiyin.core.case import case_id_of
from huiyin.core.commands import Actor
from huiyin.core.errors import NotThere
from huiyin.core.privacy import may_open
from huiyin.entry import wiring
from huiyin.entry.lanes import keep_to_lane
from huiyin.entry.requests import Request
from huiyin.store.cases import History


def visible(request: Request, actor: Actor) -> History:
    """The case of the address if this person may know of it.

    Policy: 2.5, 2.6
    Raises: NotThere; Confided for a guarded one that is answered elsewhere.
    """
    return by_number(request.at["number"], request, actor)


def by_number(said: str, request: Request, actor: Actor) -> History:
    """The case of that number if this person may know of it. Malformed, missing and hidden are one and the same.

    Policy: 2.5, 2.6
    """
    number = wiring.receipts().normalise_number(said)
    history = wiring.case_store().load(case_id_of(number) if number else "00000000")
    if history is None or history.case.number != said or not may_open(history.case, actor):
        raise NotThere
    keep_to_lane(request, history.case)
    return history
