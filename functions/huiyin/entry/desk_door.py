"""The desk's door: lists, cases, commands, identities. The issuer says who asks; the core says what he may."""

from functools import cache

from huiyin import settings
from huiyin.casework import perform
from huiyin.core.attendance import acting
from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood
from huiyin.core.lifecycle import STAFF
from huiyin.deskwork import Desk
from huiyin.entry import wiring
from huiyin.entry.actions import command_of
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.bodies import Body, read_body
from huiyin.entry.bulk import carry_out_each, read_bulk
from huiyin.entry.calls import call_view, read_call
from huiyin.entry.complaint_form import Asked
from huiyin.entry.contacts import lines_of
from huiyin.entry.desk_cases import by_number, visible
from huiyin.entry.duty_view import show_duty
from huiyin.entry.fields import Fields
from huiyin.entry.group_view import group_view
from huiyin.entry.http import ANYBODY, Door, HandOver, Route
from huiyin.entry.idempotency import command_key
from huiyin.entry.lanes import enter_by_lane
from huiyin.entry.ledger_calls import LEDGER_ROUTES
from huiyin.entry.list_filters import Narrowed, read_narrowed
from huiyin.entry.on_behalf import read_on_behalf
from huiyin.entry.on_record import check_on_record
from huiyin.entry.overview import OVERSEERS, show_overview
from huiyin.entry.readings import counted, read_reason
from huiyin.entry.receipt_view import receipt_view
from huiyin.entry.receiving import complaint_key, grants_for, received
from huiyin.entry.requests import Request
from huiyin.entry.sharing import SHARERS, share_by_staff
from huiyin.entry.sign_in import Endpoints, Issuer, fetch, issuer_by, signed_in
from huiyin.entry.staff_files import leave_to_send, read_files
from huiyin.entry.staff_view import case_view, me_view
from huiyin.entry.worklists import VIEWS, page_of, row_view
from huiyin.groupwork import act
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.cases import History

CASEWORKERS = frozenset(STAFF)
EVERYBODY = CASEWORKERS | {"analyst", "auditor", "admin"}
_CURSOR_CHARS = 400
REVEALERS = frozenset({"desk", "duty", "triage", "handler", "dept_lead", "duty_manager", "confid"})
# Who may tell an owner how his case stands.
CALLED = frozenset({"desk", "duty", "triage", "duty_manager", "manager", "confid"})


def show_sign_in(request: Request, actor: Actor) -> Answer:
    """Where the desk's page sends people to sign in: the issuer of this installation, nothing secret.

    Policy: 2.5
    """
    ours = {"issuer": settings.oidc_issuer(), "client_id": settings.oidc_client_id(), "scope": "openid"}
    return in_json(200, ours | dict(endpoints().at(request.now)))


def show_me(request: Request, actor: Actor) -> Answer:
    """Who is signed in."""
    return in_json(200, me_view(actor, load_policy()))


def show_list(request: Request, actor: Actor) -> Answer:
    """A page of a worklist: only what this person may know of.

    Policy: 2.6, 5.1
    """
    policy, fields = load_policy(), Fields(Body(values=request.query, form=True))
    view, narrowed, cursor = read_list(fields, policy)
    fields.nothing_else()
    page = page_of(actor, view, store=wiring.case_store(), policy=policy, now=request.now, narrowed=narrowed, cursor=cursor)
    return in_json(200, {"items": [row_view(row, policy, request.now) for row in page.rows], "next": page.next})


def read_list(fields: Fields, policy: Policy) -> tuple[str, Narrowed, str | None]:
    """Which list is asked for, what it is narrowed to, and the cursor of the page before."""
    view = fields.code("view", VIEWS) or VIEWS[0]
    narrowed = Narrowed(**read_narrowed(fields, policy))
    return view, narrowed, fields.line("cursor", _CURSOR_CHARS) or None


