"""The questions of the survey: one form for the owner and for whoever phones him; what he thinks is told in words, or not at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import post_json
from entry.people import do, receipt
from huiyin.core.commands import OWNER, AnswerSurvey
from huiyin.core.errors import NotUnderstood
from huiyin.core.events import CallBackLogged, DeadlineMissed, SurveyAnswered, SurveyInvited
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.entry.survey_form import is_hidden, read_survey, survey_fields, survey_view, tells_of_it
from huiyin.policy.schema import Policy

HEAD: dict[str, Any] = {"at": MONDAY_9AM, "by": "owner", "role": "owner"}
SAID = SurveyAnswered(
    **HEAD, solved="partly", grades=(("result", 2), ("speed", 5)), improve=("news",), hidden=True, publish=False, bad=True, words="等了两周"
)


def read(policy: Policy, *, needed: bool = True, **values: Any) -> AnswerSurvey | None:
    return read_survey(Fields(Body(values=values, form=True)), OWNER, policy, needed=needed)


def test_every_question_of_the_policy_is_asked_and_only_the_first_two_have_to_be_answered(policy: Policy) -> None:
    fields = survey_fields(policy)
    assert [field["name"] for field in fields if field["needed"]] == ["solved", "rate_result"]
    assert [field["name"] for field in fields if field["name"].startswith("rate_")] == [f"rate_{code}" for code in policy.survey.questions]
    assert not any(field["needed"] for field in survey_fields(policy, needed=False))


def test_what_was_chosen_becomes_the_command(policy: Policy) -> None:
    said = read(policy, solved="solved", rate_result="4", rate_effort="1", improve=["speed", "news"], also=["publish"], words="多谢")
    grades = (("result", 4), ("effort", 1))
    assert said == AnswerSurvey(by=OWNER, solved="solved", grades=grades, improve=("speed", "news"), publish=True, words="多谢")
    assert read(policy, needed=False) is None


@pytest.mark.parametrize("left_out", ["solved", "rate_result"])
def test_what_has_to_be_said_is_asked_for_by_name(policy: Policy, left_out: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(policy, **({"solved": "solved", "rate_result": "4"} | {left_out: ""}))
    assert (refusal.value.code, refusal.value.field) == ("field_required", left_out)


def test_what_he_thinks_is_told_in_words_and_the_last_word_counts(policy: Policy) -> None:
    assert survey_view([SurveyInvited(**HEAD)], policy) is None
    earlier = replace(SAID, solved="solved", grades=())
    told = survey_view([earlier, SAID], policy)
    assert told is not None
    assert told["solved_words"]["zh"] == policy.measures.solved["partly"].zh
    assert [one["grade_words"]["en"] for one in told["grades"]] == ["Not satisfied", "Very fast"]
    assert (told["hidden"], told["by_phone"], told["words"]) == (True, False, "等了两周")


def test_a_wish_of_an_earlier_round_holds_in_the_next_one() -> None:
    assert is_hidden([SAID, SurveyInvited(**HEAD)])
    assert not is_hidden([replace(SAID, hidden=False), SurveyInvited(**HEAD)])


def test_what_would_give_him_away_is_known(policy: Policy) -> None:
    late = DeadlineMissed(at=MONDAY_9AM, by="system", role="system", clock="survey_bad", due=MONDAY_9AM)
    assert all(tells_of_it(event) for event in (SAID, late, CallBackLogged(**HEAD, outcome="refused", line="mobile", ends=True)))
    assert not any(tells_of_it(event) for event in (SurveyInvited(**HEAD), replace(late, clock="answer")))


def test_both_doors_say_that_there_is_nothing_to_answer_or_to_call_about_yet(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    keys = {"number": given["number"], "code": given["code"]}
    refused = owners(post_json("/api/owner/survey", keys | {"solved": "solved", "rate_result": "5"}, at=MONDAY_9AM + timedelta(hours=1)))
    assert (refused.status, refused.code) == (409, "not_allowed_now")
    refused = do(desk, "gu.ning", given["number"], "log-call-back", {"version": 1, "outcome": "refused", "line": "mobile"})
    assert (refused.status, refused.code) == (409, "not_allowed_now")
