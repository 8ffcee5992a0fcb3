"""The owners' door: report, follow, add. Number and code open a case; nobody signs in here."""

from dataclasses import replace
from functools import cache

from huiyin import settings
from huiyin.core.case import case_id_of
from huiyin.core.commands import OWNER, Actor, AddFact, Command, ComplainOfHandling, RaiseGrievance, ReplyToQuestion
from huiyin.core.errors import NotThere, NotYet, Refusal
from huiyin.deskwork import Desk
from huiyin.entry import journal, owner_pages, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.bodies import Body, read_body
from huiyin.entry.book_view import book_view
from huiyin.entry.callers import caller_of
from huiyin.entry.challenge import let_in, show_challenge, wrong_code
from huiyin.entry.complaint_form import LISTS, Asked, read_complaint
from huiyin.entry.fields import Fields
from huiyin.entry.grievances import taken_apart
from huiyin.entry.http import Door, HandOver, Route
from huiyin.entry.idempotency import command_key
from huiyin.entry.lanes import enter_by_lane, keep_to_lane
from huiyin.entry.notices import show_notices, together_with
from huiyin.entry.own_copy import copy_of
from huiyin.entry.owner_acts import ACTS, ACTS_TO_COME, READS, SHARE, read_act
from huiyin.entry.owner_view import owner_view
from huiyin.entry.policy_view import freshness, policy_view, tag_of
from huiyin.entry.proof import PROOF_CHARS
from huiyin.entry.receipt_view import receipt_view
from huiyin.entry.receiving import complaint_key, grants_for, later_grants, received
from huiyin.entry.requests import Request
from huiyin.entry.rights_acts import COPY
from huiyin.entry.sharing import known_of, read_share, shared
from huiyin.groupwork import act as act_on
from huiyin.policy import load_policy
from huiyin.policy.schema import LANGUAGES, Language
from huiyin.store.cases import History

# At this door everybody is an owner; of which case, number and code must say.
OWNERS = frozenset({"owner"})
_TYPED_CHARS = 80


def receive_complaint(request: Request, actor: Actor) -> Answer:
    """Take a complaint in and give its receipt: JSON for programs, a page for a browser without script.

    Policy: 2.2, 2.3
    """
    policy, body = load_policy(), None
    try:
        body = read_body(request, limit_kb=policy.limits.body_kb, lists=LISTS)
        asked = Asked(by=actor, language=request.language, now=request.now, ours=wiring.own_addresses())
        fields = Fields(body)
        proof = fields.line("proof", PROOF_CHARS)
        form = read_complaint(fields, policy, asked)
        key = complaint_key(request, form, caller_of(request, wiring.door_secret))
        let_in(request, proof, key)
        receipt = received(request, form, key)
    except Refusal as refusal:
        if not request.wants_page:
            raise
        return owner_pages.complaint_refused(refusal, body, policy, _language(request, body))
    by_page = request.wants_page and body.form
    language = form.ask.language
    redirect = owner_pages.track_url(settings.site_url(), language) if by_page else None
    view = receipt_view(receipt, grants_for(receipt, form, redirect), policy, request.now)
    if by_page:
        return owner_pages.received(view, policy, language)
    return in_json(201, view, number=receipt.number)


def track(request: Request, actor: Actor) -> Answer:
    """Show a case to whoever holds its number and code.

    Policy: 2.3, 5.2
    """
    policy, body = load_policy(), None
    try:
        body = read_body(request, limit_kb=policy.limits.body_kb)
        fields = Fields(body)
        history = _opened_by(request, read_lookup(fields))
        fields.nothing_else()
    except Refusal as refusal:
        if not request.wants_page:
            raise
        return owner_pages.lookup_refused(refusal, body, policy, _language(request, body))
    keep_to_lane(request, history.case)
    journal.count("Tracked")
    return _shown(request, body, history)


