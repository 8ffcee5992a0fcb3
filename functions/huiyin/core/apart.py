"""3 分析与评估: which cases may be one matter with others, and which are somebody's own whatever others report."""

from datetime import timedelta

from huiyin.core.case import Case, is_dangerous
from huiyin.core.commands.groups import GroupSeen
from huiyin.core.errors import NotAllowedNow
from huiyin.core.events import ComplaintReceived
from huiyin.policy.schema import Policy

# A group case in one of these has told its members what they are answered.
HAS_ANSWER = frozenset({"ANSWERED", "CLOSED"})


def is_running(case: Case) -> bool:
    """Whether it is an incident that goes on: nobody has ended it, and it has no answer yet.

    Policy: 1.2
    """
    group = case.handling.group
    return group is not None and group.running and case.state not in HAS_ANSWER


def check_not_apart(case: Case, policy: Policy) -> None:
    """Refuse what is handled by itself whatever others report.

    Policy: 1.2, 2.6
    Nothing of a group shows who belongs to it, so what only some may know of stays outside, and a danger is somebody's own.
    """
    if case.handling.group is not None or case.handling.gone:
        raise NotAllowedNow("no_owner")
    if case.guarded:
        raise NotAllowedNow("guarded_apart")
    if case.accused:
        raise NotAllowedNow("accused_apart")
    if case.kind not in policy.measures.groups.kinds:
        raise NotAllowedNow("kind_apart")
    if is_dangerous(case, policy) or "danger" in case.hints:
        raise NotAllowedNow("danger_apart")
    if case.sub_issue is None:
        raise NotAllowedNow("triage_first")


def stays_apart(case: Case, policy: Policy) -> bool:
    """Whether it is handled by itself whatever others report.

    Policy: 1.2, 2.6
    """
    try:
        check_not_apart(case, policy)
    except NotAllowedNow:
        return True
    return False


def may_be_taken_in(event: ComplaintReceived, policy: Policy) -> bool:
    """Whether a case that has just come in might join an incident, as its receipt tells without looking at anything else.

    Policy: 1.2
    """
    own = event.guarded or event.danger or bool({"danger", "own"} & set(event.hints)) or event.priority == policy.promises.danger
    return event.sub_issue is not None and not own and event.kind in policy.measures.groups.kinds


def is_of(case: Case, group: GroupSeen) -> bool:
    """Whether it is the same matter at the same place.

    Policy: 1.2
    """
    same_place = group.place is None or case.building == group.place
    return case.community == group.community and case.sub_issue == group.sub_issue and same_place


def is_taken_in(case: Case, group: GroupSeen, policy: Policy) -> bool:
    """Whether a case joins that running incident by itself: just come in, the same, and not somebody's own.

    Policy: 1.2
    """
    since = group.opened_at - timedelta(minutes=policy.measures.groups.incident_min)
    running = group.incident and group.state not in HAS_ANSWER and group.case_id not in case.handling.left
    # Damage in his flat, or a device on which somebody depends, is looked at by a person first.
    return (
        running
        and case.state == "RECEIVED"
        and case.received_at >= since
        and is_of(case, group)
        and not stays_apart(case, policy)
        and "own" not in case.hints
    )
