"""Creators of what is kept: keys, tables, buckets, secrets."""

from __future__ import annotations

import json
from typing import Any

from infra.local.cloud import ACCOUNT, STACK, Cloud, Made, creates
from infra.local.notifications import check_notifications
from infra.local.template import Json, TemplateRefused


def physical_name(logical_id: str) -> str:
    """A name made from the logical id, the same at every start, so that nothing kept in memory goes stale."""
    return f"{STACK}-{logical_id}"


def taken(properties: Json, *names: str) -> Json:
    """Those of the named properties that are set."""
    return {name: properties[name] for name in names if name in properties}


@creates(
    "AWS::KMS::Key",
    carries="Description Enabled EnableKeyRotation KeyPolicy KeySpec KeyUsage MultiRegion PendingWindowInDays RotationPeriodInDays",
)
def _key(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    kms = cloud.client("kms")
    key = kms.create_key(**taken(properties, "Description", "KeySpec", "KeyUsage", "MultiRegion"))["KeyMetadata"]
    if properties.get("EnableKeyRotation"):
        period = {"RotationPeriodInDays": properties["RotationPeriodInDays"]} if "RotationPeriodInDays" in properties else {}
        kms.enable_key_rotation(KeyId=key["KeyId"], **period)
    if properties.get("Enabled") is False:
        kms.disable_key(KeyId=key["KeyId"])
    return Made(key["KeyId"], {"Arn": key["Arn"], "KeyId": key["KeyId"]})


@creates("AWS::KMS::Alias", carries="AliasName TargetKeyId")
def _alias(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    cloud.client("kms").create_alias(AliasName=properties["AliasName"], TargetKeyId=properties["TargetKeyId"])
    return Made(properties["AliasName"])


@creates(
    "AWS::DynamoDB::Table",
    carries="TableName AttributeDefinitions KeySchema BillingMode GlobalSecondaryIndexes StreamSpecification SSESpecification "
    "TimeToLiveSpecification PointInTimeRecoverySpecification DeletionProtectionEnabled TableClass",
    leaves={
        "ContributorInsightsSpecification": "no traffic worth a chart on a laptop",
        "OnDemandThroughput": "moto has no throughput",
        "WarmThroughput": "moto has no throughput",
    },
)
def _table(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    dynamodb = cloud.client("dynamodb")
    name = properties.get("TableName", physical_name(logical_id))
    ask = taken(properties, "AttributeDefinitions", "KeySchema", "BillingMode", "DeletionProtectionEnabled", "TableClass")
    if "GlobalSecondaryIndexes" in properties:
        ask["GlobalSecondaryIndexes"] = properties["GlobalSecondaryIndexes"]
    if "StreamSpecification" in properties:
        ask["StreamSpecification"] = {"StreamEnabled": True, **properties["StreamSpecification"]}
    if "SSESpecification" in properties:
        sse = dict(properties["SSESpecification"])
        ask["SSESpecification"] = {"Enabled": sse.pop("SSEEnabled", True), **sse}
    table = dynamodb.create_table(TableName=name, **ask)["TableDescription"]
    if "TimeToLiveSpecification" in properties:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"])
    if "PointInTimeRecoverySpecification" in properties:
        recovery = properties["PointInTimeRecoverySpecification"]
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
    attributes = {"Arn": table["TableArn"]}
    if "LatestStreamArn" in table:
        attributes["StreamArn"] = table["LatestStreamArn"]
    return Made(name, attributes)


@creates(
    "AWS::S3::Bucket",
    carries="BucketName VersioningConfiguration PublicAccessBlockConfiguration BucketEncryption CorsConfiguration "
    "LifecycleConfiguration OwnershipControls NotificationConfiguration ObjectLockEnabled ObjectLockConfiguration",
    leaves={"LoggingConfiguration": "nobody reads access logs of a laptop"},
)
def _bucket(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    check_notifications(properties)
    s3 = cloud.client("s3")
    name = properties.get("BucketName") or f"{STACK}-{logical_id}-{ACCOUNT}".lower()
    locked = bool(properties.get("ObjectLockEnabled"))
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": cloud.region}, ObjectLockEnabledForBucket=locked)
    if "ObjectLockConfiguration" in properties:
        _lock(s3, name, properties["ObjectLockConfiguration"])
    if "VersioningConfiguration" in properties:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=properties["VersioningConfiguration"])
    if "PublicAccessBlockConfiguration" in properties:
        block = properties["PublicAccessBlockConfiguration"]
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
    if "BucketEncryption" in properties:
        rules = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        encryption = {"Rules": [_renamed(rule, {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"}) for rule in rules]}
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=encryption)
    if "OwnershipControls" in properties:
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=properties["OwnershipControls"])
    if "CorsConfiguration" in properties:
        names = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}
        rules = [_renamed(rule, names) for rule in properties["CorsConfiguration"]["CorsRules"]]
        s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": rules})
    if "LifecycleConfiguration" in properties:
        rules = [_lifecycle_rule(rule) for rule in properties["LifecycleConfiguration"]["Rules"]]
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    domain = f"{name}.s3.amazonaws.com"
    regional = f"{name}.s3.{cloud.region}.amazonaws.com"
    return Made(name, {"Arn": f"arn:aws:s3:::{name}", "DomainName": domain, "RegionalDomainName": regional})


def _lock(s3: Any, name: str, wanted: Json) -> None:
    retention = wanted["Rule"]["DefaultRetention"]
    rule = {"DefaultRetention": {"Mode": retention["Mode"], "Years": int(retention["Years"])}}
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": wanted["ObjectLockEnabled"], "Rule": rule})


def _renamed(rule: Json, names: dict[str, str]) -> Json:
    return {names.get(key, key): value for key, value in rule.items()}


def _lifecycle_rule(rule: Json) -> Json:
    """CloudFormation and S3 word a lifecycle rule differently; a word that is in neither is refused."""
    asked: Json = {"Filter": {"Prefix": rule.get("Prefix", "")}}
    expiration: Json = {}
    for key, value in rule.items():
        match key:
            case "Id":
                asked["ID"] = value
            case "Prefix":
                pass
            case "Status" | "AbortIncompleteMultipartUpload" | "NoncurrentVersionExpiration":
                asked[key] = value
            case "ExpirationInDays":
                expiration["Days"] = value
            case "ExpiredObjectDeleteMarker":
                expiration["ExpiredObjectDeleteMarker"] = value
            case "NoncurrentVersionExpirationInDays":
                asked["NoncurrentVersionExpiration"] = {"NoncurrentDays": value}
            case "Transitions":
                asked["Transitions"] = [_renamed(one, {"TransitionInDays": "Days"}) for one in value]
            case _:
                raise TemplateRefused(f"the local stack does not know the lifecycle word {key}")
    return {**asked, "Expiration": expiration} if expiration else asked


@creates(
    "AWS::SecretsManager::Secret",
    carries="Name Description SecretString GenerateSecretString KmsKeyId",
    leaves={"ReplicaRegions": "one region on a laptop"},
)
def _secret(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    secrets = cloud.client("secretsmanager")
    text: Any = properties.get("SecretString")
    if text is None:
        ask = dict(properties.get("GenerateSecretString", {}))
        shell, key = ask.pop("SecretStringTemplate", None), ask.pop("GenerateStringKey", None)
        text = secrets.get_random_password(**ask)["RandomPassword"]
        if shell is not None:
            text = json.dumps({**json.loads(shell), key: text})
    name = properties.get("Name", physical_name(logical_id))
    made = secrets.create_secret(Name=name, SecretString=text, **taken(properties, "Description", "KmsKeyId"))
    return Made(made["ARN"], {"Id": made["ARN"]})
