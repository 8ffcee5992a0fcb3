"""The default event bus: which rule wants an event, and what its target is told."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from infra.local.cloud import ACCOUNT, Cloud, Resource
from infra.local.patterns import matches
from infra.local.taps import TAPS
from infra.local.template import Json, TemplateRefused

_PATH = re.compile(r"\$((\.[A-Za-z0-9_/-]+)|(\[\d+\]))*")
_PLACE = re.compile(r"<([A-Za-z0-9_.-]+)>")
TARGET_WORDS = {"Arn", "Id", "Input", "InputPath", "InputTransformer", "RetryPolicy", "DeadLetterConfig", "RoleArn"}

Deliver = Callable[[str, Any], None]


class EventBus:
    """Carries an event to the targets of every rule that wants it."""

    def __init__(self, cloud: Cloud, deliver: Deliver) -> None:
        self._region = cloud.region
        self._rules = cloud.of_type("AWS::Events::Rule")
        self._deliver = deliver

    def put(self, source: str, detail_type: str, detail: Json, resources: tuple[str, ...] = ()) -> int:
        """Say that something happened; to how many targets it went."""
        event: Json = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": detail_type,
            "source": source,
            "account": ACCOUNT,
            "time": TAPS.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": self._region,
            "resources": list(resources),
            "detail": detail,
        }
        count = 0
        for rule in self._rules:
            if rule.properties.get("State", "ENABLED") == "ENABLED" and matches(rule.properties["EventPattern"], event):
                for target in rule.properties.get("Targets", []):
                    self._deliver(target["Arn"], _told(rule, target, event))
                    count += 1
        return count


def check_target(target: Json) -> None:
    """Refuse what `put` could not carry out.

    Raises: TemplateRefused naming the word, the path or the place.
    """
    if unknown := set(target) - TARGET_WORDS:
        raise TemplateRefused(f"the local stack does not know {', '.join(sorted(unknown))} of a target")
    chosen = [word for word in ("Input", "InputPath", "InputTransformer") if word in target]
    if len(chosen) > 1:
        raise TemplateRefused(f"a target takes one of {', '.join(chosen)}")
    paths = dict(target.get("InputTransformer", {}).get("InputPathsMap", {}))
    for path in [*paths.values(), *([target["InputPath"]] if "InputPath" in target else [])]:
        if not _PATH.fullmatch(path):
            raise TemplateRefused(f"not a path that the local stack can follow: {path}")
    for place in _PLACE.findall(target.get("InputTransformer", {}).get("InputTemplate", "")):
        if place not in paths and not place.startswith("aws.events."):
            raise TemplateRefused(f"<{place}> is not in InputPathsMap")


def _told(rule: Resource, target: Json, event: Json) -> Any:
    if "Input" in target:
        return json.loads(target["Input"])
    if "InputPath" in target:
        return _at(target["InputPath"], event)
    if "InputTransformer" not in target:
        return event
    transformer = target["InputTransformer"]
    found: Json = {name: _at(path, event) for name, path in transformer.get("InputPathsMap", {}).items()}
    bare = {name: value for name, value in event.items() if name != "detail"}
    known = {"rule-arn": rule.attributes["Arn"], "rule-name": rule.physical, "event": bare, "event.json": event}
    found |= {f"aws.events.{name}": value for name, value in {**known, "event.ingestion-time": event["time"]}.items()}
    return transform(transformer["InputTemplate"], found)


def transform(template: str, found: Json) -> Any:
    """Fill an input template; within quotes a value stands without its own, and what was not found is empty."""
    told = ""
    quoted = False
    for part in re.split(r'(\\.|"|<[A-Za-z0-9_.-]+>)', template):
        place = _PLACE.fullmatch(part)
        if part == '"':
            quoted = not quoted
        told += _filled(found[place[1]], quoted) if place and place[1] in found else part
    return json.loads(told)


def _filled(value: Any, quoted: bool) -> str:
    text = json.dumps("" if value is None else value, ensure_ascii=False)
    if not quoted:
        return text
    return text[1:-1] if value is None or isinstance(value, str) else text.replace('"', "")


def _at(path: str, event: Any) -> Any:
    """What a path leads to; None when it leads nowhere."""
    for name, index in re.findall(r"\.([A-Za-z0-9_/-]+)|\[(\d+)\]", path):
        if name:
            event = event.get(name) if isinstance(event, dict) else None
        else:
            event = event[int(index)] if isinstance(event, list) and int(index) < len(event) else None
    return event
