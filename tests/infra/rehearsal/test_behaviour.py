"""Our own DynamoDB, repaired and strict, answers as the documentation says; the second emulator is asked by make rehearse."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.local import patches, strict
from infra.rehearsal import behaviour_reads, behaviour_writes
from infra.rehearsal.behaviour import STORIES, Story, Table
from infra.rehearsal.comparing import KNOWN

TOLD = [pytest.param(name, documented, tell, id=name.replace(" ", "-")) for name, documented, tell in STORIES]


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    patches.install()
    strict.install()
    with mock_aws():
        yield boto3.client("dynamodb", region_name="ap-southeast-1")


@pytest.mark.parametrize(("name", "documented", "tell"), TOLD)
def test_our_dynamodb_answers_as_documented_but_for_what_is_explained(client: Any, name: str, documented: Any, tell: Story) -> None:
    assert (tell(Table(client)) == documented) is ((name, "moto") not in KNOWN)


def test_each_behaviour_is_asked_once_and_each_explanation_is_of_one() -> None:
    names = [name for name, _, _ in STORIES]
    assert len(names) == len(set(names))
    assert {behaviour for behaviour, _ in KNOWN} <= set(names)
    assert {tell.__module__ for _, _, tell in STORIES} == {behaviour_reads.__name__, behaviour_writes.__name__}
