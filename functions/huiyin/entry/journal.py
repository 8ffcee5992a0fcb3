"""What may be logged and counted: ids, codes and times, by an allow-list. No word, name or address of anybody."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from huiyin import settings

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

Json = dict[str, Any]
ALLOWED = frozenset({"request_id", "route", "status", "code", "number", "ms", "error", "place", "stage"})
# How far up the one stands who wrote the line: logger, _write, note or failed, the caller.
_CALLER = 4


@cache
def _logger() -> "Logger":
    """Its service and level are the variables POWERTOOLS_* of template.yaml."""
    # Powertools takes as long to import as one of our clients to make: a function with nothing to say starts without it.
    from aws_lambda_powertools import Logger

    return Logger()


def note(message: str, **fields: str | int | None) -> None:
    """Write one line, with the stage. A field outside the allow-list is left out; a log that fails never fails the work."""
    _write("info", message, fields)


def failed(error: BaseException, **fields: str | int | None) -> None:
    """Write down an unexpected error, at level ERROR, as type and place only: its text may hold what somebody wrote."""
    _write("error", "failed", {"error": type(error).__name__, "place": place_of(error), **fields})


class Unexpected(Exception):
    """An error that nobody foresaw, as its type and place."""


def quietly(handler: Callable[[Json, Any], Json]) -> Callable[[Json, Any], Json]:
    """A handler whose unforeseen errors leave as type and place: Lambda writes the text of each down, and sends it to the dead letters.

    Our own errors hold ids and codes, and pass as they are.
    """

    @wraps(handler)
    def quiet(event: Json, context: Any) -> Json:
        try:
            return handler(event, context)
        except Exception as error:
            if type(error).__module__.startswith(__package__.partition(".")[0]):
                raise
            told = f"{type(error).__name__} {place_of(error)}"
        raise Unexpected(told)

    return quiet


def _write(level: str, message: str, fields: Mapping[str, str | int | None]) -> None:
    try:
        said = {"stage": settings.stage(), **fields}
        kept: dict[str, Any] = {name: value for name, value in said.items() if name in ALLOWED and value is not None}
        getattr(_logger(), level)(message, stacklevel=_CALLER, **kept)
    except Exception:  # noqa: BLE001 - the log is no part of a complaint
        return


def place_of(error: BaseException) -> str:
    """File and line where it was raised, inside the package when it passed through it."""
    place, trace = "", error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "/huiyin/" in file or not place:
            place = f"{file.rsplit('/huiyin/', 1)[-1].rsplit('/site-packages/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def count(name: str, value: int = 1, *, code: str | None = None) -> None:
    """Add to a figure of the installation: Received, Refused (by code), Tracked. Namespace and service come from the environment."""
    try:
        sys.stdout.write(_figure(name, value, {} if code is None else {"code": code}))
    except Exception:  # noqa: BLE001 - a figure is no part of a complaint
        return


def _figure(name: str, value: int, said: Mapping[str, str]) -> str:
    """A line of the log from which CloudWatch makes a figure (its embedded metric format).

    Not by Powertools: every round of SweepDeadlines counts, few write a line, and the import would be a twentieth of its start.
    """
    by = {**said, "service": settings.powertools_service_name()}
    figure = {
        "Namespace": settings.powertools_metrics_namespace(),
        "Dimensions": [list(by)],
        "Metrics": [{"Name": name, "Unit": "Count"}],
    }
    line = {"_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [figure]}, **by, name: [float(value)]}
    return json.dumps(line, separators=(",", ":")) + "\n"


def count_letters(*, sent: int, undeliverable: int, later: int) -> None:
    """Add to the figures of letters; kinds that did not occur write nothing."""
    for name, letters in (("LettersSent", sent), ("LettersUndeliverable", undeliverable), ("LettersLater", later)):
        if letters:
            count(name, letters)
