"""From the fields of a complaint to the command that receives it. Policy words are checked here, once."""

import json
import re
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from huiyin.core.commands import Actor, Person, ReceiveComplaint
from huiyin.core.errors import NotUnderstood
from huiyin.entry.contacts import checked_email, checked_phone
from huiyin.entry.fields import Fields
from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Language, Policy

LISTS = frozenset({"needs", "contact_by"})
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
_QUESTIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the door adds to the words of the form. ours: addresses of the company; received_at: None for now."""

    by: Actor
    language: Language
    now: datetime
    ours: Collection[str]
    channel: str = "web"
    mode: str = "typed"
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintForm:
    """A complaint as it was sent, checked, still without a number."""

    ask: ReceiveComplaint

    def numbered(self, number: str) -> ReceiveComplaint:
        """The command under that number."""
        return replace(self.ask, number=number)

    def canonical(self) -> bytes:
        """The same bytes for the same complaint, whether it came as JSON or from a page, and in whatever order."""
        said = asdict(self.ask)
        # Who asks, in which language he reads and what a register says are no part of what was said.
        for name in ("by", "language", "number", "received_at", "read_back_at", "flat_known"):
            del said[name]
        said["order_due"] = self.ask.order_due.isoformat() if self.ask.order_due else None
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def read_complaint(fields: Fields, policy: Policy, asked: Asked) -> ComplaintForm:
    """Check a complaint field by field; a field that neither this nor its door has asked for is refused.

    Policy: 2.2, 2.5
    Raises: NotUnderstood naming the field.
    """
    limits = policy.limits
    matter = fields.needed_text("matter", limits.matter_chars)
    consents = _consents(fields, policy)
    community, building = _place(fields, policy)
    category, sub_issue = _class(fields, policy)
    anonymous = fields.flag("anonymous")
    spot, person = _who(fields, policy, asked, anonymous=anonymous)
    occurred_at, answers = _answered(fields, policy, asked.now)
    ask = ReceiveComplaint(
        by=asked.by,
        number="",
        channel=asked.channel,
        mode=asked.mode,
        kind=fields.code("kind", policy.charter.kinds) or next(iter(policy.charter.kinds)),
        language="en" if (fields.code("language", LANGUAGES) or asked.language) == "en" else "zh",
        submitter=fields.code("submitter", policy.submitters) or next(iter(policy.submitters)),
        community=community,
        building=building,
        category=category,
        sub_issue=sub_issue,
        occurred_at=occurred_at,
        danger=fields.flag("danger"),
        sensitive=fields.flag("sensitive"),
        anonymous=anonymous,
        no_evidence=fields.flag("no_evidence"),
        urgency_stated=fields.grade("urgency_stated", policy.promises.urgencies),
        consents=consents,
        received_at=asked.received_at,
        matter=matter,
        wish=fields.text("wish", limits.wish_chars),
        spot=spot,
        answers=answers,
        accused=fields.text("accused", limits.note_chars),
        avoid=fields.text("avoid", limits.note_chars),
        person=person,
    )
    fields.nothing_else()
    return ComplaintForm(ask=ask)


def _consents(fields: Fields, policy: Policy) -> tuple[str, ...]:
    """The consents given, each with the edition of its text: "service:2026.11"."""
    return tuple(
        f"{code}:{consent.edition}"
        for code, consent in policy.consents.items()
        if fields.agreed("consent" if consent.needed else f"consent_{code}", consent.edition, needed=consent.needed)
    )


def _place(fields: Fields, policy: Policy) -> tuple[str, str | None]:
    """Community and place. A page that is older than the estate's workbooks may name what was put away: then only the words tell where."""
    estates = {code: one for code, one in policy.communities.items() if not one.closed}
    named = fields.code("community", policy.communities, refusal="unknown_community")
    community = named if named in estates else None
    searched = [community] if community else list(estates)
    places = {place for code in searched for place in (*estates[code].buildings, *estates[code].common_areas)}
    away = {place for one in policy.communities.values() if one.closed for place in (*one.buildings, *one.common_areas)}
    building = fields.code("building", places | away, refusal="unknown_building")
    if building not in places:
        building = None
    if community is None:
        homes = [code for code in searched if building in estates[code].buildings or building in estates[code].common_areas]
        community = (homes or searched)[0]
    return community, building


