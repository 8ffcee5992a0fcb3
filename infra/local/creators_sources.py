"""Creators of what brings events to functions: event source mappings and the rules of the event bus. The runner reads them."""

from __future__ import annotations

from infra.local.cloud import Cloud, Made, Resource, creates
from infra.local.creators_kept import physical_name
from infra.local.event_bus import check_target
from infra.local.patterns import check_pattern
from infra.local.template import Json, TemplateRefused

_OF_STREAMS = ("BisectBatchOnFunctionError", "MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "DestinationConfig", "StartingPosition")
_DEFAULT_VISIBILITY = 30
_DEFAULT_TIMEOUT = 3


@creates(
    "AWS::Lambda::EventSourceMapping",
    carries="EventSourceArn FunctionName BatchSize FilterCriteria FunctionResponseTypes BisectBatchOnFunctionError "
    "MaximumRetryAttempts MaximumRecordAgeInSeconds DestinationConfig Enabled StartingPosition ParallelizationFactor",
    leaves={
        "MaximumBatchingWindowInSeconds": "records are handed over at once",
        "ScalingConfig": "one reader per mapping",
        "TumblingWindowInSeconds": "not used",
        "MetricsConfig": "no metrics service",
    },
    fate="described",
    note="the runner reads the stream or queue",
)
def _event_source(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    if str(properties["EventSourceArn"]).split(":")[2] == "sqs":
        _check_queue(cloud, properties)
    return Made(physical_name(logical_id), {"Id": physical_name(logical_id)})


def _check_queue(cloud: Cloud, properties: Json) -> None:
    """Lambda refuses such a mapping when it is made; so the template is refused here.

    Raises: TemplateRefused for a property of streams, and for a queue that would hand over a message still in work.
    """
    if misplaced := [word for word in _OF_STREAMS if word in properties]:
        raise TemplateRefused(f"{', '.join(misplaced)}: not for a queue")
    queue = _owner(cloud, "AWS::SQS::Queue", properties["EventSourceArn"])
    function = _owner(cloud, "AWS::Lambda::Function", properties["FunctionName"])
    if queue is None or function is None:
        raise TemplateRefused("the queue and the function of a mapping must be of this template")
    visible, runs = queue.properties.get("VisibilityTimeout", _DEFAULT_VISIBILITY), function.properties.get("Timeout", _DEFAULT_TIMEOUT)
    if int(visible) < int(runs):
        raise TemplateRefused(f"{queue.logical_id} shows a message again after {visible} s and {function.logical_id} may run {runs} s")


def _owner(cloud: Cloud, type_: str, named: str) -> Resource | None:
    return next((one for one in cloud.of_type(type_) if named in (one.physical, one.attributes["Arn"])), None)


@creates(
    "AWS::Events::Rule",
    carries="Name Description EventPattern State Targets",
    fate="described",
    note="the runner carries events to the targets, once; RetryPolicy and DeadLetterConfig of a target have no effect",
)
def _rule(cloud: Cloud, logical_id: str, properties: Json) -> Made:
    if "EventPattern" not in properties:
        raise TemplateRefused("a rule needs an EventPattern; clocks are AWS::Scheduler::Schedule")
    check_pattern(properties["EventPattern"])
    for target in properties.get("Targets", []):
        check_target(target)
    name = properties.get("Name", physical_name(logical_id))
    return Made(name, {"Arn": cloud.arn("events", f"rule/{name}")})
