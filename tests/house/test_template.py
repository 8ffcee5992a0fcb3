"""template.yaml: what is deployed is what is written, and a wrong property does not slip through."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from house.template_reading import listed, of_type, text_of
from house.template_rules import RULES, faults
from huiyin.policy.schema import Policy
from huiyin.store.items import Month, Worklist
from infra.local.template import Template, read_template

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "template.yaml"
ENTRIES = ROOT / "functions/huiyin/entry"
GIVEN = {"MailFrom": "service@example.com", "MailDomain": "example.com"}

Json = dict[str, Any]


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template(TEMPLATE, GIVEN)


def snake(logical_id: str) -> str:
    """SweepDeadlines -> sweep_deadlines."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", logical_id).lower()


def functions_of(template: Template) -> dict[str, Json]:
    """The functions as people wrote them, by logical id."""
    return {name: own for name, _, own in of_type(template.source["Resources"], "AWS::Serverless::Function")}


def entries() -> set[str]:
    """The files of entry/ that have a Lambda handler."""
    return {
        file.stem
        for file in ENTRIES.glob("*.py")
        if any(isinstance(node, ast.FunctionDef) and node.name == "handler" for node in ast.parse(file.read_text(encoding="utf-8")).body)
    }


def test_every_function_is_named_after_its_file(template: Template) -> None:
    for name, own in functions_of(template).items():
        assert own["Handler"] == f"huiyin.entry.{snake(name)}.handler"


def test_every_entry_is_deployed_and_every_function_has_its_entry(template: Template) -> None:
    assert entries() == {snake(name) for name in functions_of(template)}


def test_the_settings_and_the_variables_agree_both_ways(template: Template) -> None:
    tree = ast.parse((ROOT / "functions/huiyin/settings.py").read_text(encoding="utf-8"))
    read = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and re.fullmatch(r"[A-Z][A-Z_]+", str(node.value))}
    variables = set(template.source["Globals"]["Function"]["Environment"]["Variables"])
    # Powertools reads its level itself.
    assert variables - {"POWERTOOLS_LOG_LEVEL"} == read
    asked = {node.name.upper() for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}
    assert asked == read


def test_every_variable_is_common_to_all_functions(template: Template) -> None:
    for name, own in functions_of(template).items():
        assert "Environment" not in own, f"{name} has variables of its own"


def test_the_lists_find_what_they_need_in_their_index(template: Template) -> None:
    indexes = {index["IndexName"]: index["Projection"] for index in template.resources["CaseTable"]["Properties"]["GlobalSecondaryIndexes"]}
    assert sorted(indexes["worklist"]["NonKeyAttributes"]) == sorted(Worklist.Meta.projection.non_key_attributes)
    assert sorted(indexes["month"]["NonKeyAttributes"]) == sorted(Month.Meta.projection.non_key_attributes)
    assert indexes["due"] == indexes["owed"] == {"ProjectionType": "KEYS_ONLY"}


def test_every_role_of_the_policy_is_a_group_to_sign_in_with(template: Template, policy: Policy) -> None:
    groups = {own["GroupName"] for _, _, own in of_type(template.resources, "AWS::Cognito::UserPoolGroup")}
    signs_in = set(policy.charter.roles) - {"owner", "staff", "system"}
    assert groups == signs_in


def test_the_order_is_the_journey_of_a_complaint() -> None:
    banners = re.findall(r"^  # ---- (\d .+?) -+$", TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE)
    assert banners == ["1 what is kept", "2 doors in", "3 reactions", "4 clocks", "5 letters", "6 watch", "7 site"]


def test_the_template_stays_readable() -> None:
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 1_550
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


def test_the_local_translator_can_read_the_very_file_that_is_deployed() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"[\s\[{][&*][A-Za-z]\w*\s", re.sub(r'"[^"]*"|\'[^\']*\'|#.*', "", text)), "a YAML anchor"
    for word in ("AWS::LanguageExtensions", "Fn::ForEach", "AWS::CloudFormation::Stack", "AWS::Serverless::Application", "<<:"):
        assert word not in text


