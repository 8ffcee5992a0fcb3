"""The ledger at the desk's door: asking for one, looking how far it is, and who took one away."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from huiyin.core.clock import local
from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow, NotThere
from huiyin.entry import sentences, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.bodies import Body, read_body
from huiyin.entry.fields import Fields
from huiyin.entry.http import Route
from huiyin.entry.idempotency import command_key
from huiyin.entry.ledger_scope import Scope, read_month, read_scope
from huiyin.entry.requests import Request
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.jobs import CHECKED, FAILED, KEEPING, KEPT, READY, WAITING, Job

FORMS = ("xlsx", "csv")
# Whoever works on cases of others than himself may take what he sees away; each time is written down.
TAKERS = frozenset({"steward", "desk", "duty", "triage", "dept_lead", "duty_manager", "manager", "confid", "quality", "company"})
# Those who answer for the ledger of the house bring an old one in.
BRINGERS = frozenset({"manager", "quality"})
# Those who look at what was taken, not only at what they took themselves.
WATCHERS = frozenset({"auditor", "quality", "company"})


def may_of(actor: Actor) -> list[str]:
    """What of this the page of the desk offers to that person."""
    offered = {"ledger": TAKERS, "import": BRINGERS}
    return [name for name, roles in offered.items() if actor.roles & roles]


def ask_ledger(request: Request, actor: Actor) -> Answer:
    """Ask for a ledger of what this person sees in a list, or of what came in during some months.

    Policy: 2.6, 5.2
    It is written elsewhere; the answer says under which id to look how far it is.
    """
    policy = load_policy()
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    form, scope = read_order(fields, policy)
    fields.nothing_else()
    asked = replace(_job(request, actor, "export"), form=form, view=scope.view, since=scope.since, until=scope.until)
    job = wiring.jobs().begin(replace(asked, narrowed=tuple(scope.narrowed.items())))
    if job.phase == WAITING:
        wiring.jobs().start(job.job_id, "export")
    return in_json(202, job_view(job, policy, request))


def read_order(fields: Fields, policy: Policy) -> tuple[str, Scope]:
    """As what kind of file, and which ledger."""
    return fields.needed_code("format", FORMS), read_scope(fields, policy)


def _job(request: Request, actor: Actor, kind: str) -> Job:
    """The same request again is the same job."""
    return Job(
        job_id=command_key(request, wiring.receipts(), actor.code, "ledger", kind),
        kind=kind,
        by=actor.code,
        roles=tuple(sorted(actor.roles)),
        department=actor.department,
        stands_in=tuple(sorted(actor.stands_in)),
        communities=tuple(sorted(actor.communities)),
        language=request.language,
        at=request.now,
    )


def show_job(request: Request, actor: Actor) -> Answer:
    """How far a job is, and where its file lies once it is ready. Whoever asked for it sees it, and nobody else.

    Policy: 5.2
    """
    return in_json(200, job_view(_own(request, actor), load_policy(), request))


def _own(request: Request, actor: Actor) -> Job:
    job = wiring.jobs().read(request.at["job"])
    if job is None or job.by != actor.code:
        raise NotThere
    return job


def begin_import(request: Request, actor: Actor) -> Answer:
    """Leave to send an old ledger, which is looked through as soon as it has arrived. Nothing of it is taken over yet.

    Policy: 5.2
    """
    policy = load_policy()
    Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False)).nothing_else()
    job = wiring.jobs().begin(_job(request, actor, "import"))
    grant = wiring.jobs().leave_to_send(job.job_id, policy.ledger.file_mb)
    return in_json(201, {**job_view(job, policy, request), "upload": {"url": grant.url, "fields": dict(grant.fields)}})


def keep_import(request: Request, actor: Actor) -> Answer:
    """Take over what was right in an old ledger that was looked through, by whoever brought it. Twice is once.

    Policy: 5.2
    """
    policy = load_policy()
    Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False)).nothing_else()
    job = _own(request, actor)
    if job.phase not in {CHECKED, KEEPING, KEPT}:
        raise NotAllowedNow
    if job.phase == CHECKED:
        job = replace(job, phase=KEEPING, done=0, total=0, left_s=None)
        wiring.jobs().move(job)
    if job.phase == KEEPING:
        # Again when it was asked before: whoever was cut off between the two would wait for ever.
        wiring.jobs().start(job.job_id, "keep")
    return in_json(202, job_view(job, policy, request))


def job_view(job: Job, policy: Policy, request: Request) -> dict[str, Any]:
    """A job as whoever waits for it reads it."""
    lies = job.phase in {READY, CHECKED, KEPT} and request.now < job.at + timedelta(hours=policy.ledger.kept_h)
    limits = {"limit": policy.ledger.file_mb, "most": policy.ledger.most_rows}
    name = f"huiyin-{job.at:%Y%m%d}-{job.job_id[:12]}"
    return {
        "id": job.job_id,
        "kind": job.kind,
        "phase": job.phase,
        "phase_words": sentences.word(_PHASES[job.phase], policy),
        "done": job.done,
        "total": job.total,
        "left_s": job.left_s,
        "rows": job.rows,
        "known": job.known,
        "wrong": job.wrong,
        "message": sentences.word(f"refusals.{job.code}", policy, **limits) if job.phase == FAILED else None,
        "url": wiring.jobs().file_url(job.job_id, name, job.form) if lies else None,
    }


_PHASES = {
    "waiting": "labels.job_waiting",
    "collecting": "labels.job_collecting",
    "writing": "labels.job_writing",
    "ready": "labels.job_ready",
    "checking": "labels.job_checking",
    "checked": "labels.job_checked",
    "keeping": "labels.job_keeping",
    "kept": "labels.job_kept",
    "failed": "labels.job_failed",
}


def show_taken(request: Request, actor: Actor) -> Answer:
    """Who took ledgers away in a month: for those who watch over it.

    Policy: 2.5, 5.2
    """
    policy, fields = load_policy(), Fields(Body(values=request.query, form=True))
    month = read_month(fields, "month") or f"{local(request.now, policy.calendar):%Y-%m}"
    fields.nothing_else()
    rows = [
        {
            "at": sentences.here(one.at, policy),
            "by_words": sentences.who(one.by, policy),
            "format": one.form,
            "asked": one.asked,
            "rows": one.rows,
            "mark": one.job_id[:12],
            "digest": one.digest,
        }
        for one in wiring.jobs().taken(month)
    ]
    return in_json(200, {"month": month, "items": rows})


LEDGER_ROUTES = (
    Route(method="POST", path="/api/desk/ledger", roles=TAKERS, answer=ask_ledger),
    Route(method="POST", path="/api/desk/ledger/imports", roles=BRINGERS, answer=begin_import),
    Route(method="POST", path="/api/desk/jobs/{job}/keep", roles=BRINGERS, answer=keep_import),
    Route(method="GET", path="/api/desk/ledger/taken", roles=WATCHERS, answer=show_taken),
    Route(method="GET", path="/api/desk/jobs/{job}", roles=TAKERS, answer=show_job),
)
