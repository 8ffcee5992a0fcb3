"""Fire schedules, as EventBridge Scheduler does: hand the moment over, try again by RetryPolicy, then the dead letters.

The scheduler calls a function asynchronously. That a function fails is therefore no matter of the scheduler: Lambda tries
again and has a destination of its own. The scheduler's retries are for a call that is not even taken.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from infra.local.cloud import Cloud, Resource
from infra.local.functions import CallRefused, Functions
from infra.local.queues import send_message
from infra.local.schedules import Cron, Rate, parse
from infra.local.taps import TAPS

# What EventBridge Scheduler does without a RetryPolicy.
DEFAULT_RETRIES = 185
DEFAULT_AGE_SECONDS = 86_400
# Where AWS waits ever longer, nobody waits here.
_FIRST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.5

CallLater = Callable[[str, Any], None]


class Clockwork:
    """All schedules of a template."""

    def __init__(self, cloud: Cloud, functions: Functions, call_later: CallLater) -> None:
        self._cloud = cloud
        self._functions = functions
        self._call_later = call_later
        self._start = dt.datetime.now(dt.UTC)
        self._schedules = [(resource, _when(resource)) for resource in cloud.of_type("AWS::Scheduler::Schedule")]

    def schedule_of(self, logical_id: str) -> Resource:
        """The schedule that calls a function. Raises: KeyError when there is none."""
        target = self._functions.find(logical_id)
        for resource, _ in self._schedules:
            if self._functions.find(resource.properties["Target"]["Arn"]) is target:
                return resource
        raise KeyError(logical_id)

    def hand_over(self, schedule: Resource, moment: dt.datetime) -> None:
        """Call the target of a schedule for one moment; what it never took lies in the dead letters of the target, if it has any."""
        target = schedule.properties["Target"]
        policy = target.get("RetryPolicy", {})
        retries = int(policy.get("MaximumRetryAttempts", DEFAULT_RETRIES))
        ends = moment + dt.timedelta(seconds=int(policy.get("MaximumEventAgeInSeconds", DEFAULT_AGE_SECONDS)))
        execution = str(uuid.uuid4())
        for attempt in range(retries + 1):
            try:
                self._call_later(target["Arn"], told(schedule, moment, execution, attempt + 1))
                return
            except CallRefused as refusal:
                last = refusal
            if TAPS.clock.now() >= ends:
                self._put_aside(schedule, moment, execution, last, "MaximumEventAgeInSeconds", attempt)
                return
            if attempt < retries:
                time.sleep(min(_FIRST_PAUSE_SECONDS * 2**attempt, _LONGEST_PAUSE_SECONDS))
        self._put_aside(schedule, moment, execution, last, "MaximumRetryAttempts", retries)

    def keep_time(self, ended: threading.Event) -> None:
        """Hand every moment over when it comes, by the real clock, until the stack ends."""
        due: list[tuple[dt.datetime, Resource, Rate | Cron]] = []
        for resource, when in self._schedules:
            first = when.next_after(self._start, self._start)
            if first and resource.properties.get("State", "ENABLED") == "ENABLED":
                due.append((first, resource, when))
        while due:
            due.sort(key=lambda one: one[0])
            moment, resource, when = due.pop(0)
            if ended.wait(max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())):
                return
            self.hand_over(resource, moment)
            following = when.next_after(moment, self._start)
            if following:
                due.append((following, resource, when))

    def _put_aside(
        self, schedule: Resource, moment: dt.datetime, execution: str, refusal: CallRefused, condition: str, retries: int
    ) -> None:
        target = schedule.properties["Target"]
        queue = target.get("DeadLetterConfig", {}).get("Arn")
        if queue is None:
            return
        body = json.dumps(told(schedule, moment, execution, retries + 1), ensure_ascii=False)
        attributes = {
            "ERROR_CODE": refusal.code,
            "ERROR_MESSAGE": str(refusal),
            "EXECUTION_ID": execution,
            "EXHAUSTED_RETRY_CONDITION": condition,
            "IS_PAYLOAD_TRUNCATED": "false",
            "RETRY_ATTEMPTS": str(retries),
            "SCHEDULED_TIME": _in_words(moment),
            "SCHEDULE_ARN": schedule.attributes["Arn"],
            "TARGET_ARN": target["Arn"],
        }
        send_message(self._cloud.region, queue, body, attributes)


def told(schedule: Resource, moment: dt.datetime, execution: str, attempt: int) -> Any:
    """The schedule's Input with EventBridge's own words filled in."""
    text = schedule.properties["Target"].get("Input", "{}")
    words = {
        "<aws.scheduler.scheduled-time>": _in_words(moment),
        "<aws.scheduler.execution-id>": execution,
        "<aws.scheduler.attempt-number>": str(attempt),
        "<aws.scheduler.schedule-arn>": schedule.attributes["Arn"],
    }
    for word, value in words.items():
        text = text.replace(word, value)
    return json.loads(text)


def _in_words(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _when(resource: Resource) -> Rate | Cron:
    properties = resource.properties
    return parse(properties["ScheduleExpression"], properties.get("ScheduleExpressionTimezone", "UTC"))
