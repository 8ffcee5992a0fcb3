"""What people do with a case that was taken up, from the question to the review: each step of staff and of its owner, with its letters."""

from typing import Any

from tests.faults import course
from tests.faults.course import (
    ANSWERED,
    COMPANY,
    DONE,
    HEAD,
    LATER,
    MANAGER,
    MATE,
    MUCH_LATER,
    NOTE,
    PLAN,
    PLANNED,
    QUALITY,
    TAKEN_UP,
    TRIAGED,
    UNDER_WAY,
    WORKED,
    agrees,
    digest,
    releases,
    submits,
)
from tests.faults.flow import BRIEF, CLOCKS, Flow, Part, maybe
from tests.faults.intake_flows import DESK, HANDLER, TRIAGE, followed
from tests.faults.scenes import FORM, RECEIVED, Json, Log, Scene


def follow_up(scene: Scene) -> None:
    scene.world.follow_up()


def adds_too(scene: Scene) -> None:
    """The owner adds something from another window, if his case is open; he has no fault of his own."""
    body = {"number": scene.number, "code": scene.receipts[0]["code"], "note": NOTE}
    answer = scene.world.post("/api/owner/add", body, key="words-of-the-owner-2")
    assert answer is not None
    assert answer.status in {200, 409}


def people(name: str, before: Part, log: Log, act: Part, proves: str, **more: Any) -> Flow:
    """Steps of people and their letters, while the owner may add something. log: all that has happened in the end."""
    return Flow(name, before, act, adds_too, (log,), maybe(log, "FactAdded"), proves=proves, strikes=BRIEF, **more)


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


def confirms(scene: Scene) -> None:
    if scene.act("confirm", note=NOTE):
        follow_up(scene)


def disputes_too(scene: Scene) -> None:
    """The same owner, in another window, is not content after all."""
    body = {"number": scene.number, "code": scene.receipts[0]["code"], "solved": "unsolved", "words": NOTE}
    assert scene.world.post("/api/owner/dispute", body, key="a-dispute-from-elsewhere") is not None


def disputes(scene: Scene) -> None:
    scene.act("dispute", solved="unsolved", words=NOTE)


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


DANGER: Json = FORM | {"danger": True}
TRIAGED_LOG: Log = (*RECEIVED, "CaseRegistered", "CaseTriaged")
_ASKED: Log = (*TAKEN_UP, "OwnerAsked", "OwnerReplied")
_DECLINED: Log = (*RECEIVED, "DeclineProposed", "CaseDeclined", "ObjectionRaised", "ObjectionAccepted")
_EMERGENCY: Log = (*RECEIVED, "WorkStarted", "CaseTriaged")
_TURNED: Log = (*TRIAGED_LOG, "TriageReturned", "CaseTriaged", "CaseAssigned")
_WORKED: Log = (*UNDER_WAY, "TaskAdded", "ResourceMoved", "PlanEvaluated", "TaskFinished", "TaskFinished", "WorkReported")

