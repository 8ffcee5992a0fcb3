"""What happened to plans: figures and dates are facts, every word is sealed, and all of it comes back from the store."""

from builders import MONDAY_9AM, a_history, accept, agree, change, register, staff, submit, triage, with_plan
from huiyin.core.commands import ExtendDate, ReturnPlan
from huiyin.core.decide import decide
from huiyin.core.events import DateExtended, PlanApproved, PlanChanged, PlanReturned, PlanSubmitted, sealed_fields
from huiyin.core.evolution import fold
from huiyin.policy.schema import Policy
from huiyin.store.codec import decode, encode, unopened

WORDS = {"found", "cause", "impact", "options", "solution", "wish_met", "messages", "task_words", "resource_words", "legal_note"}


def test_what_people_wrote_is_sealed() -> None:
    assert sealed_fields(PlanSubmitted) == WORDS
    assert sealed_fields(PlanChanged) == WORDS | {"reason"}
    assert sealed_fields(PlanApproved) == {"comment", "conditions"}
    assert sealed_fields(PlanReturned) == {"reasons"}
    assert sealed_fields(DateExtended) == {"reason"}


def test_each_event_comes_back_from_the_store_as_it_went_in(policy: Policy) -> None:
    lead = staff(policy, "zhao.gang")
    history = a_history(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy), submit(policy))
    due = fold(history).resolve_due
    assert due is not None
    asks = (
        ReturnPlan(by=lead, reasons="请附报价"),
        submit(policy, solution="更换并附报价。"),
        lambda case: agree(case, lead, comment="同意", conditions="先报价"),
        change(policy),
        ExtendDate(by=lead, until=due.replace(microsecond=1), reason="配件晚到"),
    )
    for ask in asks:
        history += decide(fold(history), ask(fold(history)) if callable(ask) else ask, policy, MONDAY_9AM)
    for event in history:
        assert decode(*encode(event)) == event
    assert fold(tuple(unopened(event) for event in history)) == fold(history)


def test_no_word_of_a_plan_is_among_its_facts(policy: Policy) -> None:
    ask = submit(policy)
    (event,) = decide(with_plan(policy).handled(state="INVESTIGATING"), ask, policy, MONDAY_9AM)
    _, facts, words = encode(event)
    # What a lawyer says is asked for where the owner gets much.
    assert set(words) == WORDS - {"legal_note"}
    for said in (ask.found, ask.solution, ask.tasks[0].words, ask.resources[0].words):
        assert said not in facts
