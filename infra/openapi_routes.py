"""Every call of the API: the route that answers it, the reader of its body, and what comes back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from huiyin.core.commands import OWNER, Actor
from huiyin.core.errors import NotUnderstood
from huiyin.entry import bulk, desk_door, estate_api, notices, on_behalf, owner_acts, owner_door, readings, sharing, staff_files
from huiyin.entry import calls as calls_door
from huiyin.entry.actions import ACTIONS
from huiyin.entry.complaint_form import Asked, read_complaint
from huiyin.entry.fields import Fields
from huiyin.entry.proof import PROOF_CHARS
from huiyin.entry.rights_acts import ABOUT_DATA, COPY
from huiyin.policy.schema import Policy
from infra.openapi_call import OF_A_BODY, OF_STAFF, REFUSED, Call
from infra.openapi_fields import NOT_BLANK, Json, Reader, fields_of
from infra.openapi_ledgers import of_ledgers

# The readers of commands ask who acts and when; what they ask for does not hang on it.
_ANYBODY = Actor(code="anybody", roles=frozenset())


NUMBER = {"number": "^HY-[0-9]{4}-[0-9]{8}$"}
_LOOKUP = frozenset({"number", "code"})
# Whoever is to say the code says one.
_CODE_SAID: Json = {
    "if": {"properties": {"way": {"const": "code"}}},
    "then": {"required": ["code"], "properties": {"code": {"type": "string", "pattern": NOT_BLANK}}},
}
# What is written down later than it was heard says what shows when that was.
_LATE: Json = {"dependentRequired": {"received_at": ["late_proof"]}}
# An order of an authority is told as a whole, or not at all.
_ORDER: Json = {"dependentRequired": {"order_body": ["order_number", "order_due"], "order_due": ["order_body", "order_number"]}}
# Whoever shows something says with whom and what for; a draft need not.
_SHARED: Json = {"recipient": "contractor", "purpose": "work"}
# What is added and what is replied holds something (core.owner_turn).
_SOME_FILE: Json = {"anyOf": [{"type": "array", "contains": {"minLength": 1}}, {"type": "string", "minLength": 1}]}


def _words_or_files(words: str) -> Json:
    return {
        "anyOf": [
            {"required": [words], "properties": {words: {"type": "string", "pattern": NOT_BLANK}}},
            {"required": ["files"], "properties": {"files": _SOME_FILE}},
        ]
    }


_HOLDING = {"add": _words_or_files("note"), "reply": _words_or_files("answer")}


def _answering(act: str) -> Json:
    """What is said about whoever handles a case, or how its data is handled, gets a receipt of its own; a copy is what it is."""
    if act == COPY:
        return {"answer": "OwnersCopy"}
    return {"answer": "Receipt", "status": 201} if act in {owner_acts.ABOUT_HANDLER, ABOUT_DATA} else {}


def calls(policy: Policy) -> tuple[Call, ...]:
    """Every call, in the order in which people meet them."""
    desk = (*_of_the_desk(policy), *_of_one_case(policy), *_of_the_estate(policy), *of_ledgers(policy), *_bulk(policy))
    return (*_of_owners(policy), *_of_the_site(policy), *desk, *_commands(policy))


def _of_owners(policy: Policy) -> tuple[Call, ...]:
    def complain(fields: Fields) -> None:
        fields.line("proof", PROOF_CHARS)
        read_complaint(fields, policy, _asked(OWNER))

    return (
        Call(
            name="complain", method="POST", path="/api/complaints", group="owners", answer="Receipt", status=201, read=complain, form=True,
            page=True, key="key_of_complaint", refusals=(*REFUSED, *OF_A_BODY, 409, 429),
        ),
        Call(
            name="challenge", method="GET", path="/api/challenge", group="owners", answer="Challenge", key="key_of_challenge",
            key_needed=True,
        ),
        *_acts(policy),
    )  # fmt: skip


def _acts(policy: Policy) -> tuple[Call, ...]:
    def look(fields: Fields) -> None:
        owner_door.read_lookup(fields)
        fields.nothing_else()

    def reader(name: str) -> Reader:
        def whole(fields: Fields) -> None:
            owner_door.read_lookup(fields)
            owner_acts.read_act(name, fields, policy)

        return whole

    refusals, route = (*REFUSED, *OF_A_BODY, 404, 429), "/api/owner/{act}"
    act = partial(Call, method="POST", group="owners", answer="OwnersCase", needed=_LOOKUP, form=True, page=True, refusals=refusals)
    later = tuple(sorted(owner_acts.ACTS_TO_COME))
    return (
        act(name="track", path="/api/track", read=look),
        act(name="books", path="/api/track/books", read=look, answer="InTheBooks", form=True, page=False),
        act(name="reads", path="/api/owner/reads", route=route, read=look),
        act(
            name="share", path="/api/owner/share", route=route, read=partial(_shared, policy=policy), answer="Share", page=False,
            needed=_LOOKUP | {"part"}, refusals=(*refusals, 409),
        ),
        *(
            act(
                name=name, path=f"/api/owner/{name}", route=route, read=reader(name), key="key_of_command",
                rules=(_HOLDING[name],) if name in _HOLDING else (), refusals=(*refusals, 409),
                **_answering(name),
            )
            for name in owner_acts.ACTS
        ),
        act(
            name="later-act", path=route, answer="", page=False, status=409, read=owner_door.read_lookup, at={"act": later},
            refusals=(*refusals, 409),
        ),
    )  # fmt: skip


def _shared(fields: Fields, policy: Policy) -> None:
    owner_door.read_lookup(fields)
    sharing.read_share(fields, policy, owner=True, language="zh")
    fields.nothing_else()


def _of_the_site(policy: Policy) -> tuple[Call, ...]:
    return (
        Call(name="policy", method="GET", path="/api/policy.json", group="site", answer="Policy", refusals=(500, 503)),
        Call(
            name="notices", method="GET", path="/api/notices", group="site", answer="Notices",
            query=partial(notices.read_matter, policy=policy),
        ),
        Call(
            name="figures", method="GET", path="/api/figures/{month}.json", route="/api/figures/{name}", group="site", answer="Figures",
            at={"month": "^[0-9]{4}-(0[1-9]|1[0-2])$"}, refusals=(404, 500, 503),
        ),
        Call(name="openapi", method="GET", path="/api/openapi.json", route=None, group="site", answer="OpenApi", refusals=()),
    )  # fmt: skip


def _of_the_desk(policy: Policy) -> tuple[Call, ...]:
    def taken_down(fields: Fields) -> None:
        on_behalf.read_on_behalf(fields, policy, _asked(_ANYBODY))

    def listed(fields: Fields) -> None:
        desk_door.read_list(fields, policy)
        fields.nothing_else()

    get = partial(Call, method="GET", group="desk")
    post = partial(Call, method="POST", group="desk")
    return (
        get(name="sign-in", path="/api/desk/sign-in", answer="SignIn", refusals=(500, 503)),
        get(name="me", path="/api/desk/me", answer="Me", refusals=(*OF_STAFF, 500, 503)),
        get(name="duty", path="/api/desk/duty", answer="Duty", refusals=(*OF_STAFF, 500, 503)),
        get(name="overview", path="/api/desk/overview", answer="Overview", refusals=(400, *OF_STAFF, 500, 503)),
        get(name="list", path="/api/desk/cases", answer="Worklist", query=listed, refusals=(*REFUSED, *OF_STAFF)),
        post(
            name="on-behalf", path="/api/desk/complaints", answer="Receipt", status=201, read=taken_down, given={"read_back": True},
            key="key_of_complaint", rules=(_read_back(taken_down), _LATE, _ORDER), refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409),
        ),
    )  # fmt: skip


def _of_one_case(policy: Policy) -> tuple[Call, ...]:
    def reason(fields: Fields) -> None:
        readings.read_reason(fields, _ANYBODY, policy)
        fields.nothing_else()

    def called(fields: Fields) -> None:
        calls_door.read_call(fields, _ANYBODY, policy, bool)
        fields.nothing_else()

    def shown(fields: Fields) -> None:
        sharing.read_share(fields, policy, owner=False, language="zh")
        fields.nothing_else()

    def sent(fields: Fields) -> None:
        fields.whole("version")
        staff_files.read_files(fields, _ANYBODY, policy)
        fields.nothing_else()

    get = partial(Call, method="GET", group="desk")
    post = partial(Call, method="POST", group="desk")
    return (
        get(name="show-case", path="/api/desk/cases/{number}", answer="DeskCase", at=NUMBER, refusals=(*OF_STAFF, 500, 503)),
        post(
            name="identity", path="/api/desk/cases/{number}/identity", answer="Identity", at=NUMBER, read=reason,
            needed=frozenset({"reason"}), refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409),
        ),
        post(
            name="call", path="/api/desk/cases/{number}/call", answer="Told", at=NUMBER, read=called, given={"way": "called_back"},
            needed=frozenset({"way"}), rules=(_CODE_SAID,), refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409),
        ),
        post(
            name="share-case", path="/api/desk/cases/{number}/share", answer="Share", at=NUMBER, read=shown, given=_SHARED,
            needed=frozenset({"part"}), refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409),
        ),
        post(
            name="files", path="/api/desk/cases/{number}/files", answer="Leave", status=201, at=NUMBER, read=sent, key="key_of_command",
            needed=frozenset({"files"}), refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409),
        ),
    )  # fmt: skip


def _of_the_estate(policy: Policy) -> tuple[Call, ...]:
    def template(fields: Fields) -> None:
        estate_api.read_language(fields)
        fields.nothing_else()

    def workbook(fields: Fields) -> None:
        estate_api.read_file(fields, policy)
        fields.nothing_else()

    get = partial(Call, method="GET", group="desk")
    return (
        get(name="estate", path="/api/desk/estate", answer="Estate", refusals=(*OF_STAFF, 500, 503)),
        get(
            name="estate-template", path="/api/desk/estate/template", answer="Book", query=template, refusals=(*REFUSED, *OF_STAFF),
        ),
        Call(
            name="bring-estate", method="POST", group="desk", path="/api/desk/estate", answer="Brought", read=workbook,
            needed=frozenset({"name", "content"}), refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409),
        ),
    )  # fmt: skip


def _read_back(read: Reader) -> Json:
    """Which ways of saying it must have been read back: the reader is asked about each, and about none."""

    def insists(mode: str | None) -> bool:
        try:
            fields_of(read, {"mode": mode})
        except NotUnderstood:
            return True
        return False

    modes = [str(mode) for mode in fields_of(read, {"read_back": True}).asked_for["mode"].known]
    free: Json = {"required": ["mode"], "properties": {"mode": {"enum": [mode for mode in modes if not insists(mode)]}}}
    heard: Json = {"required": ["read_back"], "properties": {"read_back": {"const": True}}}
    return {"anyOf": [heard, free]} if insists(None) else {}


def _commands(policy: Policy) -> tuple[Call, ...]:
    path, route = "/api/desk/cases/{number}", "/api/desk/cases/{number}/{command}"
    post = partial(
        Call, method="POST", group="desk", route=route, given={"version": 1, "step": "answer.dept_lead"}, key="key_of_command",
        refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409, 428),
    )  # fmt: skip

    def reader(read: Any) -> Reader:
        def whole(fields: Fields) -> None:
            desk_door.read_version(fields)
            read(fields, _ANYBODY, policy)
            fields.nothing_else()

        return whole

    return tuple(
        post(name=one.command, path=f"{path}/{one.command}", answer="DeskCase", at=NUMBER, read=reader(one.read)) for one in ACTIONS
    )


def _bulk(policy: Policy) -> tuple[Call, ...]:
    post = partial(
        Call, method="POST", group="desk", route="/api/desk/bulk/{command}", key="key_of_command",
        refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF), needed=frozenset({"cases"}),
    )  # fmt: skip

    def reader(slug: str) -> Reader:
        def whole(fields: Fields) -> None:
            bulk.read_bulk(slug, fields, _ANYBODY, policy)

        return whole

    return tuple(post(name=f"bulk-{slug}", path=f"/api/desk/bulk/{slug}", answer="Results", read=reader(slug)) for slug in bulk.COMMANDS)


def _asked(by: Actor) -> Asked:
    return Asked(by=by, language="zh", now=datetime(2000, 1, 1, tzinfo=UTC), ours=())
