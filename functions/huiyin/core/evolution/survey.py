"""5 执行与反馈: the case after what its owner said of how we did."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import CallBackLogged, SurveyAnswered, SurveyEvent, SurveyInvited
from huiyin.core.surveyed import Survey


def after(case: Case, event: SurveyEvent) -> Case:
    """The case after that event."""
    known = case.handling.survey or Survey()
    match event:
        case SurveyInvited():
            return case.handled(survey=replace(known, invited_at=event.at, call_due=event.call_due))
        case SurveyAnswered():
            return case.handled(survey=_answered(known, event))
        case CallBackLogged():
            tries = (*known.tries, event.at) if event.outcome == "no_answer" else known.tries
            return case.handled(survey=replace(known, tries=tries, called=event.outcome if event.ends else known.called))
        case _:
            assert_never(event)


def _answered(known: Survey, event: SurveyAnswered) -> Survey:
    """What he says last counts. A poor answer asks for a call once; a better one that replaces it before the call asks for none."""
    begins = event.bad and known.bad_at is None
    return replace(
        known,
        answered_at=known.answered_at or event.at,
        solved=event.solved,
        grades=event.grades,
        hidden=event.hidden,
        bad_at=(known.bad_at or event.at) if event.bad else None,
        call_due=(event.call_due if begins else known.call_due) if event.bad else None,
        # A poor answer is heard by a call of its own, whoever was called before, and tries begin anew.
        called="" if begins else known.called,
        tries=() if begins else known.tries,
    )
