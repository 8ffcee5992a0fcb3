"""A case as a member of staff sees it: facts, words, timeline, who read the identity, and the steps open to him."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from huiyin.core.call_backs import owed
from huiyin.core.callers import BY_CODE
from huiyin.core.case import Case
from huiyin.core.commands import Actor, AddFiles, FileWanted, RevealIdentity, TakeCall
from huiyin.core.decide import why_not
from huiyin.core.evaluation import is_unsigned
from huiyin.core.events import (
    ComplaintReceived,
    Event,
    GroupOpened,
    IdentityRevealed,
)
from huiyin.core.flags import ADDRESS
from huiyin.core.lifecycle import STEPS, must_be_phoned
from huiyin.core.risk import light_of, score_of
from huiyin.core.survey import may_read
from huiyin.entry import sentences
from huiyin.entry.actions import actions
from huiyin.entry.bulk import for_many
from huiyin.entry.descriptors import check, choice, named
from huiyin.entry.drafts import with_drafts
from huiyin.entry.evidence_view import evidence_view
from huiyin.entry.insults import for_reader
from huiyin.entry.ledger_calls import may_of
from huiyin.entry.list_filters import filters_of
from huiyin.entry.order_view import orders_view, results_told
from huiyin.entry.overview import OVERSEERS
from huiyin.entry.plan_view import plan_view, points_view, tasks_view
from huiyin.entry.sharing import sharing_action
from huiyin.entry.survey_form import is_hidden, survey_view, tells_of_it
from huiyin.entry.timeline import row
from huiyin.entry.waits_view import waits_view
from huiyin.entry.worklists import VIEWS, line
from huiyin.policy import released_policy
from huiyin.policy.schema import LANGUAGES, Policy
from huiyin.policy.sheets import sheets_of
from huiyin.store.evidence import EvidenceStore
from huiyin.store.lists import standing_due

# Says that something is there without saying how long it is.
_MASK = "***"


def me_view(actor: Actor, policy: Policy) -> dict[str, Any]:
    """Who is signed in, and the lists that he may look through."""
    roles = [role for role in policy.charter.roles if role in actor.roles]
    return {
        "code": actor.code,
        "name": sentences.who(actor.code, policy) if actor.code in policy.departments.staff else {"zh": actor.code, "en": actor.code},
        "roles": roles,
        "role_words": [sentences.named(role, policy.charter.roles) for role in roles],
        "department": actor.department,
        "department_words": sentences.department(actor.department, policy),
        "filters": filters_of(policy),
        "bulk": for_many(actor, policy),
        "estate": list(sheets_of(actor.roles, policy)),
        "places": _places(policy),
        "may": [*may_of(actor), *(["overview"] if actor.roles & OVERSEERS else [])],
        "views": [{"code": view, "name": sentences.word(f"labels.view_{view.replace('-', '_')}", policy)} for view in VIEWS],
    }


def case_view(case: Case, events: Sequence[Event], actor: Actor, policy: Policy, now: datetime, evidence: EvidenceStore) -> dict[str, Any]:
    """The case as JSON for the desk. events: opened. Nothing here tells who the owner is.

    Policy: 2.5, 5.2
    """
    first = events[0]
    if not isinstance(first, ComplaintReceived | GroupOpened):
        raise TypeError("a history begins with its receipt")
    due_kind, due = standing_due(case)
    community, reads_all = policy.communities.get(case.community), may_read(case, actor, hidden=is_hidden(events))
    view = {
        **line(case, due=due, due_kind=due_kind, version=case.version, policy=policy, now=now),
        "kind": case.kind,
        "kind_words": sentences.named(case.kind, policy.charter.kinds),
        "channel_words": _came_by(case, policy),
        "submitter_words": _came_from(case, policy),
        "community_words": sentences.both(community.name) if community else None,
        "steward_words": _steward(case, policy),
        "asset_words": sentences.asset(case.handling.asset, policy),
        **_said_first(first, policy),
        "taken_down": _taken_down(first, policy),
        "edition": case.edition,
        "flags": [*_flags(case, policy), *_noted(case, policy, now), *_oddities(first, policy)],
        "points": points_view(case, policy),
        "plan": plan_view(case, events, policy),
        "tasks": tasks_view(case, events, policy),
        "orders": orders_view(case, events, policy),
        **results_told(events, policy),
        "due": _dues(case, policy),
        "first_contact_at": sentences.here_or_none(case.first_contact_at, policy),
        "waits": waits_view(events, policy, now),
        "timeline": [row(n, event, case, policy) for n, event in enumerate(events, start=1) if reads_all or not tells_of_it(event)],
        "survey": survey_view(events, policy) if reads_all else None,
        "evidence": evidence_view(case, events, policy, evidence),
        "identity": _identity(case),
        "reads": _reads(events, policy),
        "actions": [
            *with_drafts(actions(case, actor, policy, now), events, policy),
            *(one for beside in (_reveal, _calling, _adding, sharing_action) for one in beside(case, actor, policy, now)),
        ],
    }
    return for_reader(view, actor, policy)


def _places(policy: Policy) -> list[dict[str, Any]] | None:
    """The places of an estate that brought its own; None where the page has them, since they are those of the release."""
    if policy is released_policy():
        return None
    estates = [one for one in policy.communities.values() if not one.closed]
    return [choice for one in estates for choice in (*named({code: b.name for code, b in one.buildings.items()}), *named(one.common_areas))]


def _steward(case: Case, policy: Policy) -> sentences.Words | None:
    """Who looks after the building that it is about; None where nobody is named."""
    community = policy.communities.get(case.community)
    building = community.buildings.get(case.building or "") if community else None
    return sentences.who(building.steward, policy) if building is not None and building.steward is not None else None


def _came_by(case: Case, policy: Policy) -> sentences.Words | None:
    channels = {code: one.name for code, one in policy.channels.items()}
    return sentences.word("labels.group_case", policy) if case.handling.group else sentences.named(case.channel, channels)


def _came_from(case: Case, policy: Policy) -> sentences.Words | None:
    return sentences.word("labels.many_households", policy) if case.handling.group else sentences.named(case.submitter, policy.submitters)


def _said_first(first: ComplaintReceived | GroupOpened, policy: Policy) -> dict[str, Any]:
    """What the owner said; of a group, what its members have in common."""
    if isinstance(first, GroupOpened):
        return {"spot": "", "matter": first.cause, "wish": "", "accused": "", "avoid": "", "occurred_at": None}
    return {
        "spot": first.spot,
        "matter": first.matter,
        "wish": first.wish,
        "accused": first.accused,
        "avoid": first.avoid,
        "occurred_at": sentences.said_moment(first.occurred_at, policy),
    }


def _taken_down(first: ComplaintReceived | GroupOpened, policy: Policy) -> dict[str, Any] | None:
    """Of what staff wrote down for an owner: that it was read back to him and when, what shows when a late entry was heard, and their
    summary.

    Policy: 2.1, 2.2
    """
    if isinstance(first, GroupOpened) or not (first.read_back or first.late_proof or first.summary):
        return None
    return {
        "by_words": sentences.who(first.by, policy),
        "written_at": sentences.here(first.at, policy),
        "read_back_words": sentences.named(first.read_back, policy.read_backs),
        "read_back_at": sentences.here_or_none(first.read_back_at, policy),
        "late_words": sentences.named(first.late_proof, policy.late_proofs),
        "summary": first.summary,
    }


def _dues(case: Case, policy: Policy) -> dict[str, str | None]:
    return {
        "first_contact": sentences.here(case.first_contact_due, policy),
        "plan_submitted": sentences.here_or_none(case.plan_due, policy),
        "answer": sentences.here(case.answer_due, policy),
        "resolve": sentences.here_or_none(case.resolve_due, policy),
    }


def _flags(case: Case, policy: Policy) -> list[dict[str, Any]]:
    standing: Mapping[str, tuple[bool, str]] = {
        "danger": (case.sounds_dangerous, "labels.danger"),
        "sensitive": (case.guarded, "fields.sensitive"),
        "anonymous": (case.anonymous and case.handling.group is None, "fields.anonymous"),
        "to_call": (must_be_phoned(case) or owed(case) is not None, "labels.view_to_call"),
        "legal": (case.handling.held_at is not None, "labels.legal_hold"),
        "evaluation_unsigned": (is_unsigned(case), "labels.evaluation_unsigned"),
    }
    return [{"code": code, "words": sentences.word(label, policy)} for code, (stands, label) in standing.items() if stands]


def _risk(case: Case, policy: Policy) -> list[dict[str, Any]]:
    """How risky it is, from the mildest warning on."""
    score = score_of(case.handling.risk, policy) if case.handling.risk else 0
    light = light_of(score, policy)
    if light is None:
        return []
    name = policy.risk.lights[light].name
    said = {language: policy.word("labels.risk", language).format(score=score, light=name.of(language)) for language in LANGUAGES}
    return [{"code": f"risk_{light}", "words": said}]


def _noted(case: Case, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """The flags that somebody set; of an authority's order with its day, of a flat on no register with what to do about it."""
    shown = [*_risk(case, policy), *({"code": one, "words": sentences.named(one, policy.measures.flags)} for one in case.handling.flags)]
    shown = [{**one, "advice": sentences.word("labels.address_advice", policy)} if one["code"] == ADDRESS else one for one in shown]
    due = case.handling.authority_due
    if due is None:
        return shown
    by = sentences.by(due, now, policy)
    said: sentences.Words = {language: policy.word("labels.authority_by", language).format(due=by[language]) for language in LANGUAGES}
    return [*shown, {"code": "authority_due", "words": said}]


