"""The desk's form for a call back: what it asks for follows from what the call is for."""

from typing import Any

import pytest

from builders import MONDAY_9AM, someone, staff
from core.test_survey import only_phone, says
from core.working import closed, went
from huiyin.core.commands import AnswerSurvey, LogCallBack
from huiyin.core.decide import why_not
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions.survey import SURVEY
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

(CALL_BACK,) = SURVEY


def read(body: dict[str, Any], policy: Policy) -> Any:
    fields = Fields(Body(values=body, form=False))
    ask = CALL_BACK.read(fields, someone(policy, "quality"), policy)
    fields.nothing_else()
    return ask


def test_it_asks_what_he_thinks_where_that_is_not_known(policy: Policy) -> None:
    by = someone(policy, "desk")
    asked = [one["name"] for one in CALL_BACK.fields(only_phone(policy), by, policy)]
    questions = [f"rate_{code}" for code in policy.survey.questions]
    assert asked == ["outcome", "line", "solved", *questions, "improve", "also", "words", "note"]
    bad = went(closed(policy), policy, says(solved="unsolved"))
    assert [one["name"] for one in CALL_BACK.fields(bad, by, policy)] == ["outcome", "line", "note"]


def test_what_was_sent_becomes_the_command(policy: Policy) -> None:
    by = someone(policy, "quality")
    plain = read({"outcome": "refused", "line": "landline"}, policy)
    assert plain == LogCallBack(by=by, outcome="refused", line="landline", note="")
    said = read(
        {"outcome": "answered", "line": "mobile", "solved": "partly", "rate_result": "2", "also": ["hidden"], "words": "还漏"}, policy
    )
    assert said.said == AnswerSurvey(by=by, solved="partly", grades=(("result", 2),), hidden=True, words="还漏")


@pytest.mark.parametrize(
    ("change", "field"), [({"outcome": "x"}, "outcome"), ({"line": ""}, "line"), ({"rate_result": "9"}, "rate_result")]
)
def test_a_body_that_does_not_fit_is_refused(policy: Policy, change: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read({"outcome": "refused", "line": "mobile"} | change, policy)
    assert refusal.value.field == field


def test_it_is_open_to_whoever_may_call(policy: Policy) -> None:
    case = only_phone(policy)
    for code, opens in (("lin.jing", True), ("li.wei", False)):
        by = staff(policy, code)
        assert (why_not(case, CALL_BACK.example(case, by, policy), policy, MONDAY_9AM) is None) is opens, code
