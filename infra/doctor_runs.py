"""Do the functions run: clocks that tick, the stream that is read, doors that are warm, room for a busy hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from infra.deployment import Deployment
from infra.doctor_findings import About, Finding

_DOORS = ("OwnerApi", "StaffApi")
# A new account may run ten functions at once, which a burst of complaints uses up alone.
_ROOM = 100
_OFTEN, _NIGHTLY = dt.timedelta(minutes=20), dt.timedelta(hours=26)
_LAST = {
    "SweepDeadlines": _OFTEN,
    "WatchRisk": _OFTEN,
    "SendDigest": _NIGHTLY,
    "WriteReport": _NIGHTLY,
    "ArchiveCases": _NIGHTLY,
    "PublishRoot": _NIGHTLY,
}


def schedules(deployment: Deployment) -> Iterator[Finding]:
    """Every schedule is on."""
    client = deployment.client("scheduler")
    for logical_id, name in deployment.of_type("AWS::Scheduler::Schedule").items():
        state = client.get_schedule(Name=name)["State"]
        remedy = f"Enable the schedule {name} in the EventBridge console; what was missed is caught up with by the next run."
        yield About("定时任务", f"Schedule {logical_id}").holds(state == "ENABLED", state, remedy)


def last_runs(deployment: Deployment) -> Iterator[Finding]:
    """Each clock has run when it should, and no function failed since yesterday."""
    now = dt.datetime.now(dt.UTC)
    for logical_id, span in _LAST.items():
        runs = _sum(deployment, logical_id, "Invocations", now - span, now)
        words = f"{runs:.0f} runs in {span}"
        remedy = "See whether its schedule is on. A stack deployed within that time has not run yet: ask again later."
        yield About("最近运行", f"Runs of {logical_id}").holds(runs > 0, words, remedy, otherwise="FAIL" if deployment.is_live else "warn")
    for logical_id in deployment.of_type("AWS::Lambda::Function"):
        errors = _sum(deployment, logical_id, "Errors", now - dt.timedelta(days=1), now)
        remedy = f"Look in the log group /huiyin/{deployment.stack}/functions for level ERROR."
        yield About("函数错误", f"Errors of {logical_id}").holds(errors == 0, f"{errors:.0f} in 24 hours", remedy, otherwise="warn")


def _sum(deployment: Deployment, logical_id: str, metric: str, since: dt.datetime, now: dt.datetime) -> float:
    points: list[dict[str, Any]] = deployment.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName=metric,
        Dimensions=[{"Name": "FunctionName", "Value": deployment.named(logical_id)}],
        StartTime=since,
        EndTime=now,
        Period=300,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(float(point["Sum"]) for point in points)


def sources(deployment: Deployment) -> Iterator[Finding]:
    """Every stream and queue is read."""
    client = deployment.client("lambda")
    for logical_id, name in deployment.of_type("AWS::Lambda::EventSourceMapping").items():
        state = client.get_event_source_mapping(UUID=name)["State"]
        remedy = f"aws lambda update-event-source-mapping --enabled --uuid {name}"
        yield About("事件读取", f"Reading {logical_id}").holds(state in ("Enabled", "Enabling", "Updating"), state, remedy)


def doors(deployment: Deployment) -> Iterator[Finding]:
    """The published version of each door is active and started from a picture of its memory."""
    client = deployment.client("lambda")
    for logical_id in _DOORS:
        found = client.get_function_configuration(FunctionName=deployment.named(logical_id), Qualifier="live")
        state, snapped = found.get("State", "Active"), found.get("SnapStart", {}).get("OptimizationStatus", "Off")
        yield About("入口", f"Door {logical_id}").holds(state == "Active", state, "Deploy again; until then owners meet errors.")
        remedy = "Without SnapStart a first visitor waits seconds. See whether the region offers it for this runtime, then deploy again."
        yield About("快速启动", f"SnapStart of {logical_id}").holds(snapped == "On", snapped, remedy, otherwise="warn")


def limits(deployment: Deployment) -> Iterator[Finding]:
    """The account has room for a busy hour."""
    most = deployment.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    yield About("并发上限", "Functions at once").holds(
        most >= _ROOM,
        str(most),
        "Ask for 1000 under Service Quotas, AWS Lambda, Concurrent executions: a new account gets ten, and owners would be turned away.",
        otherwise="warn",
    )


CHECKS = (schedules, last_runs, sources, doors, limits)
