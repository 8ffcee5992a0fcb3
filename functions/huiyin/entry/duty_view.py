"""The duty page of the desk: whose turn it is by the roster, and which emergencies nobody has answered yet."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from huiyin.core.alarm import ALARM, alarm, alarm_steps
from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.core.ladder import to_acknowledge
from huiyin.core.privacy import may_see
from huiyin.core.roster import turns_from
from huiyin.entry import sentences, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.requests import Request
from huiyin.entry.worklists import PAGE, line
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.cases import CaseStore
from huiyin.store.lists import WorklistRow, standing_due

# A week shows everybody his next turn.
_DAYS = 7


def show_duty(request: Request, actor: Actor) -> Answer:
    """Who is on duty now and in the coming week, and what rings.

    Policy: 4.3, 5.3
    """
    return in_json(200, duty_view(actor, wiring.case_store(), load_policy(), request.now))


def duty_view(actor: Actor, store: CaseStore, policy: Policy, now: datetime) -> dict[str, Any]:
    """The page as JSON: turns by hour, and the alarms that this person may know of, the oldest first.

    Policy: 2.6, 4.3, 5.3
    """
    turns = [
        {
            "since": sentences.here(turn.since, policy),
            "until": sentences.here(turn.until, policy),
            "staff": turn.staff,
            "staff_words": sentences.who(turn.staff, policy),
            "now": turn.since <= now,
        }
        for turn in turns_from(now, policy, _DAYS)
    ]
    ringing = sorted(_ringing(actor, store, policy), key=lambda case: _since(case, policy))
    return {"turns": turns, "ringing": [_alarm_view(case, actor, policy, now) for case in ringing]}


def _ringing(actor: Actor, store: CaseStore, policy: Policy) -> Iterator[Case]:
    """The emergencies that nobody has taken up. A list row knows the priority; whether it still rings, the case alone."""

    def keep(row: WorklistRow) -> bool:
        return row.priority in policy.promises.wakes_duty and may_see(row, actor)

    queues = ("desk", "triage", "confid", *policy.departments.departments)
    page = store.worklist(tuple(dict.fromkeys(queues)), cursor=None, limit=PAGE, keep=keep)
    for row in page.rows:
        history = store.load(row.case_id)
        if history is not None and alarm(history.case, policy) is not None and may_see(history.case, actor):
            yield history.case


def _since(case: Case, policy: Policy) -> datetime:
    rings = alarm(case, policy)
    return rings.start if rings else case.received_at


def _alarm_view(case: Case, actor: Actor, policy: Policy, now: datetime) -> dict[str, Any]:
    """One alarm: since when, whom it has reached, who hears next and when, and what this person may say that he has heard."""
    kind, due = standing_due(case)
    told = tuple(one.step for one in case.handling.called if one.clock == ALARM)
    coming = [(at, role) for role, at in alarm_steps(_since(case, policy), policy).items() if role not in told]
    at, role = min(coming, default=(None, ""))
    his = next((f"{one.clock}.{one.step}" for one in to_acknowledge(case, actor, policy) if one.clock == ALARM), None)
    return {
        "case": line(case, due=due, due_kind=kind, version=case.version, policy=policy, now=now),
        "since": sentences.here(_since(case, policy), policy),
        "told_words": [sentences.named(one, policy.charter.roles) for one in (*policy.promises.ladder.alarmed, *told)],
        "next_words": sentences.named(role, policy.charter.roles) if role else None,
        "next_at": sentences.here(at, policy) if at else None,
        "step": his,
    }
