"""Creators of what waits or is written down: queues, topics, log groups."""

from __future__ import annotations

import json
from typing import Any

from infra.local.cloud import Cloud, Made, creates
from infra.local.creators_kept import physical_name, taken
from infra.local.template import Json

_QUEUE_WORDS = (
    "DelaySeconds FifoQueue KmsMasterKeyId KmsDataKeyReusePeriodSeconds MaximumMessageSize MessageRetentionPeriod "
    "ReceiveMessageWaitTimeSeconds RedrivePolicy SqsManagedSseEnabled VisibilityTimeout ContentBasedDeduplication"
)


def _as_text(value: Any) -> str:
    """SQS takes every attribute as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, dict) else str(value)


@creates("AWS::SQS::Queue", carries=f"QueueName {_QUEUE_WORDS}", leaves={"RedriveAllowPolicy": "no second account"})
def _queue(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    name = properties.get("QueueName", physical_name(logical_id))
    attributes = {word: _as_text(properties[word]) for word in _QUEUE_WORDS.split() if word in properties}
    url = cloud.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return Made(url, {"Arn": cloud.arn("sqs", name), "QueueName": name, "QueueUrl": url})


@creates("AWS::SNS::Topic", carries="TopicName DisplayName KmsMasterKeyId Subscription")
def _topic(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    sns = cloud.client("sns")
    attributes = {word: str(properties[word]) for word in ("DisplayName", "KmsMasterKeyId") if word in properties}
    arn = sns.create_topic(Name=properties.get("TopicName", physical_name(logical_id)), Attributes=attributes)["TopicArn"]
    for one in properties.get("Subscription", []):
        sns.subscribe(TopicArn=arn, Protocol=one["Protocol"], Endpoint=one["Endpoint"])
    return Made(arn, {"TopicArn": arn, "TopicName": arn.rsplit(":", 1)[1]})


@creates("AWS::SNS::Subscription", carries="TopicArn Protocol Endpoint RawMessageDelivery FilterPolicy RedrivePolicy")
def _subscription(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    attributes = {
        word: _as_text(properties[word]) for word in ("RawMessageDelivery", "FilterPolicy", "RedrivePolicy") if word in properties
    }
    ask = taken(properties, "TopicArn", "Protocol", "Endpoint")
    arn = cloud.client("sns").subscribe(**ask, Attributes=attributes, ReturnSubscriptionArn=True)["SubscriptionArn"]
    return Made(arn, {"Arn": arn})


@creates(
    "AWS::Logs::LogGroup",
    carries="LogGroupName RetentionInDays KmsKeyId",
    leaves={"LogGroupClass": "one class on a laptop", "DataProtectionPolicy": "moto masks nothing"},
    note="functions write to /_local/logs.txt",
)
def _log_group(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    logs = cloud.client("logs")
    name = properties.get("LogGroupName", physical_name(logical_id))
    key = {"kmsKeyId": properties["KmsKeyId"]} if "KmsKeyId" in properties else {}
    logs.create_log_group(logGroupName=name, **key)
    if "RetentionInDays" in properties:
        logs.put_retention_policy(logGroupName=name, retentionInDays=properties["RetentionInDays"])
    return Made(name, {"Arn": cloud.arn("logs", f"log-group:{name}:*")})
