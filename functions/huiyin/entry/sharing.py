"""Safe share at both doors: the text with what tells who somebody is covered, as a person confirmed it, and the card that shows it."""

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from huiyin.casework import perform
from huiyin.core.case import Case
from huiyin.core.clock import local
from huiyin.core.commands import Actor, Person, ShareCase
from huiyin.core.decide import why_not
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import ComplaintReceived, Event, GroupOpened
from huiyin.core.lifecycle import STEPS
from huiyin.core.redaction import Hidden, Known, covered, find_private, fits
from huiyin.core.sharing import ANSWER, PROGRESS
from huiyin.entry import sentences, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.bodies import read_body
from huiyin.entry.descriptors import named
from huiyin.entry.desk_cases import visible
from huiyin.entry.fields import Fields
from huiyin.entry.owner_told import given_answer
from huiyin.entry.requests import Request
from huiyin.policy import load_policy
from huiyin.policy.records import dataclass
from huiyin.policy.redaction import FLAT, MAIL, NAME, PHONE
from huiyin.policy.schema import LANGUAGES, Language, Policy
from huiyin.store.cases import History

Json = dict[str, Any]
# Who of the staff may show something of a case to others outside it.
SHARERS = frozenset(STEPS["ShareCase"].roles) - {"owner"}
# The longest text of a case has less to cover; a list beyond it is no list of a person.
_MOST_HIDDEN = 500
_MARK_CHARS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to show. hidden: what is covered as he confirmed it, None: as it is found; mark: of the text that he saw."""

    draft: bool
    to: str
    purpose: str
    part: str
    language: Language
    hidden: tuple[Hidden, ...] | None
    mark: str


def read_share(fields: Fields, policy: Policy, *, owner: bool, language: Language) -> Wanted:
    """What is asked for. A draft needs to say of it only what is to be shown. Raises: NotUnderstood.

    Policy: 2.7
    """
    rules, draft = policy.sharing, fields.flag("draft")
    known = [code for code, one in rules.recipients.items() if one.owner or not owner]
    to = fields.code("recipient", known) or (known[0] if draft or owner else "")
    purpose = fields.code("purpose", rules.purposes) or (PROGRESS if draft or owner else "")
    if not to or not purpose:
        raise NotUnderstood("field_required", field="purpose" if to else "recipient")
    sent = fields.was_sent("hidden")
    return Wanted(
        draft=draft,
        to=to,
        purpose=purpose,
        part=fields.needed_code("part", rules.parts),
        language="en" if (fields.code("card_language", LANGUAGES) or language) == "en" else "zh",
        hidden=fields.rows("hidden", lambda row: _read_hidden(row, policy), most=_MOST_HIDDEN) if sent else None,
        mark=fields.line("mark", _MARK_CHARS),
    )


def _read_hidden(row: Fields, policy: Policy) -> Hidden:
    kind = row.needed_code("kind", policy.redaction.kinds)
    return Hidden(start=row.needed_whole("start"), end=row.needed_whole("end"), kind=kind)


def share_by_staff(request: Request, actor: Actor) -> Answer:
    """Look at what would be covered, or show it: the event first, then the card.

    Policy: 2.7
    Who the owner is is opened to cover it, and stands in nothing that leaves here.
    """
    policy, history = load_policy(), visible(request, actor)
    fields = Fields(read_body(request, limit_kb=policy.limits.body_kb, forms=False))
    wanted = read_share(fields, policy, owner=False, language=request.language)
    fields.nothing_else()
    person = None if history.case.anonymous else wiring.people_store().read(history.case.case_id)
    return shared(request, actor, history, wanted, known_of(person, policy))


def shared(request: Request, actor: Actor, history: History, wanted: Wanted, known: Sequence[Known]) -> Answer:
    """The draft, or the card with its text.

    Policy: 2.7
    Raises: NotUnderstood "share_hidden"; NotAllowedNow "share_text_changed", and whatever the core refuses.
    """
    policy = load_policy()
    events = wiring.case_store().open(history)
    text = text_of(wanted.part, history.case, events, policy)
    found = find_private(text, policy.redaction, known)
    view = {"part": wanted.part, "text": text, "mark": mark_of(text), "hidden": [_hidden_view(one, policy) for one in found]}
    if wanted.draft:
        owner = not actor.is_staff
        return in_json(
            200,
            {**view, "choices": choices(policy, owner=owner), "shared": None, "version": history.case.version},
            number=history.case.number,
        )
    hidden = _confirmed(wanted, found, text, policy)
    said = covered(text, hidden, policy.redaction, wanted.language)
    ask = ShareCase(
        by=actor,
        to=wanted.to,
        purpose=wanted.purpose,
        part=wanted.part,
        text=said,
        hidden=tuple(sorted(Counter(one.kind for one in hidden).items())),
        uncovered=sum(1 for one in found if not any(other.start <= one.start and one.end <= other.end for other in hidden)),
    )
    # Each card is one event, whatever key the client repeats: it may go to somebody else.
    key = f"share|{request.request_id}|{history.case.version}"
    after = perform(ask, history.case.case_id, store=wiring.case_store(), policy=policy, now=request.now, key=key)
    card = card_of(after.case, ask, wanted.language, request, policy)
    return in_json(200, {**view, "choices": None, "shared": card, "version": after.case.version}, number=after.case.number)


def _confirmed(wanted: Wanted, found: tuple[Hidden, ...], text: str, policy: Policy) -> tuple[Hidden, ...]:
    if wanted.hidden is None:
        return found
    if wanted.mark != mark_of(text):
        raise NotAllowedNow("share_text_changed")
    if not fits(text, wanted.hidden, policy.redaction):
        raise NotUnderstood("share_hidden", field="hidden")
    return wanted.hidden


def mark_of(text: str) -> str:
    """By which a text is known again, so that what somebody confirmed is not laid over another."""
    return sha256(text.encode()).hexdigest()[:16]


def text_of(part: str, case: Case, events: Sequence[Event], policy: Policy) -> str:
    """The words that would be shown; "" for how it stands, which is told without any."""
    first = events[0]
    if part == PROGRESS:
        return ""
    if part == ANSWER:
        given = given_answer(case, events, policy)
        return str(given["words"]) if given else ""
    if isinstance(first, GroupOpened):
        return first.cause
    return first.matter if isinstance(first, ComplaintReceived) else ""


def known_of(person: Person | None, policy: Policy) -> list[Known]:
    """Whom to cover wherever he stands: the owner, as far as this door may open who he is, and the people of the directory."""
    names = [name for one in policy.departments.staff.values() for name in (one.name.zh, one.name.en)]
    known = [Known(kind=NAME, word=name) for name in names]
    if person is None:
        return known
    own = ((NAME, person.name), (PHONE, person.phone), (MAIL, person.email), (FLAT, person.unit), (FLAT, person.household))
    return [*known, *(Known(kind=kind, word=word) for kind, word in own if word)]


def card_of(case: Case, ask: ShareCase, language: Language, request: Request, policy: Policy) -> Json:
    """What is shown: as text and as a picture with its watermark.

    Policy: 2.7
    """
    from huiyin.entry.share_card import Card, drawn

    recipient, word = policy.sharing.recipients[ask.to], policy.word
    day = f"{local(request.now, policy.calendar):%Y-%m-%d}"
    place = sentences.place(case.community, case.building, policy)
    category = sentences.category(case.category, policy) or sentences.named(case.kind, policy.charter.kinds)
    about = [one[language] for one in (category, place) if one]
    state = sentences.named(case.state, policy.charter.states)
    stands = word("labels.share_stands", language).format(day=day, state=state[language] if state else "")
    number = word("labels.share_number", language).format(number=case.number) if recipient.number else ""
    mark = word("labels.share_mark", language).format(to=recipient.name.of(language), day=day)
    lines = [stands, *filter(None, [number])]
    foot = word("labels.share_foot", language)
    title = " · ".join(about)
    card = Card(
        head=policy.charter.company.of(language),
        title=title,
        lines=tuple(lines),
        text=ask.text,
        more=word("labels.share_more", language),
        foot=foot,
        mark=f"{mark} {number}".strip(),
    )
    picture = drawn(card)
    return {
        "text": "\n".join(filter(None, [title, *lines, ask.text, foot, mark])),
        "image": b64encode(picture).decode("ascii") if picture else None,
        "name": f"huiyin-{day}.png",
    }


def _hidden_view(one: Hidden, policy: Policy) -> Json:
    return {"start": one.start, "end": one.end, "kind": one.kind, "name": sentences.both(policy.redaction.kinds[one.kind].name)}


def choices(policy: Policy, *, owner: bool) -> Json:
    """With whom, what for, what of the case, and as what something may be covered: for the page where it is confirmed."""
    rules = policy.sharing
    return {
        "recipient": named({code: one.name for code, one in rules.recipients.items() if one.owner or not owner}),
        "purpose": named(rules.purposes),
        "part": named(rules.parts),
        "kind": named({code: one.name for code, one in policy.redaction.kinds.items()}),
    }


def sharing_action(case: Case, actor: Actor, policy: Policy, now: datetime) -> list[Json]:
    """Showing something of it to others, as an action of this person: it has an address of its own.

    Policy: 2.7
    """
    ask = ShareCase(by=actor, to=next(iter(policy.sharing.recipients)), purpose=PROGRESS, part=PROGRESS)
    if not actor.roles & SHARERS:
        return []
    closed = why_not(case, ask, policy, now)
    why = {"code": closed.code, "message": sentences.refusal(closed, policy)} if closed else None
    name = sentences.word("labels.share", policy)
    return [{"command": "share-case", "name": name, "open": closed is None, "why": why, "fields": []}]
