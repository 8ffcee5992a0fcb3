"""What needs no AWS locally: things the runner reads and carries out itself, and things that are left to the cloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from infra.local.cloud import ACCOUNT, Cloud, Made, creates
from infra.local.creators_kept import physical_name
from infra.local.template import Json

_EVERYTHING = {"*": "left to the cloud as a whole"}


@creates(
    "AWS::Lambda::Function",
    carries="FunctionName Handler Timeout MemorySize Environment Description Code",
    leaves={
        "Runtime": "runs in the Python of this process",
        "PackageType": "runs in the Python of this process",
        "Architectures": "runs on this machine",
        "Role": "moto enforces no IAM; tests read the policies from the template",
        "Layers": "the same packages come from this environment",
        "TracingConfig": "no X-Ray",
        "LoggingConfig": "logs go to /_local/logs.txt",
        "SnapStart": "one process, always warm",
        "ReservedConcurrentExecutions": "one process",
        "DeadLetterConfig": "asynchronous calls go to the log after the last retry",
        "KmsKeyArn": "the environment is the process's own",
        "EphemeralStorage": "the disk of this machine",
        "RecursiveLoop": "nothing stops a loop here",
        "RuntimeManagementConfig": "runs in the Python of this process",
    },
    fate="described",
    note="run in this process",
)
def _function(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    name = properties.get("FunctionName", physical_name(logical_id))
    return Made(name, {"Arn": cloud.arn("lambda", f"function:{name}")})


@creates("AWS::Lambda::Version", fate="described", leaves=_EVERYTHING, note="there is one version: the code on disk")
def _version(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    arn = cloud.arn("lambda", f"function:{properties['FunctionName']}:1")
    return Made(arn, {"Version": "1", "FunctionArn": arn})


@creates("AWS::Lambda::Alias", fate="described", leaves=_EVERYTHING, note="points at the code on disk")
def _alias(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    return Made(cloud.arn("lambda", f"function:{properties['FunctionName']}:{properties['Name']}"))


@creates(
    "AWS::Lambda::EventInvokeConfig",
    carries="FunctionName Qualifier MaximumRetryAttempts DestinationConfig",
    leaves={"MaximumEventAgeInSeconds": "nothing grows old on a laptop"},
    fate="described",
    note="read by the runner: retries of asynchronous calls",
)
def _invoke_config(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    return Made(physical_name(logical_id))


@creates(
    "AWS::Scheduler::Schedule",
    carries="Name GroupName Description ScheduleExpression ScheduleExpressionTimezone State Target StartDate EndDate",
    leaves={"FlexibleTimeWindow": "fires on the minute", "KmsKeyArn": "the input lies in memory"},
    fate="described",
    note="fired by the runner, and by /_local/tick, which waits for the function and hears of its failure",
)
def _schedule(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    name = properties.get("Name", physical_name(logical_id))
    return Made(name, {"Arn": cloud.arn("scheduler", f"schedule/default/{name}")})


@creates(
    "AWS::ApiGatewayV2::Api",
    carries="Body Name Description ProtocolType",
    leaves={
        "CorsConfiguration": "site and API share one origin",
        "FailOnWarnings": "the import is ours",
        "DisableExecuteApiEndpoint": "there is one address",
    },
    fate="described",
    note="the web server answers its routes",
)
def _http_api(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    domain = f"{logical_id.lower()}.execute-api.{cloud.region}.amazonaws.com"
    return Made(logical_id.lower(), {"ApiId": logical_id.lower(), "ApiEndpoint": f"https://{domain}"})


@creates(
    "AWS::ApiGatewayV2::Integration",
    carries="ApiId IntegrationType IntegrationUri PayloadFormatVersion",
    leaves={"TimeoutInMillis": "nobody waits long on a laptop", "Description": "words only", "IntegrationMethod": "a function is called"},
    fate="described",
    note="read by the web server",
)
def _integration(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    return Made(logical_id.lower(), {"IntegrationId": logical_id.lower()})


@creates(
    "AWS::ApiGatewayV2::Route",
    carries="ApiId RouteKey Target AuthorizationType AuthorizerId AuthorizationScopes",
    leaves={"OperationName": "words only"},
    fate="described",
    note="read by the web server",
)
def _route(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    return Made(logical_id.lower(), {"RouteId": logical_id.lower()})


@creates(
    "AWS::ApiGatewayV2::Authorizer",
    carries="ApiId Name AuthorizerType IdentitySource JwtConfiguration",
    fate="described",
    note="read by the web server",
)
def _authorizer(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    return Made(logical_id.lower(), {"AuthorizerId": logical_id.lower()})


@creates("AWS::CloudFront::ResponseHeadersPolicy", carries="ResponseHeadersPolicyConfig", fate="described", note="headers of every page")
def _headers_policy(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    return Made(physical_name(logical_id), {"Id": physical_name(logical_id)})


@creates(
    "AWS::CloudFront::Distribution",
    fate="described",
    leaves=_EVERYTHING,
    note="the web server stands in: methods, error pages, gzip, /api/*; no brotli, no cache",
)
def _distribution(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    return Made(logical_id.upper(), {"DomainName": f"{logical_id.lower()}.cloudfront.net", "Id": logical_id.upper()})


_ALARM_WORDS = (
    "ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluationPeriods "
    "ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic Threshold ThresholdMetricId "
    "TreatMissingData Unit EvaluateLowSampleCountPercentile"
)


@creates("AWS::CloudWatch::Alarm", carries=_ALARM_WORDS, fate="described", note="never rings: there are no metrics locally")
def _alarm(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    name = properties.get("AlarmName", physical_name(logical_id))
    return Made(name, {"Arn": cloud.arn("cloudwatch", f"alarm:{name}")})


@creates("AWS::IAM::Role", fate="not emulated", leaves=_EVERYTHING, note="moto enforces no IAM; tests read the statements")
def _role(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    name = properties.get("RoleName", physical_name(logical_id))
    return Made(name, {"Arn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "RoleId": f"AROA{logical_id.upper()}"})


def _left_to_the_cloud(type_: str, note: str, attributes: Callable[[Cloud, str], Mapping[str, Any]] | None = None) -> None:
    @creates(type_, fate="not emulated", leaves=_EVERYTHING, note=note)
    def _named(cloud: Cloud, logical_id: str, properties: Json) -> Made:
        return Made(physical_name(logical_id), attributes(cloud, logical_id) if attributes else {})


def _id(cloud: Cloud, logical_id: str) -> Mapping[str, Any]:
    return {"Id": physical_name(logical_id)}


_left_to_the_cloud("AWS::Lambda::Permission", "moto enforces no permission")
_left_to_the_cloud("AWS::Lambda::LayerVersion", "the same packages come from this environment")
_left_to_the_cloud("AWS::Lambda::Url", "the web server is the one door")
_left_to_the_cloud("AWS::ApiGatewayV2::Stage", "no throttling, no access log", _id)
_left_to_the_cloud("AWS::Scheduler::ScheduleGroup", "names only")
_left_to_the_cloud("AWS::S3::BucketPolicy", "moto ignores conditions: 'deny without TLS' would deny everything")
_left_to_the_cloud("AWS::SQS::QueuePolicy", "moto enforces no permission")
_left_to_the_cloud("AWS::SNS::TopicPolicy", "moto enforces no permission")
_left_to_the_cloud("AWS::IAM::Policy", "moto enforces no IAM")
_left_to_the_cloud(
    "AWS::IAM::ManagedPolicy", "moto enforces no IAM", lambda cloud, name: {"PolicyArn": f"arn:aws:iam::{ACCOUNT}:policy/{name}"}
)
_left_to_the_cloud(
    "AWS::SES::ConfigurationSetEventDestination",
    "only letters to SES's simulator come back, and the bus hears of them directly",
    _id,
)
_left_to_the_cloud("AWS::Logs::MetricFilter", "no metrics service")
_left_to_the_cloud("AWS::CloudWatch::CompositeAlarm", "never rings: there are no metrics locally")
_left_to_the_cloud("AWS::CloudWatch::Dashboard", "there are no metrics locally")
_left_to_the_cloud(
    "AWS::CloudFront::Function",
    "not run: the web server serves folders itself, and the doors see who asks without being told",
    lambda cloud, name: {"FunctionARN": f"arn:{name}", "FunctionMetadata.FunctionARN": f"arn:{name}"},
)
_left_to_the_cloud("AWS::CloudFront::OriginAccessControl", "the bucket is in this process", _id)
_left_to_the_cloud("AWS::CloudFront::CachePolicy", "nothing is cached", _id)
_left_to_the_cloud("AWS::CloudFront::OriginRequestPolicy", "everything is passed on", _id)
_left_to_the_cloud("AWS::WAFv2::WebACL", "no firewall on a laptop", lambda cloud, name: {"Arn": cloud.arn("wafv2", name), "Id": name})
_left_to_the_cloud("AWS::Budgets::Budget", "nothing costs anything here")