COURSE = (
    people("handed-over", course.registered, TRIAGED_LOG, hands_over, "whoever is given a case has its date in his calendar, once"),
    people("question", course.taken_up, _ASKED, questions, "a question waits for its answer, and goes on with it"),
    Flow(
        "reply",
        course.asked,
        replies,
        adds_too,
        (_ASKED,),
        maybe(_ASKED, "FactAdded", after=5),
        proves="an act of an owner is done once, whatever call of it goes wrong",
    ),
    people("decline", followed, _DECLINED, declines, "two people decline a case, and an objection brings it back", besides=CLOCKS),
    people("turns", course.triaged, _TURNED, turns, "a case that was given back, triaged again and given to somebody else is his alone"),
    people("levels", course.taken_up, (*TAKEN_UP, "LevelRaised", "LevelLowered"), levels, "a level goes up and down again, once each"),
    Flow(
        "plan",
        course.taken_up,
        plans,
        adds_too,
        (PLANNED,),
        maybe(PLANNED, "FactAdded", after=4),
        proves="a plan with its sealed words and rows is there once and whole",
    ),
    people("plan-returned", course.planned, (*PLANNED, "PlanReturned", "PlanSubmitted"), plans_anew, "a plan goes back and comes again"),
    people(
        "plan-changed",
        course.planned,
        (*UNDER_WAY, "PlanChanged", "PlanApproved"),
        changes,
        "a plan is agreed to, changed, and agreed to again by what was read",
    ),
    people("work", course.under_way, _WORKED, works, "tasks and resources move once each, and the work is reported once"),
    people("date", course.under_way, (*UNDER_WAY, "DateExtended"), moves_the_date, "a date moves once, and its owner hears of it"),
    people(
        "checked-twice",
        course.worked,
        (*WORKED, "WorkReturned", "WorkReported", "AnswerReleased"),
        checks_twice,
        "work goes back and comes again, and one answer leaves",
    ),
    Flow(
        "answer",
        course.worked,
        answers,
        adds_too,
        (ANSWERED,),
        maybe(ANSWERED, "FactAdded", after=len(WORKED)),
        proves="an answer is released once, whatever call of it goes wrong",
    ),
    people(
        "dated-answer",
        course.taken_up,
        (*TAKEN_UP, "DatedAnswerDrafted", "DatedAnswerSent"),
        answers_for_now,
        "one drafts an answer with a date, another sends it, once",
    ),
    people(
        "without-work",
        course.taken_up,
        (*TAKEN_UP, "ConcludedWithoutWork", "AnswerReleased"),
        concludes,
        "what needs no work is concluded, checked and answered once",
    ),
    people(
        "transfer",
        course.taken_up,
        (*TAKEN_UP, "CaseTransferred", "TransferRecorded"),
        passes_on,
        "somebody outside has it, and what became of it is written down once",
    ),
    people("urge", course.taken_up, (*TAKEN_UP, "CaseUrged", "FactAdded"), urges, "an owner urges once, and a colleague notes something"),
    people(
        "emergency",
        followed,
        _EMERGENCY,
        begins_at_once,
        "work begins before anybody has triaged it, and is triaged while it goes on",
        form=DANGER,
        besides=CLOCKS,
    ),
    Flow(
        "confirm",
        course.answered,
        confirms,
        disputes_too,
        ((*ANSWERED, "AnswerConfirmed"),),
        ((*ANSWERED, "AnswerDisputed"),),
        proves="a case ends once; who says yes and no in two windows has said one of them",
        strikes=BRIEF,
        contested=True,
    ),
    Flow(
        "dispute",
        course.answered,
        disputes,
        adds_too,
        ((*ANSWERED, "AnswerDisputed"),),
        maybe((*ANSWERED, "AnswerDisputed"), "FactAdded", after=len(ANSWERED)),
        proves="a dispute opens a case once more, whatever call of it goes wrong",
    ),
    Flow(
        "reopen",
        course.closed,
        comes_back,
        adds_too,
        ((*ANSWERED, "AnswerConfirmed", "CaseReopened"),),
        ((*ANSWERED, "AnswerConfirmed", "CaseReopened"),),
        proves="a closed case is opened again once",
        strikes=BRIEF,
    ),
    people(
        "review",
        course.answered,
        (*ANSWERED, "ReviewAsked", "ReviewDecided"),
        goes_outside,
        "the company looks at an answer once, and what it decides is done",
    ),
    Flow(
        "withdraw",
        course.taken_up,
        withdraws,
        phones_too,
        ((*TAKEN_UP, "CaseWithdrawn"),),
        ((*TAKEN_UP, "CaseWithdrawn"), (*TAKEN_UP, "ContactLogged", "CaseWithdrawn")),
        proves="an owner takes it back once, whoever phones him meanwhile",
        strikes=BRIEF,
    ),
)
