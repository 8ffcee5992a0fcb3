"""How a case is answered: to its owner, in a list and at the desk, as JSON Schema."""

from __future__ import annotations

from huiyin.core.events import EVENTS
from huiyin.core.lifecycle import STATES
from huiyin.entry.owner_acts import ACTS, READS, SHARE
from huiyin.policy.schema import PRIORITIES, Policy
from infra.openapi_shapes import MOMENT, NUMBER, TEXT, WHOLE, WORDS, YES, Json, exactly, many, maybe, ref


def _row(words: Json, **more: Json) -> Json:
    return exactly(n=WHOLE, at=MOMENT, type={"enum": sorted(EVENTS)}, title=WORDS, words=words, **more)


def owners_case(policy: Policy) -> Json:
    """A case as its owner sees it."""
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
        can=many({"enum": [*ACTS, READS, SHARE]}),
        acts=many(exactly(name={"enum": [*ACTS]}, title=WORDS, send=WORDS, fields=many(ref("Field")))),
        upload=many(ref("Grant")),
    )


def owners_copy(policy: Policy) -> Json:
    """What is held of an owner, as a copy for him."""
    of_page = owners_case(policy)["properties"]
    same = "number received_at edition kind category building_words channel_words timeline answer decline reads".split()
    said = dict.fromkeys(("matter", "wish", "spot", "accused", "avoid"), TEXT)
    return exactly(
        made_at=MOMENT,
        **{name: of_page[name] for name in same},
        said=exactly(**said, occurred_at=maybe(TEXT), answers={"type": "object", "additionalProperties": TEXT}),
        files=many(WORDS),
        consents=many(exactly(code=TEXT, edition=TEXT, text=maybe(WORDS), withdrawn=YES)),
        identity=exactly(phone=YES, email=YES, words=WORDS),
        kept_until=maybe(MOMENT),
    )


def line(policy: Policy) -> Json:
    """A row of a worklist."""
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
        flags=many(ref("Flag")),
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


def notice() -> Json:
    """What is known of an incident, as it is told to everybody."""
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


def desk_case(policy: Policy) -> Json:
    """A case as a member of staff sees it."""
    of_row = line(policy)["properties"]
    due = exactly(first_contact=MOMENT, plan_submitted=maybe(MOMENT), answer=MOMENT, resolve=maybe(MOMENT))
    masked = exactly(phone=maybe(TEXT), email=maybe(TEXT))
    facts = {
        "kind": {"enum": [*policy.charter.kinds]},
        "kind_words": WORDS,
        "channel_words": WORDS,
        "submitter_words": WORDS,
        "community_words": maybe(WORDS),
        "steward_words": maybe(WORDS),
        "asset_words": maybe(WORDS),
        "occurred_at": maybe(TEXT),
        "taken_down": maybe(_taken_down()),
        "edition": TEXT,
        "flags": many(ref("Flag")),
        **_planned(),
        "orders": many(_order()),
        "result": TEXT,
        "answered_at": maybe(MOMENT),
        "first_contact_at": maybe(MOMENT),
        "waits": many(exactly(state=TEXT, state_words=WORDS, who_words=maybe(WORDS), since=MOMENT, until=maybe(MOMENT), minutes=WHOLE)),
        "timeline": many(_row({"anyOf": [TEXT, WORDS, {"type": "null"}]}, by=TEXT, by_words=WORDS)),
        "survey": maybe(_survey()),
        "evidence": many(ref("DeskFile")),
        "group": maybe(_group()),
        "identity": exactly(held=YES, anonymous=YES, masked=masked),
        "reads": many(exactly(at=MOMENT, by_words=WORDS, role_words=WORDS, reason_words=WORDS)),
        "actions": many(ref("Action")),
    }
    said = dict.fromkeys(("spot", "matter", "wish", "accused", "avoid"), TEXT)
    return exactly(**{**of_row, **facts, **said, "due": due})


def _order() -> Json:
    """An order of an authority, and the reply that it has."""
    replied = exactly(at=MOMENT, by_words=WORDS, way_words=WORDS, document=TEXT, files=many(TEXT))
    return exactly(n=WHOLE, body_words=WORDS, number=TEXT, due=MOMENT, replied=maybe(replied))


def _survey() -> Json:
    """What the owner said of how we did, for whoever may read it."""
    grade = exactly(question_words=WORDS, grade=WHOLE, grade_words=maybe(WORDS))
    told = {"at": MOMENT, "solved_words": WORDS, "grades": many(grade), "improve_words": many(WORDS), "words": TEXT}
    return exactly(**told, hidden=YES, publish=YES, by_phone=YES)


def _taken_down() -> Json:
    """How staff wrote it down for an owner."""
    return exactly(
        by_words=WORDS,
        written_at=MOMENT,
        read_back_words=maybe(WORDS),
        read_back_at=maybe(MOMENT),
        late_words=maybe(WORDS),
        summary=TEXT,
    )


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
