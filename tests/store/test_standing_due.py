"""What a list says of a case: the promise that presses now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, contact, register, triage
from builders import accept as accepted
from huiyin.core.handling import DatedAnswer, GivenAnswer, Pause, Transfer
from huiyin.policy.schema import Policy
from huiyin.store.lists import standing_due


def test_the_promise_that_presses_is_the_first_contact_until_it_was_made(policy: Policy) -> None:
    asks = [register(policy), triage(policy), accepted(policy)]
    waiting = a_case(policy, *asks)
    assert standing_due(waiting) == ("first_contact", waiting.first_contact_due)
    reached = a_case(policy, *asks, contact(policy))
    kind, due = standing_due(reached)
    assert due == min(d for d in (reached.plan_due, reached.answer_due, reached.resolve_due) if d)
    assert due == {"plan": reached.plan_due, "answer": reached.answer_due, "resolve": reached.resolve_due}[kind]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("INVESTIGATING", "plan"),
        ("EXECUTING", "answer"),
        ("VERIFYING", "answer"),
        ("ANSWERED", "reply"),
        ("AWAITING_OWNER", "question"),
        ("TRANSFERRED", "follow_up"),
        ("CLOSED", "answer"),
    ],
)
def test_what_presses_is_what_the_state_still_waits_for(policy: Policy, state: str, kind: str) -> None:
    soon = MONDAY_9AM + timedelta(hours=1)
    case = a_case(policy, register(policy), triage(policy), accepted(policy), contact(policy))
    case = case.handled(
        state=state,
        pause=Pause(since=MONDAY_9AM, until=soon, before="INVESTIGATING") if state == "AWAITING_OWNER" else None,
        answer=GivenAnswer(at=MONDAY_9AM, by="gu.ning", reply_due=soon) if state == "ANSWERED" else None,
        transfer=Transfer(body="police", at=MONDAY_9AM, follow_up_due=soon) if state == "TRANSFERRED" else None,
    )
    assert standing_due(case)[0] == kind


def test_after_an_answer_that_promises_a_date_only_that_date_presses(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accepted(policy), contact(policy)).handled(state="EXECUTING")
    until = MONDAY_9AM + timedelta(days=20)
    sent = replace(case, resolve_due=until).handled(dated=DatedAnswer(drafter="li.wei", until=until, sent_at=MONDAY_9AM))
    assert standing_due(sent) == ("resolve", until)
    assert standing_due(replace(sent, first_contact_at=None).handled(gone=True)) == ("resolve", until)
