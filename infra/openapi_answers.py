"""What the doors answer, as JSON Schema. No field may be missing and none may be added: schemathesis holds every answer against it."""

from __future__ import annotations

from huiyin.entry.calls import READ_OUT
from huiyin.entry.worklists import VIEWS
from huiyin.policy.schema import PRIORITIES, Policy
from infra.openapi_cases import desk_case, line, notice, owners_case, owners_copy
from infra.openapi_overview import overview
from infra.openapi_refusals import by_status
from infra.openapi_shapes import ADDRESS, MOMENT, NUMBER, TEXT, WHOLE, WORDS, YES, Json, exactly, many, maybe, ref

# Who was faster, when, and with what.
_OVERTAKEN = {"current_version": WHOLE, "by_words": WORDS, "at": maybe(MOMENT), "event": TEXT, "event_words": maybe(WORDS)}


def schemas(policy: Policy) -> dict[str, Json]:
    """Every named schema of an answer."""
    return {
        "Words": exactly(zh=TEXT, en=TEXT),
        **_parts(policy),
        "Refusal": _refusal(policy),
        "Challenge": exactly(challenge=TEXT, bits={"type": "integer", "minimum": 0}),
        "Receipt": _receipt(),
        "OwnersCase": owners_case(policy),
        "OwnersCopy": owners_copy(policy),
        "OwnersAnswer": exactly(
            words=TEXT,
            at=MOMENT,
            final=YES,
            until=maybe(MOMENT),
            points=many(exactly(n=WHOLE, words=maybe(WORDS), finding_words=maybe(WORDS), wish_words=maybe(WORDS))),
            rights_words=WORDS,
        ),
        "CaseLine": line(policy),
        "Worklist": exactly(items=many(ref("CaseLine")), next=maybe(TEXT)),
        "Results": exactly(results=many(_result(policy))),
        "DeskCase": desk_case(policy),
        "Identity": _identity(),
        "Told": _told(policy),
        "Leave": exactly(evidence=exactly(upload=many(ref("Grant")), slots=many(TEXT)), version={"type": "integer", "minimum": 1}),
        "Job": exactly(**_job()),
        "ImportBegun": exactly(**_job(), upload=ref("Grant")),
        "LedgersTaken": exactly(month=TEXT, items=many(ref("LedgerTaken"))),
        "Me": _me(policy),
        "Duty": _duty(),
        **overview(),
        "SignIn": exactly(
            issuer=ADDRESS, client_id=TEXT, scope=TEXT, authorize_url=ADDRESS, token_url=ADDRESS, optional={"logout_url": ADDRESS}
        ),
        "Policy": _policy(),
        "Notice": notice(),
        "Notices": exactly(notices=many(ref("Notice"))),
        "Figures": _figures(),
        **_estate(policy),
        "InTheBooks": _in_the_books(),
    }


def _duty() -> Json:
    turn = exactly(since=MOMENT, until=MOMENT, staff=TEXT, staff_words=WORDS, now=YES)
    rings = exactly(
        case=ref("CaseLine"), since=MOMENT, told_words=many(WORDS), next_words=maybe(WORDS), next_at=maybe(MOMENT), step=maybe(TEXT)
    )
    return exactly(turns=many(turn), ringing=many(rings))


