"""Items whose time to live has run out. They stay visible, as in the cloud for hours or days, until somebody says: now."""

from __future__ import annotations

from typing import Any

from infra.local.cloud import ACCOUNT, Cloud
from infra.local.patches import LOCK
from infra.local.taps import TAPS

_BY_ITSELF = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def expire_now(cloud: Cloud) -> int:
    """Remove everything whose moment has passed on this stack's clock; how many items. The stream says that nobody did it."""
    now = TAPS.clock.now().timestamp()
    count = 0
    with LOCK:
        for resource in cloud.of_type("AWS::DynamoDB::Table"):
            wish = resource.properties.get("TimeToLiveSpecification", {})
            if wish.get("Enabled"):
                table = _table(cloud.region, resource.physical)
                for item in [one for one in table.all_items() if _has_expired(one, wish["AttributeName"], now)]:
                    _remove(table, item)
                    count += 1
    return count


def _has_expired(item: Any, attribute: str, now: float) -> bool:
    """A value that is no number, or lies more than five years back, is left alone, as in the cloud."""
    value = item.attrs.get(attribute)
    if value is None or value.type != "N":
        return False
    return bool(now - 5 * 365 * 86_400 < float(value.value) <= now)


def _remove(table: Any, item: Any) -> None:
    before = len(table.stream_shard.items) if table.stream_shard else 0
    table.delete_item(item.hash_key, item.range_key)
    if table.stream_shard and len(table.stream_shard.items) > before:
        table.stream_shard.items[-1].record["userIdentity"] = dict(_BY_ITSELF)


def _table(region: str, name: str) -> Any:
    from moto.dynamodb.models import dynamodb_backends

    return dynamodb_backends[ACCOUNT][region].tables[name]