def _oddities(received: ComplaintReceived | GroupOpened, policy: Policy) -> list[dict[str, Any]]:
    """What a person should know of the mail that a case came in."""
    if isinstance(received, GroupOpened):
        return []
    return [{"code": f"mail_{code}", "words": sentences.word(f"labels.mail_odd_{code}", policy)} for code in received.odd]


def _identity(case: Case) -> dict[str, Any]:
    """Whether an identity is held and how he can be reached, never any of it.

    Policy: 2.5
    Whether he gave a name or a flat would need the person to be opened, so nothing is said of them. Who wrote a mail has
    an address, though no letter may go to it before somebody knows that it is his.
    """
    return {
        "held": not case.anonymous and case.state != "ARCHIVED",
        "anonymous": case.anonymous,
        "masked": {
            "phone": _MASK if case.has_phone else None,
            "email": _MASK if not case.anonymous and (case.has_email or case.channel == "email") else None,
        },
    }


def _reveal(case: Case, actor: Actor, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """Reading the identity, as an action of this person: it has an address of its own, hence no fields here."""
    if case.anonymous or not actor.roles & set(STEPS["RevealIdentity"].roles):
        return []
    closed = why_not(case, RevealIdentity(by=actor, reason=next(iter(policy.identity_reasons))), policy, now)
    why = {"code": closed.code, "message": sentences.refusal(closed, policy)} if closed else None
    name = sentences.word("labels.identity_show", policy)
    return [{"command": "reveal-identity", "name": name, "open": closed is None, "why": why, "fields": []}]


def _calling(case: Case, actor: Actor, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """Telling whoever rings or comes how it stands, as an action of this person, with the ways in which he may show that it is his."""
    if not actor.roles & set(STEPS["TakeCall"].roles):
        return []
    closed = why_not(case, TakeCall(by=actor, way=BY_CODE, passed=True), policy, now)
    why = {"code": closed.code, "message": sentences.refusal(closed, policy)} if closed else None
    ways = {
        code: one
        for code, one in policy.caller_checks.items()
        if why_not(case, TakeCall(by=actor, way=code, passed=True), policy, now) is None
    }
    name = sentences.word("labels.take_call", policy)
    fields = [choice("way", policy, named(ways), label=sentences.word("labels.caller_check", policy))] if ways else []
    return [{"command": "take-call", "name": name, "open": closed is None, "why": why, "fields": fields}]


def _adding(case: Case, actor: Actor, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """Adding photos, as an action of this person: it has an address of its own as well. The purposes are its one field."""
    purposes = named(policy.measures.file_purposes)
    ask = AddFiles(by=actor, files=(FileWanted(purpose=purposes[0]["value"]),), asked="-")
    if not actor.roles & set(STEPS["AddFiles"].roles) or why_not(case, ask, policy, now) is not None:
        return []
    name = sentences.word("labels.add_files", policy)
    fields = [choice("purpose", policy, purposes), check("may_be_shown", policy, needed=False)]
    return [{"command": "add-files", "name": name, "open": True, "why": None, "fields": fields}]


def _reads(events: Sequence[Event], policy: Policy) -> list[dict[str, Any]]:
    return [
        {
            "at": sentences.here(event.at, policy),
            "by_words": sentences.who(event.by, policy),
            "role_words": sentences.named(event.role, policy.charter.roles),
            "reason_words": sentences.named(event.reason, policy.identity_reasons),
        }
        for event in events
        if isinstance(event, IdentityRevealed)
    ]
