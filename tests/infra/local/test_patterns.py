"""Filter patterns choose the records that Lambda would choose."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.patterns import check_pattern, matches
from infra.local.template import TemplateRefused

RECORD = {"eventName": "INSERT", "dynamodb": {"NewImage": {"type": {"S": "ComplaintReceived"}, "n": {"N": "3"}}}, "count": 3}


@pytest.mark.parametrize(
    ("pattern", "chosen"),
    [
        ({}, True),
        ({"eventName": ["INSERT"]}, True),
        ({"eventName": ["MODIFY", "REMOVE"]}, False),
        ({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"type": {"S": ["ComplaintReceived"]}}}}, True),
        ({"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"type": {"S": ["ComplaintReceived"]}}}}, False),
        ({"dynamodb": {"NewImage": {"type": {"S": [{"prefix": "Complaint"}]}}}}, True),
        ({"dynamodb": {"NewImage": {"type": {"S": [{"prefix": "Case"}]}}}}, False),
        ({"eventName": [{"suffix": "ERT"}]}, True),
        ({"eventName": [{"anything-but": ["REMOVE"]}]}, True),
        ({"eventName": [{"anything-but": "INSERT"}]}, False),
        ({"eventName": [{"anything-but": {"prefix": "INS"}}]}, False),
        ({"missing": [{"anything-but": ["x"]}]}, False),
        ({"eventName": [{"equals-ignore-case": "insert"}]}, True),
        ({"missing": [{"exists": False}]}, True),
        ({"missing": [{"exists": True}]}, False),
        ({"dynamodb": {"OldImage": {"type": {"S": [{"exists": False}]}}}}, True),
        ({"count": [{"numeric": [">", 2, "<=", 3]}]}, True),
        ({"count": [{"numeric": [">", 3]}]}, False),
        ({"count": ["3"]}, False),
        ({"$or": [{"eventName": ["MODIFY"]}, {"count": [3]}]}, True),
        ({"$or": [{"eventName": ["MODIFY"]}, {"count": [4]}]}, False),
    ],
)
def test_a_record_is_chosen_by_every_named_field(pattern: dict[str, Any], chosen: bool) -> None:
    check_pattern(pattern)
    assert matches(pattern, RECORD) is chosen


@pytest.mark.parametrize(
    "pattern", [{"a": [{"wildcard": "x*"}]}, {"a": {"b": [{"cidr": "10.0.0.0/8"}]}}, {"a": "INSERT"}, {"$or": [{"a": [{"x": 1}]}]}]
)
def test_a_word_that_is_not_known_is_refused(pattern: dict[str, Any]) -> None:
    with pytest.raises(TemplateRefused):
        check_pattern(pattern)
