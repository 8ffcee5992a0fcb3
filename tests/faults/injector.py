"""The one place where all calls of AWS pass in this process: count them, and let one of them go wrong."""

import json
import threading
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse


class Killed(BaseException):
    """The function is gone in the middle of its work: out of time, out of memory, machine lost. Nothing may catch it."""


@dataclass(frozen=True)
class Mode:
    """One way to go wrong. effect: AWS carries the call out, and only its answer is lost."""

    name: str
    effect: bool


KILL_BEFORE = Mode("kill_before", effect=False)
KILL_AFTER = Mode("kill_after", effect=True)
TIMEOUT_BEFORE = Mode("timeout_before", effect=False)
TIMEOUT_AFTER = Mode("timeout_after", effect=True)
THROTTLE = Mode("throttle", effect=False)
BROKEN_BEFORE = Mode("5xx_before", effect=False)
BROKEN_AFTER = Mode("5xx_after", effect=True)
DENIED = Mode("denied", effect=False)
# Another transaction holds an item just now. Only where there is a transaction.
CONFLICT = Mode("conflict", effect=False)
# Somebody else does the same, or something else to the same case, right before this call. The call itself works.
RIVAL = Mode("rival", effect=True)
FAULTS = (KILL_BEFORE, KILL_AFTER, TIMEOUT_BEFORE, TIMEOUT_AFTER, THROTTLE, BROKEN_BEFORE, BROKEN_AFTER, DENIED)
MODES = {mode.name: mode for mode in (*FAULTS, CONFLICT, RIVAL)}
# What changes nothing at AWS, so that it is the same to have been carried out or not.
READS = frozenset("Query GetItem BatchGetItem GetObject HeadObject ListObjectsV2 Decrypt Encrypt GenerateDataKey GetSecretValue".split())

# code and status by service and mode; S3 says them in XML.
_WORDS: dict[str, dict[Mode, tuple[int, str]]] = {
    "s3": {THROTTLE: (503, "SlowDown"), BROKEN_BEFORE: (500, "InternalError"), DENIED: (403, "AccessDenied")},
    "sesv2": {THROTTLE: (429, "TooManyRequestsException"), BROKEN_BEFORE: (500, "InternalFailure"), DENIED: (403, "AccessDeniedException")},
    "lambda": {
        THROTTLE: (429, "TooManyRequestsException"),
        BROKEN_BEFORE: (500, "ServiceException"),
        DENIED: (403, "AccessDeniedException"),
    },
    "kms": {THROTTLE: (400, "ThrottlingException"), BROKEN_BEFORE: (500, "KMSInternalException"), DENIED: (400, "AccessDeniedException")},
}
_ELSE = {
    THROTTLE: (400, "ThrottlingException"),
    BROKEN_BEFORE: (500, "InternalServerError"),
    DENIED: (400, "AccessDeniedException"),
}


def has_twin(mode: Mode, operation: str) -> bool:
    """Whether another mode does the very same to such a call: gone, or told of an error, after a reading as before it.

    A lost answer is not a connection that failed: the client may take the two apart.
    """
    return operation in READS and mode in (KILL_AFTER, BROKEN_AFTER)


@dataclass(frozen=True)
class Call:
    """One call of AWS: its operation, and whether AWS carried it out."""

    operation: str
    effect: bool


