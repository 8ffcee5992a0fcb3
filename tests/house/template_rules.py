"""What must be true of the translated template: one function per rule, each giving sentences about what is wrong."""

from collections.abc import Callable, Iterator

from house.template_flows import (
    clocks_tell_the_moment_in_china,
    nothing_that_failed_is_dropped,
    queues_take_messages_from_their_source_alone,
    queues_try_again_and_then_put_aside,
)
from house.template_keys import (
    guarded_cases_open_in_the_lane_alone,
    keys_are_symmetric_turn_and_stay,
    keys_open_for_named_functions_alone,
    roles_and_keys_agree,
)
from house.template_reading import Json, listed, of_type, text_of

Rule = Callable[[Json], Iterator[str]]

# The Lambda service's own, for the log group and for reading a stream or a queue; they name no table, bucket or key of ours.
MANAGED_POLICIES = {"AWSLambdaBasicExecutionRole", "AWSLambdaDynamoDBExecutionRole", "AWSLambdaSQSQueueExecutionRole"}
# Nothing of a case is ever removed, and nobody reads the whole table.
NOBODY_MAY = {"dynamodb:DeleteItem", "dynamodb:Scan", "dynamodb:BatchWriteItem", "dynamodb:DeleteTable", "dynamodb:PartiQLDelete"}
OWED = {"pk", "sk", "owed", "owed_pk", "owed_sk"}
# Counters lie in partitions of their own, and a right to count is a right to nothing else.
COUNTER, COUNTERS = {"pk", "sk", "used", "expires"}, ["BUDGET#*"]
# Whoever gives out places to holders, beside a count or alone.
PLACES = ({*COUNTER, "holders"}, {"pk", "sk", "holders", "expires"})
# One function empties identities and removes files, when their time is over.
ERASES, IDENTITY, IDENTITIES = "ArchiveCasesRole", {"pk", "sk", "dk", "sealed"}, ["PERSON#*"]
KEPT_FILES = ("/served/", "/original/")


def a_table_keeps_everything(resources: Json) -> Iterator[str]:
    for name, resource, table in of_type(resources, "AWS::DynamoDB::Table"):
        if table.get("TimeToLiveSpecification") != {"AttributeName": "expires", "Enabled": True}:
            yield f"{name}: items that may go by themselves need the time-to-live attribute `expires`"
        if table.get("PointInTimeRecoverySpecification") != {"PointInTimeRecoveryEnabled": True}:
            yield f"{name}: no recovery to a point in time"
        if table.get("SSESpecification") != {"SSEEnabled": True, "SSEType": "KMS"}:
            yield f"{name}: not encrypted under KMS"
        if table.get("StreamSpecification") != {"StreamViewType": "NEW_AND_OLD_IMAGES"}:
            yield f"{name}: the reactions need a stream with both images"
        if table.get("DeletionProtectionEnabled") is not True or resource.get("DeletionPolicy") != "Retain":
            yield f"{name}: can be deleted"
        if table.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name}: a burst of complaints needs a forecast"


def the_secret_stays(resources: Json) -> Iterator[str]:
    for name, resource, secret in of_type(resources, "AWS::SecretsManager::Secret"):
        if resource.get("DeletionPolicy") != "Retain":
            yield f"{name}: losing it makes every receipt worthless"
        if secret.get("GenerateSecretString", {}).get("PasswordLength", 0) < 32 or "SecretString" in secret:
            yield f"{name}: must be generated, at least 32 characters"


def buckets_are_private_encrypted_and_versioned(resources: Json) -> Iterator[str]:
    closed = dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True)
    policies = {text_of(policy["Bucket"]): policy for _, _, policy in of_type(resources, "AWS::S3::BucketPolicy")}
    for name, _, bucket in of_type(resources, "AWS::S3::Bucket"):
        if bucket.get("PublicAccessBlockConfiguration") != closed:
            yield f"{name}: could become public"
        if not bucket.get("BucketEncryption"):
            yield f"{name}: not encrypted"
        if bucket.get("VersioningConfiguration") != {"Status": "Enabled"}:
            yield f"{name}: a mistake could not be undone"
        statements = policies.get(text_of({"Ref": name}), {}).get("PolicyDocument", {}).get("Statement", [])
        if not any(s["Effect"] == "Deny" and s.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}} for s in statements):
            yield f"{name}: answers without TLS"
        if any(s["Effect"] == "Allow" and s.get("Principal") in ("*", {"AWS": "*"}) for s in statements):
            yield f"{name}: public by its policy"


