"""Every command on answers, on bodies outside and on the archive finds the function that decides it."""

from typing import get_args

from builders import MONDAY_9AM, a_case, accept, register, someone, staff, triage
from huiyin.core.at_the_end import carry_out_at_the_end, carry_out_outside
from huiyin.core.commands import ConcludeWithoutWork, FeedbackCommand, OutsideCommand, TransferCase
from huiyin.core.events import CaseTransferred, ConcludedWithoutWork
from huiyin.core.lifecycle import STEPS
from huiyin.policy.schema import Policy


def test_a_command_is_decided(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    conclude = ConcludeWithoutWork(
        by=staff(policy, "li.wei"), findings=("not_upheld",), wishes=("not_met",), grounds="运行正常", answer="经核实运行正常。"
    )
    (concluded,) = carry_out_at_the_end(case, conclude, policy, MONDAY_9AM)
    assert isinstance(concluded, ConcludedWithoutWork)
    passed_on = TransferCase(by=someone(policy, "manager"), body="street_office", document="", contact="张主任", follow_up_d=7)
    (transferred,) = carry_out_outside(case, passed_on, policy, MONDAY_9AM)
    assert isinstance(transferred, CaseTransferred)


def test_every_command_of_these_chapters_is_a_step_of_the_lifecycle() -> None:
    assert {kind.__name__ for union in (FeedbackCommand, OutsideCommand) for kind in get_args(union)} <= STEPS.keys()
