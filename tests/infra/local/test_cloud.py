"""Every resource is created as written, or the template is refused; nothing is left out in silence."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from infra.local.cloud import Cloud
from infra.local.explain import as_rows, as_table, summary
from infra.local.stack import TEMPLATE, only_resources
from infra.local.template import Template, TemplateRefused

SAMPLE = Path(__file__).parent / "sample" / "template.yaml"
LOCAL_POOL = {"OidcIssuer": "", "OidcClientId": "", "OidcJwksUrl": ""}


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with only_resources(SAMPLE) as made:
        yield made


def created(resources: dict[str, Any]) -> Cloud:
    translated = {"Resources": resources}
    with mock_aws():
        return Cloud(Template(Path("template.yaml"), translated, translated, {}), {}).create()


TABLE: dict[str, Any] = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    },
}


def test_a_table_has_its_time_to_live_its_recovery_its_key_and_its_stream(cloud: Cloud) -> None:
    dynamodb, name = cloud.client("dynamodb"), cloud.name("NoteTable")
    assert dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"] == {
        "TimeToLiveStatus": "ENABLED",
        "AttributeName": "expires",
    }
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    table = dynamodb.describe_table(TableName=name)["Table"]
    assert table["SSEDescription"]["KMSMasterKeyArn"] == cloud.get("NoteKey").attributes["Arn"]
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"


def test_a_key_turns_every_year_and_a_secret_is_as_long_as_asked(cloud: Cloud) -> None:
    assert cloud.client("kms").get_key_rotation_status(KeyId=cloud.name("NoteKey"))["KeyRotationEnabled"] is True
    secret = cloud.client("secretsmanager").get_secret_value(SecretId=cloud.name("NoteSecret"))["SecretString"]
    assert len(secret) == 40
    assert secret.isalnum()


def test_a_bucket_keeps_versions_and_forgets_what_nobody_closed(cloud: Cloud) -> None:
    s3, name = cloud.client("s3"), cloud.name("PhotoBucket")
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert (rule["Expiration"]["Days"], rule["Filter"]["Prefix"]) == (1, "incoming/")


def test_a_key_of_another_kind_is_of_that_kind() -> None:
    made = {"K": {"Type": "AWS::KMS::Key", "Properties": {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}}}
    with mock_aws():
        cloud = Cloud(Template(Path("t"), {"Resources": made}, {"Resources": made}, {}), {}).create()
        assert cloud.client("kms").describe_key(KeyId=cloud.name("K"))["KeyMetadata"]["KeySpec"] == "HMAC_256"


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("TimeToLiveSpecificaton",), {}, "does not know TimeToLiveSpecificaton"),
        (("TimeToLiveSpecification",), {"AttributName": "expires", "Enabled": True}, "AttributName"),
        (("BillingMode",), "PAY_PER_REQUST", "PAY_PER_REQUST"),
        (("SSESpecification",), {"SSEEnabled": True, "SSETyp": "KMS"}, "SSETyp"),
    ],
)
def test_a_wrong_word_in_a_table_is_refused_by_its_name(path: tuple[str], value: Any, sentence: str) -> None:
    table = copy.deepcopy(TABLE)
    table["Properties"][path[0]] = value
    with pytest.raises(TemplateRefused, match=rf"(?s)Notes \(AWS::DynamoDB::Table\).*{sentence}"):
        created({"Notes": table})


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::KMS::Key", {"KeySpec": "SYMETRIC_DEFAULT"}),
        ("AWS::S3::Bucket", {"VersioningConfiguration": {"Status": "On"}}),
        ("AWS::S3::Bucket", {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpireInDays": 1}]}}),
        ("AWS::SQS::Queue", {"MessageRetention": 3}),
        ("AWS::Lambda::EventSourceMapping", {"BisectBatch": True}),
        ("AWS::Scheduler::Schedule", {"Timezone": "UTC"}),
        ("AWS::SES::ConfigurationSet", {"Options": {}}),
        ("AWS::Cognito::UserPool", {"MfaConfig": "ON"}),
        ("AWS::ApiGatewayV2::Route", {"Key": "GET /"}),
    ],
)
def test_a_wrong_word_in_any_resource_is_refused(type_: str, properties: dict[str, Any]) -> None:
    with pytest.raises(TemplateRefused, match="Thing"):
        created({"Thing": {"Type": type_, "Properties": properties}})


def test_a_type_that_nobody_knows_is_refused_by_its_name() -> None:
    with pytest.raises(TemplateRefused, match="AWS::Moon::Base"):
        created({"Thing": {"Type": "AWS::Moon::Base"}})


def test_a_circle_of_references_is_shown() -> None:
    circle = {name: {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": other}}} for name, other in (("A", "B"), ("B", "A"))}
    with pytest.raises(TemplateRefused, match="A -> B -> A"):
        created(circle)


def test_what_a_condition_excludes_is_not_created() -> None:
    translated = {"Conditions": {"Never": {"Fn::Equals": [1, 2]}}, "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Condition": "Never"}}}
    with mock_aws():
        assert Cloud(Template(Path("t"), translated, translated, {}), {}).create().resources == {}


def test_every_resource_of_the_deployed_template_has_a_fate() -> None:
    with only_resources() as cloud:
        rows = as_rows(cloud)
        assert {row[1] for row in rows} == set(cloud.resources)
        assert {row[0] for row in rows} == {"created", "described", "not emulated"}
        assert summary(cloud) in as_table(cloud)
        assert cloud.outputs()


def test_the_deployed_template_also_stands_on_its_own_pool() -> None:
    with only_resources(TEMPLATE, LOCAL_POOL) as cloud:
        pools = cloud.of_type("AWS::Cognito::UserPool")
        assert len(pools) == 1
        groups = cloud.client("cognito-idp").list_groups(UserPoolId=pools[0].physical)["Groups"]
        assert {group["GroupName"] for group in groups} == {one.physical for one in cloud.of_type("AWS::Cognito::UserPoolGroup")}
