"""What falls due without anybody, and who hears of what nobody did: each step of the system and each rung of the ladder, once."""

from datetime import timedelta

from tests.faults import course
from tests.faults.course import ANSWERED, HEAD, NOTE, TAKEN_UP
from tests.faults.flow import BRIEF, CHAIN, CLOCKS, Flow
from tests.faults.intake_flows import HANDLER
from tests.faults.scenes import Log, Scene

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def sweep(scene: Scene) -> None:
    """One round."""
    scene.world.sweep(scene.world.now)


def sweep_too(scene: Scene) -> None:
    """A second sweeper that began at the same time."""
    scene.world.sweep(scene.world.now)


def no_reply(scene: Scene) -> None:
    """The day on which the question has waited long enough."""
    course.asked(scene)
    scene.world.now += _DAY + _MINUTE


def no_word(scene: Scene) -> None:
    """Nobody could be reached about the answer, and its day is over."""
    course.answered(scene)
    for time in (1, 2):
        scene.world.now += 2 * _DAY + timedelta(hours=2)
        assert scene.do(HANDLER, "log-contact", time=time, way="phone", outcome="tried", note=NOTE)
        scene.world.settle()
    scene.world.now += 4 * _DAY


def outside_too_long(scene: Scene) -> None:
    """The day on which we ask what became of it."""
    course.transferred(scene)
    scene.world.now += _DAY + _MINUTE


def owner_heard(scene: Scene) -> None:
    """The owner was phoned, and then nothing happened any more."""
    course.taken_up(scene)
    assert scene.do(HANDLER, "log-contact", way="phone", outcome="reached", note=NOTE)
    scene.world.settle()


def climb(scene: Scene) -> None:
    """The plan is late, then the answer, and those above hear of it, rung by rung; the first of them says that he has."""
    for _ in range(2):
        scene.world.sweep(scene.world.now + 2 * _DAY)
    scene.do(HEAD, "acknowledge-step", step="plan_submitted.dept_lead")


_GONE_ON: Log = (*TAKEN_UP, "OwnerAsked", "OwnerReplied")
_LAPSED: Log = (*ANSWERED, "ContactLogged", "ContactLogged", "AnswerLapsed")
_BACK: Log = (*TAKEN_UP, "CaseTransferred", "TransferRecorded")
# On Wednesday the plan is late, and half as late again; on Friday the answer, too, and the company hears of both.
_CLIMBED: Log = (
    *(*TAKEN_UP, "ContactLogged"),
    *("DeadlineMissed", "StepEscalated", "StepEscalated", "StepEscalated"),
    *("StepEscalated", "StepEscalated", "DeadlineMissed", "StepEscalated"),
    "StepAcknowledged",
)

CLOCK_FLOWS = (
    Flow(
        "no-reply",
        no_reply,
        sweep,
        sweep_too,
        (_GONE_ON,),
        (_GONE_ON,),
        proves="a case goes on once after a question that nobody answered",
        strikes=CHAIN,
        besides=CLOCKS,
    ),
    Flow(
        "no-word",
        no_word,
        sweep,
        sweep_too,
        (_LAPSED,),
        (_LAPSED,),
        proves="an answer to which nobody said a word closes its case once",
        strikes=BRIEF,
        besides=CLOCKS,
    ),
    Flow(
        "outside-too-long",
        outside_too_long,
        sweep,
        sweep_too,
        (_BACK,),
        (_BACK,),
        proves="what lies outside is taken up again once, on its day",
        strikes=BRIEF,
        besides=CLOCKS,
    ),
    Flow(
        "ladder",
        owner_heard,
        climb,
        sweep_too,
        (_CLIMBED,),
        (_CLIMBED,),
        proves="each rung hears once of a promise that nobody kept, however late its clock comes by",
        strikes=BRIEF,
        besides=frozenset({"ProgressTold"}),
    ),
)
