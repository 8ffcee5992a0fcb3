"""Orders of authorities 转办单 on a case, as its staff see them: who passed it on, by when he wants a reply, and the one he has."""

from collections.abc import Iterable, Sequence
from typing import Any

from huiyin.core.case import Case
from huiyin.core.events import (
    AnswerReleased,
    ComplaintReceived,
    ConcludedWithoutWork,
    DatedAnswerSent,
    Event,
    MemberAnswered,
    MemberDated,
    OrderNoted,
    OrderReplied,
    WorkReported,
)
from huiyin.entry import sentences
from huiyin.policy.schema import Policy

Json = dict[str, Any]
_ANSWERS = (AnswerReleased, DatedAnswerSent, MemberAnswered, MemberDated)


def orders_view(case: Case, events: Sequence[Event], policy: Policy) -> list[Json]:
    """Each order with its number and its reply, if it has one. events: opened.

    Policy: 2.2, 5.4
    """
    numbers = _numbers(events)
    replies = {event.n: event for event in events if isinstance(event, OrderReplied)}
    return [
        {
            "n": order.n,
            "body_words": sentences.named(order.body, policy.measures.authorities),
            "number": numbers.get(order.n, ""),
            "due": sentences.here(order.due, policy),
            "replied": _reply(replies[order.n], policy) if order.n in replies else None,
        }
        for order in case.handling.orders
    ]


def _numbers(events: Iterable[Event]) -> dict[int, str]:
    """Under which number the authority keeps each order, as it was written down last."""
    said: dict[int, str] = {}
    for event in events:
        if isinstance(event, ComplaintReceived) and event.order_body is not None:
            said[1] = event.order_number
        elif isinstance(event, OrderNoted):
            said[event.n] = event.number
    return said


def _reply(event: OrderReplied, policy: Policy) -> Json:
    return {
        "at": sentences.here(event.replied_at, policy),
        "by_words": sentences.who(event.by, policy),
        "way_words": sentences.named(event.way, policy.measures.reply_ways),
        "document": event.document,
        "files": list(event.files),
    }


def results_told(events: Sequence[Event], policy: Policy) -> Json:
    """What a reply to an authority tells beside the findings: what was done, and when the owner was answered; none of his words.

    Policy: 5.4
    """
    ended = next((event for event in reversed(events) if isinstance(event, WorkReported | ConcludedWithoutWork)), None)
    answered = next((event for event in reversed(events) if isinstance(event, _ANSWERS)), None)
    return {
        "result": (ended.result if isinstance(ended, WorkReported) else ended.grounds) if ended is not None else "",
        "answered_at": sentences.here_or_none(answered.at if answered else None, policy),
    }
