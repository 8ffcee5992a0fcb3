"""A story told to moto as it is and to moto repaired: both must give the same answers."""

from collections.abc import Callable
from typing import Any

from moto import mock_aws

from infra.local import patches


def both_ways(story: Callable[[], Any]) -> tuple[Any, Any]:
    """What the story tells on moto as it is, and on moto repaired."""
    answers = []
    for prepare in (patches.remove, patches.install):
        prepare()
        with mock_aws():
            answers.append(story())
    return answers[0], answers[1]