def check_books(request: Request, actor: Actor) -> Answer:
    """Give whoever holds number and code what he needs to check that nothing of his case was changed.

    Policy: 2.3, 5.2
    """
    fields = Fields(read_body(request, limit_kb=load_policy().limits.body_kb))
    history = _opened_by(request, read_lookup(fields))
    fields.nothing_else()
    return in_json(200, book_view(history), number=history.case.number)


def act(request: Request, actor: Actor) -> Answer:
    """What an owner does with his case: say more, answer, urge, object, judge the answer, take it back; read who looked at his name.

    Policy: 2.5, 2.7, 5.6
    """
    name, policy, body = request.at["act"], load_policy(), None
    if name not in ACTS.keys() | ACTS_TO_COME | {READS, SHARE}:
        raise NotThere
    try:
        body = read_body(request, limit_kb=policy.limits.body_kb, lists=frozenset({"also", "consents", "files", "improve", "points"}))
        fields = Fields(body)
        history = _opened_by(request, read_lookup(fields))
        if name in ACTS_TO_COME:
            raise NotYet
    except Refusal as refusal:
        if not request.wants_page:
            raise
        return owner_pages.lookup_refused(refusal, body, policy, _language(request, body))
    keep_to_lane(request, history.case)
    try:
        if name == SHARE:
            return _shared(request, fields, history)
        if name == READS:
            fields.nothing_else()
        else:
            ask = read_act(name, fields, policy)
            enter_by_lane(request, ask)
            if isinstance(ask, RaiseGrievance | ComplainOfHandling):
                return _told_apart(request, body, history, ask)
            history = _done(request, name, ask, history)
            if name == COPY:
                return _copied(request, body, history)
    except Refusal as refusal:
        if not request.wants_page:
            raise
        return _shown(request, body, history, refusal)
    return _shown(request, body, history)


def _shared(request: Request, fields: Fields, history: History) -> Answer:
    """What he shows to neighbours. Who he is lies sealed and this door cannot open it: he sees what is covered, and covers more himself."""
    policy = load_policy()
    wanted = read_share(fields, policy, owner=True, language=request.language)
    fields.nothing_else()
    return shared(request, OWNER, history, wanted, known_of(None, policy))


def _told_apart(request: Request, body: Body, history: History, ask: RaiseGrievance | ComplainOfHandling) -> Answer:
    """The receipt of a case of its own."""
    receipt = taken_apart(request, history.case, ask)
    view = receipt_view(receipt, [], load_policy(), request.now)
    if request.wants_page and body.form:
        return owner_pages.received(view, load_policy(), _language(request, body))
    return in_json(201, view, number=receipt.number)


def _copied(request: Request, body: Body, history: History) -> Answer:
    """What is held of him: a file for programs, a page to keep for a browser without script."""
    policy = load_policy()
    events = wiring.case_store().open(history)
    view = owner_view(history.case, events, policy, request.now, wiring.evidence_store())
    held = copy_of(history.case, events, view, policy, request.now)
    if request.wants_page and body.form:
        return owner_pages.copied(held, policy, _language(request, body), request.now)
    return in_json(200, held, number=history.case.number)


def _done(request: Request, name: str, ask: Command, history: History) -> History:
    """The command carried out, once however often it is sent. Its files are told by the keys under which they came."""
    case_id = history.case.case_id
    if isinstance(ask, AddFact | ReplyToQuestion):
        ask = replace(ask, files=tuple(_slot(case_id, key) for key in ask.files))
    key = command_key(request, wiring.receipts(), "owner", case_id, name)
    desk = Desk(store=wiring.case_store(), policy=load_policy(), now=request.now)
    return act_on(ask, case_id, desk=desk, receipts=wiring.receipts(), key=key)


def _slot(case_id: str, key: str) -> str:
    evidence = wiring.evidence_store()
    named = evidence.slot_of(key)
    if named is None or not evidence.key_belongs(case_id, key):
        # The same for a file of another case and for one that never was.
        raise NotThere("upload_unknown", field="files")
    return named[1]


