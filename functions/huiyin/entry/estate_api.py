"""The door for the estate's workbooks: what is in force, the template, and a file that is looked through or kept."""

import base64
import binascii
from functools import cache
from typing import Any

from huiyin.core.attendance import acting
from huiyin.core.commands import Actor
from huiyin.core.errors import NotUnderstood, NotYours
from huiyin.core.estate import Tally
from huiyin.core.sheets import Fault, Grid
from huiyin.entry import sentences, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.bodies import Body, read_body
from huiyin.entry.bringing import Outcome, Workbook, bring_in
from huiyin.entry.fields import Fields
from huiyin.entry.http import Door, Route
from huiyin.entry.requests import Request
from huiyin.entry.sign_in import Issuer, fetch, issuer_by, signed_in
from huiyin.insight.estate_books import marked, sentence, template
from huiyin.insight.places import offer_places
from huiyin.insight.sheet_reader import Unreadable, tables_of
from huiyin.policy import load_policy, released_policy
from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Language, Policy
from huiyin.policy.sheets import sheets_of

_NAME_CHARS = 200
# So many faults are told of on the page; the marked file tells of all.
_FAULTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtFile:
    """A file as it was sent. write: keep it; else only look it through."""

    name: str
    content: str
    sheet: str | None
    language: Language
    write: bool


def show_estate(request: Request, actor: Actor) -> Answer:
    """Which sheets this person may bring, and how much of each is in force.

    Policy: 2.2, 2.6
    """
    policy = load_policy()
    mine = sheets_of(actor.roles, policy)
    if not mine:
        raise NotYours
    kept, sheets = _kept(policy), policy.estate.sheets
    rows = [{"code": code, "name": sentences.both(sheets[code].name), "kept": kept.get(code)} for code in mine]
    return in_json(200, {"version": wiring.estate_store().now().version, "limit_mb": policy.estate.file_mb, "sheets": rows})


def _kept(policy: Policy) -> dict[str, int]:
    """How much of each sheet is in force. Nobody counts households without opening them."""
    estates = [one for one in policy.communities.values() if not one.closed]
    staff = [one for one in policy.departments.staff.values() if one.roles]
    return {
        "communities": len(estates),
        "buildings": sum(len(one.buildings) for one in estates),
        "common_areas": sum(len(one.common_areas) for one in estates),
        "assets": sum(len(one.assets) for one in estates),
        "departments": len(policy.departments.departments),
        "staff": len(staff),
        "roster": len(policy.departments.roster),
        "certificates": sum(len(one.certificates) for one in staff),
    }


def show_template(request: Request, actor: Actor) -> Answer:
    """An empty workbook with the sheets that this person may bring.

    Policy: 2.2
    """
    policy, fields = load_policy(), Fields(Body(values=request.query, form=True))
    language = read_language(fields)
    fields.nothing_else()
    mine = sheets_of(actor.roles, policy)
    if not mine:
        raise NotYours
    return in_json(200, _file("huiyin-template.xlsx", template(mine, policy, language)))


def read_language(fields: Fields) -> Language:
    """In which language a workbook is wanted."""
    return "en" if fields.code("language", LANGUAGES) == "en" else "zh"


def read_file(fields: Fields, policy: Policy) -> BroughtFile:
    """A file with its name, which sheet it is where its name does not say so, and whether it is to be kept."""
    name = fields.needed_text("name", _NAME_CHARS)
    content = fields.needed_text("content", policy.estate.file_mb * 1024 * 1024 * 4 // 3 + 4)
    sheet = fields.code("sheet", policy.estate.sheets)
    return BroughtFile(name=name, content=content, sheet=sheet, language=read_language(fields), write=fields.flag("write"))


def take_workbook(request: Request, actor: Actor) -> Answer:
    """Look a workbook through; keep it as a whole, if it is to be kept and nothing is wrong with it.

    Policy: 2.2, 2.6
    """
    policy = load_policy()
    fields = Fields(read_body(request, limit_kb=policy.estate.file_mb * 1024 * 4 // 3 + 64, forms=False))
    file = read_file(fields, policy)
    fields.nothing_else()
    if not sheets_of(actor.roles, policy):
        raise NotYours
    content = _decoded(file.content)
    book = Workbook(by=actor, sheet=file.sheet, content=content, grids=_grids(file.name, content, policy))
    found = bring_in(book, wiring.estate_store(), released_policy(), request.now, write=file.write)
    if found.edition is not None:
        # Whoever brought it sees it at once; every other function within half a minute.
        wiring.estate_watch().take(found.edition)
        offer_places(wiring.figures_store(), load_policy())
    return in_json(200, _outcome(found, book, file, policy))


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise NotUnderstood("invalid_base64", field="content") from None


def _grids(name: str, content: bytes, policy: Policy) -> tuple[Grid, ...]:
    try:
        return tuple(Grid(name=sheet, rows=rows) for sheet, rows in tables_of(content, name))
    except Unreadable as wrong:
        raise NotUnderstood(wrong.code, field="content", limit=policy.estate.file_mb) from None


def _outcome(found: Outcome, book: Workbook, file: BroughtFile, policy: Policy) -> dict[str, Any]:
    with_faults = _file("huiyin-check.xlsx", marked(book.grids, found.faults, book.sheet, policy, file.language)) if found.faults else None
    return {
        "written": found.edition is not None,
        "version": found.edition.version if found.edition is not None else None,
        "sheets": [_tally(code, one, policy) for code, one in found.tallies.items()],
        "faults": [_fault(one, policy) for one in found.faults[:_FAULTS]],
        "faults_total": len(found.faults),
        "marked": with_faults,
    }


def _tally(code: str, tally: Tally, policy: Policy) -> dict[str, Any]:
    name = sentences.both(policy.estate.sheets[code].name)
    return {"code": code, "name": name, "fresh": tally.fresh, "changed": tally.changed, "same": tally.same}


def _fault(fault: Fault, policy: Policy) -> dict[str, Any]:
    sheet = policy.estate.sheets.get(fault.sheet)
    name = sentences.both(sheet.name) if sheet is not None else dict.fromkeys(LANGUAGES, fault.sheet)
    message = {language: sentence(fault, policy, language) for language in LANGUAGES}
    return {"sheet": name, "row": fault.row, "code": fault.code, "message": message}


def _file(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode("ascii")}


ROLES = frozenset({"manager", "duty_manager", "admin"})
ROUTES = (
    Route(method="GET", path="/api/desk/estate", roles=ROLES, answer=show_estate),
    Route(method="GET", path="/api/desk/estate/template", roles=ROLES, answer=show_template),
    Route(method="POST", path="/api/desk/estate", roles=ROLES, answer=take_workbook),
)


@cache
def issuer() -> Issuer:
    """The issuer that the environment names."""
    return issuer_by(fetch)


def who(request: Request) -> Actor:
    """The person behind the bearer token, as at the desk."""
    policy = load_policy()
    return acting(signed_in(request.headers.get("authorization"), issuer(), policy, request.now), request.now, policy)


@cache
def door() -> Door:
    """The door, built on first use."""
    return Door(routes=ROUTES, who=who, policy=load_policy, renew=wiring.renew)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The Lambda function."""
    return door()(event)
