"""Work that needs a certificate is done by a person whose certificate is valid on that day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders import MONDAY_9AM, a_task, someone, submit
from core.working import TOMORROW, finish, lamp, went, working
from huiyin.core.case import Case
from huiyin.core.certificates import valid_until
from huiyin.core.commands import AddTask, Command
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.events import TaskFinished
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import Certificate

TODAY = date(2026, 11, 23)


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, MONDAY_9AM)
    return caught.value


def with_certificates(policy: Policy, code: str, **until: date) -> Policy:
    """The policy in which that person has these certificates and no other."""
    known = tuple(Certificate(kind=kind, until=day) for kind, day in until.items())
    directory = policy.departments
    staff = {**directory.staff, code: replace(directory.staff[code], certificates=known)}
    return replace(policy, departments=replace(directory, staff=staff))


def on_the_lamp(policy: Policy) -> tuple[Case, int]:
    """The lamp, when the step is next that needs an electrician."""
    case = working(policy)
    n = next(task.n for task in case.handling.tasks if task.certificate == "electrician")
    return went(case, policy, *(finish(policy, task.n) for task in case.handling.tasks if task.n < n)), n


def test_the_directory_knows_until_when_somebody_may_work(policy: Policy) -> None:
    changed = with_certificates(policy, "li.wei", electrician=TODAY)
    assert valid_until("li.wei", "electrician", changed) == TODAY
    assert valid_until("li.wei", "gas", changed) is None
    assert valid_until("nobody", "gas", changed) is None


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (1, True)])
def test_on_its_last_day_a_certificate_is_valid_and_on_the_next_it_is_not(policy: Policy, days: int, allowed: bool) -> None:
    case, n = on_the_lamp(policy)
    changed = with_certificates(policy, "li.wei", electrician=TODAY + timedelta(days=days))
    if allowed:
        assert decide(case, finish(policy, n), changed, MONDAY_9AM)
    else:
        refusal = refused(case, finish(policy, n), changed)
        assert (refusal.code, refusal.field) == ("certificate_expired", "certificate")


def test_of_a_certificate_that_nobody_here_knows_number_and_last_day_are_shown(policy: Policy) -> None:
    case, n = on_the_lamp(policy)
    unknown = with_certificates(policy, "li.wei")
    assert refused(case, finish(policy, n, certificate=" "), unknown).field == "certificate"
    assert refused(case, finish(policy, n), unknown).field == "certificate_until"
    over = finish(policy, n, certificate_until=MONDAY_9AM - timedelta(days=1))
    assert refused(case, over, unknown).code == "certificate_expired"
    (event,) = decide(case, finish(policy, n, certificate_until=TOMORROW), unknown, MONDAY_9AM)
    assert isinstance(event, TaskFinished)
    assert (event.certificate_until, event.certificate) == (TOMORROW, "DG-1")


def test_no_work_is_given_to_somebody_whose_certificate_runs_out_before(policy: Policy) -> None:
    task = a_task(certificate="lift", due=MONDAY_9AM + timedelta(days=1))
    soon = with_certificates(policy, "wu.lei", lift=TODAY)
    case = replace(lamp(policy), state="INVESTIGATING")
    refusal = refused(case, submit(policy, tasks=(task,)), soon)
    assert (refusal.code, refusal.field) == ("certificate_expired", "tasks.0.assignee")
    by = someone(policy, "handler", "repairs")
    refusal = refused(working(policy), AddTask(by=by, task=task), soon)
    assert (refusal.code, refusal.field) == ("certificate_expired", "assignee")
    assert decide(working(policy), AddTask(by=by, task=task), policy, MONDAY_9AM)
    # Beside a contractor who shows his own.
    assert decide(working(policy), AddTask(by=by, task=task), with_certificates(policy, "wu.lei"), MONDAY_9AM)
