"""2 接收与登记: the case after what its owner asked about his own data."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import CaseShared, ConsentWithdrawn, CopyGiven, ErasureAsked, ErasureDecided, RightsEvent


def after(case: Case, event: RightsEvent) -> Case:
    """The case after that event."""
    match event:
        case CopyGiven():
            return case.handled(copied_at=event.at)
        case ErasureAsked():
            return case.handled(erasure_asked_at=event.at, erasure_due=event.due)
        case ErasureDecided():
            return case.handled(erasure_due=None, erasure_granted_at=event.at if event.granted else None)
        case ConsentWithdrawn():
            return _without(case, event)
        case CaseShared():
            return case
        case _:
            assert_never(event)


def _without(case: Case, event: ConsentWithdrawn) -> Case:
    kept = tuple(one for one in case.consents if one.partition(":")[0] not in event.consents)
    taken = tuple(dict.fromkeys((*case.handling.consents_withdrawn, *event.consents)))
    case = replace(case, consents=kept).handled(consents_withdrawn=taken)
    if not event.ends_contact:
        return case
    # As of somebody who left no way to be reached: what he is asked and told stands on his page.
    return replace(case, has_email=False, has_phone=False, untold=()).handled(contact_ended=True)
