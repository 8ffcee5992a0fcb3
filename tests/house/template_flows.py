"""What must be true of the ways that events take: streams, queues and clocks of the translated template."""

import json
from collections.abc import Iterator

from house.template_reading import Json, listed, of_type, text_of

DLQ = {"Fn::GetAtt": ["DeadLetters", "Arn"]}


def nothing_that_failed_is_dropped(resources: Json) -> Iterator[str]:
    for name, _, queue in of_type(resources, "AWS::SQS::Queue"):
        if queue.get("SqsManagedSseEnabled") is not True and "KmsMasterKeyId" not in queue:
            yield f"{name}: not encrypted"
        if queue.get("MessageRetentionPeriod") != 1_209_600:
            yield f"{name}: forgets before a holiday week is over"
    for name, mapping in mappings(resources, of_streams=True):
        if mapping.get("DestinationConfig") != {"OnFailure": {"Destination": DLQ}}:
            yield f"{name}: a record that failed goes nowhere"
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"] or mapping.get("BisectBatchOnFunctionError") is not True:
            yield f"{name}: one bad record would fail its whole batch"
        if not 0 <= mapping.get("MaximumRetryAttempts", -1) <= 3 or not 60 <= mapping.get("MaximumRecordAgeInSeconds", -1) <= 3600:
            yield f"{name}: one bad record would hold up those behind it"
        if "EV#" not in text_of(mapping.get("FilterCriteria", "")) or "INSERT" not in text_of(mapping["FilterCriteria"]):
            yield f"{name}: is woken by more than new events"
    asynchronous = {text_of(config["FunctionName"]): config for _, _, config in of_type(resources, "AWS::Lambda::EventInvokeConfig")}
    for name in ("SweepDeadlines", "WatchRisk", "SendDigest", "WriteReport", "ArchiveCases", "PublishRoot"):
        config = asynchronous.get(text_of({"Ref": name}), {})
        if config.get("DestinationConfig") != {"OnFailure": {"Destination": DLQ}}:
            yield f"{name}: an event that failed goes nowhere"


def mappings(resources: Json, *, of_streams: bool) -> Iterator[tuple[str, Json]]:
    """The event source mappings of streams, or those of queues."""
    for name, _, mapping in of_type(resources, "AWS::Lambda::EventSourceMapping"):
        if ("StreamArn" in text_of(mapping["EventSourceArn"])) == of_streams:
            yield name, mapping


def queues_try_again_and_then_put_aside(resources: Json) -> Iterator[str]:
    for name, mapping in mappings(resources, of_streams=False):
        queue_name, function_name = mapping["EventSourceArn"]["Fn::GetAtt"][0], mapping["FunctionName"]["Ref"]
        queue, function = resources[queue_name]["Properties"], resources[function_name]["Properties"]
        redrive = queue.get("RedrivePolicy", {})
        if redrive.get("deadLetterTargetArn") != DLQ or not 3 <= redrive.get("maxReceiveCount", 0) <= 5:
            yield f"{queue_name}: a message that failed goes nowhere, or is not tried three times"
        if queue.get("VisibilityTimeout", 30) < 6 * function["Timeout"]:
            yield f"{queue_name}: a message would come again while {function_name} may still be at work"
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name}: one bad message would fail its whole batch"


def queues_take_messages_from_their_source_alone(resources: Json) -> Iterator[str]:
    senders: dict[str, set[str]] = {}
    for name, _, policy in of_type(resources, "AWS::SQS::QueuePolicy"):
        for statement in policy["PolicyDocument"]["Statement"]:
            if "aws:SourceArn" not in text_of(statement.get("Condition", {})) or listed(statement["Action"]) != ["sqs:SendMessage"]:
                yield f"{name}: lets others than its source send"
            for queue in policy["Queues"]:
                senders.setdefault(queue["Ref"], set()).add(statement["Principal"]["Service"])
    for name, bucket, own in of_type(resources, "AWS::S3::Bucket"):
        for wish in own.get("NotificationConfiguration", {}).get("QueueConfigurations", []):
            queue = wish["Queue"]["Fn::GetAtt"][0]
            if "s3.amazonaws.com" not in senders.get(queue, set()) or not bucket.get("DependsOn"):
                yield f"{name}: may not send to {queue} at the moment when it is made"
    for name, _, rule in of_type(resources, "AWS::Events::Rule"):
        for target in rule["Targets"]:
            queue = target["Arn"].get("Fn::GetAtt", ["", "Arn"])[0]
            if resources.get(queue, {}).get("Type") == "AWS::SQS::Queue" and "events.amazonaws.com" not in senders.get(queue, set()):
                yield f"{name}: may not send to {queue}"


def clocks_tell_the_moment_in_china(resources: Json) -> Iterator[str]:
    for name, _, schedule in of_type(resources, "AWS::Scheduler::Schedule"):
        target = schedule["Target"]
        if schedule.get("ScheduleExpressionTimezone") != "Asia/Shanghai":
            yield f"{name}: not in the time of the community"
        if json.loads(target.get("Input", "{}")) != {"at": "<aws.scheduler.scheduled-time>"}:
            yield f"{name}: does not tell the moment"
        if target.get("DeadLetterConfig") != {"Arn": DLQ} or "RetryPolicy" not in target:
            yield f"{name}: a missed run goes nowhere"
