"""AWS clients: one botocore session, each client made when it is first used, so that starting a function costs little."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    DataNotFoundError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)
from botocore.loaders import JSONFileLoader, Loader
from pynamodb.connection import Connection

# The calls that the functions make. Models of just these are made by infra.built: whole ones take longer to read than to use.
OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "dynamodb": ("BatchGetItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"),
    "kms": ("Decrypt", "Encrypt", "GenerateDataKey"),
    "lambda": ("Invoke",),
    # Two are botocore's own: an upload form is signed by the address of CreateBucket; HeadBucket says to which region one was sent on.
    "s3": ("CreateBucket", "DeleteObject", "GetObject", "HeadBucket", "HeadObject", "ListObjectVersions", "ListObjectsV2", "PutObject"),
    "secretsmanager": ("GetSecretValue",),
    "sesv2": ("SendEmail",),
    "sqs": ("SendMessage",),
}
NO_REGION = "unused"
MODELS = Path(__file__).parents[1] / "built" / "models"

# A door answers within seconds: a call that hangs is given up early and tried once more.
_CONNECT_S = 1.0
_READ_S = 4.0
_TRIES = 2
# Another function answers within the time of the door that waits for it. It is not asked twice: it has calls of its own to try again.
_LANE_S = 15.0

_PASSING_CODES = frozenset(
    {
        "ThrottlingException",
        "Throttling",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "TransactionInProgressException",
        "InternalServerError",
        "InternalFailure",
        "ServiceUnavailable",
        "KMSInternalException",
        "DependencyTimeoutException",
        "KeyUnavailableException",
        "SlowDown",
    }
)
# Why a transaction was cancelled, where that is no verdict on what it wanted.
_PASSING_REASONS = frozenset({"ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded", "TransactionConflict"})
_PASSING_KINDS = (ConnectTimeoutError, EndpointConnectionError, HTTPClientError, ReadTimeoutError)


class _ModelFiles(JSONFileLoader):  # type: ignore[misc]
    """Plain dicts, which keep their order too and are made in half the time of an OrderedDict."""

    def load_file(self, file_path: str) -> Any:
        """The file of that name without its ending, or None when there is none."""
        file = Path(f"{file_path}.json")
        return json.loads(file.read_bytes()) if file.is_file() else None


class _Models(Loader):  # type: ignore[misc]
    """The models that were made for us, and no others: botocore would look into a thousand folders for all that AWS has.

    Where the model of a service was not made, its client fails with a DataNotFoundError: to read the whole one instead would only
    be slow, and nobody would notice.
    """

    FILE_LOADER_CLASS = _ModelFiles

    def __init__(self) -> None:
        super().__init__([str(MODELS)], include_default_search_paths=False, include_default_extras=False)

    def load_data_with_path(self, name: str) -> tuple[Any, str]:
        """A file and where it lies; one that all services share is botocore's own where it was not made for us."""
        try:
            found: tuple[Any, str] = super().load_data_with_path(name)
        except DataNotFoundError:
            # Which of these are read is the choice of the Lambda runtime's botocore, and that one is renewed without us.
            if "/" in name:
                raise
            found = Loader().load_data_with_path(name)
        return found

    def list_available_services(self, type_name: str) -> list[str]:
        """The services of which we make clients."""
        return list(OPERATIONS)


class Client:
    """A client that is made on its first call. Stands wherever a botocore client is wanted."""

    def __init__(self, clients: "Clients", service: str) -> None:
        self._clients = clients
        self._service = service

    def __getattr__(self, name: str) -> Any:
        return getattr(self._clients.real(self._service), name)


class Clients:
    """All clients of one function. tries: how often a call is made before it fails, the first included."""

    def __init__(self, *, tries: int = _TRIES) -> None:
        self._tries = tries
        self._lock = threading.Lock()
        self._session: Any = None
        self._made: dict[str, Any] = {}

    def of(self, service: str) -> Any:
        """The client of a service by its botocore name; nothing is made or read yet."""
        return Client(self, service)

    def real(self, service: str) -> Any:
        """The botocore client itself, made once."""
        with self._lock:
            if service not in self._made:
                if self._session is None:
                    self._session = botocore.session.get_session()
                    self._session.register_component("data_loader", _Models())
                self._made[service] = self._session.create_client(service, config=self._config(service))
            return self._made[service]

    def _config(self, service: str) -> Config:
        lane = service == "lambda"
        return Config(
            connect_timeout=_CONNECT_S,
            read_timeout=_LANE_S if lane else _READ_S,
            retries={"mode": "standard", "total_max_attempts": 1 if lane else self._tries},
            # Only Signature Version 4 can sign a link or an upload form for objects under a KMS key; the virtual style
            # names the bucket's own region, as the pages' Content-Security-Policy does.
            signature_version="s3v4" if service == "s3" else None,
            s3={"addressing_style": "virtual"},
        )


def read_secret(client: Any, arn: str) -> bytes:
    """The secret from which numbers, codes and upload tokens follow. client: secretsmanager."""
    answer = client.get_secret_value(SecretId=arn)
    if "SecretBinary" in answer:
        return bytes(answer["SecretBinary"])
    return str(answer["SecretString"]).encode("utf-8")


def will_pass(error: BaseException | None) -> bool:
    """Whether an error of AWS is one that passes by itself (throttling, a time-out), so that asking again later is right."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, _PASSING_KINDS) or (isinstance(error, ClientError) and _passes(error)):
            return True
        # pynamodb hands the botocore error on as `cause`, and that one's own cause knows the HTTP status.
        error = getattr(error, "cause", None) or error.__cause__
    return False


def _passes(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    reasons = {reason.code for reason in getattr(error, "cancellation_reasons", ()) if reason}
    code = error.response.get("Error", {}).get("Code")
    return status >= 500 or code in _PASSING_CODES or bool(reasons & _PASSING_REASONS)


class OneClient(Connection):
    """pynamodb over a client of ours: by itself it would open a second botocore session with time-outs of its own."""

    def __init__(self, client: Any) -> None:
        # pynamodb wants a region for clients of its own, of which there are none here.
        super().__init__(region=NO_REGION)
        self._ours = client

    @property
    def client(self) -> Any:
        """The client that was given."""
        return self._ours
