"""What a command of the desk is: its fields, how a body becomes it, and a complete one to ask whether it is open."""

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command
from huiyin.core.errors import NotUnderstood
from huiyin.core.flags import settable
from huiyin.core.hands import outcomes_of
from huiyin.entry import sentences
from huiyin.entry.descriptors import choice, files, named, several
from huiyin.entry.fields import Fields
from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Phrase, Policy

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command of the desk. example: a complete one, for asking whether it is open; None: nobody could be named."""

    command: str
    name: str
    fields: Callable[[Case, Actor, Policy], list[Json]]
    read: Callable[[Fields, Actor, Policy], Command]
    example: Callable[[Case, Actor, Policy], Command]


def point_fields(case: Case, policy: Policy) -> list[Json]:
    """Finding and wish of each problem point: what was found, and how far the owner's wish is met. What stands is offered."""
    made: list[Json] = []
    for n, point in enumerate(case.handling.points, start=1):
        about = sentences.sub_issue(point.sub_issue, point.category, policy) or {}
        for name, label_of, known, value in (
            ("finding", "labels.finding_of", outcomes_of(case, point, policy), point.finding),
            ("wish", "labels.wish_of", policy.measures.wishes, point.wish),
        ):
            label: sentences.Words = {
                language: policy.word(label_of, language).format(about=about.get(language, "")) for language in LANGUAGES
            }
            made.append(choice(f"{name}_{n}", policy, named(known), value=value, label=label))
    return made


def point_codes(case: Case, policy: Policy) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Some finding and wish that each point may have: whether it is that one decides nothing of whether a step is open."""
    points = case.handling.points
    return tuple(next(iter(outcomes_of(case, point, policy))) for point in points), (next(iter(policy.measures.wishes)),) * len(points)


def read_points(fields: Fields, policy: Policy) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Findings and wishes as sent, in order. Raises: NotUnderstood where one is left out before the last."""
    places = range(1, policy.measures.points + 1)
    findings = [fields.code(f"finding_{n}", policy.charter.outcomes) for n in places]
    wishes = [fields.code(f"wish_{n}", policy.measures.wishes) for n in places]
    last = max((n for n in places if findings[n - 1] or wishes[n - 1]), default=0)
    return _without_gaps("finding", findings[:last]), _without_gaps("wish", wishes[:last])


def _without_gaps(name: str, said: list[str | None]) -> tuple[str, ...]:
    for n, code in enumerate(said, start=1):
        if code is None:
            raise NotUnderstood("field_required", field=f"{name}_{n}")
    return tuple(code for code in said if code is not None)


def flag_field(policy: Policy) -> Json:
    """What has to be borne in mind of a case; that an authority passed it on is said with its order."""
    return several("flags", policy, named(settable(policy)), needed=False)


def read_flags(fields: Fields, policy: Policy) -> tuple[str, ...]:
    """The flags as sent."""
    return fields.codes("flags", settable(policy))


def photos_field(case: Case, policy: Policy) -> Json:
    """The photos of the case, any of which may show what is said."""
    known = [{"value": slot, "name": {"zh": slot, "en": slot}} for slot, outcome in case.evidence if outcome != "quarantined"]
    return files("files", policy, known)


def read_photos(fields: Fields, policy: Policy) -> tuple[str, ...]:
    """Those that were chosen, by their slots."""
    most = policy.limits.files + policy.measures.files.of_staff
    return fields.texts("files", most=most, limit=policy.limits.spot_chars)


def worded(codes: Mapping[str, str], policy: Policy) -> dict[str, Phrase]:
    """Codes of ours with the words of a label each. codes: code -> label."""
    return {code: Phrase(zh=policy.word(label, "zh"), en=policy.word(label, "en")) for code, label in codes.items()}


def worded_choices(codes: Mapping[str, str], policy: Policy) -> list[Json]:
    """As choices of a field."""
    return named(worded(codes, policy))
