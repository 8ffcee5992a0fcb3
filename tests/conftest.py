"""What holds for every test: no AWS account, no network but this machine's own, and the policy as it is deployed."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from guards import LeftTheMachine, is_own
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

# Set before any client is made: an account of whoever runs the tests must be out of reach.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "ap-southeast-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    # moto knows the streams of a table only under the endpoint without an account in its name.
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
}


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Refuse every connection that leaves the machine."""
    real, real_ex = socket.socket.connect, socket.socket.connect_ex

    def connect(self: socket.socket, address: Any) -> None:
        if not is_own(address):
            raise LeftTheMachine(str(address))
        real(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if not is_own(address):
            raise LeftTheMachine(str(address))
        return real_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy as it is deployed."""
    return load_policy()


@pytest.fixture(scope="module")
def stack() -> Iterator[Any]:
    """The whole stack of template.yaml in this process, without a site; one for each file of tests."""
    from infra.local.stack import Stack

    with Stack.start() as running:
        yield running
