"""What people do with a case that was taken up, from the question to the review: each step of staff and of its owner, with its letters."""

from typing import Any

from tests.faults import course
from tests.faults.course import (
    ANSWERED,
    NOTE,
    PLANNED,
    TAKEN_UP,
    UNDER_WAY,
    WORKED,
)
from tests.faults.course_acts import (
    answers,
    answers_for_now,
    begins_at_once,
    changes,
    checks_twice,
    comes_back,
    concludes,
    confides,
    confirms,
    declines,
    disputes,
    disputes_too,
    goes_outside,
    hands_over,
    levels,
    moves_the_date,
    passes_on,
    phones_too,
    plans,
    plans_anew,
    questions,
    replies,
    surveyed,
    turns,
    urges,
    withdraws,
    works,
)
from tests.faults.flow import BRIEF, CLOCKS, Flow, Part, maybe
from tests.faults.intake_flows import followed
from tests.faults.scenes import FORM, RECEIVED, Json, Log, Scene


def adds_too(scene: Scene) -> None:
    """The owner adds something from another window, if his case is open; he has no fault of his own."""
    body = {"number": scene.number, "code": scene.receipts[0]["code"], "note": NOTE}
    answer = scene.world.post("/api/owner/add", body, key="words-of-the-owner-2")
    assert answer is not None
    assert answer.status in {200, 409}


def people(name: str, before: Part, log: Log, act: Part, proves: str, **more: Any) -> Flow:
    """Steps of people and their letters, while the owner may add something. log: all that has happened in the end."""
    return Flow(name, before, act, adds_too, (log,), maybe(log, "FactAdded"), proves=proves, strikes=BRIEF, **more)


DANGER: Json = FORM | {"danger": True}
TRIAGED_LOG: Log = (*RECEIVED, "CaseRegistered", "CaseTriaged")
_ASKED: Log = (*TAKEN_UP, "OwnerAsked", "OwnerReplied")
_CONFIDED: Log = (*TAKEN_UP, "CaseConfided", "ReleaseAsked", "CaseReleased")
_DECLINED: Log = (*RECEIVED, "DeclineProposed", "CaseDeclined", "ObjectionRaised", "ObjectionAccepted")
_EMERGENCY: Log = (*RECEIVED, "WorkStarted", "CaseTriaged")
_TURNED: Log = (*TRIAGED_LOG, "TriageReturned", "CaseTriaged", "CaseAssigned")
_SURVEYED: Log = (*ANSWERED, "AnswerConfirmed", "SurveyAnswered", "CallBackLogged")
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
    people("confide", course.taken_up, _CONFIDED, confides, "a data key is wrapped anew with the step that asks for it, or not at all"),
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
    Flow(
        "survey",
        course.closed,
        surveyed,
        adds_too,
        (_SURVEYED,),
        (_SURVEYED,),
        proves="an owner says once that he is not content, and is called back once",
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
