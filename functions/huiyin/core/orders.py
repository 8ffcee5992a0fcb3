"""5 执行与反馈: orders of an authority 转办单: each has the day on which that authority wants its reply, whatever the owner is promised."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import NoteOrder, RecordOrderReply
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import OrderNoted, OrderReplied
from huiyin.core.filing import check_files
from huiyin.core.flags import AUTHORITY, REPEAT
from huiyin.core.hands import check_said
from huiyin.core.lifecycle import ENDED
from huiyin.core.limits import Clock
from huiyin.core.ties import Order
from huiyin.policy.schema import Policy

# The clock of the reply. No pause moves it, and it goes on when the owner has closed his case: the authority still waits.
ORDER = "order_reply"


def owed_orders(case: Case) -> tuple[Order, ...]:
    """The orders that nobody has replied to, the most pressing first.

    Policy: 5.3
    """
    return tuple(sorted((one for one in case.handling.orders if one.replied_at is None), key=lambda one: (one.due, one.n)))


def order_clock(case: Case) -> Iterator[Clock]:
    """The clock of the reply that presses most, from when the order was known here to the day of the authority.

    Policy: 3.3, 5.3
    """
    if case.state != "ARCHIVED":
        yield from (Clock(ORDER, one.noted_at, one.due) for one in owed_orders(case)[:1])


def note_order(case: Case, ask: NoteOrder, policy: Policy, now: datetime) -> OrderNoted:
    """Write down an order of an authority, or put right one that is written down and has no reply yet.

    Policy: 2.2, 3.3
    Where the authority's day comes before our own answer, the owner is answered by that day; a later day takes no promise back. One
    that comes again for the same case counts as reported before. Raises: NotUnderstood naming the field; NotAllowedNow.
    """
    check_order(ask.body, ask.number, ask.due, case.received_at, policy)
    known = case.handling
    if ask.n is None and len(known.orders) >= policy.measures.orders:
        raise NotAllowedNow("too_many_orders", field="order", limit=policy.measures.orders)
    n = _standing(case, ask.n).n if ask.n is not None else len(known.orders) + 1
    again = (AUTHORITY, REPEAT) if n > 1 else (AUTHORITY,)
    answered = case.state in ENDED | {"ANSWERED"}
    return OrderNoted(
        at=now,
        by=ask.by.code,
        role=ask.by.role("confid" if case.guarded else "desk"),
        n=n,
        body=ask.body,
        due=ask.due,
        number=ask.number,
        corrected=ask.n is not None,
        flags=tuple(dict.fromkeys((*known.flags, *again))),
        answer_due=case.answer_due if answered else min(case.answer_due, ask.due),
    )


def check_order(body: str, number: str, due: datetime, heard: datetime, policy: Policy) -> None:
    """Refuse an order that comes from nobody we know, has no number, or was due before anybody heard of it.

    Policy: 2.2
    """
    if body not in policy.measures.authorities:
        raise NotUnderstood("unknown_word", field="order_body")
    check_said(order_number=number)
    if due <= heard:
        raise NotUnderstood("date_passed", field="order_due")


def record_reply(case: Case, ask: RecordOrderReply, policy: Policy, now: datetime) -> OrderReplied:
    """Record that the authority has its reply: when, by whom, by which way and under which number.

    Policy: 5.4
    Raises: NotAllowedNow "no_order_owed", "order_replied"; NotUnderstood naming the field.
    """
    if not owed_orders(case):
        raise NotAllowedNow("no_order_owed")
    order = _standing(case, ask.n)
    if ask.way not in policy.measures.reply_ways:
        raise NotUnderstood("unknown_word", field="order_way")
    replied_at = ask.replied_at or now
    if replied_at > now:
        raise NotUnderstood("date_in_future", field="replied_at")
    if replied_at < case.received_at:
        raise NotUnderstood("date_before_receipt", field="replied_at")
    check_files(case, ask.files)
    return OrderReplied(
        at=now,
        by=ask.by.code,
        role=ask.by.role("confid" if case.guarded else "desk"),
        n=order.n,
        body=order.body,
        way=ask.way,
        replied_at=replied_at,
        files=ask.files,
        document=ask.document,
        note=ask.note,
    )


def _standing(case: Case, n: int) -> Order:
    order = next((one for one in case.handling.orders if one.n == n), None)
    if order is None:
        raise NotUnderstood("unknown_word", field="order")
    if order.replied_at is not None:
        raise NotAllowedNow("order_replied", field="order")
    return order


def with_order(case: Case, order: Order) -> Case:
    """The case with that order, which takes the place of the one with its number."""
    others = (one for one in case.handling.orders if one.n != order.n)
    return _with(case, tuple(sorted((*others, order), key=lambda one: one.n)))


def with_reply(case: Case, event: OrderReplied) -> Case:
    """The case once that order has its reply."""
    orders = (replace(one, replied_at=event.replied_at) if one.n == event.n else one for one in case.handling.orders)
    return _with(case, tuple(orders))


def _with(case: Case, orders: tuple[Order, ...]) -> Case:
    after = case.handled(orders=orders)
    return after.handled(authority_due=min((one.due for one in owed_orders(after)), default=None))
