"""Orders of authorities as their staff see them: under which number, by when, with which reply; what a reply tells beside the findings."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from builders import MONDAY_9AM, a_complaint, a_history, register, staff
from huiyin.core.commands import NoteOrder, RecordOrderReply
from huiyin.core.events import AnswerReleased, Event, WorkReported
from huiyin.core.evolution import fold
from huiyin.entry.order_view import orders_view, results_told
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)


def ordered(policy: Policy, **changes: Any) -> NoteOrder:
    plain = NoteOrder(by=staff(policy, "lin.jing"), body="street_office", number="〔2026〕17 号", due=MONDAY_9AM + DAY)
    return replace(plain, **changes)


def shown(policy: Policy, events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(one["number"], one["body_words"]["zh"]) for one in orders_view(fold(events), events, policy)]


def test_each_order_stands_under_the_number_that_was_written_down_last(policy: Policy) -> None:
    desk = staff(policy, "lin.jing")
    counter = a_complaint(by=desk, order_body="hotline_12345", order_number="HZ1", order_due=MONDAY_9AM + DAY)
    assert shown(policy, a_history(policy, register(policy))) == []
    assert shown(policy, a_history(policy, complaint=counter)) == [("HZ1", "12345 政务服务便民热线")]
    both = a_history(policy, ordered(policy), ordered(policy, n=1, number="HZ2", body="petition"), complaint=counter)
    assert shown(policy, both) == [("HZ2", "信访部门"), ("〔2026〕17 号", "街道办事处")]


def test_the_reply_stands_with_its_order_and_no_other(policy: Policy) -> None:
    reply = RecordOrderReply(by=staff(policy, "lin.jing"), n=1, way="letter", document="物函 8 号", note="已盖章")
    events = a_history(policy, ordered(policy), ordered(policy, body="petition"), reply)
    first, second = orders_view(fold(events), events, policy)
    assert second["replied"] is None
    assert (first["replied"]["document"], first["replied"]["by_words"]["zh"]) == ("物函 8 号", "林静")
    assert first["replied"]["at"] == "2026-11-23T09:00:00+08:00"


def test_a_reply_tells_what_came_of_the_work_and_when_the_owner_was_answered(policy: Policy) -> None:
    assert results_told(a_history(policy), policy) == {"result": "", "answered_at": None}
    common = {"at": MONDAY_9AM, "by": "li.wei", "role": "handler", "findings": ("upheld",), "wishes": ("met",)}
    done = WorkReported(**common, files=(), signed_by_owner=False, result="已更换", answer="您好，已修好。")
    answered = AnswerReleased(**{**common, "at": MONDAY_9AM + DAY}, reply_due=MONDAY_9AM + 9 * DAY, text="您好，已修好。")
    told = results_told((done, answered), policy)
    assert told == {"result": "已更换", "answered_at": "2026-11-24T09:00:00+08:00"}
