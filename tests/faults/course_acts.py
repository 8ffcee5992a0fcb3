"""What people do with a case that was taken up, step by step, as each of them asks at the doors."""

from tests.faults import course
from tests.faults.course import (
    COMPANY,
    DONE,
    HEAD,
    LATER,
    MANAGER,
    MATE,
    MUCH_LATER,
    NOTE,
    PLAN,
    QUALITY,
    TRIAGED,
    agrees,
    digest,
    releases,
    submits,
)
from tests.faults.intake_flows import DESK, HANDLER, TRIAGE
from tests.faults.scenes import Scene


def follow_up(scene: Scene) -> None:
    scene.world.follow_up()


def questions(scene: Scene) -> None:
    if scene.do(HANDLER, "ask-owner", question=NOTE, days=2) and scene.act("reply", answer=NOTE):
        follow_up(scene)


def replies(scene: Scene) -> None:
    scene.act("reply", answer=NOTE)


def declines(scene: Scene) -> None:
    if (
        scene.do(DESK, "decline-case", reason="not_ours", text=NOTE)
        and scene.do(MANAGER, "decline-case", agree="agreed")
        and scene.act("object", grounds=NOTE)
        and scene.do(MANAGER, "accept-objection", grounds=NOTE)
    ):
        follow_up(scene)


def turns(scene: Scene) -> None:
    if (
        scene.do(HEAD, "return-to-triage", parts=True, reason=NOTE)
        and scene.do(TRIAGE, "triage-case", time=2, **TRIAGED)
        and scene.do(HEAD, "assign-case", handler=MATE)
    ):
        follow_up(scene)


def levels(scene: Scene) -> None:
    if scene.do(DESK, "raise-level", reasons=["M5"], note=NOTE) and scene.do(MANAGER, "lower-level", reason=NOTE):
        follow_up(scene)


def plans(scene: Scene) -> None:
    submits(scene)


def plans_anew(scene: Scene) -> None:
    if scene.do(HEAD, "return-plan", reasons=NOTE) and submits(scene, time=2):
        follow_up(scene)


def changes(scene: Scene) -> None:
    if (
        agrees(scene)
        and scene.do(HANDLER, "change-plan", **PLAN, change="scope", reason=NOTE)
        and scene.do(HEAD, "approve-plan", time=2, digest=digest, no_interest=True)
    ):
        follow_up(scene)


def works(scene: Scene) -> None:
    if (
        scene.do(HANDLER, "add-task", **course.ANOTHER_TASK)
        and scene.do(HANDLER, "move-resource", n=1, state="used")
        and scene.do(HANDLER, "evaluate-plan", progress=NOTE, forecast=LATER, decision="go_on")
        and scene.do(MATE, "finish-task", n=1, outcome="done", note=NOTE)
        and scene.do(HANDLER, "finish-task", n=2, outcome="cancelled", note=NOTE)
        and scene.do(HANDLER, "report-done", **DONE)
    ):
        follow_up(scene)


def moves_the_date(scene: Scene) -> None:
    if scene.do(HEAD, "extend-date", until=MUCH_LATER, reason=NOTE):
        follow_up(scene)


def checks_twice(scene: Scene) -> None:
    if scene.do(QUALITY, "return-work", defects=NOTE) and scene.do(HANDLER, "report-done", time=2, **DONE) and releases(scene):
        follow_up(scene)


def answers(scene: Scene) -> None:
    releases(scene)


def answers_for_now(scene: Scene) -> None:
    dated = {"finding_1": "upheld", "until": MUCH_LATER, "text": NOTE}
    if scene.do(HANDLER, "send-dated-answer", **dated) and scene.do(QUALITY, "send-dated-answer", **dated):
        follow_up(scene)


def concludes(scene: Scene) -> None:
    said = {"finding_1": "not_upheld", "wish_1": "not_met"}
    if scene.do(HANDLER, "conclude-without-work", **said, grounds=NOTE, answer=NOTE) and scene.do(
        QUALITY, "release-answer", **said, text=NOTE, no_interest=True
    ):
        follow_up(scene)


def passes_on(scene: Scene) -> None:
    if course.transfers(scene) and scene.do(MANAGER, "record-transfer-result", result=NOTE, to="INVESTIGATING"):
        follow_up(scene)


def urges(scene: Scene) -> None:
    if scene.act("urge", note=NOTE) and scene.do(DESK, "add-fact", note=NOTE):
        follow_up(scene)


def confides(scene: Scene) -> None:
    """Into the lane by the owner, and out of it by two officers."""
    if scene.act("confide", reason=NOTE) and all(scene.do(officer, "release-case", reason=NOTE) for officer in ("ye.qing", "qin.yue")):
        follow_up(scene)


def confirms(scene: Scene) -> None:
    if scene.act("confirm", note=NOTE):
        follow_up(scene)


def disputes_too(scene: Scene) -> None:
    """The same owner, in another window, is not content after all."""
    body = {"number": scene.number, "code": scene.receipts[0]["code"], "solved": "unsolved", "words": NOTE}
    assert scene.world.post("/api/owner/dispute", body, key="a-dispute-from-elsewhere") is not None


def disputes(scene: Scene) -> None:
    scene.act("dispute", solved="unsolved", words=NOTE)


def surveyed(scene: Scene) -> None:
    said = {"solved": "unsolved", "rate_result": "1", "words": NOTE}
    if scene.act("survey", **said) and scene.do("shen.yu", "log-call-back", outcome="answered", line="mobile", note=NOTE):
        follow_up(scene)


def comes_back(scene: Scene) -> None:
    if scene.act("reopen", grounds=NOTE):
        follow_up(scene)


def goes_outside(scene: Scene) -> None:
    if scene.act("review", grounds=NOTE) and scene.do(COMPANY, "decide-review", outcome="replaced", text=NOTE):
        follow_up(scene)


def withdraws(scene: Scene) -> None:
    if scene.act("withdraw", grounds=NOTE):
        follow_up(scene)


def phones_too(scene: Scene) -> None:
    """The handler phones meanwhile, and has no fault of his own; whoever took it back is phoned no more."""
    body = {"version": scene.shown(HANDLER)["version"], "way": "phone", "outcome": "reached", "note": NOTE}
    answer = scene.world.post(f"/api/desk/cases/{scene.number}/log-contact", body, key="a-call-from-elsewhere", staff=HANDLER)
    assert answer is not None
    assert answer.status in {200, 409}


def begins_at_once(scene: Scene) -> None:
    if scene.do("huang.kai", "start-work", emergency=True, note=NOTE) and scene.do(TRIAGE, "triage-case", **TRIAGED):
        follow_up(scene)


def hands_over(scene: Scene) -> None:
    if scene.do(TRIAGE, "triage-case", **TRIAGED):
        follow_up(scene)
