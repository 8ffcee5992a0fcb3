"""What holds machines up at the owners' door: work before sending, and counters that slow down and never drop."""

from datetime import timedelta
from typing import NoReturn

from huiyin import settings
from huiyin.core.case import case_id_of
from huiyin.core.clock import local
from huiyin.core.commands import Actor
from huiyin.core.errors import NotUnderstood
from huiyin.entry import journal, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.callers import caller_of, neighbourhood_of
from huiyin.entry.idempotency import key_of
from huiyin.entry.proof import bits_after, challenge_for, fault_of, window_end
from huiyin.entry.requests import Request
from huiyin.policy import load_policy
from huiyin.store.receipts import ATTEMPTS

# A counter is of no use once its window is over; a little later it may go.
_KEPT = timedelta(hours=1)


def show_challenge(request: Request, actor: Actor) -> Answer:
    """The work that the complaint of this Idempotency-Key asks for before it is sent. bits: 0 when none is asked for.

    Policy: 2.1
    """
    if "idempotency-key" not in request.headers:
        raise NotUnderstood("idempotency_key_invalid", field="Idempotency-Key")
    bits, challenge = _challenge(request, key_of(request, wiring.receipts()))
    return in_json(200, {"challenge": challenge, "bits": bits})


def let_in(request: Request, proof: str, key: str) -> None:
    """Let a complaint pass that brings its work, or that comes without (no script) and not too often from one address.

    Policy: 2.1
    key: the idempotency key of the complaint. Raises: NotUnderstood "pow_expired" or "pow_wrong", or "needs_check" when
    too many came without; for a program each carries a new challenge. What was received before is always let in again.
    """
    if not settings.proof_of_work():
        return
    if proof:
        fault = fault_of(proof, key, wiring.receipts(), request.now)
        if fault is not None:
            _refuse(request, key, fault)
        return
    checks = load_policy().checks
    over = window_end(request.now, 1)
    if wiring.budgets().take(_here(request), f"plain:{over:%Y-%m-%dT%H:%M}", checks.plain_a_min, over + _KEPT) or _is_known(request, key):
        return
    _refuse(request, key, "needs_check", retry_after=int((over - request.now).total_seconds()) + 1)


def wrong_code(request: Request, number: str) -> None:
    """Count a number and code that opened nothing. The right ones always open: 80 bits are the lock, this is the bell.

    Policy: 2.3
    number: as it was read, "" for none. Raises: NotUnderstood "slow_down" when one address keeps trying.
    """
    checks, now = load_policy().checks, request.now
    over = window_end(now, checks.window_min)
    slot, budgets = f"wrong:{over:%Y-%m-%dT%H:%M}", wiring.budgets()
    here = budgets.count(_here(request), slot, over + _KEPT)
    if budgets.count(wiring.receipts().budget_key("number", number), slot, over + _KEPT) > checks.wrong_codes:
        journal.count("NumberTried")
    journal.count("WrongCode")
    if here > checks.wrong_codes:
        raise NotUnderstood("slow_down", retry_after=int((over - now).total_seconds()) + 1)


def _challenge(request: Request, key: str) -> tuple[int, str]:
    """The work grows with what this address and all together have asked for in this window."""
    checks, now = load_policy().checks, request.now
    bits, until = 0, now + timedelta(minutes=checks.fresh_min)
    if settings.proof_of_work():
        over = window_end(now, checks.window_min)
        slot, budgets = f"ask:{over:%Y-%m-%dT%H:%M}", wiring.budgets()
        here = bits_after(budgets.count(_here(request), slot, over + _KEPT), checks.here)
        everybody = wiring.receipts().budget_key("estate", "")
        all_of_us = bits_after(budgets.count(everybody, slot, over + _KEPT), checks.estate)
        bits = min(checks.bits + max(here, all_of_us), checks.bits_most)
    return bits, challenge_for(key, bits, wiring.receipts(), until=until)


def _refuse(request: Request, key: str, code: str, *, retry_after: int = 0) -> NoReturn:
    facts: dict[str, str | int] = {"retry_after": retry_after} if retry_after else {}
    if request.wants_page:
        # A page without script cannot work: it waits and sends again.
        raise NotUnderstood(code, field=None, **facts)
    raise NotUnderstood(code, field="proof", **{"challenge": _challenge(request, key)[1], **facts})


def _here(request: Request) -> str:
    return wiring.receipts().budget_key("address", neighbourhood_of(caller_of(request, wiring.door_secret)))


def _is_known(request: Request, key: str) -> bool:
    """Whether the complaint of this key was received before: whoever presses twice gets his receipt twice."""
    receipts, year = wiring.receipts(), local(request.now, load_policy().calendar).year
    for attempt in range(ATTEMPTS):
        history = wiring.case_store().load(case_id_of(receipts.number_for(key, attempt, year)))
        if history is None:
            return False
        if history.key_hash == receipts.key_hash(key):
            return True
    return False
