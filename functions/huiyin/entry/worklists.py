"""The lists of the desk: which queues a person looks through, which rows each view keeps, and how they are narrowed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from huiyin.casework import APART, CALLS
from huiyin.core import call_backs
from huiyin.core.attendance import directory_of_the_day
from huiyin.core.case import Case
from huiyin.core.clock import local
from huiyin.core.commands import Actor
from huiyin.core.flags import ADDRESS
from huiyin.core.lifecycle import ENDED, must_be_phoned
from huiyin.core.orders import ORDER
from huiyin.core.privacy import may_see
from huiyin.core.turns import APPROVALS, VERIFICATION, has_task, takes_part, waits_for
from huiyin.entry import sentences
from huiyin.entry.list_filters import EVERYTHING, Narrowed
from huiyin.mail.dates import span_words
from huiyin.policy.schema import LANGUAGES, Policy
from huiyin.store.cases import CaseStore
from huiyin.store.lists import Page, WorklistRow

VIEWS = ("to-accept", "mine", "department", "due-today", "overdue", APPROVALS, VERIFICATION, "to-call", "all")
PAGE = 50
_WAITING = frozenset({"RECEIVED", "REGISTERED", "TRIAGED"})
_DEPARTMENT = frozenset({"handler", "dept_lead", "steward"})
_LEADS = frozenset({"dept_lead", "triage", "manager", "duty_manager", "quality", "company"})
_ESTATE = frozenset({"manager", "duty_manager", "quality", "company"})
# Roles that see every ordinary case of the estate, though only some of them work on all lists.
_SEE_ALL = _ESTATE | {"desk", "duty", "triage", "confid"}
# Who may be asked for his word on a guarded case.
_ASKED_APART = frozenset({"confid", "company"})
_DUE_KINDS = {"plan": "plan_submitted"}


def page_of(
    actor: Actor,
    view: str,
    *,
    store: CaseStore,
    policy: Policy,
    now: datetime,
    narrowed: Narrowed = EVERYTHING,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page:
    """One page of a view as this person may see it. It may be short, or empty, though more follow: `next` tells.

    Policy: 2.6, 5.1
    """
    queues = queues_of(actor, view, policy)
    if not queues:
        return Page((), None)
    keep = keeps(actor, view, policy, now, narrowed)
    return store.worklist(queues, cursor=cursor, limit=limit, until=until_of(view, now, policy), keep=keep)


def rows_of(
    actor: Actor, view: str, *, store: CaseStore, policy: Policy, now: datetime, narrowed: Narrowed = EVERYTHING
) -> Iterator[WorklistRow]:
    """Every row of a view as this person may see it, the most pressing first, read page by page as they are taken.

    Policy: 2.6, 5.1
    """
    cursor: str | None = None
    while True:
        page = page_of(actor, view, store=store, policy=policy, now=now, narrowed=narrowed, cursor=cursor)
        yield from page.rows
        cursor = page.next
        if cursor is None:
            return


def queues_of(actor: Actor, view: str, policy: Policy) -> tuple[str, ...]:
    """The queues that hold what this person works on, or for the list of all what he may see; what stands apart with them.

    Policy: 2.6, 5.1
    """
    if view in {APPROVALS, VERIFICATION, "to-call"}:
        apart = (CALLS,) if view == "to-call" else APART
        return (*apart, "confid") if actor.roles & _ASKED_APART else apart
    departments = tuple(policy.departments.departments)
    found: list[str] = []
    if actor.roles & (_SEE_ALL if view in {"all", "due-today", "overdue"} else _ESTATE):
        found += ["desk", "triage", *departments]
    if actor.roles & {"desk", "duty", "triage"}:
        found.append("desk")
    if "triage" in actor.roles:
        found.append("triage")
    if actor.department is not None and (actor.roles & _DEPARTMENT or view in {"mine", "department"}):
        found.append(actor.department)
    if found:
        found += APART
    if "confid" in actor.roles:
        found.append("confid")
    return tuple(dict.fromkeys(found))


def until_of(view: str, now: datetime, policy: Policy) -> datetime | None:
    """Up to which due moment the view looks: now, the end of the day in the community, or no limit."""
    if view == "overdue":
        return now
    if view == "due-today":
        midnight = local(now, policy.calendar).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=1, seconds=-1)
    return None


def keeps(actor: Actor, view: str, policy: Policy, now: datetime, narrowed: Narrowed = EVERYTHING) -> Callable[[WorklistRow], bool]:
    """Which rows of those queues this person sees in that view: first whether he may know of the case at all.

    Policy: 2.5, 2.6
    """
    today = directory_of_the_day(policy, now)

    def keep(row: WorklistRow) -> bool:
        if not narrowed.holds(row, policy, now):
            return False
        if view in {APPROVALS, VERIFICATION}:
            return waits_for(row, actor, view, today)
        if (view == "mine" and has_task(row, actor)) or (view in {"department", "all"} and takes_part(row, actor)):
            return True
        # A row has the fields by which `may_see` judges: accused, guarded, handler, lead.
        if not may_see(row, actor) or (row.state in ENDED and view != "to-call" and row.due_kind != ORDER):
            return False
        match view:
            case "mine":
                return actor.acts_for(row.handler)
            case "department":
                return row.lead is not None and row.lead == actor.department
            case "to-accept":
                return row.state in _WAITING and _awaits(row, actor)
            case "to-call":
                return must_be_phoned(row) or row.due_kind in call_backs.CALLS
            case "due-today":
                return row.due >= now
            case _:
                return True

    return keep


def _awaits(row: WorklistRow, actor: Actor) -> bool:
    """Whether the next step is this person's: a case in somebody's hands is his, and his lead's to watch."""
    if row.handler is not None and row.state == "TRIAGED":
        return actor.acts_for(row.handler) or bool(actor.roles & _LEADS)
    if row.state == "REGISTERED" and not row.guarded:
        return bool(actor.roles & (_ESTATE | {"triage"}))
    return True