def evidence_is_sealed_and_forgotten_when_nobody_closed_it(resources: Json) -> Iterator[str]:
    bucket = resources["EvidenceBucket"]["Properties"]
    rules = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    if rules[0]["ServerSideEncryptionByDefault"] != {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Fn::GetAtt": ["CaseKey", "Arn"]}}:
        yield "EvidenceBucket: not under CaseKey"
    incoming = [rule for rule in bucket["LifecycleConfiguration"]["Rules"] if rule.get("Prefix") == "incoming/"]
    if not incoming or incoming[0].get("ExpirationInDays") != 1 or incoming[0]["Status"] != "Enabled":
        yield "EvidenceBucket: an upload that nobody closed stays longer than a day"
    for rule in bucket["CorsConfiguration"]["CorsRules"]:
        if "*" in rule["AllowedOrigins"] or rule["AllowedMethods"] != ["POST"]:
            yield "EvidenceBucket: takes more than a POST from the site"


def books_of_days_are_locked(resources: Json) -> Iterator[str]:
    books = resources["BooksBucket"]
    lock = books["Properties"].get("ObjectLockConfiguration", {})
    if books["Properties"].get("ObjectLockEnabled") is not True or lock.get("ObjectLockEnabled") != "Enabled":
        yield "BooksBucket: a book of a day could be overwritten"
    if not {"Mode", "Years"} <= set(lock.get("Rule", {}).get("DefaultRetention", {})):
        yield "BooksBucket: a book of a day is not locked by itself"
    if books.get("DeletionPolicy") != "Retain" or "LifecycleConfiguration" in books["Properties"]:
        yield "BooksBucket: books of days could go"


def logs_end(resources: Json) -> Iterator[str]:
    for name, _, group in of_type(resources, "AWS::Logs::LogGroup"):
        if not 180 <= group.get("RetentionInDays", 0) <= 400:
            yield f"{name}: logs are kept for six months at least and not for ever"
    for name, _, function in of_type(resources, "AWS::Lambda::Function"):
        group = function.get("LoggingConfig", {}).get("LogGroup", {}).get("Ref")
        if resources.get(group, {}).get("Type") != "AWS::Logs::LogGroup":
            yield f"{name}: writes to a log group of its own that never ends"


def functions_run_where_the_layers_are_built_for(resources: Json) -> Iterator[str]:
    for name, _, function in of_type(resources, "AWS::Lambda::Function"):
        if (function.get("Runtime"), function.get("Architectures")) != ("python3.13", ["arm64"]):
            yield f"{name}: not python3.13 on arm64"
        if not function.get("Description"):
            yield f"{name}: the console does not say what it is for"
        if {"Ref"} != set(function["Layers"][0]) or not function["Layers"][0]["Ref"].startswith("BaseLayer"):
            yield f"{name}: without the layer of what everything imports"


def statements_list_actions(resources: Json) -> Iterator[str]:
    for name, _, role in of_type(resources, "AWS::IAM::Role"):
        for managed in role.get("ManagedPolicyArns", []):
            if str(managed.get("Fn::Sub", managed) if isinstance(managed, dict) else managed).rsplit("/", 1)[-1] not in MANAGED_POLICIES:
                yield f"{name}: has the managed policy {managed}"
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield from _faults_of_statement(name, statement)


def _faults_of_statement(role: str, statement: Json) -> Iterator[str]:
    actions = listed(statement["Action"])
    if any("*" in action for action in actions) or "NotAction" in statement:
        yield f"{role}: does not list its actions"
    if "*" in listed(statement["Resource"]):
        yield f"{role}: {actions[0]} on every resource of the account"
    for action in set(actions) & NOBODY_MAY:
        yield f"{role}: nobody may {action}"
    # A resource that ends before the folder holds it, too.
    kept = any(place in text_of(statement["Resource"]) for place in KEPT_FILES) or "EvidenceBucket.Arn}/*" in text_of(statement["Resource"])
    if "s3:DeleteObject" in actions and kept and role != ERASES:
        yield f"{role}: removes what is kept"
    if any(action.startswith("s3:DeleteObjectVersion") for action in actions):
        yield f"{role}: what was removed by mistake could not be brought back"
    if "dynamodb:UpdateItem" in actions:
        condition = statement.get("Condition", {})
        may = set(condition.get("ForAllValues:StringEquals", {}).get("dynamodb:Attributes", []))
        where = condition.get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys")
        known = {"dynamodb:Attributes": "false"} | ({"dynamodb:LeadingKeys": "false"} if where else {})
        own = ((IDENTITY, IDENTITIES),) if role == ERASES else ()
        if (may, where) not in ((OWED, None), *((one, COUNTERS) for one in (COUNTER, *PLACES)), *own) or condition.get("Null") != known:
            yield f"{role}: may change more than what an event still owes, or a counter"
        if actions != ["dynamodb:UpdateItem"]:
            yield f"{role}: the condition on attributes is for UpdateItem alone"


def the_stream_has_at_most_two_readers(resources: Json) -> Iterator[str]:
    readers = [name for name, _, mapping in of_type(resources, "AWS::Lambda::EventSourceMapping") if "StreamArn" in text_of(mapping)]
    if len(readers) > 2:
        yield f"CaseTable: {len(readers)} readers of one stream; AWS advises two at most"


def doors_are_throttled_and_forget_who_came(resources: Json) -> Iterator[str]:
    for name, _, integration in of_type(resources, "AWS::ApiGatewayV2::Integration"):
        if integration.get("PayloadFormatVersion") != "2.0":
            yield f"{name}: not payload 2.0"
    for name, _, stage in of_type(resources, "AWS::ApiGatewayV2::Stage"):
        limits = stage.get("DefaultRouteSettings", {})
        if not 0 < limits.get("ThrottlingRateLimit", 0) <= 1000 or not 0 < limits.get("ThrottlingBurstLimit", 0) <= 2000:
            yield f"{name}: not throttled"
        written = stage.get("AccessLogSettings", {}).get("Format", "")
        if not written:
            yield f"{name}: no access log"
        for private in ("$context.path", "sourceIp", "userAgent", "$context.authorizer", "querystring"):
            if private in written:
                yield f"{name}: the access log says who came ({private})"


def pages_are_served_strictly(resources: Json) -> Iterator[str]:
    for name, _, policy in of_type(resources, "AWS::CloudFront::ResponseHeadersPolicy"):
        headers = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        csp = text_of(headers.get("ContentSecurityPolicy", {}).get("ContentSecurityPolicy", ""))
        if "default-src 'none'" not in csp or "frame-ancestors 'none'" not in csp or "unsafe" in csp or "*" in csp:
            yield f"{name}: the content security policy is not strict"
        if headers.get("StrictTransportSecurity", {}).get("AccessControlMaxAgeSec", 0) < 31_536_000:
            yield f"{name}: TLS is not remembered for a year"
        if "ContentTypeOptions" not in headers or headers.get("ReferrerPolicy", {}).get("ReferrerPolicy") != "no-referrer":
            yield f"{name}: types are guessed, or referrers sent"
    for name, _, distribution in of_type(resources, "AWS::CloudFront::Distribution"):
        config = distribution["DistributionConfig"]
        for behaviour in [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]:
            if behaviour["ViewerProtocolPolicy"] not in ("redirect-to-https", "https-only") or "ResponseHeadersPolicyId" not in behaviour:
                yield f"{name}: without TLS, or without security headers"
        doors = {one["Id"] for one in config["Origins"] if "S3OriginConfig" not in one}
        asked = [one.get("CachePolicyId") for one in config["CacheBehaviors"] if one["TargetOriginId"] in doors]
        if set(asked) != {"4135ea2d-6df8-44a3-9df3-4b5a84be39ad"}:
            yield f"{name}: answers of the doors are cached"


def staff_sign_in_with_two_factors(resources: Json) -> Iterator[str]:
    for name, _, pool in of_type(resources, "AWS::Cognito::UserPool"):
        if pool.get("MfaConfiguration") != "ON" or pool.get("EnabledMfas") != ["SOFTWARE_TOKEN_MFA"]:
            yield f"{name}: a password alone is enough"
        if pool.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly") is not True:
            yield f"{name}: people can sign themselves up as staff"
        days = pool.get("Policies", {}).get("PasswordPolicy", {}).get("TemporaryPasswordValidityDays")
        # Cognito itself would let an invitation wait for seven days.
        if not isinstance(days, int) or days > 3:
            yield f"{name}: an invitation that nobody used can be used for longer than three days"
    for name, _, client in of_type(resources, "AWS::Cognito::UserPoolClient"):
        if client.get("AllowedOAuthFlows") != ["code"] or client.get("GenerateSecret") is not False:
            yield f"{name}: not the code flow of a public client"
        if "aws.cognito.signin.user.admin" in client.get("AllowedOAuthScopes", []):
            yield f"{name}: a stolen token could change its owner's account"
        if client.get("AccessTokenValidity") != 15 or client.get("TokenValidityUnits", {}).get("AccessToken") != "minutes":
            yield f"{name}: an access token lives longer than a quarter of an hour"


def alarms_say_what_to_do(resources: Json) -> Iterator[str]:
    for name, _, alarm in of_type(resources, "AWS::CloudWatch::Alarm"):
        if len(alarm.get("AlarmDescription", "").split(". ")) < 2:
            yield f"{name}: says what happened, not what to do"
        if alarm.get("AlarmActions") != [{"Ref": "AlarmTopic"}]:
            yield f"{name}: tells nobody"


RULES: list[Rule] = [
    a_table_keeps_everything,
    keys_are_symmetric_turn_and_stay,
    keys_open_for_named_functions_alone,
    guarded_cases_open_in_the_lane_alone,
    roles_and_keys_agree,
    the_secret_stays,
    buckets_are_private_encrypted_and_versioned,
    evidence_is_sealed_and_forgotten_when_nobody_closed_it,
    nothing_that_failed_is_dropped,
    queues_try_again_and_then_put_aside,
    queues_take_messages_from_their_source_alone,
    clocks_tell_the_moment_in_china,
    books_of_days_are_locked,
    logs_end,
    functions_run_where_the_layers_are_built_for,
    statements_list_actions,
    the_stream_has_at_most_two_readers,
    doors_are_throttled_and_forget_who_came,
    pages_are_served_strictly,
    staff_sign_in_with_two_factors,
    alarms_say_what_to_do,
]


def faults(resources: Json) -> list[str]:
    """Everything that is wrong, in the order of the rules."""
    return [fault for rule in RULES for fault in rule(resources)]
