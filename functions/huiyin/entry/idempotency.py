"""The key under which one request has one effect: the client's own, or one that follows from what was asked."""

import re

from huiyin.core.errors import NotUnderstood
from huiyin.entry.requests import Request
from huiyin.store.receipts import Receipts

KEY_PATTERN = "[A-Za-z0-9_-]{16,64}"
_KEY = re.compile(KEY_PATTERN)
_WINDOW_S = 600


def key_of(request: Request, receipts: Receipts, *facts: str) -> str:
    """The header's key, or for a client that sent none one from these facts and a window of ten minutes.

    Policy: 2.7
    Raises: NotUnderstood "idempotency_key_invalid".
    """
    sent = request.headers.get("idempotency-key")
    if sent is None:
        return receipts.key_from(*facts, str(int(request.now.timestamp()) // _WINDOW_S))
    if _KEY.fullmatch(sent) is None:
        raise NotUnderstood("idempotency_key_invalid", field="Idempotency-Key")
    return sent


def command_key(request: Request, receipts: Receipts, by: str, case_id: str, command: str) -> str:
    """The key of a later command. The client's own counts for this person, case and command only; without one the
    same body within ten minutes is the same command.

    Policy: 5.2
    """
    sent = key_of(request, receipts, "body", request.raw)
    return receipts.key_from("command", by, case_id, command, sent)
