"""The questions of the survey as fields, and what was said to them as a command: the same for the owner and for whoever phones him."""

from collections.abc import Sequence
from typing import Any

from huiyin.core.call_backs import CALL_OF_BAD
from huiyin.core.commands import Actor, AnswerSurvey
from huiyin.core.events import CallBackLogged, DeadlineMissed, DeadlineNeared, Event, StepAcknowledged, StepEscalated, SurveyAnswered
from huiyin.entry import sentences
from huiyin.entry.descriptors import choice, named, several
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]
# Wishes about what he says: code of the field -> label.
_ALSO = {"hidden": "labels.survey_hidden", "publish": "labels.survey_publish"}


def survey_fields(policy: Policy, *, needed: bool = True) -> list[Json]:
    """Whether it is solved, a grade for each question, what to improve, and who may read it. needed: the first two have to be answered.

    Policy: 5.5
    """
    solved = sentences.word("labels.act_survey_solved", policy)
    asked = [choice("solved", policy, named(policy.measures.solved), needed=needed, label=solved)]
    for place, (code, question) in enumerate(policy.survey.questions.items()):
        label = sentences.both(question.name)
        asked.append(choice(f"rate_{code}", policy, named(question.grades), needed=needed and place == 0, label=label))
    also = [{"value": code, "name": sentences.word(label, policy)} for code, label in _ALSO.items()]
    return [*asked, several("improve", policy, named(policy.survey.improve), needed=False), several("also", policy, also, needed=False)]


def read_survey(fields: Fields, by: Actor, policy: Policy, *, needed: bool = True) -> AnswerSurvey | None:
    """What was said. None where nothing need be said and nothing was.

    Raises: NotUnderstood.
    """
    known = policy.measures.solved
    solved = fields.needed_code("solved", known) if needed else fields.code("solved", known)
    grades = []
    for place, (code, question) in enumerate(policy.survey.questions.items()):
        numbers = [str(grade) for grade in question.grades]
        name = f"rate_{code}"
        said = fields.needed_code(name, numbers) if needed and place == 0 else fields.code(name, numbers)
        if said:
            grades.append((code, int(said)))
    improve, also = fields.codes("improve", policy.survey.improve), fields.codes("also", _ALSO)
    words = fields.text("words", policy.limits.note_chars)
    if solved is None:
        return None
    return AnswerSurvey(
        by=by, solved=solved, grades=tuple(grades), improve=improve, hidden="hidden" in also, publish="publish" in also, words=words
    )


def survey_view(events: Sequence[Event], policy: Policy) -> Json | None:
    """What the owner said last of how we did, in words; None while he has said nothing. events: opened.

    Policy: 5.5
    """
    said = next((event for event in reversed(events) if isinstance(event, SurveyAnswered)), None)
    if said is None:
        return None
    rules = policy.survey
    grades = [
        {
            "question_words": sentences.named(code, {one: question.name for one, question in rules.questions.items()}),
            "grade": grade,
            "grade_words": sentences.named(str(grade), {str(g): words for g, words in rules.questions[code].grades.items()})
            if code in rules.questions
            else None,
        }
        for code, grade in said.grades
    ]
    return {
        "at": sentences.here(said.at, policy),
        "solved_words": sentences.named(said.solved, policy.measures.solved),
        "grades": grades,
        "improve_words": [sentences.named(code, rules.improve) for code in said.improve],
        "hidden": said.hidden,
        "publish": said.publish,
        "by_phone": bool(said.line),
        "words": said.words,
    }


def is_hidden(events: Sequence[Event]) -> bool:
    """Whether he ever wished that whoever took a part does not read what he thinks.

    Policy: 5.5
    """
    return any(isinstance(event, SurveyAnswered) and event.hidden for event in events)


def tells_of_it(event: Event) -> bool:
    """Whether an event lets its reader guess what the owner thinks of whoever handled his case.

    Policy: 5.5
    """
    if isinstance(event, DeadlineNeared | DeadlineMissed | StepEscalated | StepAcknowledged):
        return event.clock == CALL_OF_BAD
    return isinstance(event, SurveyAnswered | CallBackLogged)
