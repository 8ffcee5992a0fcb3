"""The owner's turn: asked, replying, adding, urging, taking back; what waits for him and what never does."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_complaint, accept, ask_owner, contact, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, Actor, AddFact, Command, ReplyToQuestion, RevealIdentity, UrgeCase, WithdrawCase
from huiyin.core.decide import decide, why_not
from huiyin.core.errors import NotAllowedNow, NotUnderstood, Refusal
from huiyin.core.evolution import evolve
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

REPLY = ReplyToQuestion(by=OWNER, answer="是二号梯。")
TIME_IS_OVER = ReplyToQuestion(by=SYSTEM)
URGE = UrgeCase(by=OWNER, note="老人下不了楼。")
TAKE_BACK = WithdrawCase(by=OWNER)
# An ordinary matter with days to spare: priority P3.
PLAIN = a_complaint(category="cleaning", sub_issue=None, matter="楼道三天没有扫。")


def after(case: Case, ask: Command, policy: Policy, at: datetime = MONDAY_9AM) -> Case:
    for event in decide(case, ask, policy, at):
        case = evolve(case, event)
    return case


def refused(case: Case, ask: Command, policy: Policy, at: datetime = MONDAY_9AM) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        decide(case, ask, policy, at)
    return refusal.value


def days(number: float) -> timedelta:
    return timedelta(days=number)


def test_files_beyond_the_limit_and_empty_additions_are_refused(policy: Policy) -> None:
    case = a_case(policy)
    many = tuple(str(n) for n in range(policy.limits.files + 1))
    refusal = refused(case, AddFact(by=OWNER, note="", files=many), policy)
    assert (refusal.code, refusal.facts) == ("too_many_files", {"limit": policy.limits.files})
    assert isinstance(refused(case, AddFact(by=OWNER, note=" \u3000"), policy), NotUnderstood)


def test_words_added_later_are_looked_at_like_the_first_ones(policy: Policy) -> None:
    assert "danger" in a_case(policy, AddFact(by=OWNER, note="刚才电梯困人了")).hints
    asked = a_case(policy, ask_owner(policy), complaint=PLAIN)
    assert "danger" in after(asked, replace(REPLY, answer="电梯困人了"), policy).hints


def test_a_question_waits_for_the_owner_until_its_day(policy: Policy) -> None:
    case = a_case(policy, register(policy), ask_owner(policy), complaint=PLAIN)
    pause = case.handling.pause
    assert pause is not None
    assert (case.state, pause.before, pause.until, case.handling.pauses) == ("AWAITING_OWNER", "REGISTERED", MONDAY_9AM + days(2), 1)


@pytest.mark.parametrize("by_clock", [False, True])
def test_after_the_reply_or_at_the_end_the_case_goes_on_where_it_was(policy: Policy, by_clock: bool) -> None:
    handler = someone(policy, "handler", "repairs")
    before = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy), ask_owner(policy, by=handler))
    end = MONDAY_9AM + days(2)
    case = after(before, TIME_IS_OVER if by_clock else REPLY, policy, end)
    assert (case.state, case.handling.pause, case.handling.pauses) == ("INVESTIGATING", None, 1)


def test_a_clock_that_comes_early_or_twice_changes_nothing(policy: Policy) -> None:
    asked = a_case(policy, ask_owner(policy), complaint=PLAIN)
    end = MONDAY_9AM + days(2)
    assert decide(asked, TIME_IS_OVER, policy, end - timedelta(seconds=1)) == ()
    (event,) = decide(asked, TIME_IS_OVER, policy, end)
    assert event.replied is False
    assert refused(evolve(asked, event), TIME_IS_OVER, policy, end).code == "not_allowed_now"


def test_an_owner_who_is_late_is_heard_as_long_as_no_clock_was_faster(policy: Policy) -> None:
    asked = a_case(policy, ask_owner(policy), complaint=PLAIN)
    (event,) = decide(asked, REPLY, policy, MONDAY_9AM + days(3))
    assert event.replied is True


def test_what_an_owner_says_by_phone_is_written_down_by_a_colleague(policy: Policy) -> None:
    asked = a_case(policy, ask_owner(policy), complaint=PLAIN)
    (event,) = decide(asked, replace(REPLY, by=someone(policy, "desk")), policy, MONDAY_9AM)
    assert (event.by, event.role, event.replied) == ("lin.jing", "desk", True)


def test_an_empty_reply_is_none_but_a_photo_is_one(policy: Policy) -> None:
    asked = a_case(policy, ask_owner(policy), complaint=PLAIN)
    assert refused(asked, replace(REPLY, answer=" "), policy).field == "answer"
    assert after(asked, replace(REPLY, answer="", files=("1",)), policy).evidence == (("1", "pending"),)
    many = tuple(str(n) for n in range(policy.limits.files + 1))
    assert refused(asked, replace(REPLY, files=many), policy).code == "too_many_files"


def test_words_added_while_he_is_asked_leave_the_question_open(policy: Policy) -> None:
    asked = a_case(policy, ask_owner(policy), complaint=PLAIN)
    assert after(asked, AddFact(by=OWNER, note="还有三楼。"), policy).state == "AWAITING_OWNER"


def test_a_word_of_danger_waits_for_no_answer(policy: Policy) -> None:
    asked = a_case(policy, register(policy), ask_owner(policy), complaint=PLAIN)
    for by in (OWNER, someone(policy, "desk")):
        case = after(asked, AddFact(by=by, note="刚才电梯困人了"), policy)
        assert (case.state, case.handling.pause, case.hints) == ("REGISTERED", None, ("danger",))
    duty = replace(REPLY, by=someone(policy, "duty"))
    assert after(asked, duty, policy).state == "REGISTERED"


def test_an_emergency_does_not_wait(policy: Policy) -> None:
    assert refused(a_case(policy, complaint=a_complaint(danger=True)), ask_owner(policy), policy).code == "danger_does_not_wait"


def test_a_case_waits_twice_and_not_a_third_time(policy: Policy) -> None:
    case = a_case(policy, ask_owner(policy, days=1), complaint=PLAIN)
    for _ in range(policy.measures.questions - 1):
        case = after(after(case, REPLY, policy), ask_owner(policy, days=1), policy)
    case = after(case, REPLY, policy)
    refusal = refused(case, ask_owner(policy, days=1), policy)
    assert (refusal.code, refusal.facts) == ("asked_enough", {"limit": policy.measures.questions})


def test_the_second_wait_ends_well_before_the_statutory_day(policy: Policy) -> None:
    case = after(a_case(policy, ask_owner(policy), complaint=PLAIN), REPLY, policy)
    room = days(policy.charter.statutory_answer_d - policy.measures.question_before_cap_d)
    last = MONDAY_9AM + room - days(1)
    assert why_not(case, ask_owner(policy, days=1), policy, last) is None
    assert refused(case, ask_owner(policy, days=1), policy, last + timedelta(seconds=1)).code == "too_late_to_ask"
    first = a_case(policy, complaint=PLAIN)
    assert why_not(first, ask_owner(policy, days=1), policy, last + timedelta(seconds=1)) is None


@pytest.mark.parametrize("number", [0, -1, 6])
def test_a_wait_has_its_measure(policy: Policy, number: int) -> None:
    refusal = refused(a_case(policy, complaint=PLAIN), ask_owner(policy, days=number), policy)
    assert (refusal.code, refusal.field, refusal.facts) == ("too_many_days", "days", {"limit": policy.measures.question_d})


def test_a_question_has_words_and_comes_from_whoever_has_the_case(policy: Policy) -> None:
    assert refused(a_case(policy, complaint=PLAIN), ask_owner(policy, question=" "), policy).field == "question"
    taken = a_case(policy, register(policy), triage(policy), accept(policy))
    colleague = Actor(code="somebody.else", roles=frozenset({"handler"}), department="repairs")
    assert refused(taken, ask_owner(policy, by=colleague), policy).code == "not_yours"
    (event,) = decide(taken, ask_owner(policy, by=someone(policy, "handler", "repairs")), policy, MONDAY_9AM)
    assert event.role == "handler"
    (by_confid,) = decide(
        a_case(policy, complaint=a_complaint(sensitive=True)), ask_owner(policy, by=someone(policy, "confid")), policy, MONDAY_9AM
    )
    assert by_confid.role == "confid"


@given(number=st.integers(1, 5), replied_after=st.floats(0, 5), second=st.booleans())
def test_a_wait_moves_what_may_wait_and_never_the_statutory_day(number: int, replied_after: float, second: bool) -> None:
    policy = load_policy()
    case = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy), complaint=PLAIN)
    rounds = 2 if second else 1
    at, cap = MONDAY_9AM, MONDAY_9AM + days(policy.charter.statutory_answer_d)
    for _ in range(rounds):
        ask = ask_owner(policy, days=number)
        if why_not(case, ask, policy, at) is not None:
            return
        before = case
        asked = after(case, ask, policy, at)
        assert (asked.plan_due, asked.answer_due, asked.resolve_due) == (before.plan_due, before.answer_due, before.resolve_due)
        at += days(replied_after)
        case = after(asked, REPLY, policy, at)
        waited = min(days(replied_after), days(number))
        assert case.first_contact_due == before.first_contact_due
        assert before.answer_due <= case.answer_due <= min(before.answer_due + waited, cap)
        assert before.resolve_due is not None
        assert case.resolve_due == before.resolve_due + waited
        assert before.plan_due is not None
        assert case.plan_due is not None
        assert case.plan_due <= min(before.plan_due + waited, case.answer_due)


def test_work_under_way_waits_with_its_end_only(policy: Policy) -> None:
    plain = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy), complaint=PLAIN)
    asked = after(replace(plain, state="EXECUTING"), ask_owner(policy), policy)
    case = after(asked, REPLY, policy, MONDAY_9AM + days(1))
    assert plain.resolve_due is not None
    assert (case.state, case.plan_due, case.answer_due) == ("EXECUTING", plain.plan_due, plain.answer_due)
    assert case.resolve_due == plain.resolve_due + days(1)


def test_a_later_promise_than_the_statutory_day_is_not_brought_forward(policy: Policy) -> None:
    late = replace(a_case(policy, complaint=PLAIN), answer_due=MONDAY_9AM + days(20))
    case = after(after(late, ask_owner(policy), policy), REPLY, policy, MONDAY_9AM + days(1))
    assert case.answer_due == late.answer_due


def test_urging_counts_once_in_a_day(policy: Policy) -> None:
    once = a_case(policy, URGE)
    later = MONDAY_9AM + timedelta(hours=policy.measures.urge_apart_h)
    refusal = refused(once, URGE, policy, later - timedelta(seconds=1))
    assert (refusal.code, refusal.facts) == ("urged_already", {"limit": policy.measures.urge_apart_h})
    assert after(once, URGE, policy, later).handling.urged == 2


@pytest.mark.parametrize("state", ["AWAITING_OWNER", "ANSWERED", "CLOSED"])
def test_nobody_is_urged_while_it_is_the_owners_turn_or_all_is_over(policy: Policy, state: str) -> None:
    assert refused(replace(a_case(policy), state=state), URGE, policy).code == "not_allowed_now"


def test_what_an_owner_takes_back_ends(policy: Policy) -> None:
    case = a_case(policy, register(policy), ask_owner(policy), TAKE_BACK, complaint=PLAIN)
    assert (case.state, case.handling.pause, case.handling.gone, case.handling.closed_at) == ("WITHDRAWN", None, False, MONDAY_9AM)
    assert refused(case, TAKE_BACK, policy).code == "not_allowed_now"


@pytest.mark.parametrize(
    "complaint",
    [
        a_complaint(danger=True),
        a_complaint(category="greening", sub_issue=None, matter="树倒下来会砸到人，电梯困人"),
        a_complaint(category="staff_attitude", sub_issue="corruption"),
    ],
    ids=["danger", "word-of-danger", "crime"],
)
def test_what_endangers_people_or_breaks_the_law_goes_on_without_him(policy: Policy, complaint) -> None:  # type: ignore[no-untyped-def]
    case = a_case(policy, TAKE_BACK, complaint=complaint)
    assert (case.state, case.handling.gone, case.has_email) == ("RECEIVED", True, False)


@pytest.mark.parametrize("rule", ["M3", "M4"])
def test_a_major_matter_by_these_rules_goes_on(policy: Policy, rule: str) -> None:
    plain = a_case(policy, register(policy), triage(policy), complaint=PLAIN)
    assert after(plain.handled(level_reasons=(rule,)), TAKE_BACK, policy).handling.gone
    assert not after(plain.handled(level_reasons=("M6",)), TAKE_BACK, policy).handling.gone


def test_a_word_of_danger_that_triage_has_looked_at_keeps_nothing_going(policy: Policy) -> None:
    said = a_complaint(category="cleaning", sub_issue=None, matter="上次电梯困人以后电梯里一直很脏")
    handled = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), complaint=said)
    assert after(handled, TAKE_BACK, policy).state == "WITHDRAWN"


def test_a_case_that_goes_on_waits_for_nobody_and_hears_its_owner_no_more(policy: Policy) -> None:
    asked = after(a_case(policy, complaint=PLAIN), ask_owner(policy), policy)
    case = after(replace(asked, danger=True), TAKE_BACK, policy)
    assert (case.state, case.handling.pause) == ("RECEIVED", None)
    for ask in (AddFact(by=OWNER, note="x"), URGE, TAKE_BACK, replace(REPLY)):
        assert refused(case, ask, policy).code == "withdrawn_before"
    assert refused(case, ask_owner(policy), policy).code == "owner_gone"
    assert after(case, register(policy), policy).state == "REGISTERED"


def test_only_the_confidential_officer_may_ask_whether_somebody_pressed_him(policy: Policy) -> None:
    case = a_case(policy, TAKE_BACK, complaint=a_complaint(danger=True))
    reason = next(iter(policy.identity_reasons))
    desk, confid = someone(policy, "desk"), someone(policy, "confid")
    for ask in (RevealIdentity(by=desk, reason=reason), contact(policy, by=desk)):
        assert refused(case, ask, policy).code == "owner_gone"
    for ask in (RevealIdentity(by=confid, reason=reason), contact(policy, by=confid)):
        assert decide(case, ask, policy, MONDAY_9AM)


def test_nobody_but_the_owner_takes_back_or_urges(policy: Policy) -> None:
    desk = someone(policy, "desk")
    for ask in (replace(TAKE_BACK, by=desk), replace(URGE, by=desk)):
        assert refused(a_case(policy), ask, policy).code == "not_yours"


def test_a_reply_to_no_question_is_refused(policy: Policy) -> None:
    assert isinstance(refused(replace(a_case(policy), state="AWAITING_OWNER"), REPLY, policy), NotAllowedNow)
