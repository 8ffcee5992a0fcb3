"""What the owner heard last: letters and calls count, what colleagues settle among themselves does not."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_case, a_complaint, a_group, accept, ask_owner, contact, register, then, triage
from huiyin.core.commands import OWNER, SYSTEM, ReplyToQuestion, WatchClocks
from huiyin.core.events import ContactLogged, DeadlineMissed, OwnerReminded, PlanChanged, ProgressTold
from huiyin.core.evolution import evolve
from huiyin.core.evolution.news import is_moved
from huiyin.core.handling import News
from huiyin.policy.schema import Policy
from mail.course import IN_A_WEEK, a_plan, happened

HOUR = timedelta(hours=1)


def told(**changes: object) -> ProgressTold:
    facts = {"since": MONDAY_9AM, "state": "TRIAGED", "lead": "repairs", "moved": False, "done": 1, "tasks": 2, "waits": (), "body": ""}
    facts |= {"clock": "answer", "due": IN_A_WEEK, "to_role": "dept_lead", "to": "zhao.gang", "by_phone": False}
    event = happened(ProgressTold, "system", "system", **{**facts, **changes})
    assert isinstance(event, ProgressTold)
    return event


def test_registration_is_news_where_a_person_looked_at_it_and_none_where_the_system_did(policy: Policy) -> None:
    assert a_case(policy).handling.news is None
    by_desk = a_case(policy, register(policy))
    assert by_desk.handling.news == News(at=MONDAY_9AM, state="REGISTERED")
    assert a_case(policy, register(policy, by=SYSTEM)).handling.news is None


def test_what_colleagues_settle_is_no_news(policy: Policy) -> None:
    case = a_case(policy, register(policy))
    assert then(then(case, triage(policy), policy, MONDAY_9AM + HOUR), accept(policy), policy, MONDAY_9AM + HOUR).handling.news == News(
        at=MONDAY_9AM, state="REGISTERED"
    )


def test_a_call_that_reached_him_is_news_and_a_try_is_none(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    tried = then(case, contact(policy, reached=False), policy, MONDAY_9AM + HOUR)
    assert tried.handling.news == case.handling.news
    reached = then(case, contact(policy), policy, MONDAY_9AM + HOUR)
    assert reached.handling.news == News(at=MONDAY_9AM + HOUR, state="TRIAGED")


def test_an_apology_for_a_missed_call_is_news_and_another_late_clock_is_none(policy: Policy) -> None:
    case = a_case(policy)
    for clock, news in (("register", None), ("first_contact", News(at=MONDAY_9AM, state="RECEIVED"))):
        missed = happened(DeadlineMissed, "system", "system", clock=clock, due=MONDAY_9AM)
        assert evolve(case, missed).handling.news == news


def test_his_reply_is_a_talk_with_us_and_his_silence_is_none(policy: Policy) -> None:
    asked = a_case(policy, register(policy), ask_owner(policy))
    replied = then(asked, ReplyToQuestion(by=OWNER, answer="二号梯"), policy, MONDAY_9AM + HOUR)
    assert replied.handling.news == News(at=MONDAY_9AM + HOUR, state="REGISTERED")
    assert asked.handling.pause is not None
    silent = then(asked, ReplyToQuestion(by=SYSTEM), policy, asked.handling.pause.until)
    assert silent.handling.news == asked.handling.news


def test_a_changed_plan_is_news_when_it_moves_his_date(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    for change, moved in (("date", True), ("scope", False)):
        event = happened(PlanChanged, **a_plan(guarded=False, version=2, change=change, reviewed=False))
        assert isinstance(event, PlanChanged)
        assert is_moved(case, event) is moved
    late = happened(PlanChanged, **a_plan(guarded=False, version=2, change="scope", reviewed=False, finish_due=IN_A_WEEK))
    assert isinstance(late, PlanChanged)
    assert is_moved(case, late)


def test_interim_news_is_counted_and_a_new_round_counts_anew(policy: Policy) -> None:
    case = evolve(a_case(policy, register(policy), triage(policy)), told())
    assert case.handling.news == News(at=MONDAY_9AM, state="TRIAGED", done=1, interims=1, reminded="dept_lead")
    assert evolve(case, told()).handling.news == replace(case.handling.news, interims=2)
    later = then(case, contact(policy), policy, MONDAY_9AM + HOUR)
    assert later.handling.news == News(at=MONDAY_9AM + HOUR, state="TRIAGED", interims=1)
    anew = then(later.handled(round_at=MONDAY_9AM + 2 * HOUR), contact(policy), policy, MONDAY_9AM + 2 * HOUR)
    assert anew.handling.news == News(at=MONDAY_9AM + 2 * HOUR, state="TRIAGED")


def test_whoever_reads_no_mail_stands_on_the_list_of_calls_until_somebody_reached_him(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), complaint=a_complaint(person=replace(a_complaint().person, email="")))
    assert evolve(case, told()).untold == ()
    to_call = evolve(case, told(by_phone=True))
    assert to_call.untold == (f"{to_call.version}/progress-told",)
    assert to_call.returned == ()
    assert then(to_call, contact(policy), policy).untold == ()
    asked = a_case(policy, register(policy), ask_owner(policy))
    reminded = evolve(asked, happened(OwnerReminded, "system", "system", until=MONDAY_9AM, by_phone=True))
    assert reminded.untold == (f"{reminded.version}/owner-reminded",)
    assert reminded.handling.pause is not None
    assert reminded.handling.pause.reminded


def test_a_group_case_has_no_owner_who_could_hear_anything(policy: Policy) -> None:
    group = a_group(policy)
    reached = happened(ContactLogged, way="phone", reached=True, first=True)
    assert evolve(group, reached).handling.news is None
    watched = then(group, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + timedelta(days=30))
    assert watched.handling.news is not None
