"""Which cases a ledger holds: what its reader sees in that list, or what came in during those months. What he may not know stays out."""

import re
from collections.abc import Callable, Iterator, Mapping

from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.core.errors import NotUnderstood
from huiyin.core.privacy import may_open, may_see_past
from huiyin.core.workload import ages
from huiyin.entry import sentences
from huiyin.entry.fields import Fields
from huiyin.entry.list_filters import NOBODY, Narrowed, age_words, read_narrowed
from huiyin.entry.worklists import VIEWS, keeps, queues_of, until_of
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Policy
from huiyin.store.cases import CaseStore
from huiyin.store.items import CaseTable
from huiyin.store.jobs import Job
from huiyin.store.past import Past, Told
from huiyin.store.whole_lists import every

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_MONTH_CHARS = 7
_OF_THE_PAST = {"department": "lead"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is asked for: a list, or the months from since to until; and what it is narrowed to, by codes."""

    view: str | None
    since: str | None
    until: str | None
    narrowed: Mapping[str, str]


def read_scope(fields: Fields, policy: Policy) -> Scope:
    """The list or the months, narrowed as a list is. Raises: NotUnderstood "date_invalid" for months that are none, or go backwards.

    Policy: 5.2
    """
    since, until = read_month(fields, "from_month"), read_month(fields, "to_month")
    if since and until and since > until:
        raise NotUnderstood("date_invalid", field="to_month")
    view = fields.code("view", VIEWS)
    narrowed = read_narrowed(fields, policy)
    return Scope(
        view=None if since or until else view or VIEWS[0],
        since=since or until,
        until=until or since,
        narrowed=narrowed,
    )


def read_month(fields: Fields, name: str) -> str | None:
    """A month such as "2026-11"; None when none was sent. Raises: NotUnderstood "date_invalid"."""
    said = fields.line(name, _MONTH_CHARS)
    if said and _MONTH.fullmatch(said) is None:
        raise NotUnderstood("date_invalid", field=name)
    return said or None


def months_of(since: str, until: str) -> tuple[str, ...]:
    """Every month from one to the other: ("2026-11", "2026-12")."""
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (since, until))
    return tuple(f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last + 1))


def actor_of(job: Job) -> Actor:
    """Whoever asked, as he worked when he did."""
    return Actor(
        code=job.by,
        roles=frozenset(job.roles),
        department=job.department,
        stands_in=frozenset(job.stands_in),
        communities=frozenset(job.communities),
    )


def ids_of(job: Job, store: CaseStore, table: CaseTable, policy: Policy) -> list[str]:
    """The cases of that list as it stood when it was asked for, the most pressing first; of months by their receipt.

    Policy: 2.6, 5.2
    """
    if job.since is not None and job.until is not None:
        rows = [row for month in months_of(job.since, job.until) for row in store.month(month) if not row.guarded]
        return [row.case_id for row in sorted(rows, key=lambda row: (row.received_at, row.number))]
    actor, view = actor_of(job), job.view or VIEWS[0]
    keep = keeps(actor, view, policy, job.at, Narrowed(**dict(job.narrowed)))
    queues, until = queues_of(actor, view, policy), until_of(view, job.at, policy)
    return [row.case_id for row in every(table, queues, until=until) if not row.guarded and keep(row)]


def past_of(job: Job, past: Past) -> list[Told]:
    """The rows of old ledgers of those months; none for a list. A row has no state and nobody of the directory, so that whoever narrows
    by those asks for cases.

    Policy: 2.6, 5.2
    """
    if job.since is None or job.until is None:
        return []
    actor, wanted = actor_of(job), {_OF_THE_PAST.get(name, name): code for name, code in job.narrowed}
    ending = wanted.pop("ending", "")
    rows = (told for month in months_of(job.since, job.until) for told in past.month(month))
    found = (told for told in rows if may_see_past(told.get("lead"), actor) and told["number"].endswith(ending))
    return [told for told in found if all(told.get(name) == wanted[name] for name in wanted)]


def seen(case_ids: list[str], job: Job, store: CaseStore, policy: Policy) -> Iterator[Case | None]:
    """Each of these cases as it stands, None for one that is not in the ledger: he may not know of it, or asked for others. A guarded
    case leaves the house in no file at all.

    Policy: 2.5, 2.6
    """
    actor = actor_of(job)
    # A list was narrowed when it was read; what has changed since is no reason to leave a line of it out.
    narrowed = Narrowed(**dict(job.narrowed)) if job.since is not None else Narrowed()
    for case in store.snapshots(case_ids):
        yield case if not case.guarded and may_open(case, actor) and narrowed.holds(case, policy, job.at) else None


def words_of(job: Job, policy: Policy, language: Language) -> str:
    """What is in it, as people say it."""
    parts = [f"{job.since} – {job.until}" if job.since else ""]
    if job.view is not None:
        parts.append(policy.word(f"labels.view_{job.view.replace('-', '_')}", language))
    named: Mapping[str, Callable[[str], sentences.Words | None]] = {
        "state": lambda code: sentences.named(code, policy.charter.states),
        "department": lambda code: sentences.department(code, policy),
        "assignee": lambda code: sentences.who(code, policy),
        "category": lambda code: sentences.category(code, policy),
        "level": lambda code: sentences.named(code, policy.charter.levels),
        "age": lambda code: next((age_words(one, policy) for one in ages(policy.overview.ages_d) if one.code == code), None),
        "ending": lambda code: sentences.word("labels.desk_find_ending", policy, digits=code),
        "building": lambda code: next(filter(None, (sentences.place(one, code, policy) for one in policy.communities)), None),
    }
    nobody = sentences.word("labels.filter_nobody", policy)
    for name, code in job.narrowed:
        said = nobody if code == NOBODY else named[name](code) if name in named else None
        parts.append(said[language] if said else code)
    return " · ".join(filter(None, parts))
