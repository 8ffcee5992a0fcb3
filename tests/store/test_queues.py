"""A queue takes ids, as one line of JSON."""

import json

import boto3
from moto import mock_aws

from huiyin.store.clients import Clients
from huiyin.store.queues import Queue


def test_what_is_put_in_lies_there_for_whoever_empties_it() -> None:
    with mock_aws():
        sqs = boto3.client("sqs", region_name="ap-southeast-1")
        url = sqs.create_queue(QueueName="alarms")["QueueUrl"]
        Queue(sqs, url).put({"case": "18720043", "event": 3})
        (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
        assert json.loads(message["Body"]) == {"case": "18720043", "event": 3}


def test_the_functions_have_a_client_for_it() -> None:
    assert Clients().of("sqs") is not None