class Injector:
    """Stands before moto. Only the thread that armed it is counted and struck; everybody's calls are watched."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.struck: list[int] = []
        self.watch: Callable[[str, Any], None] = lambda operation, request: None
        self.rival: Callable[[], None] = lambda: None
        self._thread: int | None = None
        self._at: Container[int] = ()
        self._mode: Mode = KILL_BEFORE
        self._real: Any = None

    def install(self) -> None:
        """From now on all calls pass through here."""
        real = self._real = BotocoreStubber.__call__
        injector = self

        def call(stubber: Any, event_name: str, request: Any, **more: Any) -> Any:
            if not stubber.enabled:
                return real(stubber, event_name, request, **more)
            return injector._pass(event_name, request, lambda: real(stubber, event_name, request, **more))

        BotocoreStubber.__call__ = call  # type: ignore[method-assign]

    def remove(self) -> None:
        """Out of the way again."""
        BotocoreStubber.__call__ = self._real  # type: ignore[method-assign]

    def arm(self, at: Container[int] = (), mode: Mode = KILL_BEFORE) -> None:
        """Count this thread's calls from 1 and strike those in `at`; an empty one only counts."""
        self.calls, self.struck = [], []
        self._thread, self._at, self._mode = threading.get_ident(), at, mode

    def disarm(self) -> None:
        """No faults any more, and nothing is counted; what was counted stays to be read."""
        self._thread = None

    @property
    def mode(self) -> Mode:
        """What strikes, or struck last."""
        return self._mode

    def _pass(self, event_name: str, request: Any, work: Callable[[], Any]) -> Any:
        _, service, operation = event_name.split(".", 2)
        if threading.get_ident() != self._thread:
            self.watch(operation, request)
            return work()
        n = len(self.calls) + 1
        hit = n in self._at and (self._mode is not CONFLICT or operation == "TransactWriteItems")
        self.calls.append(Call(operation, not hit or self._mode.effect))
        if not hit:
            self.watch(operation, request)
            return work()
        self.struck.append(n)
        return self._strike(service, operation, request, work)

    def _strike(self, service: str, operation: str, request: Any, work: Callable[[], Any]) -> Any:
        mode = self._mode
        if mode is KILL_BEFORE:
            raise Killed
        if mode is TIMEOUT_BEFORE:
            raise ConnectTimeoutError(endpoint_url=request.url)
        if mode is CONFLICT:
            return _cancelled(request)
        if not mode.effect:
            return _refused(request, service, mode)
        if mode is RIVAL:
            self._let_rival()
        self.watch(operation, request)
        answer = work()
        if mode is KILL_AFTER:
            raise Killed
        if mode is TIMEOUT_AFTER:
            raise ReadTimeoutError(endpoint_url=request.url)
        return answer if mode is RIVAL else _refused(request, service, BROKEN_BEFORE)

    def _let_rival(self) -> None:
        """In a thread of its own: another function knows nothing of this one's leases."""
        failed: list[BaseException] = []

        def act() -> None:
            try:
                self.rival()
            except BaseException as error:  # noqa: BLE001 - reported where it can be seen
                failed.append(error)

        other = threading.Thread(target=act)
        other.start()
        other.join()
        if failed:
            raise RuntimeError("the rival itself failed") from failed[0]


def _refused(request: Any, service: str, mode: Mode) -> AWSResponse:
    status, code = _WORDS.get(service, _ELSE)[mode]
    if service == "s3":
        text = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>injected</Message></Error>"
        return _answer(request, status, {"content-type": "application/xml"}, text)
    return _as_json(request, status, code, {"message": "injected"})


def _cancelled(request: Any) -> AWSResponse:
    items = json.loads(request.body)["TransactItems"]
    reasons = [{"Code": "TransactionConflict", "Message": "injected"}, *({"Code": "None"} for _ in items[1:])]
    said = ", ".join(reason["Code"] for reason in reasons)
    content = {"Message": f"Transaction cancelled, please refer cancellation reasons for specific reasons [{said}]"}
    return _as_json(request, 400, "TransactionCanceledException", content | {"CancellationReasons": reasons})


def _as_json(request: Any, status: int, code: str, content: dict[str, Any]) -> AWSResponse:
    headers = {"x-amzn-errortype": code, "content-type": "application/x-amz-json-1.0"}
    return _answer(request, status, headers, json.dumps({"__type": f"com.amazonaws#{code}", **content}))


def _answer(request: Any, status: int, headers: dict[str, str], text: str) -> AWSResponse:
    return AWSResponse(request.url, status, headers, MockRawResponse(text))
