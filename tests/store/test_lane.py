"""The way to the confidential lane: its answer as it is, or none at all."""

import io
import json
from typing import Any

import pytest

from huiyin.store.lane import Lane, LaneFailed


class Lambda:
    """Answers as Lambda does. told: of the call; said: what the function answered."""

    def __init__(self, said: Any, **told: str) -> None:
        self.said, self.told = said, told
        self.asked: dict[str, Any] = {}

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.asked = asked
        return self.told | {"Payload": io.BytesIO(json.dumps(self.said).encode())}


def test_it_is_asked_as_the_door_was_and_its_answer_comes_back_whole() -> None:
    aws = Lambda({"statusCode": 200, "body": "电梯"})
    assert Lane(aws, "the-lane:live").answer({"rawPath": "/api/track", "body": "码"}) == {"statusCode": 200, "body": "电梯"}
    assert (aws.asked["FunctionName"], json.loads(aws.asked["Payload"])) == ("the-lane:live", {"rawPath": "/api/track", "body": "码"})


@pytest.mark.parametrize("aws", [Lambda({"errorType": "X"}, FunctionError="Unhandled"), Lambda(None)], ids=["failed", "nothing"])
def test_one_that_ended_without_an_answer_gave_none(aws: Lambda) -> None:
    with pytest.raises(LaneFailed):
        Lane(aws, "the-lane:live").answer({})