def register_on_behalf(request: Request, actor: Actor) -> Answer:
    """Take in what an owner said at the counter, on the phone or at a meeting; the receipt is for him.

    Policy: 2.1, 2.2
    Spoken words must have been read back to him.
    """
    policy = load_policy()
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    form = read_on_behalf(fields, policy, Asked(by=actor, language=request.language, now=request.now, ours=wiring.own_addresses()))
    receipt = received(request, form, complaint_key(request, form, request.source))
    return in_json(201, receipt_view(receipt, grants_for(receipt, form), policy, request.now), number=receipt.number)


def show_case(request: Request, actor: Actor) -> Answer:
    """One case for this person; a hidden one looks like a missing one.

    Policy: 2.5, 2.6
    """
    return _shown(request, actor, visible(request, actor))


def carry_out(request: Request, actor: Actor) -> Answer:
    """Carry out a command on a case, on the version that the person looked at.

    Policy: 5.2
    """
    policy = load_policy()
    history = visible(request, actor)
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    expected = read_version(fields)
    ask = command_of(request.at["command"], fields, actor, policy)
    enter_by_lane(request, ask)
    check_on_record(ask, history.case, policy)
    case_id, receipts, people = history.case.case_id, wiring.receipts(), wiring.people_store()
    key = command_key(request, receipts, actor.code, case_id, request.at["command"])
    desk = Desk(store=wiring.case_store(), policy=policy, now=request.now)
    after = act(ask, case_id, desk=desk, receipts=receipts, people=people, key=key, expected=expected)
    return _shown(request, actor, after)


def carry_out_many(request: Request, actor: Actor) -> Answer:
    """Carry out one step on each of several cases, on the version that the person saw; each answers for itself.

    Policy: 5.1, 5.2
    """
    policy = load_policy()
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    slug = request.at["command"]
    ask, cases = read_bulk(slug, fields, actor, policy)
    found = carry_out_each(
        ask,
        cases,
        find=lambda number: by_number(number, request, actor),
        key_of=lambda case_id: command_key(request, wiring.receipts(), actor.code, case_id, f"bulk|{slug}"),
        desk=Desk(store=wiring.case_store(), policy=policy, now=request.now),
        receipts=wiring.receipts(),
    )
    return in_json(200, {"results": found})


def show_identity(request: Request, actor: Actor) -> Answer:
    """Who the owner is, for a reason. The reading is recorded first; the owner sees it.

    Policy: 2.5
    """
    policy = load_policy()
    history = visible(request, actor)
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    ask = read_reason(fields, actor, policy)
    fields.nothing_else()
    if history.case.anonymous:
        raise NotAllowedNow("no_contact_needed")
    case_id = history.case.case_id
    # Each reading is recorded, whatever key the client repeats: the answer holds the name again, so it is a reading again.
    key = f"identity|{request.request_id}"
    ask = counted(ask, history.case, request.now)
    after = perform(ask, case_id, store=wiring.case_store(), policy=policy, now=request.now, key=key)
    person = wiring.people_store().read(case_id)
    if person is None:
        raise NotThere
    contact_by = [policy.contact_ways[way] for way in person.contact_by if way in policy.contact_ways]
    view = {
        "name": person.name,
        "phone": person.phone,
        "dial": [{"number": line.number, "extension": line.extension, "shared": line.shared} for line in lines_of(person.phone)],
        "email": person.email,
        "flat": " ".join(part for part in (person.unit, person.household) if part),
        "contact_by": [{"zh": way.zh, "en": way.en} for way in contact_by],
        "needs": [{"zh": need.zh, "en": need.en} for code, need in policy.needs.items() if code in person.needs],
        "version": after.case.version,
    }
    return in_json(200, view, number=after.case.number)


def take_call(request: Request, actor: Actor) -> Answer:
    """Tell whoever rings or comes how his case stands, once he has shown that it is his. Each try is recorded; the owner sees it.

    Policy: 2.3, 2.5
    """
    policy = load_policy()
    history = visible(request, actor)
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    case_id, receipts = history.case.case_id, wiring.receipts()
    ask = read_call(fields, actor, policy, lambda code: receipts.code_matches(case_id, code, history.code_hash))
    fields.nothing_else()
    # Each try counts, whatever key the client repeats: the next one may hold another code.
    key = f"call|{request.request_id}|{history.case.version}"
    after = perform(ask, case_id, store=wiring.case_store(), policy=policy, now=request.now, key=key)
    return in_json(200, call_view(ask, after, policy, request.now), number=after.case.number)


