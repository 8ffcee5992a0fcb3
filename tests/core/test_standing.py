"""Where a case stands: the step, what is done of the work, and what it waits for."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_case, contact, register, triage
from huiyin.core.handling import News, Resource, Task, Transfer
from huiyin.core.standing import Standing, standing_of
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)


def a_task(n: int, state: str) -> Task:
    return Task(n=n, department="repairs", assignee="li.wei", due=MONDAY_9AM + DAY, state=state)


def test_what_was_given_up_is_no_part_of_the_work(policy: Policy) -> None:
    case = a_case(policy).handled(tasks=(a_task(1, "done"), a_task(2, "open"), a_task(3, "cancelled")))
    stands = standing_of(case, MONDAY_9AM)
    assert (stands.done, stands.tasks) == (1, 2)


def test_it_waits_for_what_is_late_and_for_all_that_is_missing_once_the_work_is_held_up(policy: Policy) -> None:
    needs = (
        Resource(n=1, kind="part", by=MONDAY_9AM, state="promised"),
        Resource(n=2, kind="vendor", by=MONDAY_9AM + DAY, state="requested"),
        Resource(n=3, kind="part", by=MONDAY_9AM + DAY, state="requested"),
        Resource(n=4, kind="tool", by=MONDAY_9AM, state="available"),
    )
    case = a_case(policy).handled(resources=needs, tasks=(a_task(1, "open"),))
    assert standing_of(case, MONDAY_9AM - DAY).waits == ()
    assert standing_of(case, MONDAY_9AM).waits == ("part",)
    assert standing_of(case.handled(tasks=(a_task(1, "blocked"),)), MONDAY_9AM - DAY).waits == ("part", "vendor")


def test_with_whom_it_lies_is_said_only_while_it_lies_there(policy: Policy) -> None:
    transfer = Transfer(body="street_office", at=MONDAY_9AM, follow_up_due=MONDAY_9AM + DAY)
    case = replace(a_case(policy), state="TRANSFERRED").handled(transfer=transfer)
    assert standing_of(case, MONDAY_9AM).body == "street_office"
    assert standing_of(replace(case, state="EXECUTING"), MONDAY_9AM).body == ""


def test_somebody_took_it_further_when_he_last_spoke_to_the_owner_planned_looked_at_it_or_reported(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), contact(policy))
    assert standing_of(case, MONDAY_9AM).worked_at == MONDAY_9AM
    later = case.handled(evaluated_at=MONDAY_9AM + DAY, reported_at=MONDAY_9AM + 2 * DAY)
    assert standing_of(later, MONDAY_9AM).worked_at == MONDAY_9AM + 2 * DAY


def test_a_new_case_stands_at_its_beginning(policy: Policy) -> None:
    assert standing_of(a_case(policy), MONDAY_9AM) == Standing(state="RECEIVED", lead=None)
    told = a_case(policy).handled(news=News(at=MONDAY_9AM, state="RECEIVED", reminded="dept_lead"))
    assert standing_of(told, MONDAY_9AM).reminded == "dept_lead"
