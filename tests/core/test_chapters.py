"""Every command of the vocabulary finds the chapter that decides it."""

from typing import get_args

from builders import MONDAY_9AM, a_case
from huiyin.core.chapters import carry_out
from huiyin.core.commands import OWNER, Command, UrgeCase
from huiyin.core.events import CaseUrged
from huiyin.core.lifecycle import STEPS
from huiyin.policy.schema import Policy


def test_a_command_is_decided_by_its_chapter(policy: Policy) -> None:
    (urged,) = carry_out(a_case(policy), UrgeCase(by=OWNER), policy, MONDAY_9AM)
    assert isinstance(urged, CaseUrged)


def test_every_step_has_a_command_of_its_name() -> None:
    def named(union: object) -> set[str]:
        parts = get_args(union)
        return set().union(*(named(part) for part in parts)) if parts else {union.__name__}  # type: ignore[attr-defined]

    assert named(Command) == set(STEPS)
