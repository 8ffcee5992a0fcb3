"""An event reaches the targets of the rules that want it, in the words of their template."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from infra.local.event_bus import check_target, transform
from infra.local.stack import Stack
from infra.local.template import TemplateRefused

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_an_event_reaches_the_function_behind_the_queue_of_its_rule(stack: Stack) -> None:
    with stack.at(NOON):
        assert stack.put_event("post", "Parcel arrived", {"key": "p1", "size": 2, "tags": {"case": ["7"]}, "to": "a@b.example"}) == 1
        stack.drain()
    key = {"pk": {"S": "p1"}, "sk": {"S": "unpacked"}}
    item = stack.boto("dynamodb").get_item(TableName=stack.name("NoteTable"), Key=key)["Item"]
    assert (item["said"]["S"], item["at"]["S"]) == ("case 7", "2026-11-27T04:00:00Z")
    assert "a@b.example" not in str(item)


@pytest.mark.parametrize(
    ("source", "kind", "detail"),
    [("other", "Parcel arrived", {"size": 2}), ("post", "Parcel left", {"size": 2}), ("post", "Parcel arrived", {"size": 1})],
)
def test_an_event_that_no_rule_wants_goes_nowhere(stack: Stack, source: str, kind: str, detail: dict[str, Any]) -> None:
    assert stack.put_event(source, kind, {"key": "p2", **detail}) == 0


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ('{"a": <text>, "b": "<text>"}', {"a": 'say "hi"', "b": 'say "hi"'}),
        ('{"n": <number>, "l": <list>, "o": <object>}', {"n": 3, "l": ["x"], "o": {"k": True}}),
        ('{"n": "no. <number>", "l": "<list>"}', {"n": "no. 3", "l": "[x]"}),
        ('{"gone": <gone>, "in": "[<gone>]"}', {"gone": "", "in": "[]"}),
        ('"<number> parcels"', "3 parcels"),
    ],
)
def test_a_template_is_filled_as_aws_fills_it(template: str, told: Any) -> None:
    found = {"text": 'say "hi"', "number": 3, "list": ["x"], "object": {"k": True}, "gone": None}
    assert transform(template, found) == told


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ({"Arn": "a", "SqsParameter": {}}, "SqsParameter"),
        ({"Arn": "a", "Input": "{}", "InputPath": "$.detail"}, "one of Input, InputPath"),
        ({"Arn": "a", "InputPath": "$.detail['a']"}, "not a path"),
        ({"Arn": "a", "InputTransformer": {"InputPathsMap": {}, "InputTemplate": '"<who>"'}}, "<who> is not in InputPathsMap"),
    ],
)
def test_a_target_that_could_not_be_told_is_refused(target: dict[str, Any], sentence: str) -> None:
    with pytest.raises(TemplateRefused, match=sentence):
        check_target(target)