def _parts(policy: Policy) -> dict[str, Json]:
    return {
        "Named": exactly(code=TEXT, name=WORDS),
        "Grant": exactly(url=ADDRESS, fields={"type": "object", "additionalProperties": TEXT}),
        "File": exactly(**_file()),
        "DeskFile": exactly(
            **_file(), at=maybe(MOMENT), by_words=maybe(WORDS), purpose_words=maybe(WORDS), may_be_shown=YES, task=maybe(WHOLE)
        ),
        "Flag": exactly(code=TEXT, words=WORDS, optional={"advice": WORDS}),
        "Share": _share(),
        "LedgerTaken": exactly(at=MOMENT, by_words=WORDS, format=TEXT, asked=TEXT, rows=WHOLE, mark=TEXT, digest=TEXT),
        "Choice": exactly(value={"type": ["string", "integer"]}, name=WORDS, optional={"group": TEXT, "group_words": maybe(WORDS)}),
        "Field": exactly(
            name=TEXT,
            label=WORDS,
            kind={"enum": ["text", "long", "check", "choice", "person", "several", "files", "moment", "amount", "hidden", "rows"]},
            needed=YES,
            choices=maybe(many(ref("Choice"))),
            value={"type": ["string", "integer", "null"]},
            optional={
                "follows": maybe(TEXT),
                "columns": many(ref("Field")),
                "least": WHOLE,
                "most": WHOLE,
                "folded": YES,
                "ready": many(exactly(value=TEXT, name=WORDS, days=WHOLE, values={"type": "object"})),
            },
        ),
        "Action": exactly(
            command=TEXT, name=WORDS, open=YES, why=maybe(exactly(code=_codes(policy), message=WORDS)), fields=many(ref("Field"))
        ),
    }


def _result(policy: Policy) -> Json:
    """What became of one case of several: done, or why not, with who was faster where somebody was."""
    refused = exactly(number=TEXT, done={"const": False}, code=_codes(policy), message=WORDS, optional={"limit": WHOLE, **_OVERTAKEN})
    return {"oneOf": [exactly(number=NUMBER, done={"const": True}, version=WHOLE), refused]}


def _file() -> dict[str, Json]:
    return {"slot": TEXT, "state": TEXT, "state_words": maybe(WORDS), "name": WORDS, "url": maybe(ADDRESS)}


def _codes(policy: Policy) -> Json:
    return {"enum": sorted(code for codes in by_status(policy).values() for code in codes)}


def _refusal(policy: Policy) -> Json:
    more = {"field": TEXT, "limit": WHOLE, "position": WHOLE, "challenge": TEXT, "request_id": TEXT}
    return exactly(code=_codes(policy), message=WORDS, optional=more | _OVERTAKEN)


def _receipt() -> Json:
    return exactly(
        number=NUMBER,
        code=TEXT,
        received_at=MOMENT,
        first_contact_due=MOMENT,
        priority={"enum": [*PRIORITIES]},
        danger=YES,
        emergency=maybe(WORDS),
        promises=exactly(first_contact=WORDS),
        evidence=exactly(upload=many(ref("Grant"))),
    )


def _identity() -> Json:
    return exactly(
        name=TEXT,
        phone=TEXT,
        dial=many(exactly(number=TEXT, extension=TEXT, shared=YES)),
        email=TEXT,
        flat=TEXT,
        contact_by=many(WORDS),
        needs=many(WORDS),
        version={"type": "integer", "minimum": 1},
    )


def _told(policy: Policy) -> Json:
    """What whoever asked is told: of his own page."""
    page = owners_case(policy)["properties"]
    told = exactly(**{name: page[name] for name in READ_OUT})
    return exactly(passed=YES, left=WHOLE, version={"type": "integer", "minimum": 1}, told=maybe(told))


def _share() -> Json:
    """What is covered of a text, and once it is shown, the text and the picture that were."""
    hidden = exactly(start=WHOLE, end=WHOLE, kind=TEXT, name=WORDS)
    shown = exactly(text=TEXT, image=maybe(TEXT), name=TEXT)
    choices = exactly(**dict.fromkeys(("recipient", "purpose", "part", "kind"), many(ref("Choice"))))
    version: Json = {"type": "integer", "minimum": 1}
    return exactly(part=TEXT, text=TEXT, mark=TEXT, hidden=many(hidden), choices=maybe(choices), shared=maybe(shown), version=version)


def _job() -> dict[str, Json]:
    counts = dict.fromkeys(("done", "total", "rows", "known", "wrong"), WHOLE)
    kind: Json = {"enum": ["export", "import"]}
    return {
        "id": TEXT, "kind": kind, "phase": TEXT, "phase_words": WORDS, **counts, "left_s": maybe(WHOLE), "message": maybe(WORDS),
        "url": maybe(ADDRESS),
    }  # fmt: skip


