"""A group case and its members as a member of staff sees them: numbers and states, and of each only what he may know of anyway."""

from typing import Any

from huiyin.casework import members_list
from huiyin.core.apart import is_running
from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.core.households import households_of
from huiyin.core.privacy import may_open, may_see
from huiyin.entry import sentences
from huiyin.policy.schema import LANGUAGES, Policy
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
    known = group_case.handling.group
    return {
        "number": group_case.number,
        "incident": known.incident,
        "running": is_running(group_case),
        "update_due": sentences.here_or_none(known.update_due, policy) if is_running(group_case) else None,
        "households": households_of(group_case),
        "spokesmen": [one.number for one in _spokesmen(group_case, actor, store)] if of_group else [],
        "committee": for_committee(group_case, policy) if of_group else None,
        "members": [
            {"number": row.number, "state": row.state, "state_words": sentences.named(row.state, policy.charter.states)}
            for row in (page.rows if page else ())
        ],
        "more": page is not None and page.next is not None,
    }


def for_committee(case: Case, policy: Policy) -> sentences.Words | None:
    """What may be passed on to the owners' committee as it stands: the matter, its place, of how many households it is and until when it
    is answered. Nothing of anybody.

    Policy: 1.2, 4.2
    """
    count = households_of(case)
    matter, place = sentences.sub_issue(case.sub_issue, case.category, policy), sentences.place(case.community, case.building, policy)
    estate = sentences.both(policy.communities[case.community].name)
    if count is None or matter is None:
        return None
    return {
        language: policy.word("labels.committee_text", language).format(
            place=(place or estate)[language],
            matter=matter[language],
            count=count,
            day=sentences.when(case.answer_due, case.last_at, policy, language),
        )
        for language in LANGUAGES
    }


def _spokesmen(case: Case, actor: Actor, store: CaseStore) -> list[Case]:
    """Members who agreed to be named; who they are is read there, with a reason."""
    known = case.handling.group
    histories = (store.load(case_id) for case_id in (known.spokesmen if known else ()))
    return [one.case for one in histories if one is not None and may_open(one.case, actor) and one.case.handling.membership is not None]


def _group_of(case: Case, actor: Actor, store: CaseStore) -> Case | None:
    if case.handling.group is not None:
        return case
    if case.handling.membership is None:
        return None
    history = store.load(case.handling.membership.group)
    return history.case if history is not None and may_open(history.case, actor) else None
