"""Matters of many households: what goes from case to case, by people and by the table's stream."""

from tests.faults import course
from tests.faults.course import NOTE, POINT, QUALITY, TRIAGED
from tests.faults.course_acts import follow_up
from tests.faults.course_flows import adds_too
from tests.faults.flow import BRIEF, CHAIN, CLOCKS, Flow, beside, maybe
from tests.faults.intake_flows import DESK, HANDLER, TRIAGE, followed
from tests.faults.scenes import RECEIVED, Log, Scene

DUTY_MANAGER = "luo.han"
_TRIAGED: Log = (*RECEIVED, "CaseRegistered", "CaseTriaged")
_JOINED: Log = (*_TRIAGED, "MemberJoined")
_OPENED: Log = ("GroupOpened", "GroupSettled")
_INCIDENT: Log = (*RECEIVED, "MemberJoined")
# Of each household that joins the group case is told once.
_JOINED_BY: Log = (*_OPENED, "FlatCounted", "FlatCounted")
# Told of one or of both before it has seen to them, where somebody was gone in between.
_COUNTED: tuple[Log, ...] = (
    _JOINED_BY,
    ("GroupOpened", "FlatCounted", "GroupSettled", "FlatCounted"),
    ("GroupOpened", "FlatCounted", "FlatCounted", "GroupSettled"),
)
_ANSWERED: Log = (*_JOINED_BY, "CaseTriaged", "CaseAccepted", "ConcludedWithoutWork", "AnswerReleased", "GroupSettled")
_MEMBER: Log = (*_JOINED, "MemberAnswered")


def group_of(scene: Scene, staff: str = TRIAGE) -> str:
    """The number of the group case in which the first case is handled; who sees none looks again."""
    for _ in range(4):
        if group := scene.shown(staff).get("group"):
            return str(group["number"])
    return ""


def joins(scene: Scene) -> bool:
    """The neighbour's case joins the group of the first one."""
    return scene.do(TRIAGE, "join-group", number=scene.neighbours[0]["number"], group=group_of(scene))


def opens(scene: Scene) -> bool:
    return scene.do(TRIAGE, "open-group-case", cause=NOTE)


def two_triaged(scene: Scene) -> None:
    """Two households of one building report the same, and both are somebody's."""
    course.triaged(scene)
    assert scene.neighbour(1)
    other = scene.neighbours[0]["number"]
    assert scene.do(DESK, "register-case", number=other, time=2, identity_check="called_back")
    assert scene.do(TRIAGE, "triage-case", number=other, time=2, **TRIAGED)
    scene.world.settle()


def two_in_a_group(scene: Scene) -> None:
    """Both are handled as one."""
    two_triaged(scene)
    assert opens(scene)
    scene.world.settle()
    assert joins(scene)
    scene.world.settle()


def group_worked(scene: Scene) -> None:
    """The group case waits to be checked."""
    two_in_a_group(scene)
    group = group_of(scene)
    assert scene.do(TRIAGE, "triage-case", number=group, time=3, **TRIAGED)
    assert scene.do(HANDLER, "accept-case", number=group, no_interest=True)
    assert scene.do(HANDLER, "conclude-without-work", number=group, **POINT, grounds=NOTE, answer=NOTE)
    scene.world.settle()


def group_answered(scene: Scene) -> None:
    """Both have its answer."""
    group_worked(scene)
    assert releases(scene)
    scene.world.settle()


def incident(scene: Scene) -> None:
    """Somebody says that this happens to many."""
    followed(scene)
    assert scene.do(DUTY_MANAGER, "declare-incident", cause=NOTE)
    scene.world.settle()


def releases(scene: Scene) -> bool:
    return scene.do(QUALITY, "release-answer", number=group_of(scene, QUALITY), **POINT, text=NOTE, no_interest=True)


def opens_a_group(scene: Scene) -> None:
    if opens(scene):
        follow_up(scene)
    if not scene.unanswered and joins(scene):
        follow_up(scene)


def comes_in(scene: Scene) -> None:
    if scene.neighbour(1):
        follow_up(scene)


def answers_all(scene: Scene) -> None:
    if releases(scene):
        follow_up(scene)


def leaves(scene: Scene) -> None:
    if scene.act("leave", whose=1, reason=NOTE):
        follow_up(scene)


def all_content(scene: Scene) -> None:
    if scene.act("confirm") and scene.act("confirm", whose=1):
        follow_up(scene)


def disputes(scene: Scene) -> None:
    if scene.act("dispute", solved="unsolved", words=NOTE):
        follow_up(scene)


GROUPS = (
    Flow(
        "group",
        two_triaged,
        opens_a_group,
        adds_too,
        tuple((counted, _JOINED, _JOINED) for counted in _COUNTED),
        tuple(logs for counted in _COUNTED for logs in beside((counted, _JOINED), maybe(_JOINED, "FactAdded"))),
        proves="one group case is made however often somebody is gone on the way, and both are handled in it",
        strikes=CHAIN,
        besides=CLOCKS,
    ),
    Flow(
        "incident",
        incident,
        comes_in,
        adds_too,
        ((_JOINED_BY, _INCIDENT, _INCIDENT),),
        beside((_JOINED_BY, _INCIDENT), maybe(_INCIDENT, "FactAdded")),
        proves="what comes in of an incident joins it by itself, once, and nobody is written to about it as a new case",
        strikes=CHAIN,
        besides=CLOCKS,
    ),
    Flow(
        "members",
        group_worked,
        answers_all,
        adds_too,
        ((_ANSWERED, _MEMBER, _MEMBER),),
        beside((_ANSWERED, _MEMBER), maybe(_MEMBER, "FactAdded")),
        proves="each member gets the answer of its group once, whoever is gone between two of them",
        strikes=CHAIN,
    ),
    Flow(
        "leave",
        two_in_a_group,
        leaves,
        adds_too,
        ((_JOINED_BY, _JOINED, (*_JOINED, "MemberLeft")),),
        beside((_JOINED_BY, (*_JOINED, "MemberLeft")), maybe(_JOINED, "FactAdded")),
        proves="a member goes on by itself from where it was taken up",
        strikes=BRIEF,
        besides=CLOCKS,
    ),
    Flow(
        "all-content",
        group_answered,
        all_content,
        adds_too,
        (((*_ANSWERED, "GroupClosed"), (*_MEMBER, "AnswerConfirmed"), (*_MEMBER, "AnswerConfirmed")),),
        beside(((*_ANSWERED, "GroupClosed"), (*_MEMBER, "AnswerConfirmed")), maybe((*_MEMBER, "AnswerConfirmed"), "FactAdded")),
        proves="a group case ends once, when all of its members are content",
        strikes=CHAIN,
    ),
    Flow(
        "one-is-not",
        group_answered,
        disputes,
        adds_too,
        (((*_ANSWERED, "MemberDisputed"), (*_MEMBER, "AnswerDisputed"), _MEMBER),),
        beside(((*_ANSWERED, "MemberDisputed"), _MEMBER), maybe((*_MEMBER, "AnswerDisputed"), "FactAdded")),
        proves="the group case hears once of a member who does not hold it solved",
        strikes=CHAIN,
    ),
)
