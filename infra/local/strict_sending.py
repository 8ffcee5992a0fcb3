"""What an account may send: SES pauses it, holds it to a rate and a day's quota, and a new one to verified readers. Moto does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from infra.local.taps import TAPS

_SIMULATOR = "simulator.amazonses.com"


@dataclass
class Account:
    """The one account of this process. per_day, per_second: how many letters, None without limit; sandbox: to verified readers only."""

    paused: bool = False
    sandbox: bool = False
    per_day: int | None = None
    per_second: int | None = None
    _sent: list[datetime] = field(default_factory=list)

    @contextmanager
    def with_limits(self, **limits: Any) -> Iterator[None]:
        """Within this context these limits hold, and what was sent before does not count."""
        before = dict(vars(self))
        vars(self).update(limits, _sent=[])
        try:
            yield
        finally:
            vars(self).update(before)

    def check(self, readers: list[str], is_verified: Callable[[str], bool]) -> None:
        """Let a letter pass, or refuse it in SES's words."""
        now = TAPS.clock.now()
        self._sent = [at for at in self._sent if now - timedelta(days=1) < at]
        if self.paused:
            raise _refusal("SendingPausedException", "Sending has been paused for this account.")
        if self.per_day is not None and len(self._sent) >= self.per_day:
            raise _refusal("TooManyRequestsException", "Daily message quota exceeded.", 429)
        if self.per_second is not None and sum(now - timedelta(seconds=1) < at for at in self._sent) >= self.per_second:
            raise _refusal("TooManyRequestsException", "Maximum sending rate exceeded.", 429)
        strangers = [reader for reader in readers if not (reader.endswith("@" + _SIMULATOR) or is_verified(reader))]
        if self.sandbox and strangers:
            names = ", ".join(strangers)
            raise _refusal("MessageRejected", f"Email address is not verified. The following identities failed the check: {names}")
        self._sent.append(now)


SENDING = Account()


def install() -> None:
    """Put the rules in place."""
    from moto.sesv2.responses import SESV2Response

    response: Any = SESV2Response
    response.send_email = _within_limits(response.send_email)


def _within_limits(send: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def checked(response: Any) -> Any:
        groups = json.loads(response.body).get("Destination", {}).values()
        readers = [parseaddr(address)[1].lower() for group in groups for address in group or []]
        SENDING.check(readers, response.sesv2_backend.core_backend._is_verified_address)
        return send(response)

    return checked


def _refusal(code: str, message: str, status: int = 400) -> Exception:
    from moto.core.exceptions import JsonRESTError

    refusal: Any = JsonRESTError(code, message)
    refusal.code = status
    return refusal  # type: ignore[no-any-return]
