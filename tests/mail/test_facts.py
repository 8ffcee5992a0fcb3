"""What a letter may say: words of the policy and dates, and for a confidential one hardly that."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_case, a_complaint, a_history, accept, contact, register, submit, triage
from huiyin.core.events import DeadlineMissed
from huiyin.core.evolution import fold
from huiyin.core.owed import Owed
from huiyin.mail.facts import Letterhead, facts_of, promise_of
from huiyin.policy.schema import Policy
from mail.course import course

HIS = Owed("new-case", "desk")


def test_a_confidential_letter_knows_neither_number_nor_class_nor_place(policy: Policy, letterhead: Letterhead) -> None:
    (event,) = a_history(policy, complaint=a_complaint(sensitive=True))
    case = fold((event,))
    facts = facts_of(Owed("confidential-case", "confid:ye.qing"), event, case, policy, letterhead, "zh", MONDAY_9AM)
    said = " ".join(str(value) for value in facts.values())
    assert facts["link"] == "https://huiyin.example/desk/"
    for word in (case.number, case.case_id, policy.categories["elevator"].name.zh, "3 号楼"):
        assert word not in said


def test_the_owner_is_told_number_and_dates_and_never_the_class(policy: Policy, letterhead: Letterhead) -> None:
    (event,) = a_history(policy)
    facts = facts_of(Owed("complaint-received", "owner"), event, fold((event,)), policy, letterhead, "en", MONDAY_9AM)
    assert facts["link"] == "https://huiyin.example/en/track/#n=HY-2026-18720043"
    assert facts["number"] == "HY-2026-18720043"
    assert not {"category", "place", "priority", "kind"} & set(facts)


def test_only_who_wrote_a_mail_is_told_the_code_by_letter(policy: Policy, letterhead: Letterhead) -> None:
    knows = replace(letterhead, code_of=lambda key, number: f"code of {key} {number}")
    (by_mail,) = a_history(policy, complaint=replace(a_complaint(), receipt_key="key"))
    (by_form,) = a_history(policy)
    owner, desk = Owed("complaint-received", "owner"), Owed("new-case", "desk")
    told = facts_of(owner, by_mail, fold((by_mail,)), policy, knows, "zh", MONDAY_9AM)
    assert told["code"] == "code of key HY-2026-18720043"
    assert facts_of(owner, by_form, fold((by_form,)), policy, knows, "zh", MONDAY_9AM)["code"] is None
    assert "code" not in facts_of(desk, by_mail, fold((by_mail,)), policy, knows, "zh", MONDAY_9AM)


def test_staff_are_told_class_and_building_of_an_ordinary_case(policy: Policy, letterhead: Letterhead) -> None:
    (event,) = a_history(policy)
    facts = facts_of(Owed("new-case", "desk"), event, fold((event,)), policy, letterhead, "zh", MONDAY_9AM)
    assert facts["category"] == policy.categories["elevator"].name.zh
    assert facts["place"] == "云锦花园 · 3 号楼"
    assert facts["link"] == "https://huiyin.example/desk/#case=HY-2026-18720043"


def test_whoever_is_to_agree_hears_that_the_owners_decide_together(policy: Policy, letterhead: Letterhead) -> None:
    for source, theirs in (("maintenance_fund", True), ("service_fee", False)):
        history = a_history(policy, register(policy), triage(policy), accept(policy), submit(policy, source=source))
        letter = Owed("approval-request", "manager:jiang.bo")
        facts = facts_of(letter, history[-1], fold(history), policy, letterhead, "zh", MONDAY_9AM)
        assert facts["by_owners"] is theirs


def test_a_warning_speaks_of_the_promise_in_its_event_not_of_todays(policy: Policy, letterhead: Letterhead) -> None:  # TM08
    case = a_case(policy, register(policy), triage(policy))
    event = DeadlineMissed(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=MONDAY_9AM)
    now = MONDAY_9AM + timedelta(hours=2, minutes=5)
    facts = facts_of(Owed("overdue", "handler"), event, case, policy, letterhead, "zh", now)
    assert (facts["due"], facts["span"], facts["is_late"]) == ("11 月 23 日（周一）09:00 前", "2 小时 5 分", True)


def test_after_the_first_contact_an_assignment_speaks_of_the_answer(policy: Policy, letterhead: Letterhead) -> None:
    events = a_history(policy, register(policy), triage(policy), accept(policy), contact(policy))
    facts = facts_of(Owed("case-assigned", "handler"), events[2], fold(events), policy, letterhead, "zh", MONDAY_9AM)
    assert facts["clock"] == "答复"


def test_a_case_of_no_known_class_or_place_leaves_them_out(policy: Policy, letterhead: Letterhead) -> None:
    (event,) = a_history(policy)
    case = replace(fold((event,)), category=None, community="sold", building=None)
    facts = facts_of(Owed("new-case", "desk"), event, case, policy, letterhead, "zh", MONDAY_9AM)
    assert (facts["category"], facts["place"]) == (None, None)


def test_a_common_area_is_a_place_too(policy: Policy, letterhead: Letterhead) -> None:
    (event,) = a_history(policy)
    code, area = next(iter(policy.communities["yunjin"].common_areas.items()))
    case = replace(fold((event,)), building=code)
    facts = facts_of(Owed("new-case", "desk"), event, case, policy, letterhead, "zh", MONDAY_9AM)
    assert facts["place"] == f"云锦花园 · {area.zh}"


# Which promise a letter to the staff is about, by what happened.
ABOUT = {
    "TriageReturned 1": "triage",
    "PlanSubmitted": "plan_decided",
    "PlanReturned": "plan_submitted",
    "WorkReported": "verified",
    "ConcludedWithoutWork": "verified",
    "WorkReturned": "resolve",
    "AnswerDisputed": "answer",
    "CaseReopened": "answer",
    "ReviewAsked": "review",
    "ReviewDecided again": "answer",
}


def test_a_letter_is_about_the_clock_that_its_event_begins(policy: Policy) -> None:
    told = {story: promise_of(HIS, event, case, policy) for story, event, case in course(policy, a_complaint(), guarded=False)}
    assert {story: told[story][0] for story in ABOUT} == ABOUT
    assert all(told[story][1] > MONDAY_9AM for story in ABOUT)


def test_a_clock_that_stopped_meanwhile_leaves_the_next_promise(policy: Policy) -> None:
    events = {story: (event, case) for story, event, case in course(policy, a_complaint(), guarded=False)}
    event, case = events["PlanSubmitted"]
    assert promise_of(HIS, event, case.handled(state="EXECUTING"), policy) == ("first_contact", case.first_contact_due)
