"""2 接收与登记: what staff write down for an owner: read back to him 复述确认, and of a late entry 补录 what shows when it was heard."""

from datetime import datetime

from huiyin.core.commands import ReceiveComplaint
from huiyin.core.errors import NotUnderstood
from huiyin.policy.schema import Policy

# How it was said: spoken words need a read-back, written ones are kept as they are.
ORAL = "oral"
MODES = (ORAL, "written", "typed")


def check_taken_down(ask: ReceiveComplaint, policy: Policy, now: datetime) -> None:
    """Refuse spoken words that nobody read back to whoever said them, and an earlier moment that nothing shows.

    Policy: 2.1, 2.2
    Raises: NotUnderstood "field_required", "unknown_word", "date_in_future", "date_before_receipt", about the field.
    """
    if ask.mode == ORAL and ask.read_back is None:
        raise NotUnderstood("field_required", field="read_back")
    if ask.read_back is not None and ask.read_back not in policy.read_backs:
        raise NotUnderstood("unknown_word", field="read_back_proof")
    heard = ask.received_at or now
    if ask.read_back_at is not None and ask.read_back_at > now:
        raise NotUnderstood("date_in_future", field="read_back_at")
    if ask.read_back_at is not None and ask.read_back_at < heard:
        raise NotUnderstood("date_before_receipt", field="read_back_at")
    if ask.late_proof is not None and ask.late_proof not in policy.late_proofs:
        raise NotUnderstood("unknown_word", field="late_proof")
    if ask.by.code not in {"owner", "system"} and heard < now and ask.late_proof is None:
        raise NotUnderstood("field_required", field="late_proof")