def row_view(row: WorklistRow, policy: Policy, now: datetime) -> dict[str, Any]:
    """One line of a list. No word of the owner stands in it.

    Policy: 5.2
    """
    return line(row, due=row.due, due_kind=row.due_kind, version=row.version, policy=policy, now=now)


def line(row: WorklistRow | Case, *, due: datetime, due_kind: str, version: int, policy: Policy, now: datetime) -> dict[str, Any]:
    """What list and case page say alike."""
    charter, flags = policy.charter, row.handling.flags if isinstance(row, Case) else row.flags
    return {
        "number": row.number,
        "state": row.state,
        "state_words": sentences.named(row.state, charter.states),
        "level": row.level,
        "level_words": sentences.named(row.level, charter.levels),
        "priority": row.priority,
        "category": row.category,
        "category_words": sentences.category(row.category, policy),
        "sub_issue": row.sub_issue,
        "sub_issue_words": sentences.sub_issue(row.sub_issue, row.category, policy),
        "building": row.building,
        "building_words": sentences.place(row.community, row.building, policy),
        "lead": row.lead,
        "lead_words": sentences.department(row.lead, policy),
        "assignee": row.handler,
        "assignee_words": sentences.who(row.handler, policy) if row.handler else None,
        "due": sentences.here(due, policy),
        "due_kind": _DUE_KINDS.get(due_kind, due_kind),
        "due_words": _left(due, now, policy),
        "received_at": sentences.here(row.received_at, policy),
        "danger": row.danger or "danger" in row.hints,
        "overdue": due < now and (row.state not in ENDED or due_kind == ORDER),
        # What is to be put right before anybody goes to the wrong door; the page of the case tells the others.
        "flags": [{"code": one, "words": sentences.named(one, policy.measures.flags)} for one in flags if one == ADDRESS],
        "version": version,
    }


def _left(due: datetime, now: datetime, policy: Policy) -> sentences.Words:
    code, span = ("labels.left", due - now) if due >= now else ("labels.over", now - due)
    return {language: policy.word(code, language).format(span=span_words(span, language, short=language == "en")) for language in LANGUAGES}