def _me(policy: Policy) -> Json:
    return exactly(
        code=TEXT,
        name=WORDS,
        roles=many({"enum": [*policy.charter.roles]}),
        role_words=many(WORDS),
        department=maybe(TEXT),
        department_words=maybe(WORDS),
        filters=many(ref("Field")),
        bulk=many(ref("Action")),
        estate=many({"enum": [*policy.estate.sheets]}),
        places=maybe(many(ref("Choice"))),
        may=many({"enum": ["ledger", "import"]}),
        views=many(exactly(code={"enum": [*VIEWS]}, name=WORDS)),
    )


def _estate(policy: Policy) -> dict[str, Json]:
    """Workbooks of places and people."""
    code: Json = {"enum": [*policy.estate.sheets]}
    fault = exactly(sheet=WORDS, row=WHOLE, code=TEXT, message=WORDS)
    return {
        "Estate": exactly(version=WHOLE, limit_mb=WHOLE, sheets=many(exactly(code=code, name=WORDS, kept=maybe(WHOLE)))),
        "Book": exactly(name=TEXT, content=TEXT),
        "Brought": exactly(
            written=YES,
            version=maybe(WHOLE),
            sheets=many(exactly(code=code, name=WORDS, fresh=WHOLE, changed=WHOLE, same=WHOLE)),
            faults=many(fault),
            faults_total=WHOLE,
            marked=maybe(ref("Book")),
        ),
    }


def _in_the_books() -> Json:
    """The hashes of a case, and its way to a published root."""
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    step = exactly(side={"enum": ["left", "right"]}, hash=digest)
    book = exactly(
        day={"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        events={"type": "integer", "minimum": 1},
        salt={"type": "string", "pattern": "^[0-9a-f]{32}$"},
        path=many(step),
        previous=digest,
        root=digest,
    )
    return exactly(number=NUMBER, hashes=many(digest), book=maybe(book))


def _policy() -> Json:
    named = many(ref("Named"))
    sub_issue = exactly(code=TEXT, name=WORDS, questions=many(WORDS), emergency=maybe(WORDS))
    asset = exactly(code=TEXT, name=WORDS, building=maybe(TEXT), kind=TEXT)
    return exactly(
        edition=TEXT,
        language_default={"enum": ["zh", "en"]},
        categories=many(exactly(code=TEXT, name=WORDS, sub_issues=many(sub_issue))),
        tiles=many(exactly(code=TEXT, name=WORDS, icon=TEXT, categories=many(TEXT), sub_issues=many(TEXT))),
        communities=many(exactly(code=TEXT, name=WORDS, buildings=named, common_areas=named, assets=many(asset))),
        channels=many(exactly(code=TEXT, name=WORDS, how=WORDS, open=WORDS, online=YES)),
        kinds=named,
        submitters=named,
        contact_ways=named,
        needs=named,
        urgencies=many(exactly(value=WHOLE, name=WORDS)),
        limits={"type": "object", "additionalProperties": {"anyOf": [WHOLE, many(TEXT)]}},
        consents=many(exactly(code=TEXT, field=TEXT, edition=TEXT, needed=YES, text=WORDS)),
        phone=exactly(emergency=TEXT, duty=TEXT),
    )


def _figures() -> Json:
    share: Json = {"type": ["number", "null"]}
    count: Json = {"type": ["integer", "null"]}
    table: Json = {"type": "object", "additionalProperties": count}
    waiting = dict.fromkeys(("contacted", "attempted", "waiting"), count)
    return exactly(
        month=TEXT,
        as_of=MOMENT,
        edition=TEXT,
        fewest=WHOLE,
        total=count,
        tables={"type": "object", "additionalProperties": table},
        first_contact=exactly(in_time=share, median_h=share, p90_h=share, **waiting),
    )
