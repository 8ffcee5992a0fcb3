"""A fresh interpreter up to the first answer of one function, or up to one client of boto3. Says the processor time it took, in ms.

python -m tests.bench.cold floor | TAPE
"""

import os
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.child import Context, Voice, cpu_ms


def first_answer(file: Path) -> None:
    """Import the function as Lambda does and let it answer once."""
    from tests.bench.tape import Player, Tape

    tape = Tape.read(file)
    os.environ.update(tape.environment)
    Player(tape).install()
    module, _, symbol = tape.handler.rpartition(".")
    answer = getattr(import_module(module), symbol)(tape.event, Context())
    failed = isinstance(answer, dict) and (answer.get("statusCode", 200) >= 400 or answer.get("batchItemFailures"))
    if failed:
        raise SystemExit(f"{tape.handler} did not answer well: {answer}")


def floor() -> None:
    """What every function over boto3 pays: the import and one client."""
    import boto3

    boto3.client("dynamodb", region_name="ap-southeast-1")


if __name__ == "__main__":
    voice = Voice()
    if sys.argv[1] == "floor":
        floor()
    else:
        first_answer(Path(sys.argv[1]))
    voice.say(f"{cpu_ms():.3f}")
