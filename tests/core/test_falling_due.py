"""What the system does when the day has come, and when somebody must look again."""

from datetime import timedelta

from builders import MONDAY_9AM, a_case, accept, contact, register, triage
from huiyin.core.clocks import clock_moments
from huiyin.core.commands import ConfirmAnswer, RecordTransferResult, ReplyToQuestion
from huiyin.core.falling_due import next_moment, system_step
from huiyin.core.handling import GivenAnswer, Pause, Transfer
from huiyin.core.progress import next_word
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)


def test_a_question_that_nobody_answers_ends_on_its_day(policy: Policy) -> None:
    pause = Pause(since=MONDAY_9AM, until=MONDAY_9AM + 2 * DAY, before="RECEIVED")
    step = system_step(a_case(policy).handled(state="AWAITING_OWNER", pause=pause), policy)
    assert step is not None
    assert (step.at, type(step.ask)) == (MONDAY_9AM + 2 * DAY, ReplyToQuestion)


def test_what_lies_outside_is_taken_up_on_its_day(policy: Policy) -> None:
    transfer = Transfer(body="police", at=MONDAY_9AM, follow_up_due=MONDAY_9AM + 3 * DAY)
    step = system_step(a_case(policy).handled(state="TRANSFERRED", transfer=transfer), policy)
    assert step is not None
    assert (step.at, type(step.ask)) == (MONDAY_9AM + 3 * DAY, RecordTransferResult)


def test_an_answer_to_which_nobody_says_a_word_lapses_after_tries_enough(policy: Policy) -> None:
    due = MONDAY_9AM + 5 * DAY
    answer = GivenAnswer(at=MONDAY_9AM, by="gu.ning", reply_due=due, tries=(MONDAY_9AM, MONDAY_9AM + 2 * DAY))
    case = a_case(policy).handled(state="ANSWERED", answer=answer)
    step = system_step(case, policy)
    assert step is not None
    assert (step.at, type(step.ask)) == (due, ConfirmAnswer)
    assert next_moment(case, policy) == min(due, *(moment.at for moment in clock_moments(case, policy)))


def test_whoever_waits_for_a_word_of_ours_is_looked_at_in_time(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy), contact(policy))
    moments = (*(moment.at for moment in clock_moments(case, policy)), next_word(case, policy))
    assert next_moment(case, policy) == min(moment for moment in moments if moment is not None)
    assert next_word(case, policy) is not None


def test_two_days_of_the_same_step_are_two_steps(policy: Policy) -> None:
    pause = Pause(since=MONDAY_9AM, until=MONDAY_9AM + DAY, before="RECEIVED")
    case = a_case(policy).handled(state="AWAITING_OWNER", pause=pause)
    later = case.handled(pause=Pause(since=MONDAY_9AM, until=MONDAY_9AM + 2 * DAY, before="RECEIVED"))
    one, other = system_step(case, policy), system_step(later, policy)
    assert one is not None
    assert other is not None
    assert one.key != other.key


def test_nothing_falls_due_by_itself_while_people_are_at_work(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy), contact(policy))
    assert system_step(case, policy) is None
    assert next_moment(case, policy) == min(moment.at for moment in clock_moments(case, policy))
