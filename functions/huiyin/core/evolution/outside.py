"""5 执行与反馈: the case after it was passed on, came back, or was erased."""

from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import CaseArchived, CaseTransferred, OutsideEvent, TransferRecorded
from huiyin.core.handling import Transfer


def after(case: Case, event: OutsideEvent) -> Case:
    """The case after that event."""
    match event:
        case CaseTransferred():
            transfer = Transfer(body=event.body, at=event.at, follow_up_due=event.follow_up_due)
            return case.handled(state="TRANSFERRED", transfer=transfer)
        case TransferRecorded():
            reported = event.at if event.to == "VERIFYING" else None
            return case.handled(state=event.to, transfer=None, reported_at=reported)
        case CaseArchived():
            return case.handled(state="ARCHIVED")
        case _:
            assert_never(event)
