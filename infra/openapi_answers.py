"""What the doors answer, as JSON Schema. No field may be missing and none may be added: schemathesis holds every answer against it."""

from __future__ import annotations

from huiyin.core.events import EVENTS
from huiyin.core.lifecycle import STATES
from huiyin.entry.owner_acts import ACTS, READS
from huiyin.entry.worklists import VIEWS
from huiyin.policy.schema import PRIORITIES, Policy
from infra.openapi_refusals import by_status
from infra.openapi_shapes import ADDRESS, MOMENT, NUMBER, TEXT, WHOLE, WORDS, YES, Json, exactly, many, maybe, ref


def schemas(policy: Policy) -> dict[str, Json]:
    """Every named schema of an answer."""
    return {
        "Words": exactly(zh=TEXT, en=TEXT),
        **_parts(policy),
        "Refusal": _refusal(policy),
        "Challenge": exactly(challenge=TEXT, bits={"type": "integer", "minimum": 0}),
        "Receipt": _receipt(),
        "OwnersCase": _owners_case(policy),
        "OwnersAnswer": exactly(
            words=TEXT,
            at=MOMENT,
            final=YES,
            until=maybe(MOMENT),
            points=many(exactly(n=WHOLE, words=maybe(WORDS), finding_words=maybe(WORDS), wish_words=maybe(WORDS))),
            rights_words=WORDS,
        ),
        "CaseLine": _line(policy),
        "Worklist": exactly(items=many(ref("CaseLine")), next=maybe(TEXT)),
        "DeskCase": _desk_case(policy),
        "Identity": _identity(),
        "Leave": exactly(evidence=exactly(upload=many(ref("Grant")), slots=many(TEXT)), version={"type": "integer", "minimum": 1}),
        "Me": _me(policy),
        "SignIn": exactly(
            issuer=ADDRESS, client_id=TEXT, scope=TEXT, authorize_url=ADDRESS, token_url=ADDRESS, optional={"logout_url": ADDRESS}
        ),
        "Policy": _policy(),
        "Notice": _notice(),
        "Notices": exactly(notices=many(ref("Notice"))),
        "Figures": _figures(),
    }


def _parts(policy: Policy) -> dict[str, Json]:
    return {
        "Named": exactly(code=TEXT, name=WORDS),
        "Grant": exactly(url=ADDRESS, fields={"type": "object", "additionalProperties": TEXT}),
        "File": exactly(**_file()),
        "DeskFile": exactly(
            **_file(), at=maybe(MOMENT), by_words=maybe(WORDS), purpose_words=maybe(WORDS), may_be_shown=YES, task=maybe(WHOLE)
        ),
        "Flag": exactly(code=TEXT, words=WORDS),
        "Choice": exactly(value={"type": ["string", "integer"]}, name=WORDS, optional={"group": TEXT, "group_words": maybe(WORDS)}),
        "Field": exactly(
            name=TEXT,
            label=WORDS,
            kind={"enum": ["text", "long", "check", "choice", "person", "several", "files", "moment", "amount", "hidden", "rows"]},
            needed=YES,
            choices=maybe(many(ref("Choice"))),
            value={"type": ["string", "integer", "null"]},
            optional={"follows": maybe(TEXT), "columns": many(ref("Field")), "least": WHOLE, "most": WHOLE},
        ),
        "Action": exactly(
            command=TEXT, name=WORDS, open=YES, why=maybe(exactly(code=_codes(policy), message=WORDS)), fields=many(ref("Field"))
        ),
    }


def _file() -> dict[str, Json]:
    return {"slot": TEXT, "state": TEXT, "state_words": maybe(WORDS), "name": WORDS, "url": maybe(ADDRESS)}


def _codes(policy: Policy) -> Json:
    return {"enum": sorted(code for codes in by_status(policy).values() for code in codes)}


def _refusal(policy: Policy) -> Json:
    more = {"field": TEXT, "limit": WHOLE, "position": WHOLE, "challenge": TEXT, "request_id": TEXT}
    overtaken = {"current_version": WHOLE, "by_words": WORDS, "at": maybe(MOMENT), "event": TEXT, "event_words": maybe(WORDS)}
    return exactly(code=_codes(policy), message=WORDS, optional=more | overtaken)


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


def _row(words: Json, **more: Json) -> Json:
    return exactly(n=WHOLE, at=MOMENT, type={"enum": sorted(EVENTS)}, title=WORDS, words=words, **more)


def _owners_case(policy: Policy) -> Json:
    return exactly(
        number=NUMBER,
        state={"enum": [*STATES]},
        state_words=WORDS,
        kind={"enum": [*policy.charter.kinds]},
        kind_words=WORDS,
        category=maybe(TEXT),
        category_words=maybe(WORDS),
        building_words=maybe(WORDS),
        spot=TEXT,
        matter=TEXT,
        wish=TEXT,
        received_at=MOMENT,
        channel_words=WORDS,
        lead_words=maybe(WORDS),
        edition=TEXT,
        due=exactly(**dict.fromkeys(("first_contact", "answer", "resolve", "reply", "objection", "reopen", "review"), maybe(MOMENT))),
        first_contact_at=maybe(MOMENT),
        next_step=WORDS,
        question=maybe(exactly(words=TEXT, at=MOMENT, until=MOMENT)),
        decline=maybe(exactly(reason_words=maybe(WORDS), words=TEXT, at=MOMENT, objected_at=maybe(MOMENT))),
        answer=maybe(ref("OwnersAnswer")),
        timeline=many(_row(maybe(TEXT))),
        evidence=many(ref("File")),
        results=many(ref("File")),
        reads=many(exactly(at=MOMENT, role_words=WORDS, reason_words=WORDS)),
        together=maybe(exactly(joined=YES, incident=YES, notice=maybe(ref("Notice")))),
        can=many({"enum": [*ACTS, READS]}),
        upload=many(ref("Grant")),
    )


