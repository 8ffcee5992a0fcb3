"""Somebody is there, and it is safe: who says so, when it was, and that it is said once."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, someone, staff, then, triage
from huiyin.core.arrival import log_arrival, report_made_safe
from huiyin.core.commands import LogArrival, ReportMadeSafe
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood, NotYours
from huiyin.policy.schema import Policy

HOUR = timedelta(hours=1)


def test_whoever_has_the_case_or_is_on_duty_notes_the_moment_at_which_he_was_there(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    for code, role in (("li.wei", "handler"), ("zhao.gang", "dept_lead"), ("huang.kai", "duty")):
        noted = log_arrival(case, LogArrival(by=staff(policy, code), arrived_at=MONDAY_9AM + HOUR), policy, MONDAY_9AM + 2 * HOUR)
        assert (noted.by, noted.role, noted.arrived_at, noted.at) == (code, role, MONDAY_9AM + HOUR, MONDAY_9AM + 2 * HOUR)
    assert log_arrival(case, LogArrival(by=staff(policy, "li.wei")), policy, MONDAY_9AM + HOUR).arrived_at == MONDAY_9AM + HOUR


def test_nobody_else_does_and_of_a_confidential_case_not_even_whoever_is_on_duty(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    with pytest.raises(NotYours):
        decide(case, LogArrival(by=staff(policy, "wu.lei")), policy, MONDAY_9AM)
    guarded = a_case(policy, complaint=a_complaint(sensitive=True))
    with pytest.raises(NotThere):
        decide(guarded, LogArrival(by=someone(policy, "duty")), policy, MONDAY_9AM)
    with pytest.raises(NotYours):
        log_arrival(guarded, LogArrival(by=someone(policy, "duty")), policy, MONDAY_9AM)
    assert decide(guarded, ReportMadeSafe(by=someone(policy, "confid"), note="已劝离"), policy, MONDAY_9AM)


def test_each_is_noted_once(policy: Policy) -> None:
    duty = someone(policy, "duty")
    case = then(a_case(policy), LogArrival(by=duty), policy)
    with pytest.raises(NotAllowedNow, match="arrived_before"):
        decide(case, LogArrival(by=duty), policy, MONDAY_9AM + HOUR)
    safe = then(case, ReportMadeSafe(by=duty, note="已围挡"), policy)
    with pytest.raises(NotAllowedNow, match="safe_before"):
        decide(safe, ReportMadeSafe(by=duty, note="已围挡"), policy, MONDAY_9AM + HOUR)


def test_a_moment_lies_between_the_receipt_and_now_and_what_made_it_safe_is_said(policy: Policy) -> None:
    case, duty = a_case(policy), someone(policy, "duty")
    for asked, said in (
        (LogArrival(by=duty, arrived_at=MONDAY_9AM + HOUR), "date_in_future"),
        (LogArrival(by=duty, arrived_at=MONDAY_9AM - HOUR), "date_before_receipt"),
        (ReportMadeSafe(by=duty, safe_at=MONDAY_9AM + HOUR, note="已断电"), "date_in_future"),
        (ReportMadeSafe(by=duty, safe_at=MONDAY_9AM - HOUR, note="已断电"), "date_before_receipt"),
        (ReportMadeSafe(by=duty, note=" "), "field_required"),
    ):
        with pytest.raises(NotUnderstood, match=said):
            decide(case, asked, policy, MONDAY_9AM)
    assert report_made_safe(case, ReportMadeSafe(by=duty, note="已断电"), policy, MONDAY_9AM).safe_at == MONDAY_9AM
