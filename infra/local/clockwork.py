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
from dataclasses import dataclass, field
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


@dataclass
class _Delivery:
    """One moment on its way to the target of its schedule."""

    schedule: Resource
    moment: dt.datetime
    execution: str = field(default_factory=lambda: str(uuid.uuid4()))
    tries: int = 0

    def told(self) -> Any:
        """What the target is told with this try."""
        return told(self.schedule, self.moment, self.execution, self.tries)

    def exhausted(self, now: dt.datetime) -> str | None:
        """By which word of the RetryPolicy nobody tries again, if so."""
        policy = self.schedule.properties["Target"].get("RetryPolicy", {})
        if now >= self.moment + dt.timedelta(seconds=int(policy.get("MaximumEventAgeInSeconds", DEFAULT_AGE_SECONDS))):
            return "MaximumEventAgeInSeconds"
        return "MaximumRetryAttempts" if self.tries > int(policy.get("MaximumRetryAttempts", DEFAULT_RETRIES)) else None


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
        delivery = _Delivery(schedule, moment)
        while (pause := self._try(delivery)) is not None:
            time.sleep(pause)

    def keep_time(self, ended: threading.Event) -> None:
        """Hand every moment over when it comes, by the real clock, until the stack ends."""
        due: list[tuple[dt.datetime, _Delivery, Rate | Cron | None]] = []
        for schedule, when in self._schedules:
            first = when.next_after(self._start, self._start)
            if first and schedule.properties.get("State", "ENABLED") == "ENABLED":
                due.append((first, _Delivery(schedule, first), when))
        while due:
            due.sort(key=lambda one: one[0])
            at, delivery, rhythm = due.pop(0)
            if ended.wait(max(0.0, (at - dt.datetime.now(dt.UTC)).total_seconds())):
                return
            pause = self._try(delivery)
            if pause is not None:
                # It waits in the same queue: a target that is not to be reached holds up no other.
                due.append((dt.datetime.now(dt.UTC) + dt.timedelta(seconds=pause), delivery, None))
            following = rhythm.next_after(delivery.moment, self._start) if rhythm else None
            if following:
                due.append((following, _Delivery(delivery.schedule, following), rhythm))

    def _try(self, delivery: _Delivery) -> float | None:
        """Call the target once. Returns: seconds until the next try; None when it took the moment, or when nobody tries again."""
        delivery.tries += 1
        try:
            self._call_later(delivery.schedule.properties["Target"]["Arn"], delivery.told())
        except CallRefused as refusal:
            exhausted = delivery.exhausted(TAPS.clock.now())
            if exhausted is None:
                return float(min(_FIRST_PAUSE_SECONDS * 2 ** (delivery.tries - 1), _LONGEST_PAUSE_SECONDS))
            self._put_aside(delivery, refusal, exhausted)
        return None

    def _put_aside(self, delivery: _Delivery, refusal: CallRefused, condition: str) -> None:
        target = delivery.schedule.properties["Target"]
        queue = target.get("DeadLetterConfig", {}).get("Arn")
        if queue is None:
            return
        attributes = {
            "ERROR_CODE": refusal.code,
            "ERROR_MESSAGE": str(refusal),
            "EXECUTION_ID": delivery.execution,
            "EXHAUSTED_RETRY_CONDITION": condition,
            "IS_PAYLOAD_TRUNCATED": "false",
            "RETRY_ATTEMPTS": str(delivery.tries - 1),
            "SCHEDULED_TIME": _in_words(delivery.moment),
            "SCHEDULE_ARN": delivery.schedule.attributes["Arn"],
            "TARGET_ARN": target["Arn"],
        }
        send_message(self._cloud.region, queue, json.dumps(delivery.told(), ensure_ascii=False), attributes)


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
