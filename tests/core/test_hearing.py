"""Nothing is found against a person who was not heard; what is found for him needs no hearing."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, someone, staff
from core.working import a_plan, conclude, dated, done, lamp, release, report, went, working
from huiyin.core.answers import check_checker
from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command, RecordHearing
from huiyin.core.decide import decide
from huiyin.core.errors import NotThere, NotYours, Refusal
from huiyin.core.events import HearingRecorded
from huiyin.core.hearing import people_accused
from huiyin.policy.schema import Policy

ACCUSED = "jiang.bo"


def hear(policy: Policy, **changes: object) -> RecordHearing:
    """Quality hears the estate manager."""
    return replace(RecordHearing(by=staff(policy, "shen.yu"), person=ACCUSED, outcome="stated", statement="那天我不在。"), **changes)


def against(case: Case, *accused: str) -> Case:
    """The case with these accused."""
    return replace(case, accused=accused or (ACCUSED,))


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, MONDAY_9AM)
    return caught.value


def test_what_he_says_or_that_he_declines_is_written_down(policy: Policy) -> None:
    for outcome in policy.measures.hearings:
        (event,) = decide(against(lamp(policy)), hear(policy, outcome=outcome), policy, MONDAY_9AM)
        assert isinstance(event, HearingRecorded)
        assert (event.person, event.outcome, event.role) == (ACCUSED, outcome, "quality")
    twice = went(against(lamp(policy)), policy, hear(policy), hear(policy, outcome="refused"))
    assert twice.handling.heard == (ACCUSED,)


def test_the_confidential_officer_hears_in_a_guarded_matter(policy: Policy) -> None:
    officer = someone(policy, "confid")
    (event,) = decide(replace(against(lamp(policy)), guarded=True), hear(policy, by=officer), policy, MONDAY_9AM)
    assert event.role == "confid"


def test_only_quality_and_confid_hear_and_never_whoever_is_accused(policy: Policy) -> None:
    case = against(lamp(policy))
    for role in ("handler", "dept_lead", "triage", "manager", "company"):
        actor = Actor(code=f"some.{role}", roles=frozenset({role}), department=case.lead)
        assert isinstance(refused(case, hear(policy, by=actor), policy), NotYours), role
    himself = against(case, "shen.yu")
    assert isinstance(refused(himself, hear(policy, person="shen.yu"), policy), NotThere)


def test_a_hearing_is_of_a_person_who_is_accused_and_says_something(policy: Policy) -> None:
    case = against(lamp(policy))
    assert refused(lamp(policy), hear(policy), policy).code == "nobody_accused"
    assert refused(against(case, "environment"), hear(policy), policy).code == "nobody_accused", "a department cannot be heard"
    assert refused(case, hear(policy, person="wu.lei"), policy).field == "heard_person"
    assert refused(case, hear(policy, outcome="forgotten"), policy).field == "hearing"
    assert refused(case, hear(policy, statement=" "), policy).field == "statement"


@pytest.mark.parametrize("finding", ["upheld", "partly_upheld"])
def test_nothing_is_found_against_somebody_who_was_not_heard(policy: Policy, finding: str) -> None:
    said = {"findings": (finding,)}
    asks = (
        (lamp(policy), conclude(policy, **said)),
        (working(policy).handled(tasks=()), report(policy, **said)),
        (done(policy), release(policy, **said)),
        (replace(lamp(policy), state="INVESTIGATING"), dated(policy, **said)),
        (replace(lamp(policy), state="INVESTIGATING"), a_plan(policy, **said)),
    )
    for case, ask in asks:
        refusal = refused(against(case), ask, policy)
        assert (refusal.code, refusal.field) == ("hearing_missing", "finding_1"), type(ask).__name__
        assert decide(against(case).handled(heard=(ACCUSED,)), ask, policy, MONDAY_9AM), type(ask).__name__


def test_every_person_who_is_accused_is_heard(policy: Policy) -> None:
    case = against(lamp(policy), ACCUSED, "ma.hui", "environment").handled(heard=(ACCUSED,))
    assert people_accused(case, policy) == (ACCUSED, "ma.hui")
    assert refused(case, conclude(policy, findings=("upheld",)), policy).code == "hearing_missing"
    heard = went(case, policy, hear(policy, person="ma.hui"))
    assert went(heard, policy, conclude(policy, findings=("upheld",))).state == "VERIFYING"


@pytest.mark.parametrize("finding", ["not_upheld", "unverifiable", "not_ours", "owners_decision"])
def test_what_is_not_found_against_anybody_needs_no_hearing(policy: Policy, finding: str) -> None:
    assert went(against(lamp(policy)), policy, conclude(policy, findings=(finding,))).state == "VERIFYING"


def test_whoever_took_the_hearing_may_still_check_the_result(policy: Policy) -> None:
    case = went(against(done(policy)), policy, hear(policy))
    assert check_checker(case, staff(policy, "shen.yu")) == "quality"


def test_a_hearing_outlasts_a_dispute(policy: Policy) -> None:
    case = went(against(done(policy)), policy, hear(policy), release(policy))
    assert case.handling.heard == (ACCUSED,)


def test_nothing_of_the_complainant_is_asked_for(policy: Policy) -> None:
    assert set(RecordHearing.__dataclass_fields__) == {"by", "person", "outcome", "statement"}
