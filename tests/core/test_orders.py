"""Orders of an authority: its own day, the reply it waits for, and what becomes of both when the case is closed or opened again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, accept, register, someone, staff, then, triage
from huiyin.core.case import Case
from huiyin.core.clocks import running, watch_clocks
from huiyin.core.commands import OWNER, SYSTEM, Command, DisputeAnswer, NoteOrder, RecordOrderReply, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood, NotYours, Refusal
from huiyin.core.events import DeadlineMissed, DeadlineNeared, LevelRaised, OrderReplied, StepEscalated
from huiyin.core.falling_due import next_moment
from huiyin.core.flags import major_by_flags
from huiyin.core.handling import GivenAnswer
from huiyin.core.lifecycle import ENDED
from huiyin.core.orders import ORDER, order_clock, owed_orders
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)
IN_TWO_DAYS = MONDAY_9AM + 2 * DAY


def order(policy: Policy, **changes: Any) -> NoteOrder:
    plain = NoteOrder(by=staff(policy, "lin.jing"), body="hotline_12345", number="HZ202611230017", due=IN_TWO_DAYS)
    return replace(plain, **changes)


def reply(policy: Policy, **changes: Any) -> RecordOrderReply:
    return replace(RecordOrderReply(by=staff(policy, "lin.jing"), n=1, way="platform"), **changes)


def at_work(policy: Policy, *asks: Command) -> Case:
    return a_case(policy, register(policy), triage(policy), accept(policy), *asks)


def refusal(case: Case, ask: Command, policy: Policy, at: datetime = MONDAY_9AM) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        decide(case, ask, policy, at)
    return refused.value.code, refused.value.field


def of_orders(case: Case, policy: Policy) -> list[datetime]:
    return [clock.due for clock in running(case, policy) if clock.name == ORDER]


def test_the_earlier_of_both_days_counts_for_the_handler(policy: Policy) -> None:
    before = at_work(policy)
    (noted,) = decide(before, order(policy, due=MONDAY_9AM + DAY), policy, MONDAY_9AM)
    after = then(before, order(policy, due=MONDAY_9AM + DAY), policy)
    assert noted.role == "desk"
    assert (after.answer_due, after.handling.authority_due) == (MONDAY_9AM + DAY, MONDAY_9AM + DAY)
    later = then(before, order(policy, due=before.answer_due + DAY), policy)
    assert (later.answer_due, later.handling.authority_due) == (before.answer_due, before.answer_due + DAY)
    assert of_orders(later, policy) == [before.answer_due + DAY]


def test_what_came_in_by_an_authority_stands_with_its_order_from_the_receipt_on(policy: Policy) -> None:
    desk = staff(policy, "lin.jing")
    told = {
        "channel": "authority",
        "mode": "written",
        "order_body": "street_office",
        "order_number": "〔2026〕17 号",
        "order_due": IN_TWO_DAYS,
    }
    case = a_case(policy, complaint=a_complaint(by=desk, **told))
    assert (case.channel, case.handling.flags, case.handling.authority_due) == ("authority", ("authority_order",), IN_TWO_DAYS)
    assert [(one.body, one.noted_at, one.replied_at) for one in case.handling.orders] == [("street_office", MONDAY_9AM, None)]
    assert case.answer_due <= IN_TWO_DAYS


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"order_body": None}, "field_required", "order_body"),
        ({"order_due": None}, "field_required", "order_due"),
        ({"order_number": " "}, "field_required", "order_number"),
        ({"order_body": "moon"}, "unknown_word", "order_body"),
        ({"order_due": MONDAY_9AM}, "date_passed", "order_due"),
    ],
)
def test_an_order_is_whole_or_not_there(policy: Policy, changes: dict[str, Any], code: str, field: str) -> None:
    told = {"by": staff(policy, "lin.jing"), "order_body": "petition", "order_number": "17", "order_due": IN_TWO_DAYS, **changes}
    with pytest.raises(NotUnderstood) as refused:
        decide(None, a_complaint(**told), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"body": "moon"}, ("unknown_word", "order_body")),
        ({"number": " "}, ("field_required", "order_number")),
        ({"due": MONDAY_9AM}, ("date_passed", "order_due")),
        ({"n": 2}, ("unknown_word", "order")),
    ],
)
def test_what_is_missing_or_unknown_is_refused_by_its_field(policy: Policy, changes: dict[str, Any], refused: tuple[str, str]) -> None:
    assert refusal(at_work(policy), order(policy, **changes), policy) == refused


def test_an_order_is_put_right_and_a_promise_to_the_owner_is_not_taken_back(policy: Policy) -> None:
    case = at_work(policy, order(policy, due=MONDAY_9AM + DAY))
    after = then(case, order(policy, n=1, body="street_office", due=IN_TWO_DAYS), policy)
    assert [(one.body, one.due) for one in after.handling.orders] == [("street_office", IN_TWO_DAYS)]
    assert (after.answer_due, after.handling.authority_due) == (MONDAY_9AM + DAY, IN_TWO_DAYS)
    assert after.handling.flags == case.handling.flags


def test_an_order_that_comes_again_is_reported_before_and_major(policy: Policy) -> None:
    once = a_case(policy, register(policy), order(policy))
    assert major_by_flags(once, policy) == ()
    twice = then(once, order(policy, body="petition", number="2"), policy)
    assert (len(twice.handling.orders), major_by_flags(twice, policy)) == (2, ("M7",))


def test_so_many_orders_and_no_more(policy: Policy) -> None:
    case = at_work(policy, *(order(policy, number=str(n)) for n in range(policy.measures.orders)))
    assert refusal(case, order(policy), policy) == ("too_many_orders", "order")
    assert len(then(case, order(policy, n=1), policy).handling.orders) == policy.measures.orders


def test_the_reply_is_reminded_of_missed_and_climbs_the_ladder_as_every_clock(policy: Policy) -> None:
    # The owner has his answer: nothing else is owed that would be heard of first.
    case = replace(at_work(policy, order(policy, due=MONDAY_9AM + 10 * DAY)), state="CLOSED")
    near = MONDAY_9AM + policy.promises.red * 10 * DAY

    def said(at: datetime) -> list[tuple[type, str]]:
        told = watch_clocks(case, WatchClocks(by=SYSTEM), policy, at)
        return [(type(event), getattr(event, "to_role", "")) for event in told if event.clock == ORDER]

    assert said(near - timedelta(seconds=1)) == []
    assert said(near) == [(DeadlineNeared, "")]
    assert said(MONDAY_9AM + 10 * DAY) == [(DeadlineMissed, ""), (StepEscalated, "dept_lead")]
    assert [role for kind, role in said(MONDAY_9AM + 20 * DAY) if kind is StepEscalated] == list(policy.promises.ladder.others)


def test_the_most_pressing_order_is_watched_and_the_next_one_anew(policy: Policy) -> None:
    case = at_work(policy, order(policy), order(policy, body="petition", due=MONDAY_9AM + 5 * DAY))
    late = MONDAY_9AM + 3 * DAY
    told = then(case, WatchClocks(by=SYSTEM), policy, late)
    assert {key for key in told.warned if key.startswith(ORDER)} == {f"{ORDER}:missed"}
    after = then(told, reply(policy), policy, late)
    assert of_orders(after, policy) == [MONDAY_9AM + 5 * DAY]
    assert not [key for key in after.warned if key.startswith(ORDER)]
    assert after.handling.authority_due == MONDAY_9AM + 5 * DAY
    # A third one, due later still, changes nothing of what was said of the one that presses.
    third = then(told, order(policy, due=MONDAY_9AM + 9 * DAY), policy, late)
    assert f"{ORDER}:missed" in third.warned


def test_the_reply_is_recorded_with_when_by_whom_and_which_way(policy: Policy) -> None:
    case = at_work(policy, order(policy))
    said = reply(policy, way="letter", replied_at=MONDAY_9AM + DAY, document="物函〔2026〕8 号", by=someone(policy, "manager"))
    (event,) = decide(case, said, policy, MONDAY_9AM + DAY)
    assert isinstance(event, OrderReplied)
    assert (event.by, event.way, event.replied_at, event.document, event.body) == (
        said.by.code,
        "letter",
        MONDAY_9AM + DAY,
        "物函〔2026〕8 号",
        "hotline_12345",
    )
    after = then(case, said, policy, MONDAY_9AM + DAY)
    assert (owed_orders(after), of_orders(after, policy), after.handling.authority_due) == ((), [], None)
    assert "authority_order" in after.handling.flags
    assert refusal(after, reply(policy), policy, MONDAY_9AM + DAY) == ("no_order_owed", None)
    assert refusal(after, order(policy, n=1), policy, MONDAY_9AM + DAY) == ("order_replied", "order")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"way": "pigeon"}, ("unknown_word", "order_way")),
        ({"n": 2}, ("unknown_word", "order")),
        ({"replied_at": MONDAY_9AM + timedelta(minutes=1)}, ("date_in_future", "replied_at")),
        ({"replied_at": MONDAY_9AM - timedelta(minutes=1)}, ("date_before_receipt", "replied_at")),
        ({"files": ("101",)}, ("upload_unknown", "files")),
    ],
)
def test_a_reply_that_cannot_be_is_refused_by_its_field(policy: Policy, changes: dict[str, Any], refused: tuple[str, str]) -> None:
    assert refusal(at_work(policy, order(policy)), reply(policy, **changes), policy) == refused


@pytest.mark.parametrize("state", sorted(ENDED - {"ARCHIVED", "DECLINED"}))
def test_the_authority_waits_for_its_reply_whatever_became_of_the_case(policy: Policy, state: str) -> None:
    ended = replace(at_work(policy, order(policy)), state=state)
    assert of_orders(ended, policy) == [IN_TWO_DAYS]
    looked_at = next_moment(ended, policy)
    assert looked_at is not None
    assert looked_at < IN_TWO_DAYS
    assert of_orders(then(ended, reply(policy), policy), policy) == []


def test_nobody_waits_for_what_is_erased(policy: Policy) -> None:
    assert list(order_clock(replace(at_work(policy, order(policy)), state="ARCHIVED"))) == []


def test_what_was_said_of_the_reply_holds_when_the_owner_disputes_and_his_new_date_keeps_to_it(policy: Policy) -> None:
    late = MONDAY_9AM + 3 * DAY
    told = then(at_work(policy, order(policy)), WatchClocks(by=SYSTEM), policy, late)
    second = then(told, order(policy, body="petition", due=MONDAY_9AM + 6 * DAY), policy, late)
    answered = replace(second, state="ANSWERED").handled(answer=GivenAnswer(at=late, by="he.min", reply_due=late + 5 * DAY))
    dispute = DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="又停了")
    after = then(answered, dispute, policy, late)
    assert f"{ORDER}:missed" in after.warned
    assert [one.step for one in after.handling.called if one.clock == ORDER] == list(policy.promises.ladder.others)
    # The first order is late already; the second one is not, but the first is the day of the authority.
    assert after.answer_due > late
    replied = then(answered, reply(policy), policy, late)
    assert then(replied, dispute, policy, late).answer_due == MONDAY_9AM + 6 * DAY


def test_an_answer_that_was_given_does_not_become_late_by_an_order(policy: Policy) -> None:
    answered = replace(at_work(policy), state="ANSWERED")
    after = then(answered, order(policy, due=MONDAY_9AM + timedelta(hours=1)), policy, MONDAY_9AM + DAY)
    assert after.answer_due == answered.answer_due
    assert of_orders(after, policy) == [MONDAY_9AM + timedelta(hours=1)]


def test_of_a_guarded_case_the_confidential_officer_writes_it_down_and_replies(policy: Policy) -> None:
    guarded = replace(at_work(policy), guarded=True)
    with pytest.raises(NotThere):
        decide(guarded, order(policy), policy, MONDAY_9AM)
    confid = someone(policy, "confid")
    (noted,) = decide(guarded, order(policy, by=confid), policy, MONDAY_9AM)
    assert noted.role == "confid"
    after = then(guarded, order(policy, by=confid), policy)
    assert owed_orders(then(after, reply(policy, by=confid), policy)) == ()
    with pytest.raises(NotYours):
        decide(at_work(policy), order(policy, by=OWNER), policy, MONDAY_9AM)


def test_a_closed_case_takes_no_new_order(policy: Policy) -> None:
    with pytest.raises(NotAllowedNow):
        decide(replace(at_work(policy), state="CLOSED"), order(policy), policy, MONDAY_9AM)


def test_the_second_order_makes_a_matter_major_by_itself_once_it_was_classed(policy: Policy) -> None:
    calm = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy))
    once = then(calm, order(policy), policy)
    assert (once.level, once.priority, once.handling.level_reasons) == ("general", "P3", ())
    _, raised = decide(once, order(policy, number="XF-7"), policy, MONDAY_9AM)
    assert isinstance(raised, LevelRaised)
    assert (raised.reasons, raised.note) == (("M7",), "XF-7")
    twice = then(once, order(policy, number="XF-7"), policy)
    assert (twice.level, twice.priority, twice.handling.level_reasons) == ("major", "P2", ("M7",))
    assert twice.answer_due < calm.answer_due
    assert twice.resolve_due is not None
    assert calm.resolve_due is not None
    assert twice.resolve_due < calm.resolve_due
    assert len(decide(twice, order(policy, number="XF-8"), policy, MONDAY_9AM)) == 1


def test_neither_a_correction_nor_a_case_that_nobody_has_classed_raises_a_level(policy: Policy) -> None:
    calm = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy), order(policy))
    assert len(decide(calm, order(policy, n=1, number="XF-2"), policy, MONDAY_9AM)) == 1
    new = a_case(policy, register(policy), order(policy))
    (noted,) = decide(new, order(policy, number="XF-7"), policy, MONDAY_9AM)
    assert noted.flags == ("authority_order", "repeat")
