"""A case on its course, stage by stage, without a fault: where flows begin. And what people fill in on the way."""

from datetime import datetime
from typing import Any

from tests.faults import canaries
from tests.faults.intake_flows import DESK, HANDLER, TRIAGE, followed
from tests.faults.scenes import RECEIVED, Json, Log, Scene

HEAD, QUALITY, MANAGER, COMPANY, MATE = "zhao.gang", "gu.ning", "jiang.bo", "wei.lan", "wu.lei"
NOTE = canaries.NOTE
# The Tuesday after the Monday on which all begins, and later days.
SOON, LATER, MUCH_LATER = "2026-11-24T18:00", "2026-11-26T18:00", "2026-12-02T18:00"
POINT = {"finding_1": "upheld", "wish_1": "met"}
TRIAGED: Json = {
    "category": "elevator",
    "sub_issue": "out_of_service",
    "severity": 2,
    "urgency": 2,
    "level": "general",
    "lead": "repairs",
    "handler": HANDLER,
}
_TASK = {"words": NOTE, "department": "repairs", "assignee": MATE, "due": SOON}
_NEED = {"words": NOTE, "kind": "part", "by": SOON, "cost_yuan": 100}
PLAN: Json = {
    **POINT,
    **dict.fromkeys(("found", "cause", "impact", "options", "solution", "wish_met", "messages"), NOTE),
    "cost_yuan": 300,
    "source": "service_fee",
    "finish_due": LATER,
    "tasks": [_TASK],
    "resources": [_NEED],
}
DONE = {**POINT, "result": NOTE, "answer": NOTE}
RELEASED: Json = {**POINT, "text": NOTE, "no_interest": True}
ANOTHER_TASK = {"words": NOTE, "department": "repairs", "assignee": HANDLER, "due": SOON}

TAKEN_UP: Log = (*RECEIVED, "CaseRegistered", "CaseTriaged", "CaseAccepted")
PLANNED: Log = (*TAKEN_UP, "PlanSubmitted")
UNDER_WAY: Log = (*PLANNED, "PlanApproved")
WORKED: Log = (*UNDER_WAY, "TaskFinished", "WorkReported")
ANSWERED: Log = (*WORKED, "AnswerReleased")


def digest(shown: Json) -> str:
    """Of the plan that somebody has read."""
    return str((shown.get("plan") or {}).get("digest", "none"))


def submits(scene: Scene, **more: Any) -> bool:
    return scene.do(HANDLER, "submit-plan", **PLAN, **more)


def agrees(scene: Scene, **more: Any) -> bool:
    return scene.do(HEAD, "approve-plan", digest=digest, no_interest=True, **more)


def releases(scene: Scene, **more: Any) -> bool:
    return scene.do(QUALITY, "release-answer", **RELEASED, **more)


def registered(scene: Scene) -> None:
    """The desk has looked at it."""
    followed(scene)
    assert scene.do(DESK, "register-case", identity_check="called_back")
    scene.world.settle()


def triaged(scene: Scene) -> None:
    """It is somebody's."""
    registered(scene)
    assert scene.do(TRIAGE, "triage-case", **TRIAGED)
    scene.world.settle()


def taken_up(scene: Scene) -> None:
    """He has taken it up."""
    triaged(scene)
    assert scene.do(HANDLER, "accept-case", no_interest=True)
    scene.world.settle()


def asked(scene: Scene) -> None:
    """Its owner was asked something."""
    taken_up(scene)
    assert scene.do(HANDLER, "ask-owner", question=NOTE, days=1)
    scene.world.settle()


def planned(scene: Scene) -> None:
    """There is a plan to be agreed to."""
    taken_up(scene)
    assert submits(scene)
    scene.world.settle()


def under_way(scene: Scene) -> None:
    """The plan is agreed to, and people work."""
    planned(scene)
    assert agrees(scene)
    scene.world.settle()


def worked(scene: Scene) -> None:
    """The work is reported done."""
    under_way(scene)
    assert scene.do(MATE, "finish-task", n=1, outcome="done", note=NOTE)
    assert scene.do(HANDLER, "report-done", **DONE)
    scene.world.settle()


def answered(scene: Scene) -> None:
    """Its owner has the answer."""
    worked(scene)
    assert releases(scene)
    scene.world.settle()


def closed(scene: Scene) -> None:
    """Its owner is content."""
    answered(scene)
    assert scene.act("confirm")
    scene.world.settle()


def transferred(scene: Scene) -> None:
    """Somebody outside has to act."""
    taken_up(scene)
    assert transfers(scene)
    scene.world.settle()


def transfers(scene: Scene) -> bool:
    return scene.do(MANAGER, "transfer-case", outside_body="street_office", contact=NOTE, document=NOTE, follow_up_d=1)


def moment(text: str) -> datetime:
    """A moment as an answer writes it."""
    return datetime.fromisoformat(text)
