"""The regular look at the work, and the signature of the head of department under it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, staff
from core.working import TOMORROW, finish, report, went, working
from huiyin.core.case import Case
from huiyin.core.commands import Command, EvaluatePlan, SignEvaluation
from huiyin.core.decide import decide
from huiyin.core.errors import NotThere, NotYours, Refusal
from huiyin.core.evaluation import is_unsigned
from huiyin.core.events import EvaluationSigned, PlanEvaluated
from huiyin.policy.schema import Policy

LATER = MONDAY_9AM + timedelta(hours=3)


def look(policy: Policy, code: str = "li.wei", **changes: object) -> EvaluatePlan:
    """A look at the work, by that person."""
    return replace(EvaluatePlan(by=staff(policy, code), decision="go_on", forecast=TOMORROW, progress="过半"), **changes)


def sign(policy: Policy, code: str = "zhao.gang") -> SignEvaluation:
    """Signed, by that person."""
    return SignEvaluation(by=staff(policy, code), note="同意")


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, LATER)
    return caught.value


def looked_at(policy: Policy, code: str = "li.wei") -> Case:
    """The lamp under way, looked at by that person."""
    return went(working(policy), policy, look(policy, code))


def test_a_look_says_how_far_it_is_and_when_it_will_be_done(policy: Policy) -> None:
    (event,) = decide(working(policy), look(policy, obstacle="缺件"), policy, MONDAY_9AM)
    assert isinstance(event, PlanEvaluated)
    assert (event.decision, event.forecast, event.progress, event.obstacle) == ("go_on", TOMORROW, "过半", "缺件")
    assert refused(working(policy), look(policy, decision="wait"), policy).field == "decision"
    assert refused(working(policy), look(policy, forecast=MONDAY_9AM), policy).field == "forecast"
    assert refused(working(policy), look(policy, progress=" "), policy).field == "progress"


@pytest.mark.parametrize(("code", "role"), [("zhao.gang", "dept_lead"), ("qian.feng", "dept_lead"), ("jiang.bo", "manager")])
def test_the_head_of_the_department_signs_or_the_manager(policy: Policy, code: str, role: str) -> None:
    (event,) = decide(looked_at(policy), sign(policy, code), policy, LATER)
    assert isinstance(event, EvaluationSigned)
    assert (event.role, event.evaluated_at) == (role, MONDAY_9AM)


@pytest.mark.parametrize("code", ["wu.lei", "he.min", "gu.ning", "shen.yu", "wei.lan"])
def test_nobody_else_signs(policy: Policy, code: str) -> None:
    assert isinstance(refused(looked_at(policy), sign(policy, code), policy), NotYours)


def test_whoever_wrote_it_signs_nothing_of_it(policy: Policy) -> None:
    case = looked_at(policy, "zhao.gang")
    assert refused(case, sign(policy), policy).code == "own_evaluation"
    assert decide(case, sign(policy, "qian.feng"), policy, LATER)


def test_of_a_guarded_matter_another_confidential_officer_signs(policy: Policy) -> None:
    case = replace(working(policy), guarded=True).handled(evaluated_at=MONDAY_9AM, evaluated_by="ye.qing")
    assert isinstance(refused(case, sign(policy), policy), NotThere)
    assert refused(case, sign(policy, "ye.qing"), policy).code == "own_evaluation"
    (event,) = decide(case, sign(policy, "qin.yue"), policy, LATER)
    assert event.role == "confid"


def test_one_look_is_signed_once_and_the_next_one_again(policy: Policy) -> None:
    assert refused(working(policy), sign(policy), policy).code == "nothing_to_sign"
    signed = went(looked_at(policy), policy, sign(policy), at=LATER)
    assert signed.handling.evaluation_signed_at == LATER
    assert refused(signed, sign(policy), policy).code == "nothing_to_sign"
    again = went(signed, policy, look(policy))
    assert (again.handling.evaluation_signed_at, again.handling.evaluated_by) == (None, "li.wei")
    assert decide(again, sign(policy), policy, LATER)


def test_what_waits_for_a_signature_is_known_while_the_work_goes_on(policy: Policy) -> None:
    case = looked_at(policy)
    assert [is_unsigned(one) for one in (working(policy), case, went(case, policy, sign(policy)))] == [False, True, False]
    done = went(case, policy, *(finish(policy, task.n) for task in case.handling.tasks), report(policy))
    assert not is_unsigned(done)
