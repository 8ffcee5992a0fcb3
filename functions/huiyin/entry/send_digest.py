"""SendDigest: every working morning, tell each who has work what waits for him today; one letter a day, and none when nothing waits."""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from huiyin.casework import APART
from huiyin.core.attendance import absence_of, acting, directory_of_the_day
from huiyin.core.clock import is_working_day, local
from huiyin.core.commands import Actor, member
from huiyin.core.owed import Owed
from huiyin.entry import journal, wiring
from huiyin.entry.digests import Awaited, shown, waited_for, work_of
from huiyin.entry.journal import quietly
from huiyin.entry.moments import scheduled_at
from huiyin.mail.deciders import approvers, checkers
from huiyin.mail.digest import NAME, digest
from huiyin.mail.message import Message, message_of
from huiyin.mail.sender import TryLater, Undeliverable
from huiyin.policy import load_policy
from huiyin.policy.schema import LANGUAGES, Policy
from huiyin.store.lists import WorklistRow

Json = dict[str, Any]

# Of each list the most pressing; what waits behind them is no work of this morning.
_ROWS = 1000
_PAGE = 100
# Plans and results that are looked at for those who have to decide on them.
_LOOKED_AT = 200
# Ten letters a second at most, as in SweepDeadlines.
_PAUSE_S = 0.1
# That a letter was sent is remembered longer than anybody tries it again.
_KEPT = timedelta(days=3)
_SENT = "sent"


class LettersLeft(Exception):
    """Some letters of this morning did not leave: the alarm on errors must see it; the next try goes on with them."""


@quietly
def handler(event: Json, context: Any) -> Json:
    """Write to everybody for whom something waits, once a day, on working days.

    Policy: 2.6, 5.1
    event: {"at": moment}. Returns: {"letters": how many left now}. Raises: LettersLeft.
    """
    now = scheduled_at(event)
    wiring.renew(now)
    policy = load_policy()
    if not is_working_day(local(now, policy.calendar).date(), policy.calendar):
        return {"letters": 0}
    rows = tuple(_rows(policy))
    awaited, sent, left = _awaited(rows, directory_of_the_day(policy, now)), 0, 0
    for actor in _there(policy, now):
        work = work_of(actor, rows, awaited, policy, now)
        if not work:
            continue
        try:
            sent += write(actor, work, context.aws_request_id, policy, now)
        except TryLater as error:
            journal.note("digest_left", code=str(error))
            left += 1
            if error.everyone:
                break
    journal.count_letters(sent=sent, undeliverable=0, later=left)
    if left:
        raise LettersLeft
    return {"letters": sent}


def write(actor: Actor, work: Mapping[str, list[WorklistRow]], by: str, policy: Policy, now: datetime) -> bool:
    """Write to this person unless he has his letter of the day, or somebody else has it in hand.

    Policy: 5.1
    by: who writes; a second try of the same one goes on where it was killed. Raises: TryLater.
    """
    budgets, mailbox = wiring.budgets(), wiring.receipts().budget_key("digest", actor.code)
    slot, until = f"digest:{local(now, policy.calendar):%Y-%m-%d}", now + _KEPT
    if not budgets.hold(mailbox, slot, by, 1, until):
        return False
    try:
        _send(_message(actor, work, policy, now))
    except Undeliverable as error:
        journal.note("digest_undeliverable", code=error.code)
    except TryLater:
        budgets.release(mailbox, slot, by)
        raise
    budgets.hold(mailbox, slot, _SENT, 2, until)
    budgets.release(mailbox, slot, by)
    return True


def _message(actor: Actor, work: Mapping[str, list[WorklistRow]], policy: Policy, now: datetime) -> Message:
    total = len({row.case_id for rows in work.values() for row in rows})
    letterhead = wiring.letterhead()
    return message_of(
        digest(shown(work, actor), total, LANGUAGES[0], policy, letterhead, now),
        Owed(NAME, f"{actor.role()}:{actor.code}"),
        # Of no case and no event: its day stands for both.
        f"{local(now, policy.calendar):%Y%m%d}",
        0,
        recipient=policy.departments.staff[actor.code].email,
        reply_to=policy.charter.contact_mail,
        letterhead=letterhead,
        now=now,
    )


def _send(message: Message) -> None:
    time.sleep(_PAUSE_S)
    wiring.sender().send(message.raw, sender=wiring.letterhead().mail_from, recipient=message.recipient, tags=message.tags)


def _there(policy: Policy, now: datetime) -> Iterator[Actor]:
    """Everybody who works today and reads mail, with the work of those for whom he stands in.

    Policy: 4.3
    """
    for code, person in policy.departments.staff.items():
        if person.email and absence_of(code, now, policy) is None:
            yield acting(member(code, person), now, policy)


def _rows(policy: Policy) -> Iterator[WorklistRow]:
    """The most pressing of every list of the estate."""
    store = wiring.case_store()
    for queue in ("desk", "triage", "confid", *APART, *(code for code in policy.departments.departments if code != "desk")):
        cursor: str | None = None
        for _ in range(_ROWS // _PAGE):
            page = store.worklist(queue, cursor=cursor, limit=_PAGE)
            yield from page.rows
            cursor = page.next
            if cursor is None:
                break


def _awaited(rows: tuple[WorklistRow, ...], policy: Policy) -> Awaited:
    store = wiring.case_store()

    def cases(state: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        ask = approvers if state == "PLAN_REVIEW" else checkers
        for row in [row for row in rows if row.state == state][:_LOOKED_AT]:
            history = store.load(row.case_id)
            if history is not None:
                yield row.case_id, ask(history.case, policy)

    return Awaited(approvals=waited_for(cases("PLAN_REVIEW")), verification=waited_for(cases("VERIFYING")))
