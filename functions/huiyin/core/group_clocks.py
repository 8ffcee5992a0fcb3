"""5 执行与反馈: clocks of matters of many: a proposal on which triage decides, an incident of which everybody is to hear more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from huiyin.core.apart import is_running
from huiyin.core.case import Case
from huiyin.core.proposals import BEFORE_PLAN

PROPOSAL, UPDATE = "group_proposal", "incident_update"


def group_clocks(case: Case) -> Iterator[tuple[str, datetime, datetime]]:
    """The clocks of a group and of what may become one: (name, since when, due).

    Policy: 1.2, 5.3
    """
    known = case.handling
    if known.proposed_at is not None and known.decide_due is not None and case.state in BEFORE_PLAN:
        yield PROPOSAL, known.proposed_at, known.decide_due
    group = known.group
    if group is not None and is_running(case) and group.update_due is not None:
        yield UPDATE, group.said_at or group.opened_at, group.update_due


def before_triage(case: Case, clock: str) -> Case:
    """The case as it counts for whoever hears of that clock: on a proposal triage decides, whoever has the case by now.

    Policy: 1.2, 5.3
    """
    return replace(case, lead=None, handler=None) if clock == PROPOSAL else case