def _line(policy: Policy) -> Json:
    return exactly(
        number=NUMBER,
        state={"enum": [*STATES]},
        state_words=WORDS,
        level={"enum": [*policy.charter.levels]},
        level_words=WORDS,
        priority={"enum": [*PRIORITIES]},
        category=maybe(TEXT),
        category_words=maybe(WORDS),
        sub_issue=maybe(TEXT),
        sub_issue_words=maybe(WORDS),
        building=maybe(TEXT),
        building_words=maybe(WORDS),
        lead=maybe(TEXT),
        lead_words=maybe(WORDS),
        assignee=maybe(TEXT),
        assignee_words=maybe(WORDS),
        due=MOMENT,
        due_kind=TEXT,
        due_words=WORDS,
        received_at=MOMENT,
        danger=YES,
        overdue=YES,
        version={"type": "integer", "minimum": 1},
    )


def _group() -> Json:
    """The group that a case is or is handled in; members of a group case only."""
    member = exactly(number=NUMBER, state={"enum": [*STATES]}, state_words=WORDS)
    return exactly(
        number=NUMBER,
        incident=YES,
        running=YES,
        update_due=maybe(MOMENT),
        households=maybe(WHOLE),
        spokesmen=many(NUMBER),
        committee=maybe(WORDS),
        members=many(member),
        more=YES,
    )


def _notice() -> Json:
    return exactly(
        community=TEXT,
        sub_issue=maybe(TEXT),
        sub_issue_words=maybe(WORDS),
        place_words=maybe(WORDS),
        since=MOMENT,
        said_at=maybe(MOMENT),
        next_update=maybe(MOMENT),
        words=WORDS,
    )


def _desk_case(policy: Policy) -> Json:
    line = _line(policy)["properties"]
    due = exactly(first_contact=MOMENT, plan_submitted=maybe(MOMENT), answer=MOMENT, resolve=maybe(MOMENT))
    masked = exactly(phone=maybe(TEXT), email=maybe(TEXT))
    facts = {
        "kind": {"enum": [*policy.charter.kinds]},
        "kind_words": WORDS,
        "channel_words": WORDS,
        "submitter_words": WORDS,
        "community_words": maybe(WORDS),
        "occurred_at": maybe(TEXT),
        "edition": TEXT,
        "flags": many(ref("Flag")),
        **_planned(),
        "first_contact_at": maybe(MOMENT),
        "timeline": many(_row({"anyOf": [TEXT, WORDS, {"type": "null"}]}, by=TEXT, by_words=WORDS)),
        "evidence": many(ref("DeskFile")),
        "group": maybe(_group()),
        "identity": exactly(held=YES, anonymous=YES, masked=masked),
        "reads": many(exactly(at=MOMENT, by_words=WORDS, role_words=WORDS, reason_words=WORDS)),
        "actions": many(ref("Action")),
    }
    said = dict.fromkeys(("spot", "matter", "wish", "accused", "avoid"), TEXT)
    return exactly(**{**line, **facts, **said, "due": due})


def _planned() -> dict[str, Json]:
    """Points, plan and steps of a case."""
    point = exactly(category_words=maybe(WORDS), sub_issue_words=maybe(WORDS), finding_words=maybe(WORDS), wish_words=maybe(WORDS))
    resource = exactly(words=TEXT, kind_words=maybe(WORDS), state_words=maybe(WORDS), by=MOMENT, cost_yuan=WHOLE)
    task = exactly(
        n=WHOLE,
        words=TEXT,
        department_words=maybe(WORDS),
        assignee_words=WORDS,
        due=MOMENT,
        state=TEXT,
        state_words=WORDS,
        physical=YES,
        certificate_words=maybe(WORDS),
        after=many(WHOLE),
        files=many(TEXT),
    )
    plan = exactly(
        version=WHOLE,
        digest=TEXT,
        by_words=WORDS,
        at=MOMENT,
        finish_due=MOMENT,
        cost_yuan=WHOLE,
        source_words=maybe(WORDS),
        words=many(exactly(name=WORDS, text=TEXT)),
        returned=maybe(TEXT),
        agreed=many(exactly(row_words=maybe(WORDS), by_words=WORDS, comment=TEXT)),
        missing=many(maybe(WORDS)),
        owners_procedure=YES,
        concession=maybe(exactly(kind_words=maybe(WORDS), payment_yuan=WHOLE, settlement=YES, insurance_report=YES, legal_note=TEXT)),
        resources=many(resource),
    )
    return {"points": many(point), "plan": maybe(plan), "tasks": many(task)}


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


def _me(policy: Policy) -> Json:
    return exactly(
        code=TEXT,
        name=WORDS,
        roles=many({"enum": [*policy.charter.roles]}),
        role_words=many(WORDS),
        department=maybe(TEXT),
        department_words=maybe(WORDS),
        views=many(exactly(code={"enum": [*VIEWS]}, name=WORDS)),
    )


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