def add_files(request: Request, actor: Actor) -> Answer:
    """Keep places for photos of staff and give leave to send them; whoever asks again with the same key gets the same places.

    Policy: 2.4, 5.2
    """
    policy = load_policy()
    history = visible(request, actor)
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    expected = fields.whole("version")
    case_id = history.case.case_id
    key = command_key(request, wiring.receipts(), actor.code, case_id, "files")
    ask = read_files(fields, actor, policy, key)
    fields.nothing_else()
    after = perform(ask, case_id, store=wiring.case_store(), policy=policy, now=request.now, key=key, expected=expected)
    return in_json(201, leave_to_send(after, key, policy), number=after.case.number)


def read_version(fields: Fields) -> int:
    """The version of the case that the person looked at. Raises: NotUnderstood "version_required"."""
    if not fields.was_sent("version"):
        raise NotUnderstood("version_required", field="version")
    found = fields.whole("version")
    if found is None or found < 1:
        raise NotUnderstood("wrong_type", field="version")
    return found


def _shown(request: Request, actor: Actor, history: History) -> Answer:
    events = wiring.case_store().open(history)
    view = case_view(history.case, events, actor, load_policy(), request.now, wiring.evidence_store())
    group = group_view(history.case, actor, wiring.case_store(), load_policy())
    return in_json(200, {**view, "group": group}, number=history.case.number)


# What is asked of cases that the request names.
OF_CASES = (
    Route(method="POST", path="/api/desk/bulk/{command}", roles=CASEWORKERS, answer=carry_out_many),
    Route(method="GET", path="/api/desk/cases/{number}", roles=CASEWORKERS, answer=show_case),
    Route(method="POST", path="/api/desk/cases/{number}/identity", roles=REVEALERS, answer=show_identity),
    Route(method="POST", path="/api/desk/cases/{number}/call", roles=CALLED, answer=take_call),
    Route(method="POST", path="/api/desk/cases/{number}/files", roles=CASEWORKERS, answer=add_files),
    Route(method="POST", path="/api/desk/cases/{number}/share", roles=SHARERS, answer=share_by_staff),
    Route(method="POST", path="/api/desk/cases/{number}/{command}", roles=CASEWORKERS, answer=carry_out),
)
ROUTES = (
    Route(method="GET", path="/api/desk/sign-in", roles=ANYBODY, answer=show_sign_in),
    Route(method="GET", path="/api/desk/me", roles=EVERYBODY, answer=show_me),
    Route(method="GET", path="/api/desk/duty", roles=CASEWORKERS, answer=show_duty),
    Route(method="GET", path="/api/desk/overview", roles=OVERSEERS, answer=show_overview),
    Route(method="GET", path="/api/desk/cases", roles=CASEWORKERS, answer=show_list),
    Route(method="POST", path="/api/desk/complaints", roles=CASEWORKERS, answer=register_on_behalf),
    *OF_CASES,
    *LEDGER_ROUTES,
)


@cache
def issuer() -> Issuer:
    """The issuer that the environment names."""
    return issuer_by(fetch)


@cache
def endpoints() -> Endpoints:
    """Where that issuer lets people sign in."""
    return Endpoints(read=lambda: fetch(f"{settings.oidc_issuer()}/.well-known/openid-configuration"))


def who(request: Request) -> Actor:
    """The person behind the bearer token, as he works today: with what is of those for whom he stands in. Headers that claim a user
    are never looked at."""
    policy = load_policy()
    return acting(signed_in(request.headers.get("authorization"), issuer(), policy, request.now), request.now, policy)


@cache
def door(lane: HandOver) -> Door:
    """The door, built on first use. lane: who answers of guarded cases."""
    return Door(routes=ROUTES, who=who, policy=load_policy, renew=wiring.renew, lane=lane)


@cache
def door_of_cases() -> Door:
    """What of this door the confidential lane answers itself."""
    return Door(routes=OF_CASES, who=who, policy=load_policy, renew=wiring.renew)
