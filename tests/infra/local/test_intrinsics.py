"""Every intrinsic function means locally what it means in CloudFormation."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.intrinsics import Resolver
from infra.local.template import TemplateRefused

TRANSLATED = {
    "Mappings": {"Size": {"trial": {"Memory": 512}}},
    "Conditions": {
        "IsTrial": {"Fn::Equals": [{"Ref": "Stage"}, "trial"]},
        "IsLive": {"Fn::Not": [{"Condition": "IsTrial"}]},
        "Both": {"Fn::And": [{"Condition": "IsTrial"}, {"Fn::Equals": ["1", 1]}]},
        "Either": {"Fn::Or": [{"Condition": "IsLive"}, {"Condition": "IsTrial"}]},
        "Odd": {"Fn::Contains": [1]},
    },
}


@pytest.fixture
def resolver() -> Resolver:
    names = {"Stage": "trial", "AWS::Region": "ap-southeast-1"}
    return Resolver(TRANSLATED, names, lambda name: f"physical-{name}", lambda name, attribute: f"{name}/{attribute}")


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ({"Ref": "Stage"}, "trial"),
        ({"Ref": "Table"}, "physical-Table"),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "Table/Arn"),
        ({"Fn::GetAtt": "Table.Stream.Arn"}, "Table/Stream.Arn"),
        ({"Fn::Sub": "${Stage}-${Table}-${Table.Arn}-${!Kept}-${AWS::Region}"}, "trial-physical-Table-Table/Arn-${Kept}-ap-southeast-1"),
        ({"Fn::Sub": ["${Own}/x", {"Own": {"Ref": "Stage"}}]}, "trial/x"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Stage"}, 3]]}, "a-trial-3"),
        ({"Fn::Select": ["1", {"Fn::Split": [",", "a,b,c"]}]}, "b"),
        ({"Fn::FindInMap": ["Size", {"Ref": "Stage"}, "Memory"]}, 512),
        ({"Fn::ToJsonString": {"a": {"Ref": "Stage"}}}, '{"a": "trial"}'),
        ({"Fn::Base64": "hello"}, "aGVsbG8="),
        ({"Fn::If": ["IsTrial", "yes", "no"]}, "yes"),
        ({"Fn::If": ["IsLive", "yes", {"Ref": "Stage"}]}, "trial"),
        ([{"Ref": "AWS::NoValue"}, 1], [1]),
        ({"a": {"Ref": "AWS::NoValue"}, "b": {"Fn::If": ["IsLive", 1, {"Ref": "AWS::NoValue"}]}, "c": True}, {"c": True}),
    ],
)
def test_a_value_is_worked_out(resolver: Resolver, value: Any, meaning: Any) -> None:
    assert resolver.resolve(value) == meaning


def test_conditions_hold_as_written(resolver: Resolver) -> None:
    assert {name: resolver.holds(name) for name in ("IsTrial", "IsLive", "Both", "Either")} == {
        "IsTrial": True,
        "IsLive": False,
        "Both": True,
        "Either": True,
    }


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"Fn::GetAZs": ""}, "Fn::GetAZs is not known"),
        ({"Fn::If": ["Unknown", 1, 2]}, "condition Unknown is not defined"),
        ({"Fn::If": ["Odd", 1, 2]}, "Fn::Contains is not known in a condition"),
        ({"Fn::FindInMap": ["Size", "live", "Memory"]}, "Size has no entry live/Memory"),
    ],
)
def test_what_is_not_known_is_refused_by_name(resolver: Resolver, value: Any, sentence: str) -> None:
    with pytest.raises(TemplateRefused, match=sentence):
        resolver.resolve(value)
