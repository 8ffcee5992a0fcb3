"""What people wrote of a group is sealed; who belongs to it stands in the events as keys of cases alone."""

from dataclasses import fields
from typing import get_args

from builders import MONDAY_9AM, a_group
from huiyin.core.events import GroupEvent, IncidentDeclared, MemberAnswered, MemberJoined, MemberLeft, sealed_fields
from huiyin.policy.schema import Policy
from huiyin.store.codec import decode, encode


def test_causes_reasons_and_answers_are_sealed() -> None:
    assert sealed_fields(IncidentDeclared) == {"cause"}
    assert sealed_fields(MemberJoined) == {"own"}
    assert sealed_fields(MemberLeft) == {"reason"}
    assert sealed_fields(MemberAnswered) == {"text"}


def test_no_event_of_a_group_names_its_members_but_by_the_key_of_their_case() -> None:
    for kind in get_args(GroupEvent):
        assert not {"name", "unit", "household", "phone"} & {f.name for f in fields(kind)}


def test_a_member_answered_is_stored_and_read_as_it_was(policy: Policy) -> None:
    group = a_group(policy)
    event = MemberAnswered(
        at=MONDAY_9AM,
        by="system",
        role="system",
        points=((group.category or "", group.sub_issue or ""),),
        findings=("upheld",),
        wishes=("met",),
        lead="repairs",
        handler=None,
        hands=("li.wei",),
        released_by="he.min",
        reply_due=MONDAY_9AM,
    )
    kind, facts, _ = encode(event)
    assert decode(kind, facts) == event