def read_lookup(fields: Fields) -> tuple[str, str]:
    """What names a case: number and code as they were typed. The language is the one in which a page answers."""
    fields.code("language", LANGUAGES)
    return fields.line("number", _TYPED_CHARS), fields.line("code", _TYPED_CHARS)


def _opened_by(request: Request, lookup: tuple[str, str]) -> History:
    """The case that number and code open. A wrong number and a wrong code are told alike, after the same work."""
    receipts = wiring.receipts()
    number, code = receipts.normalise_number(lookup[0]), lookup[1]
    # No case lies under the empty id: looking there makes a misspelt number cost what a wrong one costs.
    case_id = case_id_of(number) if number else "00000000"
    history = wiring.case_store().load(case_id)
    held = history.code_hash if history else bytes(16)
    matches = receipts.code_matches(case_id, code, held)
    if history is None or not matches or history.case.number != number:
        wrong_code(request, number or "")
        raise NotThere("case_unknown")
    return history


def _shown(request: Request, body: Body, history: History, refusal: Refusal | None = None) -> Answer:
    policy = load_policy()
    events = wiring.case_store().open(history)
    together = together_with(history.case, Desk(store=wiring.case_store(), policy=policy, now=request.now))
    view = owner_view(history.case, events, policy, request.now, wiring.evidence_store(), together)
    if request.wants_page and body.form:
        return owner_pages.case(view, body, policy, _language(request, body), request.now, refusal, request.at.get("act", ""))
    view["upload"] = [{"url": grant.url, "fields": dict(grant.fields)} for grant in later_grants(history.case)]
    return in_json(200, view, number=history.case.number)


def _language(request: Request, body: Body | None) -> Language:
    said = body.values.get("language") if body else None
    if said == "en":
        return "en"
    return "zh" if said == "zh" else request.language


def show_policy(request: Request, actor: Actor) -> Answer:
    """What a client may send now."""
    view = policy_view(load_policy())
    tag = tag_of(view)
    head = {"etag": tag, "cache_control": freshness()}
    if request.headers.get("if-none-match", "") == tag:
        return Answer(status=304, body="", headers={"etag": tag, "cache-control": freshness()})
    return in_json(200, view, **head)


def show_figures(request: Request, actor: Actor) -> Answer:
    """The published figures of a month.

    Policy: 3.7
    """
    name = request.at["name"]
    text = wiring.figures_store().read(name.removesuffix(".json")) if name.endswith(".json") else None
    if text is None:
        raise NotThere
    return in_json(200, None, cache_control=freshness()).holding(text)


# What is asked of one case, by whoever holds its code.
OF_A_CASE = (
    Route(method="POST", path="/api/track", roles=OWNERS, answer=track),
    Route(method="POST", path="/api/owner/{act}", roles=OWNERS, answer=act),
)
ROUTES = (
    Route(method="GET", path="/api/challenge", roles=OWNERS, answer=show_challenge),
    Route(method="POST", path="/api/complaints", roles=OWNERS, answer=receive_complaint),
    Route(method="GET", path="/api/policy.json", roles=OWNERS, answer=show_policy),
    Route(method="GET", path="/api/notices", roles=OWNERS, answer=show_notices),
    Route(method="POST", path="/api/track/books", roles=OWNERS, answer=check_books),
    Route(method="GET", path="/api/figures/{name}", roles=OWNERS, answer=show_figures),
    *OF_A_CASE,
)


@cache
def door(lane: HandOver) -> Door:
    """The door, built on first use. lane: who answers of guarded cases."""
    return Door(routes=ROUTES, who=_owner, policy=load_policy, renew=wiring.renew, lane=lane)


@cache
def door_of_cases() -> Door:
    """What of this door the confidential lane answers itself."""
    return Door(routes=OF_A_CASE, who=_owner, policy=load_policy, renew=wiring.renew)


def _owner(request: Request) -> Actor:
    return OWNER
