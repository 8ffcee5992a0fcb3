"""One step on several cases of a list: each case by itself, so that each is done whole or not at all, and each has its own answer."""

from collections.abc import Callable, Sequence
from typing import Any

from huiyin.core.commands import Actor, Command
from huiyin.core.errors import NotThere, NotUnderstood, Refusal
from huiyin.core.lifecycle import SLUGS
from huiyin.deskwork import Desk
from huiyin.entry import sentences
from huiyin.entry.actions import command_of
from huiyin.entry.descriptors import choice, person_choice, text
from huiyin.entry.fields import Fields
from huiyin.entry.worklists import PAGE
from huiyin.groupwork import act
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy
from huiyin.store.cases import History
from huiyin.store.clients import will_pass
from huiyin.store.receipts import Receipts

Json = dict[str, Any]
# What may be said of many at once: who handles them, and a note. What judges a case is done where it is read.
COMMANDS = ("assign-case", "add-fact")
_NUMBER_CHARS = 40
_GIVE_TO_ALL = frozenset({"triage", "manager", "company"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """A case that somebody ticked on his list. version: as he saw it there."""

    number: str
    version: int


def for_many(actor: Actor, policy: Policy) -> list[Json]:
    """The steps that this person may take on several cases, in the shape of an action of one.

    Policy: 5.1
    Whether each case allows it is asked when it is done: a list does not know that.
    """
    fields = {
        "assign-case": [choice("handler", policy, _handlers(actor, policy), kind="person")],
        "add-fact": [text("note", policy, long=True)],
    }
    names = {"assign-case": "labels.assign_case", "add-fact": "labels.add_note"}
    return [
        {"command": slug, "name": sentences.word(names[slug], policy), "open": True, "why": None, "fields": fields[slug]}
        for slug in COMMANDS
        if actor.roles & set(SLUGS[slug].roles)
    ]


def _handlers(actor: Actor, policy: Policy) -> list[Json]:
    """Whom this person may name: of his department, or of all where he gives cases to all; confidential officers by one of them."""
    everywhere = bool(actor.roles & _GIVE_TO_ALL)
    wanted = {"handler", "dept_lead"} if everywhere or "dept_lead" in actor.roles else set()
    confid = {"confid"} & actor.roles
    return [
        person_choice(code, one, policy)
        for code, one in policy.departments.staff.items()
        if confid & set(one.roles) or (wanted & set(one.roles) and (everywhere or one.department == actor.department))
    ]


def read_bulk(slug: str, fields: Fields, actor: Actor, policy: Policy) -> tuple[Command, tuple[Ticked, ...]]:
    """The step and the cases that it is for, each once; at most a page of a list.

    Policy: 5.1
    Raises: NotThere for a step that is not done on many.
    """
    if slug not in COMMANDS:
        raise NotThere
    cases = fields.rows("cases", _read_ticked, most=PAGE)
    return command_of(slug, fields, actor, policy), tuple({one.number: one for one in cases}.values())


def _read_ticked(fields: Fields) -> Ticked:
    return Ticked(number=fields.line("number", _NUMBER_CHARS), version=fields.needed_whole("version"))


def carry_out_each(
    ask: Command,
    cases: Sequence[Ticked],
    *,
    find: Callable[[str], History],
    key_of: Callable[[str], str],
    desk: Desk,
    receipts: Receipts,
) -> list[Json]:
    """What became of each case, in the order in which they were ticked.

    Policy: 2.6, 5.1, 5.2
    find: the case of a number, if this person may know of it; key_of: the key of the step on that case, so that whoever sends the
    same again has it done once. A case that he may not know of looks like one that is not there, and nothing is told of it.
    Raises: NotUnderstood where nothing was ticked.
    """
    if not cases:
        raise NotUnderstood("field_required", field="cases")

    def step(one: Ticked) -> int:
        case_id = find(one.number).case.case_id
        return act(ask, case_id, desk=desk, receipts=receipts, key=key_of(case_id), expected=one.version).case.version

    return [_done(one, step, desk.policy) for one in cases]


def _done(one: Ticked, step: Callable[[Ticked], int], policy: Policy) -> Json:
    try:
        return {"number": one.number, "done": True, "version": step(one)}
    except Refusal as found:
        refusal = found
    except Exception as error:
        # What passes by itself is said of this case alone: those before it are done, those after it may be.
        if not will_pass(error):
            raise
        refusal = Refusal("unavailable")
    told = {"code": refusal.code, "message": sentences.refusal(refusal, policy)}
    return {"number": one.number, "done": False, **told, **sentences.facts_of(refusal, policy)}
