"""What all commands of the desk share: a finding and a wish for each point, read in order and without gaps."""

from typing import Any

import pytest

from builders import a_case, a_complaint, register, triage
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions.action import point_fields, read_points, worded_choices
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy


def points(policy: Policy, **values: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = Fields(Body(values=values, form=False))
    found = read_points(fields, policy)
    fields.nothing_else()
    return found


def test_each_point_has_its_fields_in_its_own_words(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, points=(("noise", "plant_hum"),)))
    made = point_fields(case, policy)
    assert [one["name"] for one in made] == ["finding_1", "wish_1", "finding_2", "wish_2"]
    assert made[0]["label"] == {"zh": "核查结论：停运、频繁故障", "en": made[0]["label"]["en"]}
    assert {choice["value"] for choice in made[0]["choices"]} == set(policy.charter.outcomes_of["complaint"])


def test_of_a_suggestion_it_is_said_whether_it_was_adopted(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), complaint=a_complaint(kind="suggestion"))
    offered = {choice["value"] for choice in point_fields(case, policy)[0]["choices"]}
    assert {"adopted", "partly_adopted", "not_adopted"} <= offered
    assert "upheld" not in offered


def test_findings_and_wishes_are_read_in_order(policy: Policy) -> None:
    said = {"finding_1": "upheld", "wish_1": "met", "finding_2": "not_ours", "wish_2": "not_met"}
    assert points(policy, **said) == (("upheld", "not_ours"), ("met", "not_met"))
    assert points(policy) == ((), ())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"finding_1": "upheld"}, "wish_1"),
        ({"finding_2": "upheld", "wish_2": "met"}, "finding_1"),
        ({"finding_1": "upheld", "wish_1": "met", "wish_2": "met"}, "finding_2"),
    ],
)
def test_none_is_left_out(policy: Policy, said: dict[str, str], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        points(policy, **said)
    assert (refused.value.code, refused.value.field) == ("field_required", field)


def test_codes_of_ours_are_offered_in_words(policy: Policy) -> None:
    (choice,) = worded_choices({"done": "labels.task_done"}, policy)
    assert (choice["value"], set(choice["name"])) == ("done", {"zh", "en"})
