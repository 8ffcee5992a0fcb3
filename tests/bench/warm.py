"""A warm container: one function answers again and again without a network, in turn with one bare call of AWS.

python -m tests.bench.warm TAPE OPERATION: says "{ms of the function} {ms of the bare call}".
"""

import os
import sys
from base64 import b64decode
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.child import Context, Voice, cpu_ms
from tests.bench.rounds import interleaved
from tests.bench.tape import Json, Player, Tape

_TIMES = 20


def each(work: Callable[[], Any]) -> Callable[[], float]:
    """Processor time of one of many, in ms."""

    def measure() -> float:
        before = cpu_ms()
        for _ in range(_TIMES):
            work()
        return (cpu_ms() - before) / _TIMES

    return measure


def bare(tape: Tape, operation: str) -> Callable[[], Any]:
    """The call that the function itself makes, by nothing but boto3."""
    import boto3

    if operation == "SendEmail":
        mail = boto3.client("sesv2")
        (raw, sender) = next(_letter(body) for key, body in tape.calls if key.startswith("POST email."))
        to = {"ToAddresses": ["wang@example.com"]}
        return lambda: mail.send_email(FromEmailAddress=sender, Destination=to, Content={"Raw": {"Data": raw}})
    table = boto3.client("dynamodb")
    asked = tape.said(operation)
    if operation == "TransactWriteItems":
        puts = [{"Put": {"TableName": put["TableName"], "Item": item(put["Item"])}} for put in puts_of(asked)]
        return lambda: table.transact_write_items(TransactItems=puts)
    return lambda: table.query(**asked)


def puts_of(asked: Json) -> list[Json]:
    """The puts of a transaction."""
    return [action["Put"] for action in asked["TransactItems"]]


def item(sent: Json) -> Json:
    """An item as boto3 takes it: bytes as bytes."""
    return {name: {"B": b64decode(value["B"])} if "B" in value else value for name, value in sent.items()}


def _letter(body: bytes) -> tuple[bytes, str]:
    from json import loads

    sent = loads(body)
    return b64decode(sent["Content"]["Raw"]["Data"]), sent["FromEmailAddress"]


def main(file: Path, operation: str) -> tuple[float, float]:
    """Both medians, in ms."""
    tape = Tape.read(file)
    os.environ.update(tape.environment)
    Player(tape).install()
    module, _, symbol = tape.handler.rpartition(".")
    handler, context = getattr(import_module(module), symbol), Context()
    ours, theirs = each(lambda: handler(tape.event, context)), each(bare(tape, operation))
    ours()
    theirs()
    return interleaved(ours, theirs)


if __name__ == "__main__":
    voice = Voice()
    voice.say("{:.4f} {:.4f}".format(*main(Path(sys.argv[1]), sys.argv[2])))
