"""Is what must be kept kept: keys, table, buckets, secrets; and what could not be done."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.exceptions import ClientError

from infra.deployment import Deployment
from infra.doctor_findings import About, Finding

_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def keys(deployment: Deployment) -> Iterator[Finding]:
    """Every key opens, and is renewed each year."""
    kms = deployment.client("kms")
    for logical_id, name in deployment.of_type("AWS::KMS::Key").items():
        state = kms.describe_key(KeyId=name)["KeyMetadata"]["KeyState"]
        about = About("密钥", f"Key {logical_id}")
        again = "aws kms cancel-key-deletion, then aws kms enable-key" if state == "PendingDeletion" else "aws kms enable-key"
        yield about.holds(state == "Enabled", state, f"{again} --key-id {name}. Without it no word sealed under it can be read, ever.")
        rotates = kms.get_key_rotation_status(KeyId=name)["KeyRotationEnabled"]
        remedy = f"aws kms enable-key-rotation --key-id {name}"
        yield About("密钥轮换", f"Rotation of {logical_id}").holds(rotates, "yearly" if rotates else "off", remedy, otherwise="warn")


def table(deployment: Deployment) -> Iterator[Finding]:
    """The table of the cases can be brought back to any second, tells its stream, forgets counters, and is not deleted by mistake."""
    client, name = deployment.client("dynamodb"), deployment.named("CaseTable") or ""
    found = client.describe_table(TableName=name)["Table"]
    again = "Deploy again: the template asks for it, so somebody has changed it by hand."
    yield About("案件表", "Case table").holds(
        found["TableStatus"] in ("ACTIVE", "UPDATING"), found["TableStatus"], "See the DynamoDB console."
    )
    view = found.get("StreamSpecification", {}).get("StreamViewType", "off")
    yield About("事件流", "Table stream").holds(
        view == "NEW_AND_OLD_IMAGES", view, f"{again} Without it letters leave only with the sweep."
    )
    protected = found.get("DeletionProtectionEnabled", False)
    yield About("删除保护", "Deletion protection").holds(protected, "on" if protected else "off", again)
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    state = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus", "DISABLED")
    yield About("时间点恢复", "Point-in-time recovery").holds(state == "ENABLED", state, again)
    expiry = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    forgets = expiry.get("TimeToLiveStatus") in ("ENABLED", "ENABLING") and expiry.get("AttributeName") == "expires"
    yield About("到期清理", "Expiry of counters").holds(forgets, expiry.get("TimeToLiveStatus", "DISABLED"), again, otherwise="warn")


def buckets(deployment: Deployment) -> Iterator[Finding]:
    """No bucket is open to the world."""
    s3 = deployment.client("s3")
    for logical_id, name in deployment.of_type("AWS::S3::Bucket").items():
        try:
            found = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        except ClientError as refused:
            if refused.response["Error"]["Code"] != "NoSuchPublicAccessBlockConfiguration":
                raise
            found = {}
        closed = all(found.get(block) for block in _BLOCKS)
        remedy = "Deploy again, and find out who opened it: photos of owners may have been seen."
        yield About("存储桶", f"Bucket {logical_id}").holds(
            closed, "closed to the public" if closed else "NOT closed to the public", remedy
        )


def secrets(deployment: Deployment) -> Iterator[Finding]:
    """The secrets behind numbers and codes are there."""
    client = deployment.client("secretsmanager")
    for logical_id, name in deployment.of_type("AWS::SecretsManager::Secret").items():
        going = client.describe_secret(SecretId=name).get("DeletedDate")
        remedy = f"aws secretsmanager restore-secret --secret-id {name}. Without it no receipt given out can be followed."
        yield About("密文", f"Secret {logical_id}").holds(
            going is None, "there" if going is None else f"deleted on {going:%Y-%m-%d}", remedy
        )


def dead_letters(deployment: Deployment) -> Iterator[Finding]:
    """Nothing lies in the queue of what could not be done."""
    asked = ["ApproximateNumberOfMessages"]
    found = deployment.client("sqs").get_queue_attributes(QueueUrl=deployment.outputs["DeadLettersUrl"], AttributeNames=asked)
    count = int(found["Attributes"]["ApproximateNumberOfMessages"])
    yield About("未办成的事", "Dead letters").holds(
        count == 0,
        str(count),
        "Read one; the text of the alarm SomethingCouldNotBeDone says what each kind means and when it may be deleted.",
    )


CHECKS = (keys, table, buckets, secrets, dead_letters)
