"""The way to the confidential lane: a function of its own, called and waited for."""

import json
from collections.abc import Mapping
from typing import Any


class LaneFailed(Exception):
    """The lane gave no answer: it ended without one. What went wrong stands in its own log."""


class Lane:
    """ConfidentialLane as a door sees it. client: a botocore client of Lambda; name: of the function."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """What it answers to that event. One call of AWS.

        Policy: 2.6
        Raises: LaneFailed.
        """
        told = self._client.invoke(FunctionName=self._name, Payload=json.dumps(event).encode("ascii"))
        with told["Payload"] as stream:
            said = json.loads(stream.read())
        if "FunctionError" in told or not isinstance(said, dict):
            raise LaneFailed
        return said
