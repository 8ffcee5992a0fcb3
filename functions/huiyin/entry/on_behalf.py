"""A complaint that staff write down for an owner: as his own form, and how it was said, heard and read back to him."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from huiyin.core.errors import NotUnderstood
from huiyin.core.taking_down import MODES, ORAL
from huiyin.entry.complaint_form import Asked, ComplaintForm, read_complaint
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

_MOMENT_CHARS = 40


def read_on_behalf(fields: Fields, policy: Policy, asked: Asked) -> ComplaintForm:
    """As `read_complaint`, and how it was said, where, when it was first heard, what shows that it was read back, and who passed it on.

    Policy: 2.1, 2.2
    Raises: NotUnderstood "field_required" for spoken words that were not read back, and for an earlier moment that nothing shows.
    """
    channel = fields.needed_code("channel", policy.channels, refusal="unknown_channel")
    mode = fields.code("mode", MODES) or ORAL
    read_back, read_back_at = _read_back(fields, policy)
    if read_back is None and mode == ORAL:
        raise NotUnderstood("field_required", field="read_back")
    received_at = _heard_at(fields, policy, asked.now)
    late_proof = fields.code("late_proof", policy.late_proofs)
    if received_at is not None and late_proof is None:
        raise NotUnderstood("field_required", field="late_proof")
    summary = fields.text("summary", policy.limits.wish_chars)
    order = _order(fields, policy)
    form = read_complaint(fields, policy, replace(asked, channel=channel, mode=mode, received_at=received_at))
    taken_down = replace(form.ask, read_back=read_back, read_back_at=read_back_at, late_proof=late_proof, summary=summary)
    return ComplaintForm(ask=replace(taken_down, **order))


def _order(fields: Fields, policy: Policy) -> dict[str, Any]:
    """The authority that passed it on, under which number, and until when it wants its reply."""
    return {
        "order_body": fields.code("order_body", policy.measures.authorities),
        "order_number": fields.line("order_number", policy.limits.spot_chars),
        "order_due": fields.moment("order_due", policy.calendar.zone),
    }


def _read_back(fields: Fields, policy: Policy) -> tuple[str | None, datetime | None]:
    """What shows that he heard his words read back, and when: at once, and he said so, where nothing else is told."""
    heard = fields.flag("read_back")
    proof = fields.code("read_back_proof", policy.read_backs) or next(iter(policy.read_backs))
    at = fields.moment("read_back_at", policy.calendar.zone)
    return (proof, at) if heard else (None, None)


def _heard_at(fields: Fields, policy: Policy, now: datetime) -> datetime | None:
    """When a member of staff first heard it: promises run from then, whenever it is typed in."""
    said = fields.line("received_at", _MOMENT_CHARS)
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise NotUnderstood("date_invalid", field="received_at") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(policy.calendar.zone))
    if moment > now:
        raise NotUnderstood("date_in_future", field="received_at")
    if moment < now - timedelta(days=policy.limits.occurred_d):
        raise NotUnderstood("date_too_old", field="received_at")
    return moment.astimezone(UTC)
