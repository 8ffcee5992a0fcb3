"""A deployment that answers as AWS would when all is well, and otherwise where a test says so. botocore checks every answer's shape."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from botocore.validate import validate_parameters

from infra.deployment import Deployment

REGION = "ap-southeast-1"
BLOCKED = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
QUOTA = {"Max24HourSend": 50000.0, "MaxSendRate": 14.0, "SentLast24Hours": 12.0}
RESOURCES = {
    "CaseTable": ("AWS::DynamoDB::Table", "huiyin-cases"),
    "CaseKey": ("AWS::KMS::Key", "11111111-1111-1111-1111-111111111111"),
    "EvidenceBucket": ("AWS::S3::Bucket", "huiyin-evidence-123456789012"),
    "ReceiptSecret": ("AWS::SecretsManager::Secret", "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:receipt"),
    "MailIdentity": ("AWS::SES::EmailIdentity", "example.com"),
    "MailSending": ("AWS::SES::ConfigurationSet", "huiyin-sending"),
    "OwnerApi": ("AWS::Lambda::Function", "huiyin-OwnerApi"),
    "StaffApi": ("AWS::Lambda::Function", "huiyin-StaffApi"),
    "SweepDeadlines": ("AWS::Lambda::Function", "huiyin-SweepDeadlines"),
    "WatchRisk": ("AWS::Lambda::Function", "huiyin-WatchRisk"),
    "SendDigest": ("AWS::Lambda::Function", "huiyin-SendDigest"),
    "WriteReport": ("AWS::Lambda::Function", "huiyin-WriteReport"),
    "ArchiveCases": ("AWS::Lambda::Function", "huiyin-ArchiveCases"),
    "PublishRoot": ("AWS::Lambda::Function", "huiyin-PublishRoot"),
    "EveryFiveMinutes": ("AWS::Scheduler::Schedule", "every-five-minutes"),
    "Happened": ("AWS::Lambda::EventSourceMapping", "22222222-2222-2222-2222-222222222222"),
    "AlarmTopic": ("AWS::SNS::Topic", "arn:aws:sns:ap-southeast-1:123456789012:alarms"),
}
OUTPUTS = {
    "SiteAddress": "https://huiyin.example",
    "SiteDistributionName": "d1.cloudfront.example",
    "DeadLettersUrl": "https://sqs.example/123456789012/dead",
    "StaffPoolId": "ap-southeast-1_Pool",
    "MailRecords": "a -> x | b -> y | c -> z",
    "NextSteps": "see make deploy",
}
PARAMETERS = {"Stage": "live", "AlarmMail": "operator@example.com", "SiteUrl": "https://huiyin.example"}
HEALTHY: dict[str, Any] = {
    "GetEmailIdentity": {"VerifiedForSendingStatus": True, "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS"}},
    "GetAccount": {"ProductionAccessEnabled": True, "SendingEnabled": True, "EnforcementStatus": "HEALTHY", "SendQuota": QUOTA},
    "GetConfigurationSet": {
        "SendingOptions": {"SendingEnabled": True},
        "SuppressionOptions": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
    },
    "DescribeActiveReceiptRuleSet": {"Metadata": {"Name": "huiyin-mail"}},
    "DescribeKey": {"KeyMetadata": {"KeyId": "11111111-1111-1111-1111-111111111111", "KeyState": "Enabled"}},
    "GetKeyRotationStatus": {"KeyRotationEnabled": True},
    "DescribeTable": {
        "Table": {
            "TableStatus": "ACTIVE",
            "DeletionProtectionEnabled": True,
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        }
    },
    "DescribeContinuousBackups": {
        "ContinuousBackupsDescription": {
            "ContinuousBackupsStatus": "ENABLED",
            "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED"},
        }
    },
    "DescribeTimeToLive": {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}},
    "GetPublicAccessBlock": {"PublicAccessBlockConfiguration": BLOCKED},
    "DescribeSecret": {"Name": "receipt"},
    "GetQueueAttributes": {"Attributes": {"ApproximateNumberOfMessages": "0"}},
    "GetSchedule": {"State": "ENABLED"},
    "GetMetricStatistics": {"Datapoints": [{"Timestamp": dt.datetime(2026, 11, 23, tzinfo=dt.UTC), "Sum": 4.0}]},
    "GetEventSourceMapping": {"State": "Enabled"},
    "GetFunctionConfiguration": {"State": "Active", "SnapStart": {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}},
    "GetAccountSettings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
    "ListUsers": {"Users": [{"Username": "lin.jing", "Enabled": True}]},
    "ListSubscriptionsByTopic": {"Subscriptions": [{"SubscriptionArn": "arn:aws:sns:ap-southeast-1:123456789012:alarms:1"}]},
}


class Refusal:
    """What AWS answers instead: the code of an error."""

    def __init__(self, code: str) -> None:
        self.code = code


_answers: dict[str, Any] = {}


def clients(answers: dict[str, Any]) -> Any:
    """What makes clients that answer from here, until others are given; an operation without an answer fails the test."""
    _answers.clear()
    _answers.update(answers)
    return _client


@cache
def _client(service: str) -> Any:
    """Made once: making clients is most of what such a test would cost."""
    made = boto3.client(service, region_name=REGION)
    made.meta.events.register(f"before-call.{made.meta.service_model.service_id.hyphenize()}", _answer)
    return made


def _answer(model: Any, **more: Any) -> Any:
    said = _answers[model.name]
    if isinstance(said, Refusal):
        raise ClientError({"Error": {"Code": said.code, "Message": ""}}, model.name)
    validate_parameters(said, model.output_shape)
    return AWSResponse("https://answered.example", 200, {}, None), said


def a_deployment(
    *,
    resources: dict[str, tuple[str, str]] | None = None,
    parameters: dict[str, str] | None = None,
    outputs: dict[str, str] | None = None,
    **answers: Any,
) -> Deployment:
    """A deployment in good health, but for what is said."""
    return Deployment(
        stack="huiyin",
        region=REGION,
        outputs=OUTPUTS if outputs is None else outputs,
        parameters=PARAMETERS | (parameters or {}),
        resources=RESOURCES | (resources or {}),
        client=clients(HEALTHY | answers),
    )