def test_the_template_breaks_no_rule(template: Template) -> None:
    assert faults(template.resources) == []


@pytest.mark.long
def test_cfn_lint_finds_nothing_in_the_template_nor_in_its_translation(template: Template, tmp_path: Path) -> None:
    translated = tmp_path / "translated.json"
    translated.write_text(json.dumps(template.translated), encoding="utf-8")
    for file in (TEMPLATE, translated):
        done = subprocess.run(
            [Path(sys.executable).with_name("cfn-lint"), "--regions", "ap-southeast-1", "--", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == ""
        assert done.returncode == 0


def drop(*path: str) -> Callable[[Json], None]:
    """Take something away."""

    def change(resources: Json) -> None:
        at = resources
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return change


def put(value: Any, *path: str | int) -> Callable[[Json], None]:
    """Make something else of it."""

    def change(resources: Json) -> None:
        at: Any = resources
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


def grant(role: str, action: str, resource: Any) -> Callable[[Json], None]:
    """One statement more."""

    def change(resources: Json) -> None:
        statement = {"Effect": "Allow", "Action": [action], "Resource": resource}
        resources[role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].append(statement)

    return change


def widened(resources: Json) -> None:
    """The right to count, in every partition of the table."""
    statements = resources["OwnerApiRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    (own,) = (one for one in statements if "dynamodb:UpdateItem" in listed(one["Action"]))
    own["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] = ["*"]


def emptied(resources: Json) -> None:
    """The right to empty an identity, of cases, too."""
    policies = resources["ArchiveCasesRole"]["Properties"]["Policies"]
    statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
    (own,) = (one for one in statements if "dynamodb:UpdateItem" in listed(one["Action"]))
    own["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] = ["PERSON#*", "CASE#*"]


def arn_of(name: str) -> Json:
    """How the template names a resource."""
    return {"Fn::GetAtt": [name, "Arn"]}


TABLE, PEOPLE, BUCKET, LETTERS = "CaseTable", "PeopleKey", "EvidenceBucket", "FollowUpHappened"
TABLE_ARN, GUARDED = arn_of("CaseTable"), "GuardedKey"

PASSWORDS = ("Properties", "Policies", "PasswordPolicy")

MISTAKES: dict[str, tuple[Callable[[Json], None], str]] = {
    "no time to live": (drop(TABLE, "Properties", "TimeToLiveSpecification"), "CaseTable: items that may go"),
    "another attribute to live by": (put("ttl", TABLE, "Properties", "TimeToLiveSpecification", "AttributeName"), "CaseTable: items that"),
    "no recovery": (drop(TABLE, "Properties", "PointInTimeRecoverySpecification"), "CaseTable: no recovery"),
    "table not encrypted": (put("AES256", TABLE, "Properties", "SSESpecification", "SSEType"), "CaseTable: not encrypted"),
    "half a stream": (put("KEYS_ONLY", TABLE, "Properties", "StreamSpecification", "StreamViewType"), "CaseTable: the reactions"),
    "table may be deleted": (drop(TABLE, "DeletionPolicy"), "CaseTable: can be deleted"),
    "a wrong key spec": (put("HMAC_256", PEOPLE, "Properties", "KeySpec"), "PeopleKey: an envelope"),
    "a key for signing": (put("SIGN_VERIFY", PEOPLE, "Properties", "KeyUsage"), "PeopleKey: an envelope"),
    "a key for ever": (put(False, PEOPLE, "Properties", "EnableKeyRotation"), "PeopleKey: does not rotate"),
    "a key for everybody": (drop(PEOPLE, "Properties", "KeyPolicy", "Statement", 1, "Condition"), "PeopleKey: SealAndOpen"),  # type: ignore[arg-type]
    "guarded for others": (grant("StaffApiRole", "kms:Decrypt", arn_of(GUARDED)), "StaffApi: may kms:Decrypt with GuardedKey"),
    "opening by sealing": (put("kms:Decrypt", GUARDED, "Properties", "KeyPolicy", "Statement", 1, "Action"), "opens for others than"),
    "a right without the key": (grant("SendDigestRole", "kms:Decrypt", arn_of("CaseKey")), "SendDigest: may kms:Decrypt with CaseKey"),
    "all actions on a key": (put("kms:*", PEOPLE, "Properties", "KeyPolicy", "Statement", 0, "Action"), "does not list its actions"),
    "a short secret": (put(16, "ReceiptSecret", "Properties", "GenerateSecretString", "PasswordLength"), "ReceiptSecret: must be"),
    "a public bucket": (drop(BUCKET, "Properties", "PublicAccessBlockConfiguration"), "EvidenceBucket: could become public"),
    "a bucket without TLS": (drop("EvidenceBucketPolicy"), "EvidenceBucket: answers without TLS"),
    "uploads for ever": (put("Disabled", BUCKET, "Properties", "LifecycleConfiguration", "Rules", 0, "Status"), "an upload that nobody"),
    "uploads from anywhere": (put(["*"], BUCKET, "Properties", "CorsConfiguration", "CorsRules", 0, "AllowedOrigins"), "takes more than"),
    "books without a lock": (put(False, "BooksBucket", "Properties", "ObjectLockEnabled"), "BooksBucket: a book of a day could be"),
    "books that are locked by hand": (drop("BooksBucket", "Properties", "ObjectLockConfiguration", "Rule"), "is not locked by itself"),
    "books that go with the stack": (put("Delete", "BooksBucket", "DeletionPolicy"), "BooksBucket: books of days could go"),
    "an open queue": (drop("DeadLetters", "Properties", "SqsManagedSseEnabled"), "DeadLetters: not encrypted"),
    "failed records dropped": (drop(LETTERS, "Properties", "DestinationConfig"), "FollowUpHappened: a record that failed"),
    "retries without end": (put(-1, LETTERS, "Properties", "MaximumRetryAttempts"), "FollowUpHappened: one bad record would hold up"),
    "whole batches fail": (drop(LETTERS, "Properties", "FunctionResponseTypes"), "FollowUpHappened: one bad record would fail"),
    "woken by everything": (put({"Filters": []}, LETTERS, "Properties", "FilterCriteria"), "is woken by more"),
    "a queue without an end": (drop("Uploads", "Properties", "RedrivePolicy"), "Uploads: a message that failed goes nowhere"),
    "a queue without patience": (put(60, "Uploads", "Properties", "VisibilityTimeout"), "Uploads: a message would come again"),
    "whole batches of photos fail": (drop("CleanEvidenceArrived", "Properties", "FunctionResponseTypes"), "one bad message would fail"),
    "a queue for everybody": (
        drop("UploadsPolicy", "Properties", "PolicyDocument", "Statement", 0, "Condition"),  # type: ignore[arg-type]
        "UploadsPolicy: lets others",
    ),
    "a bucket that may not ring": (drop("UploadsPolicy"), "EvidenceBucket: may not send to Uploads"),
    "a clock in another zone": (put("UTC", "WriteReportNightly", "Properties", "ScheduleExpressionTimezone"), "not in the time"),
    "a clock that does not tell": (put("{}", "SweepDeadlinesEveryMinute", "Properties", "Target", "Input"), "does not tell"),
    "logs for ever": (drop("FunctionLogs", "Properties", "RetentionInDays"), "FunctionLogs: logs are kept"),
    "a log group of its own": (drop("StaffApi", "Properties", "LoggingConfig"), "StaffApi: writes to a log group"),
    "another runtime": (put("python3.11", "OwnerApi", "Properties", "Runtime"), "OwnerApi: not python3.13"),
    "all actions": (grant("OwnerApiRole", "dynamodb:*", TABLE_ARN), "OwnerApiRole: does not list"),
    "all resources": (grant("OwnerApiRole", "dynamodb:GetItem", "*"), "OwnerApiRole: dynamodb:GetItem on every"),
    "deleting": (grant("StaffApiRole", "dynamodb:DeleteItem", TABLE_ARN), "StaffApiRole: nobody may dynamodb:DeleteItem"),
    "removing what is kept": (
        grant("CleanEvidenceRole", "s3:DeleteObject", {"Fn::Sub": "${EvidenceBucket.Arn}/served/*"}),
        "CleanEvidenceRole: removes what is kept",
    ),
    "removing for good": (
        grant("ArchiveCasesRole", "s3:DeleteObjectVersion", {"Fn::Sub": "${EvidenceBucket.Arn}/served/*"}),
        "ArchiveCasesRole: what was removed by mistake",
    ),
    "emptying a case": (emptied, "ArchiveCasesRole: may change more"),
    "counting beyond the counters": (widened, "OwnerApiRole: may change more"),
    "changing an event": (grant("FollowUpRole", "dynamodb:UpdateItem", TABLE_ARN), "FollowUpRole: may change more"),
    "an old payload": (put("1.0", "StaffIntegration", "Properties", "PayloadFormatVersion"), "StaffIntegration: not payload"),
    "no throttle": (drop("HttpStage", "Properties", "DefaultRouteSettings"), "HttpStage: not throttled"),
    "addresses in the log": (put("$context.identity.sourceIp", "HttpStage", "Properties", "AccessLogSettings", "Format"), "says who came"),
    "no second factor": (put("OPTIONAL", "StaffPool", "Properties", "MfaConfiguration"), "StaffPool: a password alone"),
    "K12 an invitation for a week": (put(7, "StaffPool", *PASSWORDS, "TemporaryPasswordValidityDays"), "StaffPool: an invitation that"),
    "long tokens": (put(60, "StaffClient", "Properties", "AccessTokenValidity"), "StaffClient: an access token lives"),
    "a silent alarm": (put([], "LettersWait", "Properties", "AlarmActions"), "LettersWait: tells nobody"),
    "inline scripts": (
        put(
            {"ContentSecurityPolicy": "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'"},
            *("SiteHeaders", "Properties", "ResponseHeadersPolicyConfig", "SecurityHeadersConfig", "ContentSecurityPolicy"),
        ),
        "SiteHeaders: the content security policy",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_property_is_found(template: Template, mistake: str) -> None:
    make, sentence = MISTAKES[mistake]
    resources = deepcopy(template.resources)
    make(resources)
    assert any(sentence in fault for fault in faults(resources)), faults(resources)


def test_every_rule_has_been_seen_to_find_something(template: Template) -> None:
    silent = {rule.__name__ for rule in RULES}
    for make, _ in MISTAKES.values():
        resources = deepcopy(template.resources)
        make(resources)
        silent -= {rule.__name__ for rule in RULES if list(rule(resources))}
    # Needs a third reader, which no single change of a property makes.
    assert silent <= {"the_stream_has_at_most_two_readers"}


def allowed(template: Template, function: str, action: str, resource: str) -> bool:
    """Whether a statement of the function's role lets it do that."""
    policies = template.resources[f"{function}Role"]["Properties"]["Policies"]
    statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
    return any(
        action in listed(statement["Action"]) and resource.lower() in text_of(statement["Resource"]).lower() for statement in statements
    )


def test_the_owners_door_opens_no_identity(template: Template) -> None:
    assert allowed(template, "OwnerApi", "kms:GenerateDataKey", "PeopleKey")
    assert not allowed(template, "OwnerApi", "kms:Decrypt", "PeopleKey")


def test_the_doors_never_answer_403_because_the_site_turns_it_into_its_page_for_missing_pages(template: Template) -> None:
    config = template.resources["SiteDistribution"]["Properties"]["DistributionConfig"]
    taken = {str(response["ErrorCode"]) for response in config["CustomErrorResponses"]}
    assert taken == {"403"}
    said = {
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in ENTRIES.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == 403
    }
    assert said == set()
