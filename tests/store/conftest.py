"""A cloud of its own for every test of the store, or one for all examples of a property."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from huiyin.policy.schema import Policy
from store.clouds import Stack, a_stack


@pytest.fixture
def stack(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """A fresh cloud for one test."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    with mock_aws():
        yield a_stack(policy)


@pytest.fixture(scope="module")
def shared(policy: Policy) -> Iterator[Stack]:
    """One cloud for all examples of a property; each example keeps to queues and cases of its own."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
        yield a_stack(policy)
