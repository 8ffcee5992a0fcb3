"""Until when somebody has to decide on erasing, and what an owner has agreed to, in whatever edition."""

from datetime import timedelta

from builders import MONDAY_9AM, a_case, a_complaint
from huiyin.core.clocks import running
from huiyin.core.pending import ERASURE, clocks, has_agreed, is_erasure_pending
from huiyin.policy.schema import Policy

LATER = MONDAY_9AM + timedelta(days=9)


def test_its_clock_runs_on_an_ended_case_until_it_is_decided_taken_up_again_or_erased(policy: Policy) -> None:
    open_case = a_case(policy).handled(erasure_asked_at=MONDAY_9AM, erasure_due=LATER)
    asked = open_case.handled(state="WITHDRAWN", closed_at=MONDAY_9AM)
    assert [(clock.name, clock.due) for clock in clocks(asked)] == [(ERASURE, LATER)]
    assert ERASURE in {clock.name for clock in running(asked, policy)}
    over = (open_case, asked.handled(erasure_due=None), asked.handled(erasing_at=MONDAY_9AM), asked.handled(closed_at=LATER))
    for case in over:
        assert not is_erasure_pending(case)
        assert [*clocks(case)] == []


def test_an_agreement_holds_in_whatever_edition(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(consents=("service:2026.11", "forward:2025.01")))
    assert (has_agreed(case, "forward"), has_agreed(case, "sensitive"), has_agreed(case, "forw")) == (True, False, False)
