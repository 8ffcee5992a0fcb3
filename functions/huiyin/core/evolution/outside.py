"""5 执行与反馈: the case after it was passed on, came back, or was erased."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import (
    CaseArchived,
    CaseHeld,
    CaseTransferred,
    ErasureBegun,
    HoldReleased,
    OrderNoted,
    OrderReplied,
    OutsideEvent,
    TransferRecorded,
)
from huiyin.core.orders import with_order, with_reply
from huiyin.core.ties import Order, Transfer


def after(case: Case, event: OutsideEvent) -> Case:
    """The case after that event."""
    match event:
        case CaseTransferred():
            transfer = Transfer(body=event.body, at=event.at, follow_up_due=event.follow_up_due)
            return case.handled(state="TRANSFERRED", transfer=transfer)
        case TransferRecorded():
            reported = event.at if event.to == "VERIFYING" else None
            return case.handled(state=event.to, transfer=None, reported_at=reported)
        case ErasureBegun():
            return case.handled(erasing_at=event.at)
        case CaseArchived():
            return _emptied(case).handled(state="ARCHIVED")
        case CaseHeld():
            return case.handled(held_at=event.at)
        case HoldReleased():
            return case.handled(held_at=None)
        case OrderNoted():
            order = Order(n=event.n, body=event.body, due=event.due, noted_at=event.at)
            return with_order(replace(case, answer_due=event.answer_due), order).handled(flags=event.flags)
        case OrderReplied():
            return with_reply(case, event)
        case _:
            assert_never(event)


def _emptied(case: Case) -> Case:
    """The case without what leads to its owner: his files are gone, and so is every way to reach him."""
    files = tuple((slot, "erased") for slot, _ in case.evidence)
    return replace(case, has_phone=False, has_email=False, evidence=files, untold=(), flat_mark=None)
