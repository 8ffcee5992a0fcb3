"""SweepDeadlines: every minute, say what is nearly late and what is late, do what falls due, and send letters that nobody sent."""

import time
from datetime import datetime
from typing import Any

from huiyin.casework import look_at_clocks
from huiyin.deskwork import Desk
from huiyin.entry import journal, wiring
from huiyin.entry.journal import quietly
from huiyin.entry.leavers import hand_over
from huiyin.entry.moments import scheduled_at
from huiyin.mail.outbox import Pace, Tally, sweep
from huiyin.memberwork import carry_on
from huiyin.policy import load_policy

Json = dict[str, Any]

_PAGE = 100
# Events with letters that one round looks at; the next round, a minute later, goes on.
_LETTERS = 500
# Ten events a second at most: below the rate at which SES lets a new account send.
_PAUSE_S = 0.1
# Members of a group case in one round, where FollowUp could not see to all of them.
_MEMBERS = 100
# A letter with its reads and writes, and the pause after it.
_MS_A_LETTER = 500
# So often the open cases of those who have left are looked for: that reads through all that is open.
_LEAVERS_MIN = 10
# Leaves time to end the round in order before Lambda ends it.
_END_MS = 2_000


class RoundIncomplete(Exception):
    """Some cases of this round could not be dealt with: the alarm on errors must see it; the next round tries again."""


@quietly
def handler(event: Json, context: Any) -> Json:
    """Look at every case whose clock has come, then at the letters still owed.

    Policy: 5.3
    event: {"at": moment}. Returns: {"cases": looked at, "letters": sent}. Raises: RoundIncomplete.
    """
    now = scheduled_at(event)
    wiring.renew(now)
    # Half of the time is for the clocks, the other half for the letters.
    half = context.get_remaining_time_in_millis() // 2
    looked, failed = watch(now, context, until_ms=half)
    if now.minute % _LEAVERS_MIN == 0:
        failed += _hand_over(now, context, until_ms=half)
    pace = Pace(budget=_letters_in(context.get_remaining_time_in_millis()), pause_s=_PAUSE_S, wait=time.sleep)
    tally = sweep(wiring.office(), now, pace)
    journal.count_letters(sent=tally.sent, undeliverable=tally.undeliverable, later=tally.later)
    if failed or unsent(tally):
        raise RoundIncomplete
    return {"cases": looked, "letters": tally.sent}


def _hand_over(now: datetime, context: Any, *, until_ms: int) -> int:
    """Give away what those have in hand who have left. Returns: cases that could not be dealt with."""
    desk = Desk(store=wiring.case_store(), policy=load_policy(), now=now)
    told = hand_over(desk, goes_on=lambda: context.get_remaining_time_in_millis() > until_ms)
    for name, cases in (("HandedOver", told.given), ("LeftWithNobody", told.waiting)):
        if cases:
            journal.count(name, cases)
    return told.failed


def _letters_in(remaining_ms: int) -> int:
    """How many events with letters fit into the time that is left."""
    return max(1, min(_LETTERS, (remaining_ms - _END_MS) // _MS_A_LETTER))


def unsent(tally: Tally) -> bool:
    """Whether letters stay behind that should have left."""
    return tally.later > 0 or tally.failed > 0


def watch(now: datetime, context: Any, *, until_ms: int) -> tuple[int, int]:
    """Let the clocks of all due cases speak, each case for itself, while more time than that is left.

    Returns: (cases looked at, of them failed).
    """
    store, policy = wiring.case_store(), load_policy()
    seen: set[str] = set()
    failed = 0
    while context.get_remaining_time_in_millis() > until_ms:
        most = _PAGE + failed
        page = store.due(now, most)
        fresh = [case_id for case_id in page if case_id not in seen]
        if not fresh:
            break
        for case_id in fresh:
            seen.add(case_id)
            try:
                history = look_at_clocks(case_id, store=store, policy=policy, now=now)
                if history.case.handling.group is not None:
                    carry_on(case_id, Desk(store=store, policy=policy, now=now), _MEMBERS)
            except Exception as error:  # noqa: BLE001 - one broken case must not silence the clocks of all others
                failed += 1
                journal.failed(error, number=case_id)
        if len(page) < most:
            # Nobody stood behind them.
            break
    return len(seen), failed
