"""3 分析与评估: the commands of the desk on matters of many households."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import (
    Actor,
    AnswerOwnPart,
    Command,
    DeclareIncident,
    EndIncident,
    GroupSeen,
    JoinGroup,
    LeaveGroup,
    OpenGroupCase,
    RefuseGroup,
    UpdateIncident,
)
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import check, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]


def _cause_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """What they have in common. An open group case has its place already."""
    fields = [text("cause", policy, long=True, label=sentences.word("labels.group_cause", policy))]
    return fields if case.handling.group is not None else [*fields, check("whole", policy, needed=False)]


def _read_open(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return OpenGroupCase(by=actor, cause=fields.needed_text("cause", policy.limits.note_chars), whole=fields.flag("whole"))


def _read_declare(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return DeclareIncident(by=actor, cause=fields.needed_text("cause", policy.limits.note_chars), whole=fields.flag("whole"))


def _join_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("group", policy), text("own", policy, long=True, needed=False)]


def _read_join(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return JoinGroup(
        by=actor,
        group=fields.needed_text("group", policy.limits.spot_chars),
        own=fields.text("own", policy.limits.note_chars),
    )


def _example_join(case: Case, actor: Actor, policy: Policy) -> Command:
    """As if there were a group case that fits: which one is the person's to name."""
    seen = GroupSeen(
        case_id="",
        state="INVESTIGATING",
        community=case.community,
        sub_issue=case.sub_issue or "",
        place=case.building,
        incident=True,
        opened_at=case.received_at,
        received_at=case.received_at,
    )
    return JoinGroup(by=actor, group="-", seen=seen)


def _leave_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("reason", policy, long=True)]


def _read_leave(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return LeaveGroup(by=actor, reason=fields.needed_text("reason", policy.limits.note_chars))


def _own_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("text", policy, long=True)]


def _read_own(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return AnswerOwnPart(by=actor, text=fields.needed_text("text", policy.limits.note_chars))


def _refuse_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("reason", policy, long=True)]


def _read_refuse(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return RefuseGroup(by=actor, reason=fields.needed_text("reason", policy.limits.note_chars))


def _news_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """What everybody is to read: in Chinese, and in English for whoever reads that."""
    said = text("words", policy, long=True, label=sentences.word("labels.incident_words", policy))
    return [said, text("words_en", policy, long=True, needed=False)]


def _read_news(fields: Fields, actor: Actor, policy: Policy) -> Command:
    limit = policy.limits.note_chars
    return UpdateIncident(by=actor, words=fields.needed_text("words", limit), words_en=fields.text("words_en", limit))


def _read_end(fields: Fields, actor: Actor, policy: Policy) -> Command:
    limit = policy.limits.note_chars
    return EndIncident(by=actor, words=fields.needed_text("words", limit), words_en=fields.text("words_en", limit))


GROUPS = (
    Action(
        command="open-group-case",
        name="labels.open_group_case",
        fields=_cause_fields,
        read=_read_open,
        example=lambda case, actor, policy: OpenGroupCase(by=actor, cause="-", whole=case.building is None),
    ),
    Action(
        command="declare-incident",
        name="labels.declare_incident",
        fields=_cause_fields,
        read=_read_declare,
        example=lambda case, actor, policy: DeclareIncident(by=actor, cause="-", whole=case.building is None),
    ),
    Action(
        command="refuse-group",
        name="labels.refuse_group",
        fields=_refuse_fields,
        read=_read_refuse,
        example=lambda case, actor, policy: RefuseGroup(by=actor, reason="-"),
    ),
    Action(
        command="update-incident",
        name="labels.update_incident",
        fields=_news_fields,
        read=_read_news,
        example=lambda case, actor, policy: UpdateIncident(by=actor, words="-"),
    ),
    Action(
        command="end-incident",
        name="labels.end_incident",
        fields=_news_fields,
        read=_read_end,
        example=lambda case, actor, policy: EndIncident(by=actor, words="-"),
    ),
    Action(command="join-group", name="labels.join_group", fields=_join_fields, read=_read_join, example=_example_join),
    Action(
        command="leave-group",
        name="labels.leave_group",
        fields=_leave_fields,
        read=_read_leave,
        example=lambda case, actor, policy: LeaveGroup(by=actor, reason="-"),
    ),
    Action(
        command="answer-own-part",
        name="labels.answer_own_part",
        fields=_own_fields,
        read=_read_own,
        example=lambda case, actor, policy: AnswerOwnPart(by=actor, text="-"),
    ),
)
