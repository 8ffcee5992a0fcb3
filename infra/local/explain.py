"""Say of every resource what became of it: created, described (carried out by the runner) or not emulated."""

from __future__ import annotations

from infra.local.cloud import CREATORS, Cloud, Resource

ORDER = ("created", "described", "not emulated")


def as_rows(cloud: Cloud) -> list[tuple[str, str, str, str]]:
    """One row per resource: fate, logical id, type, note with the properties that take no effect here."""
    chosen = sorted(cloud.resources.values(), key=lambda one: (ORDER.index(one.fate), one.type, one.logical_id))
    return [(one.fate, one.logical_id, one.type, _note(one)) for one in chosen]


def as_table(cloud: Cloud) -> str:
    """The rows as text, with a count of each fate at the end."""
    rows = as_rows(cloud)
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip() for row in rows]
    return "\n".join([*lines, "", summary(cloud)])


def summary(cloud: Cloud) -> str:
    """How many resources met which fate, in one line."""
    counts = {fate: sum(1 for one in cloud.resources.values() if one.fate == fate) for fate in ORDER}
    return f"{len(cloud.resources)} resources: " + ", ".join(f"{count} {fate}" for fate, count in counts.items())


def _note(resource: Resource) -> str:
    """The note of the creator, and every property that was left aside with its reason."""
    leaves = CREATORS[resource.type].leaves
    left = [f"{name} ({leaves[name]})" for name in resource.properties if name in leaves and name != "Tags"]
    parts = [resource.note, f"no effect: {', '.join(left)}" if left else ""]
    return "; ".join(part for part in parts if part)
