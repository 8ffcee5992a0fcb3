"""Otherwise right commands on matters of many households: what the table test over (state, command, role) asks with."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from builders import MONDAY_9AM
from huiyin.core.commands import (
    Actor,
    AddToCase,
    AgreeToBeNamed,
    AnswerMember,
    AnswerOwnPart,
    CaseSeen,
    CloseGroup,
    Command,
    DateMember,
    DeclareIncident,
    DrawSample,
    EndIncident,
    GroupSeen,
    JoinGroup,
    LeaveGroup,
    NoteMember,
    NoteReport,
    OpenGroupCase,
    ProposeGroup,
    RefuseGroup,
    SettleGroup,
    UpdateIncident,
)
from huiyin.policy.schema import Policy

_SEEN = GroupSeen(
    case_id="20000006",
    state="INVESTIGATING",
    community="yunjin",
    sub_issue="out_of_service",
    place="b3",
    incident=True,
    opened_at=MONDAY_9AM,
    received_at=MONDAY_9AM,
)
# Of the flat from which it is reported again.
MARK = "m" * 22
_OPEN = CaseSeen(
    case_id="10000001",
    number="HY-2026-10000001",
    flat_mark=MARK,
    verified=True,
    received_at=MONDAY_9AM - timedelta(days=1),
    lead="repairs",
    handler="li.wei",
    open=True,
)
GROUPS: Mapping[str, Callable[[Actor, Policy], Command]] = {
    "ProposeGroup": lambda by, policy: ProposeGroup(by=by, step="watch", reports=3),
    "RefuseGroup": lambda by, policy: RefuseGroup(by=by, reason="原因不同"),
    "UpdateIncident": lambda by, policy: UpdateIncident(by=by, words="抢修中"),
    "EndIncident": lambda by, policy: EndIncident(by=by, words="已恢复"),
    "DateMember": lambda by, policy: DateMember(
        by=by,
        points=(("elevator", "out_of_service"),),
        findings=("upheld",),
        until=MONDAY_9AM + timedelta(days=3),
        drafter="li.wei",
        released_by="he.min",
        text="下月更换。",
    ),
    "AgreeToBeNamed": lambda by, policy: AgreeToBeNamed(by=by),
    "DrawSample": lambda by, policy: DrawSample(by=by, members=("18720043",)),
    "OpenGroupCase": lambda by, policy: OpenGroupCase(by=by, cause="同一台曳引机"),
    "DeclareIncident": lambda by, policy: DeclareIncident(by=by, cause="全楼停梯"),
    "JoinGroup": lambda by, policy: JoinGroup(by=by, group="HY-2026-20000006", seen=_SEEN),
    "LeaveGroup": lambda by, policy: LeaveGroup(by=by, reason="另有损失"),
    "AddToCase": lambda by, policy: AddToCase(by=by, seen=_OPEN),
    "NoteReport": lambda by, policy: NoteReport(
        by=by,
        report="20000007",
        number="HY-2026-20000007",
        flat_mark=MARK,
        priority="P2",
        first_contact_due=MONDAY_9AM,
        answer_due=MONDAY_9AM + timedelta(days=3),
        words="电梯又停了。",
    ),
    "AnswerOwnPart": lambda by, policy: AnswerOwnPart(by=by, text="您家的门锁另行更换。"),
    "AnswerMember": lambda by, policy: AnswerMember(
        by=by,
        points=(("elevator", "out_of_service"),),
        findings=("upheld",),
        wishes=("met",),
        lead="repairs",
        handler="li.wei",
        hands=("li.wei",),
        released_by="he.min",
        text="已修好。",
    ),
    "NoteMember": lambda by, policy: NoteMember(by=by, member="18720043", happened="disputed", answer_due=MONDAY_9AM),
    "SettleGroup": lambda by, policy: SettleGroup(by=by),
    "CloseGroup": lambda by, policy: CloseGroup(by=by),
}
