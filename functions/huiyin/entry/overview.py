"""The overview of the desk: what lies open, for those who answer for the work of others. Each figure leads to the list that it counts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from huiyin.core.commands import Actor
from huiyin.core.turns import APPROVALS
from huiyin.core.workload import Load, ages, is_overdue, spread
from huiyin.entry import sentences, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.entry.list_filters import NOBODY, Narrowed, age_group, age_words
from huiyin.entry.requests import Request
from huiyin.entry.worklists import keeps, queues_of, until_of
from huiyin.mail.dates import span_words
from huiyin.policy import load_policy
from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Policy
from huiyin.store.items import CaseTable
from huiyin.store.lists import WorklistRow
from huiyin.store.whole_lists import first_of

Json = dict[str, Any]
_Key = TypeVar("_Key")
_OF_THE_ESTATE = frozenset({"duty_manager", "manager", "company"})
# Who answers for the work of others: in the estate, or in his department. Whoever only looks through lists counts nobody's work.
OVERSEERS = _OF_THE_ESTATE | {"dept_lead"}


def show_overview(request: Request, actor: Actor) -> Answer:
    """How the open work stands for which this person answers.

    Policy: 2.6, 5.1
    """
    Fields(Body(values=request.query, form=True)).nothing_else()
    return in_json(200, overview_view(actor, wiring.case_table(), load_policy(), request.now))


def overview_view(actor: Actor, table: CaseTable, policy: Policy, now: datetime) -> Json:
    """The overview as JSON. Only what this person's own lists show is counted, so nothing of a guarded case is in it.

    Policy: 2.5, 2.6, 5.1
    """
    department = None if actor.roles & _OF_THE_ESTATE else actor.department or NOBODY
    most, queues = policy.overview.cases, queues_of(actor, "all", policy)
    found, more = first_of(table, queues, most)
    # Where guarded cases wait for his word alone he counts nothing else, not even how many there are.
    apart, _ = first_of(table, [one for one in queues_of(actor, APPROVALS, policy) if one not in queues], most)
    is_seen, is_asked = keeps(actor, "all", policy, now, Narrowed(department=department)), keeps(actor, APPROVALS, policy, now)
    told = _Told(rows=tuple(filter(is_seen, found)), department=department, policy=policy, at=now)
    return {
        "as_of": sentences.here(now, policy),
        "department": department,
        "department_words": sentences.department(department, policy),
        "most": most,
        "more": more,
        "now": told.pressing(sum(map(is_asked, (*found, *apart)))),
        "handlers": told.handlers(),
        "ages": told.ages(),
        "stages": told.stages(),
        "departments": told.departments(),
    }


def _figure(code: str, count: int, listed: Mapping[str, str]) -> Json:
    return {"code": code, "count": count, "list": dict(listed)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one person is told of the open cases that he may count. department: to which he is confined, None for none."""

    rows: tuple[WorklistRow, ...]
    department: str | None
    policy: Policy
    at: datetime

    def pressing(self, approvals: int) -> list[Json]:
        """What is to be looked at first. approvals: how many cases wait for his word."""
        midnight, priorities = until_of("due-today", self.at, self.policy), self.policy.overview.pressing
        today = [row for row in self.rows if row.due >= self.at and (midnight is None or row.due <= midnight)]
        return [
            *(_figure(code, [row.priority for row in self.rows].count(code), self._list(priority=code)) for code in priorities),
            _figure("overdue", self._count(lambda row: is_overdue(row, self.at)), self._list("overdue")),
            _figure("due_today", len(today), self._list("due-today")),
            _figure(APPROVALS, approvals, {"view": APPROVALS}),
            _figure("in_review", self._count(lambda row: row.state == "PLAN_REVIEW"), self._list(state="PLAN_REVIEW")),
            _figure("unassigned", self._count(lambda row: row.handler is None), self._list(assignee=NOBODY)),
            _figure("open", len(self.rows), self._list()),
        ]

    def handlers(self) -> list[Json]:
        """Who has how much, whoever has most first, and who has nothing; what nobody has stands apart."""
        staff = self.policy.departments.staff
        free = [code for code, one in staff.items() if "handler" in one.roles and self.department in {None, one.department}]
        had = self._spread([row for row in self.rows if row.handler], lambda row: row.handler or "", free)
        ranked = sorted(had.items(), key=lambda one: (-one[1].open, -one[1].overdue))
        return [
            {
                "handler": code,
                "handler_words": sentences.who(code, self.policy),
                "department_words": sentences.department(staff[code].department if code in staff else None, self.policy),
                **self._load(load, assignee=code if code in staff else None),
            }
            for code, load in ranked
        ]

    def ages(self) -> list[Json]:
        """How old they are, the youngest first."""
        groups = ages(self.policy.overview.ages_d)
        found = self._spread(self.rows, lambda row: age_group(row, self.policy, self.at), groups)
        return [
            {"age": one.code, "age_words": age_words(one, self.policy), **self._load(load, age=one.code)} for one, load in found.items()
        ]

    def stages(self) -> list[Json]:
        """How long they have lain in each stage, in the order of the stages."""
        known = self.policy.charter.states
        found = self._spread(self.rows, lambda row: row.state)
        return [
            {"state": code, "state_words": sentences.named(code, known), **self._load(found[code], state=code)}
            for code in known
            if code in found
        ]

    def departments(self) -> list[Json]:
        """How long they have lain with each department since it was handed to it, and with none yet."""
        found = self._spread(self.rows, lambda row: row.lead or NOBODY)
        known = (NOBODY, *self.policy.departments.departments)
        return [
            {
                "department": code,
                "department_words": sentences.department(code, self.policy) if code != NOBODY else None,
                **self._load(found[code], department=code if code in known else None),
            }
            for code in dict.fromkeys((*known, *found))
            if code in found
        ]

    def _count(self, is_one: Callable[[WorklistRow], bool]) -> int:
        return sum(map(is_one, self.rows))

    def _spread(self, rows: Iterable[WorklistRow], by: Callable[[WorklistRow], _Key], also: Iterable[_Key] = ()) -> dict[_Key, Load]:
        return spread(rows, by, self.policy.overview.pressing, self.at, also=also)

    def _list(self, view: str = "all", **narrowed: str) -> Json:
        """The list behind a figure, as its address names it."""
        within = {} if self.department is None else {"department": self.department}
        return {"view": view, **within, **narrowed}

    def _load(self, load: Load, **narrowed: str | None) -> Json:
        # Whoever has left the directory is no filter of a list, and leads nowhere.
        asked = {name: code for name, code in narrowed.items() if code is not None}
        leads = len(asked) == len(narrowed)
        return {
            "open": load.open,
            "overdue": load.overdue,
            "pressing": load.pressing,
            "median_min": _minutes(load.median),
            "median_words": _span(load.median),
            "longest_min": _minutes(load.longest),
            "longest_words": _span(load.longest),
            "list": self._list(**asked) if leads else None,
            "overdue_list": self._list("overdue", **asked) if leads else None,
        }


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds() // 60)


def _span(span: timedelta | None) -> sentences.Words | None:
    return None if span is None else {language: span_words(span, language, short=language == "en") for language in LANGUAGES}