def _class(fields: Fields, policy: Policy) -> tuple[str | None, str | None]:
    category = fields.code("category", policy.categories, refusal="unknown_category")
    searched = [category] if category else list(policy.categories)
    known = {sub: code for code in searched for sub in policy.categories[code].sub_issues}
    sub_issue = fields.code("sub_issue", known, refusal="unknown_sub_issue")
    if sub_issue is not None and category is None:
        homes = [code for code in searched if sub_issue in policy.categories[code].sub_issues]
        if len(homes) > 1:
            raise NotUnderstood("field_required", field="category")
        category = homes[0]
    return category, sub_issue


def _who(fields: Fields, policy: Policy, asked: Asked, *, anonymous: bool) -> tuple[str, Person]:
    """The spot more exactly, and who tells of it."""
    spot, unit = fields.line("spot", policy.limits.spot_chars), fields.line("unit", policy.limits.spot_chars)
    if not anonymous:
        return spot, _person(fields, policy, unit, asked.ours)
    # Nothing of an anonymous owner is kept apart, so the entrance goes where the place is told.
    return " ".join(part for part in (unit, spot) if part), _nobody(fields, policy)


def _person(fields: Fields, policy: Policy, unit: str, ours: Collection[str]) -> Person:
    limits = policy.limits
    email = checked_email(fields.line("email", 320), ours=ours)
    return Person(
        name=fields.line("name", limits.name_chars),
        phone=checked_phone(fields.line("phone", limits.note_chars), otherwise=bool(email)),
        email=email,
        unit=unit,
        household=fields.line("household", limits.spot_chars),
        contact_by=fields.codes("contact_by", policy.contact_ways),
        needs=fields.codes("needs", policy.needs),
    )


def _nobody(fields: Fields, policy: Policy) -> Person:
    """An anonymous owner leaves no trace of himself, even when his browser filled the boxes for him: no address is looked at as one.

    Raises: NotUnderstood for what no box of the form can hold: "wrong_type", "max_length", "invalid_character"; "unknown_word" and
    "too_many_values" for a way of contact or a need.
    """
    for name in ("name", "phone", "email", "household"):
        fields.line(name, policy.limits.note_chars)
    fields.codes("contact_by", policy.contact_ways)
    fields.codes("needs", policy.needs)
    return Person()


def _answered(fields: Fields, policy: Policy, now: datetime) -> tuple[str | None, str]:
    """When it happened, and the answers to the form's questions as JSON text."""
    answers = fields.pairs("answers", most=_QUESTIONS, limit=policy.limits.spot_chars * 2)
    occurred_at = _occurred(fields, policy, now, answers)
    return occurred_at, json.dumps(answers, ensure_ascii=False, separators=(",", ":")) if answers else ""


def _occurred(fields: Fields, policy: Policy, now: datetime, answers: dict[str, str]) -> str | None:
    """When it happened: a date is checked and kept as a fact; free words join the sealed answers."""
    said = fields.line("occurred_at", policy.limits.spot_chars)
    if not said:
        return None
    clock = _CLOCK.fullmatch(said)
    if clock is not None and (int(clock[1]) > 24 or int(clock[2]) > 59):
        raise NotUnderstood("date_invalid", field="occurred_at")
    if not _ISO.match(said):
        answers["occurred_at"] = said
        return None
    moment = _moment(said, policy)
    if moment > now + timedelta(days=1):
        raise NotUnderstood("date_in_future", field="occurred_at")
    if moment < now - timedelta(days=policy.limits.occurred_d):
        raise NotUnderstood("date_too_old", field="occurred_at")
    return said


def _moment(said: str, policy: Policy) -> datetime:
    """An ISO date or time; without a zone it is the community's."""
    zone = ZoneInfo(policy.calendar.zone)
    try:
        if len(said) <= 10:
            return datetime.combine(date.fromisoformat(said), time(), zone)
        moment = datetime.fromisoformat(said)
    except (ValueError, OverflowError):
        raise NotUnderstood("date_invalid", field="occurred_at") from None
    try:
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        raise NotUnderstood("date_invalid", field="occurred_at") from None
