"""How long data is kept: what the page tells is what the deployment does."""

from pathlib import Path
from typing import Any

import pytest

from huiyin.policy.schema import Policy
from infra.sizes import load_yaml

RESOURCES: dict[str, Any] = load_yaml(Path(__file__).resolve().parents[2] / "template.yaml")["Resources"]
# What DynamoDB keeps of a table when the template names no shorter period.
POINT_IN_TIME_D = 35


def rules(bucket: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = RESOURCES[bucket]["Properties"]["LifecycleConfiguration"]["Rules"]
    return found


@pytest.mark.parametrize("group", ["FunctionLogs", "ApiLogs"])
def test_a_log_is_kept_as_long_as_we_say(policy: Policy, group: str) -> None:
    assert RESOURCES[group]["Properties"]["RetentionInDays"] == policy.charter.kept.log_d


def test_mail_written_by_machines_goes_when_we_say(policy: Policy) -> None:
    assert [rule["ExpirationInDays"] for rule in rules("MailBucket") if rule.get("Prefix") == "kept/"] == [
        policy.charter.kept.machine_mail_d
    ]


def test_nothing_deleted_lives_longer_in_a_back_up_than_we_say(policy: Policy) -> None:
    recovery = RESOURCES["CaseTable"]["Properties"]["PointInTimeRecoverySpecification"]
    longest = [recovery.get("RecoveryPeriodInDays", POINT_IN_TIME_D)]
    for bucket in ("EvidenceBucket", "MailBucket"):
        versions = [
            rule["NoncurrentVersionExpiration"]["NoncurrentDays"] for rule in rules(bucket) if "NoncurrentVersionExpiration" in rule
        ]
        assert versions, f"{bucket} would keep what was deleted for ever"
        longest += versions
    assert max(longest) == policy.charter.kept.backup_d
