"""What an owner gets for a complaint: number, code, the promised first contact, and grants for photos."""

from datetime import datetime
from typing import Any

from huiyin.casework import Receipt
from huiyin.core.case import Case
from huiyin.entry import sentences
from huiyin.policy.schema import Policy
from huiyin.store.evidence import Grant


def receipt_view(receipt: Receipt, grants: list[Grant], policy: Policy, now: datetime) -> dict[str, Any]:
    """The receipt as JSON.

    Policy: 2.3, 3.4
    """
    case = receipt.case
    return {
        "number": receipt.number,
        "code": receipt.code,
        "received_at": sentences.here(case.received_at, policy),
        "first_contact_due": sentences.here(case.first_contact_due, policy),
        "priority": case.priority,
        "danger": case.sounds_dangerous,
        "emergency": emergency(case, policy),
        "promises": {"first_contact": sentences.by(case.first_contact_due, now, policy)},
        "evidence": {"upload": [{"url": grant.url, "fields": dict(grant.fields)} for grant in grants]},
    }


def emergency(case: Case, policy: Policy) -> sentences.Words | None:
    """What to do at once: the advice of the sub-issue, else the emergency number when danger is possible.

    Policy: 3.4
    """
    known = policy.categories.get(case.category or "")
    issue = known.sub_issues.get(case.sub_issue or "") if known else None
    if issue is not None and issue.emergency is not None:
        return sentences.both(issue.emergency)
    if not case.sounds_dangerous:
        return None
    charter = policy.charter
    return sentences.word("labels.emergency", policy, emergency_phone=charter.emergency_phone, duty_phone=charter.duty_phone)
