"""Breach report: who saw or was told whose data, of which cases, when and by which channel, from the events of a deployment. 个保法 57.

python -m infra.breach_report --stack huiyin --since 2026-11-01 --until 2026-11-08 --person li.wei
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from huiyin.core.events import CallTaken, CaseTransferred, Event, IdentityRevealed
from huiyin.policy import load_policy
from huiyin.store import codec
from huiyin.store.chains import Item
from huiyin.store.items import META
from infra.deployment import NoSuchStack, deployment_of, parser_of
from infra.progress import Progress
from infra.publish import region
from infra.verify import cases_in

# What an opened identity shows; what was not given shows nothing.
_IDENTITY = ("name", "phone", "email", "unit", "contact_by", "needs")
# What whoever shows that a case is his is told of it: his own page.
_PAGE = ("matter", "course", "answer")
# What may tell of it: read by name, so that no other event is opened. An event of a newer release under another name is not in it.
KINDS = frozenset(kind.__name__ for kind in (IdentityRevealed, CallTaken, CaseTransferred))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of what a report is wanted. since, until: aware, the end not included; person: a staff code; numbers: of cases; None for all."""

    since: datetime | None = None
    until: datetime | None = None
    person: str | None = None
    numbers: frozenset[str] | None = None

    def wants(self, number: str, event: Event) -> bool:
        """Whether that event of that case belongs into it."""
        return (
            (self.numbers is None or number in self.numbers)
            and (self.person is None or event.by == self.person)
            and (self.since is None or event.at >= self.since)
            and (self.until is None or event.at < self.until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Somebody's data came before somebody's eyes. channel: desk, call, body:<code>; why: a code; tell_by: how its owner can be told."""

    number: str
    at: datetime
    by: str
    role: str
    channel: str
    fields: tuple[str, ...]
    why: str
    tell_by: str

    def told(self) -> dict[str, Any]:
        """As one line of JSON."""
        return {
            "case": self.number,
            "at": self.at.isoformat(),
            "by": self.by,
            "role": self.role,
            "channel": self.channel,
            "fields": list(self.fields),
            "why": self.why,
            "tell_by": self.tell_by,
        }


def reaches(cases: Iterable[tuple[str, list[Item]]], asked: Asked) -> list[Reach]:
    """Everything that was read or passed on and is asked for, in the order of time.

    Policy: 2.5
    """
    found = [reach for _, items in cases for reach in _of_one(items, asked)]
    return sorted(found, key=lambda one: (one.at, one.number))


def _of_one(items: list[Item], asked: Asked) -> Iterable[Reach]:
    telling = [item for item in items if item.get("type", {}).get("S") in KINDS]
    meta = next((item for item in items if item["sk"]["S"] == META), None) if telling else None
    if meta is None:
        return
    number = meta["nu"]["S"]
    for item in telling:
        event = codec.decode(item["type"]["S"], item["facts"]["S"])
        seen = _seen(event)
        if seen is not None and asked.wants(number, event):
            channel, fields, why = seen
            yield Reach(
                number=number, at=event.at, by=event.by, role=event.role, channel=channel, fields=fields, why=why, tell_by=_tell_by(meta)
            )


def _seen(event: Event) -> tuple[str, tuple[str, ...], str] | None:
    """(channel, fields, why) of what came before somebody's eyes; None where nothing did."""
    match event:
        case IdentityRevealed():
            return "desk", _IDENTITY, event.reason
        case CallTaken() if event.passed:
            return "call", _PAGE, event.way
        case CaseTransferred():
            return f"body:{event.body}", ("matter", "name", "phone") if event.forwards_identity else ("matter",), "transferred"
        case _:
            return None


def _tell_by(meta: Mapping[str, Any]) -> str:
    """How the owner of a case can be told: what he left, else his page; nothing once it was erased."""
    if meta["st"]["S"] == "ARCHIVED":
        return "nobody left to tell: erased"
    ways = [way for flag, way in (("hp", "phone"), ("he", "email")) if meta.get(flag, {}).get("BOOL")]
    return " or ".join([*ways, "his page"])


def lines(found: list[Reach]) -> list[str]:
    """What the report says in short: which cases, who, by which channel, and whom to tell how."""
    said = [f"{one.at.isoformat()} {one.number} {one.by} ({one.role}) {one.channel}: {', '.join(one.fields)} [{one.why}]" for one in found]
    told = {one.number: one.tell_by for one in found}
    people = sorted({f"{one.by} ({one.role})" for one in found})
    channels = sorted({one.channel for one in found})
    return [
        *said,
        "",
        *(f"to be told: {number} by {way}" for number, way in sorted(told.items())),
        f"{len(found)} readings of {len(told)} cases by {len(people)} people: {', '.join(people) or '-'}",
        f"channels: {', '.join(channels) or '-'}",
        "not in it: words of cases read at the desk, which leave no event; who took a ledger away stands under TAKEN, without any identity",
    ]


def asked_of(words: argparse.Namespace, zone: ZoneInfo) -> Asked:
    """What is asked for. Days are those of the community; the last one is included."""
    begin = datetime.combine(words.since, datetime.min.time(), zone) if words.since else None
    end = datetime.combine(words.until + timedelta(days=1), datetime.min.time(), zone) if words.until else None
    numbers = frozenset(words.cases.split(",")) if words.cases else None
    return Asked(
        since=begin.astimezone(UTC) if begin else None, until=end.astimezone(UTC) if end else None, person=words.person, numbers=numbers
    )


def report(client: Any, table: str, asked: Asked, step: Callable[[int], None] = lambda _: None) -> list[Reach]:
    """Read the table once. client: of DynamoDB; step: called with the number of items read."""
    return reaches(cases_in(client, table, step), asked)


def main(words: list[str] | None = None) -> int:
    """Report on a deployed stack; 1 when AWS refuses, 2 when there is no such stack."""
    parser = parser_of("make breach-report", __doc__, region())
    parser.add_argument("--since", type=date.fromisoformat, help="first day, 2026-11-01")
    parser.add_argument("--until", type=date.fromisoformat, help="last day")
    parser.add_argument("--person", help="staff code of whoever read")
    parser.add_argument("--cases", help="numbers, HY-2026-18720043,...")
    parser.add_argument("--out", help="a file for the same as lines of JSON")
    asked = parser.parse_args(words)
    session, begun = boto3.Session(region_name=asked.region), time.monotonic()
    try:
        deployment = deployment_of(asked.stack, asked.region, session.client)
        client, name = session.client("dynamodb"), deployment.outputs["CaseTableName"]
        bar = Progress("read events", int(client.describe_table(TableName=name)["Table"]["ItemCount"]))
        found = report(client, name, asked_of(asked, ZoneInfo(load_policy().calendar.zone)), bar.step)
    except NoSuchStack as reason:
        print(f"make breach-report: {reason}", file=sys.stderr)
        return 2
    except (BotoCoreError, ClientError) as error:
        print(f"make breach-report: AWS did not take it: {error}", file=sys.stderr)
        return 1
    if asked.out:
        told = (json.dumps(one.told(), ensure_ascii=False) + "\n" for one in found)
        Path(asked.out).write_text("".join(told), "utf-8")
    print("\n".join(lines(found)))
    print(f"seconds={time.monotonic() - begun:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
