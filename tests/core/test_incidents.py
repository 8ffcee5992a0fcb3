"""An incident: everybody hears of it when it is declared and every two hours, until it is over."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_case, a_group, accept, someone, then, triage
from core.grouping import SOON, refusal
from huiyin.core.apart import is_running
from huiyin.core.clocks import running
from huiyin.core.commands import SYSTEM, DeclareIncident, EndIncident, UpdateIncident, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.events import DeadlineMissed, IncidentDeclared
from huiyin.core.evolution import evolve, fold
from huiyin.core.handling import GivenAnswer
from huiyin.core.incidents import next_word
from huiyin.policy.schema import Policy


def declared(policy: Policy) -> DeclareIncident:
    return DeclareIncident(by=someone(policy, "duty_manager"), cause="三栋停电", number="HY-2026-20000006")


def clock_due(policy: Policy, case: object) -> list[object]:
    return [clock.due for clock in running(case, policy) if clock.name == "incident_update"]  # type: ignore[arg-type]


def test_an_incident_tells_everybody_more_every_two_hours(policy: Policy) -> None:
    incident = fold(decide(a_case(policy), declared(policy), policy, MONDAY_9AM))
    assert is_running(incident)
    assert clock_due(policy, incident) == [MONDAY_9AM + timedelta(hours=policy.measures.groups.update_h)]
    late = next_word(MONDAY_9AM, policy)
    missed = decide(incident, WatchClocks(by=SYSTEM), policy, late)
    assert "incident_update" in [event.clock for event in missed if isinstance(event, DeadlineMissed)]
    told = then(incident, UpdateIncident(by=someone(policy, "duty_manager"), words="抢修人员已到场"), policy, late)
    assert clock_due(policy, told) == [next_word(late, policy)]


def test_a_clock_that_spoke_speaks_again_after_the_next_word(policy: Policy) -> None:
    incident = fold(decide(a_case(policy), declared(policy), policy, MONDAY_9AM))
    first = next_word(MONDAY_9AM, policy)
    for event in decide(incident, WatchClocks(by=SYSTEM), policy, first):
        incident = evolve(incident, event)
    told = then(incident, UpdateIncident(by=someone(policy, "duty_manager"), words="抢修中"), policy, first)
    again = decide(told, WatchClocks(by=SYSTEM), policy, next_word(first, policy))
    assert "incident_update" in [event.clock for event in again if isinstance(event, DeadlineMissed)]


def test_what_is_over_takes_in_nothing_and_owes_no_word_but_its_answer(policy: Policy) -> None:
    incident = fold(decide(a_case(policy), declared(policy), policy, MONDAY_9AM))
    over = then(incident, EndIncident(by=someone(policy, "duty_manager"), words="已恢复供电", words_en="Power is back"), policy, SOON)
    assert not is_running(over)
    assert clock_due(policy, over) == []
    assert refusal(over, UpdateIncident(by=someone(policy, "duty_manager"), words="-"), policy).code == "no_incident"
    assert over.state == "REGISTERED"


def test_what_is_answered_is_no_news_any_more(policy: Policy) -> None:
    incident = fold(decide(a_case(policy), declared(policy), policy, MONDAY_9AM))
    given = GivenAnswer(at=MONDAY_9AM, by="he.min", reply_due=MONDAY_9AM + timedelta(days=7))
    assert not is_running(incident.handled(state="ANSWERED", answer=given))


def test_only_who_leads_the_estate_now_or_handles_it_speaks_of_it(policy: Policy) -> None:
    incident = then(
        then(fold(decide(a_case(policy), declared(policy), policy, MONDAY_9AM)), triage(policy), policy), accept(policy), policy
    )
    handler = someone(policy, "handler", "repairs")
    assert is_running(then(incident, UpdateIncident(by=handler, words="已查明原因"), policy))
    other = someone(policy, "handler", "order") if "order" in policy.departments.departments else replace(handler, code="another")
    assert refusal(incident, UpdateIncident(by=replace(other, roles=frozenset({"handler"})), words="-"), policy).code == "not_yours"
    assert refusal(incident, UpdateIncident(by=handler, words=" "), policy).field == "words"


def test_an_open_group_becomes_an_incident_once_and_again_after_it_was_over(policy: Policy) -> None:
    group = a_group(policy)
    by = someone(policy, "duty_manager")
    (event,) = decide(group, declared(policy), policy, SOON)
    assert isinstance(event, IncidentDeclared)
    incident = then(group, declared(policy), policy)
    assert refusal(incident, declared(policy), policy).code == "incident_runs"
    assert is_running(then(then(incident, EndIncident(by=by, words="已恢复"), policy), declared(policy), policy))
