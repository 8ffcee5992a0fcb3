"""The guards of tests/conftest.py hold: no test reaches another machine or somebody's account."""

import os
import socket

import boto3
import pytest

from guards import LeftTheMachine


def test_a_test_that_leaves_the_machine_is_stopped() -> None:
    with socket.socket() as outward, pytest.raises(LeftTheMachine):
        outward.connect(("192.0.2.1", 443))


def test_a_name_that_has_to_be_looked_up_counts_as_leaving() -> None:
    with socket.socket() as outward, pytest.raises(LeftTheMachine):
        outward.connect_ex(("huiyin.example", 443))


def test_this_machine_may_be_reached() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)
        with socket.create_connection(listening.getsockname()) as inward:
            assert inward.getpeername() == listening.getsockname()


def test_no_account_of_the_person_who_runs_the_tests_is_in_reach() -> None:
    found = boto3.Session().get_credentials()
    assert found is not None
    assert found.access_key == "testing"
    assert "AWS_PROFILE" not in os.environ
    assert "AWS_SESSION_TOKEN" not in os.environ
