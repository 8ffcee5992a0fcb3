"""Every command on a matter of many finds the function that decides it."""

from typing import get_args

from builders import MONDAY_9AM, a_case, register, triage
from huiyin.core.commands import SYSTEM, GroupCommand, ProposeGroup
from huiyin.core.events import GroupProposed
from huiyin.core.lifecycle import STEPS
from huiyin.core.of_many import carry_out_of_many
from huiyin.policy.schema import Policy


def test_a_command_is_decided(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    (event,) = carry_out_of_many(case, ProposeGroup(by=SYSTEM, step="watch", reports=3), policy, MONDAY_9AM)
    assert isinstance(event, GroupProposed)


def test_every_command_of_the_chapter_is_a_step_of_the_lifecycle() -> None:
    assert {kind.__name__ for kind in get_args(GroupCommand)} <= STEPS.keys()
