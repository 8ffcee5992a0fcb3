"""A local stack with so many cases in its table, registering more whenever it is told to.

python -m tests.bench.crowd CASES: says "ready", then for each line read the processor time of one registration, in ms.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import count, islice
from typing import Any
from uuid import uuid4

from builders import MONDAY_9AM
from infra.local.stack import Stack
from tests.bench.child import Voice, cpu_ms
from tests.bench.recording import a_registration

_TIMES = 10
# as many as one BatchWriteItem takes
_BATCH = 25


def fill(stack: Stack, cases: int) -> None:
    """Put so many copies of one registered case into the table, each with keys and moments of its own."""
    client, table = stack.boto("dynamodb"), stack.name("CaseTable")
    stack.invoke("OwnerApi", a_registration())
    kept = client.scan(TableName=table)["Items"]
    case_id = next(item["pk"]["S"].removeprefix("CASE#") for item in kept if item["sk"]["S"] == "META")
    copies = (copied(item, case_id, n) for n in range(cases - 1) for item in kept)
    while batch := list(islice(copies, _BATCH)):
        client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}} for item in batch]})


def copied(item: dict[str, Any], case_id: str, n: int) -> dict[str, Any]:
    """The item under another case; on another shard and at another minute in every index."""
    moment = (MONDAY_9AM + timedelta(minutes=n)).strftime("%Y-%m-%dT%H:%M:%SZ")
    other = f"{10_000_000 + n:08d}"

    def moved(name: str, text: str) -> str:
        if name.endswith("_pk"):
            return f"{text.rpartition('#')[0]}#{n % 4}"
        if name.endswith("_sk"):
            return f"{moment}#{other}" if "#" in text else moment
        return text.replace(case_id, other)

    return {name: {"S": moved(name, value["S"])} if "S" in value else value for name, value in item.items()}


def registrations(stack: Stack) -> Iterator[float]:
    """Processor time of one registration, in ms, measured over some; again and again."""
    for turn in count():
        asked = [a_registration(key=f"{uuid4().hex}-{turn}") for _ in range(_TIMES)]
        before = cpu_ms()
        for one in asked:
            if stack.invoke("OwnerApi", one)["statusCode"] != 201:
                raise RuntimeError("a registration was refused")
        yield (cpu_ms() - before) / _TIMES


if __name__ == "__main__":
    voice = Voice()
    with Stack.start(stream=False) as running:
        wanted = int(sys.argv[1])
        if wanted:
            fill(running, wanted)
        measured = registrations(running)
        next(measured)
        voice.say("ready")
        for _ in sys.stdin:
            voice.say(f"{next(measured):.4f}")
