"""A group case and its members as a member of staff sees them: numbers and states, and of each only what he may know of anyway."""

from typing import Any

from huiyin.casework import members_list
from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.core.privacy import may_open, may_see
from huiyin.entry import sentences
from huiyin.policy.schema import Policy
from huiyin.store.cases import CaseStore

SHOWN = 50


def group_view(case: Case, actor: Actor, store: CaseStore, policy: Policy) -> dict[str, Any] | None:
    """The group that the case is, or in which it is handled; None for every other case.

    Policy: 1.2, 2.5
    Whoever is content or goes on by himself stands on this list no longer.
    """
    group_case = _group_of(case, actor, store)
    if group_case is None or group_case.handling.group is None:
        return None
    of_group = case.case_id == group_case.case_id
    page = store.worklist(members_list(case.case_id), cursor=None, limit=SHOWN, keep=lambda row: may_see(row, actor)) if of_group else None
    return {
        "number": group_case.number,
        "incident": group_case.handling.group.incident,
        "members": [
            {"number": row.number, "state": row.state, "state_words": sentences.named(row.state, policy.charter.states)}
            for row in (page.rows if page else ())
        ],
        "more": page is not None and page.next is not None,
    }


def _group_of(case: Case, actor: Actor, store: CaseStore) -> Case | None:
    if case.handling.group is not None:
        return case
    if case.handling.membership is None:
        return None
    history = store.load(case.handling.membership.group)
    return history.case if history is not None and may_open(history.case, actor) else None
