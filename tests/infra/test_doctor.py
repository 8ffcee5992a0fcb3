"""The doctor: a healthy deployment has nothing to complain of, and each thing that is wrong is named with what to do."""

import datetime as dt
import json
from typing import Any

import pytest

from aws_answers import BLOCKED, HEALTHY, QUOTA, Refusal, a_deployment, clients
from infra import doctor, doctor_people
from infra.deployment import Deployment, NoSuchStack, deployment_of
from infra.doctor_findings import Finding

ACCOUNT = HEALTHY["GetAccount"]
TABLE = HEALTHY["DescribeTable"]["Table"]
KEY = HEALTHY["DescribeKey"]["KeyMetadata"]
MAIL_IN = {"MailRules": ("AWS::SES::ReceiptRuleSet", "huiyin-mail")}
NOVEMBER = dt.date(2026, 11, 5)


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The published pages, without a network."""
    pages = {"/api/policy.json": json.dumps({"edition": "2026.11"}), "/": "<p>2026.11 版</p>", "/en/": "<p>Policy 2026.11</p>"}
    monkeypatch.setattr(doctor_people, "_read", lambda address: pages[address.removeprefix("https://huiyin.example")])
    monkeypatch.setattr(doctor_people, "calendar", lambda deployment: doctor_people.calendar_at(NOVEMBER, {2026: False, 2027: False}))
    monkeypatch.setattr(doctor, "CHECKS", tuple(doctor_people.calendar if c.__name__ == "calendar" else c for c in doctor.CHECKS))
    return pages


def wrong(deployment: Deployment) -> list[Finding]:
    """What is not well; errors of functions count as none here, where every metric says the same."""
    return [one for one in doctor.examine(deployment) if one.verdict != "ok" and not one.en.startswith("Errors of")]


def test_a_healthy_deployment_has_nothing_to_complain_of() -> None:
    assert [str(one) for one in wrong(a_deployment(resources=MAIL_IN))] == []


BROKEN: list[Any] = [
    pytest.param(
        {"GetEmailIdentity": {"VerifiedForSendingStatus": False, "DkimAttributes": {}}}, ["FAIL Mail domain", "FAIL DKIM"], id="domain"
    ),
    pytest.param({"GetAccount": {**ACCOUNT, "ProductionAccessEnabled": False}}, ["FAIL SES sandbox"], id="sandbox"),
    pytest.param({"GetAccount": {**ACCOUNT, "SendingEnabled": False}}, ["FAIL SES sending"], id="paused"),
    pytest.param({"GetAccount": {**ACCOUNT, "EnforcementStatus": "PROBATION"}}, ["warn SES standing"], id="probation"),
    pytest.param({"GetAccount": {**ACCOUNT, "EnforcementStatus": "SHUTDOWN"}}, ["FAIL SES standing"], id="shut-down"),
    pytest.param({"GetAccount": {**ACCOUNT, "SendQuota": {**QUOTA, "SentLast24Hours": 45000.0}}}, ["warn Sending quota"], id="quota"),
    pytest.param(
        {"GetConfigurationSet": {"SendingOptions": {"SendingEnabled": False}}},
        ["FAIL Configuration set", "warn Suppression list"],
        id="set",
    ),
    pytest.param({"DescribeActiveReceiptRuleSet": {}}, ["FAIL Receipt rules"], id="receipt-rules"),
    pytest.param({"DescribeKey": {"KeyMetadata": {**KEY, "KeyState": "Disabled"}}}, ["FAIL Key CaseKey"], id="key-disabled"),
    pytest.param({"DescribeKey": {"KeyMetadata": {**KEY, "KeyState": "PendingDeletion"}}}, ["FAIL Key CaseKey"], id="key-going"),
    pytest.param({"GetKeyRotationStatus": {"KeyRotationEnabled": False}}, ["warn Rotation of CaseKey"], id="rotation"),
    pytest.param(
        {"DescribeTable": {"Table": {**TABLE, "DeletionProtectionEnabled": False}}}, ["FAIL Deletion protection"], id="protection"
    ),
    pytest.param(
        {"DescribeTable": {"Table": {**TABLE, "StreamSpecification": {"StreamEnabled": False}}}}, ["FAIL Table stream"], id="stream"
    ),
    pytest.param(
        {"DescribeContinuousBackups": {"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED"}}},
        ["FAIL Point-in-time recovery"],
        id="recovery",
    ),
    pytest.param(
        {"DescribeTimeToLive": {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}}, ["warn Expiry of counters"], id="expiry"
    ),
    pytest.param(
        {"GetPublicAccessBlock": {"PublicAccessBlockConfiguration": {**BLOCKED, "BlockPublicPolicy": False}}},
        ["FAIL Bucket EvidenceBucket"],
        id="bucket-opened",
    ),
    pytest.param(
        {"GetPublicAccessBlock": Refusal("NoSuchPublicAccessBlockConfiguration")}, ["FAIL Bucket EvidenceBucket"], id="bucket-open"
    ),
    pytest.param({"DescribeSecret": {"DeletedDate": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}}, ["FAIL Secret ReceiptSecret"], id="secret"),
    pytest.param({"GetQueueAttributes": {"Attributes": {"ApproximateNumberOfMessages": "3"}}}, ["FAIL Dead letters"], id="dead-letters"),
    pytest.param({"GetSchedule": {"State": "DISABLED"}}, ["FAIL Schedule EveryFiveMinutes"], id="schedule"),
    pytest.param(
        {"GetMetricStatistics": {"Datapoints": []}},
        [f"FAIL Runs of {name}" for name in ("SweepDeadlines", "WatchRisk", "SendDigest", "WriteReport", "ArchiveCases", "PublishRoot")],
        id="no-runs",
    ),
    pytest.param({"GetEventSourceMapping": {"State": "Disabled"}}, ["FAIL Reading Happened"], id="mapping"),
    pytest.param(
        {"GetFunctionConfiguration": {"State": "Failed", "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}}},
        ["FAIL Door OwnerApi", "warn SnapStart of OwnerApi", "FAIL Door StaffApi", "warn SnapStart of StaffApi"],
        id="doors",
    ),
    pytest.param({"GetAccountSettings": {"AccountLimit": {"ConcurrentExecutions": 10}}}, ["warn Functions at once"], id="limit"),
    pytest.param({"ListUsers": {"Users": []}}, ["FAIL Staff"], id="nobody"),
    pytest.param({"ListUsers": {"Users": [{"Username": "lin.jing", "Enabled": False}]}}, ["FAIL Staff"], id="locked-out"),
    pytest.param(
        {"ListSubscriptionsByTopic": {"Subscriptions": [{"SubscriptionArn": "PendingConfirmation"}]}},
        ["warn Readers of alarms"],
        id="unheard",
    ),
]


@pytest.mark.parametrize(("answers", "named"), BROKEN)
def test_what_is_wrong_is_named_and_has_a_remedy(answers: dict[str, Any], named: list[str]) -> None:
    found = wrong(a_deployment(resources=MAIL_IN, **answers))
    assert [f"{one.verdict} {one.en}" for one in found] == named
    assert all(len(one.remedy) > 20 and one.zh for one in found)


def test_errors_of_a_function_are_worth_a_look() -> None:
    found = [one for one in doctor.examine(a_deployment()) if one.en == "Errors of OwnerApi"]
    assert [(one.verdict, one.seen) for one in found] == [("warn", "4 in 24 hours")]


def test_a_trial_may_stay_in_the_sandbox() -> None:
    answers = {"GetAccount": {**ACCOUNT, "ProductionAccessEnabled": False}, "GetMetricStatistics": {"Datapoints": []}}
    assert {one.verdict for one in wrong(a_deployment(parameters={"Stage": "trial"}, **answers))} == {"warn"}


def test_pages_of_another_edition_are_named(site: dict[str, str]) -> None:
    site["/en/"] = "<p>Policy 2026.05</p>"
    (found,) = wrong(a_deployment())
    assert (found.verdict, found.en) == ("FAIL", "Edition on /en/")
    assert found.remedy == "make publish STACK=huiyin"


def test_what_aws_does_not_tell_is_a_finding_and_stops_no_other_check() -> None:
    (found,) = wrong(a_deployment(DescribeKey=Refusal("AccessDeniedException")))
    assert (found.verdict, found.en) == ("FAIL", "Could not ask")
    assert "AccessDeniedException" in found.seen


@pytest.mark.parametrize(
    ("day", "years", "verdicts"),
    [
        pytest.param(dt.date(2026, 10, 31), {2026: False}, ["ok"], id="before-november-this-year-is-enough"),
        pytest.param(dt.date(2026, 11, 1), {2026: False}, ["ok", "FAIL"], id="from-november-next-year-is-wanted"),
        pytest.param(dt.date(2026, 11, 1), {2026: False, 2027: True}, ["ok", "warn"], id="a-provisional-next-year-is-worth-a-look"),
        pytest.param(dt.date(2026, 3, 1), {2026: True}, ["FAIL"], id="a-provisional-this-year-is-wrong"),
        pytest.param(dt.date(2026, 12, 1), {2026: False, 2027: False}, ["ok", "ok"], id="both-known"),
    ],
)
def test_the_holidays_of_next_year_are_wanted_from_november(day: dt.date, years: dict[int, bool], verdicts: list[str]) -> None:  # TM04
    assert [one.verdict for one in doctor_people.calendar_at(day, years)] == verdicts


def test_staff_of_another_issuer_are_not_looked_for() -> None:
    outputs = {"SiteAddress": "https://huiyin.example", "DeadLettersUrl": "https://sqs.example/123456789012/dead"}
    assert wrong(a_deployment(outputs=outputs)) == []


def test_the_exit_tells_whether_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.report(a_deployment()) == 0
    assert doctor.report(a_deployment(ListUsers={"Users": []})) == 1
    last = capsys.readouterr().out.splitlines()
    assert last[-1].endswith("1 wrong")


def test_a_stack_is_read_with_its_parameters_and_resources() -> None:
    stack = {
        "StackName": "huiyin",
        "CreationTime": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        "StackStatus": "CREATE_COMPLETE",
        "Outputs": [{"OutputKey": "SiteAddress", "OutputValue": "https://huiyin.example"}],
        "Parameters": [{"ParameterKey": "Stage", "ParameterValue": "live"}],
    }
    one = {
        "LogicalResourceId": "CaseTable",
        "ResourceType": "AWS::DynamoDB::Table",
        "PhysicalResourceId": "huiyin-cases",
        "LastUpdatedTimestamp": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        "ResourceStatus": "CREATE_COMPLETE",
    }
    said = clients({"DescribeStacks": {"Stacks": [stack]}, "ListStackResources": {"StackResourceSummaries": [one]}})
    found = deployment_of("huiyin", "ap-southeast-1", said)
    assert (found.named("CaseTable"), found.named("Gone"), found.is_live) == ("huiyin-cases", None, True)
    with pytest.raises(NoSuchStack, match="make deploy"):
        deployment_of("elsewhere", "ap-southeast-1", clients({"DescribeStacks": Refusal("ValidationError")}))
