"""What AWS enforces and moto does not, as far as the product relies on it.

DynamoDB: a client request token counts once; a transaction holds 4 MB; a number holds 38 digits; a put that changes
nothing is not in the stream. KMS: a key that is disabled or waits for deletion refuses, and so does one that a function may not use:
see `strict_keys`. SES: see `strict_mail` and `strict_sending`; SQS: see `strict_queues`.
"""

from __future__ import annotations

import hashlib
import json
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any

from infra.local import strict_keys, strict_mail, strict_queues, strict_sending

TOKEN_SECONDS = 600
TRANSACTION_BYTES = 4 * 1024 * 1024
NUMBER_DIGITS = 38
_installed: list[bool] = []


def install() -> None:
    """Put the rules in place; a second call changes nothing."""
    if _installed:
        return
    _installed.append(True)
    from moto.dynamodb.models.table import StreamShard
    from moto.dynamodb.responses import DynamoHandler
    from moto.kms.models import KmsBackend

    handler: Any = DynamoHandler
    handler.transact_write_items = _once_per_token(handler.transact_write_items)
    for action in ("put_item", "update_item", "batch_write_item", "transact_write_items"):
        setattr(handler, action, _with_short_numbers(getattr(handler, action)))
    shard: Any = StreamShard
    shard.add = _only_changes(shard.add)
    for name in ("encrypt", "decrypt", "generate_data_key", "generate_mac", "verify_mac", "sign", "verify"):
        setattr(KmsBackend, name, _with_usable_key(name, getattr(KmsBackend, name)))
    strict_keys.install()
    strict_mail.install()
    strict_queues.install()
    strict_sending.install()


def _refuse(code: str, message: str) -> Exception:
    from moto.core.exceptions import JsonRESTError

    return JsonRESTError(code, message)


def _once_per_token(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def checked(handler: Any) -> Any:
        from moto.core.responses import ActionResult

        items = handler.body["TransactItems"]
        if sum(_size(item) for item in items) > TRANSACTION_BYTES:
            raise _refuse("com.amazonaws.dynamodb.v20120810#ValidationException", "Transaction size cannot exceed 4 MB")
        token = handler.body.get("ClientRequestToken")
        seen: dict[str, tuple[float, str]] = handler.dynamodb_backend.__dict__.setdefault("_tokens", {})
        now = time.monotonic()
        for old in [one for one, (at, _) in seen.items() if now - at > TOKEN_SECONDS]:
            del seen[old]
        print_of_items = hashlib.sha256(json.dumps(items, sort_keys=True, default=str).encode()).hexdigest()
        if token in seen:
            if seen[token][1] != print_of_items:
                raise _refuse(
                    "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
                    "The client request token was used with other parameters",
                )
            return ActionResult({})
        answer = write(handler)
        if token:
            seen[token] = (now, print_of_items)
        return answer

    return checked


def _size(operation: dict[str, Any]) -> int:
    """Bytes of the items in one operation by the rule of DynamoDB: names and values, UTF-8."""
    parts = next(iter(operation.values()))
    item = parts.get("Item") or {**parts.get("Key", {}), **parts.get("ExpressionAttributeValues", {})}
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "B":
            return len(content) if isinstance(content, bytes) else len(b64decode(content))
        case "N":
            return len(content) // 2 + 1
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_size(inner) for name, inner in content.items())
        case "L":
            return 3 + sum(1 + _value_size(inner) for inner in content)
        case "SS" | "NS" | "BS":
            return sum(_value_size({kind[0]: inner}) for inner in content)
        case _:
            return 1


def _with_short_numbers(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def checked(handler: Any) -> Any:
        for number in _numbers(handler.body):
            if len(number.lower().split("e")[0].replace(".", "").replace("-", "").strip("0")) > NUMBER_DIGITS:
                raise _refuse(
                    "com.amazonaws.dynamodb.v20120810#ValidationException",
                    "Attempting to store more than 38 significant digits in a Number",
                )
        return write(handler)

    return checked


def _numbers(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "N" and isinstance(inner, str):
                yield inner
            elif key == "NS" and isinstance(inner, list):
                yield from inner
            else:
                yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)


def _only_changes(add: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
    def checked(shard: Any, old: Any, new: Any) -> None:
        if old is None or new is None or old.to_json() != new.to_json():
            add(shard, old, new)

    return checked


def _with_usable_key(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    def checked(backend: Any, *rest: Any, **named: Any) -> Any:
        if name != "decrypt":
            _usable(backend, named.get("key_id") or rest[0])
            return act(backend, *rest, **named)
        plaintext, arn = act(backend, *rest, **named)
        _usable(backend, arn)
        return plaintext, arn

    return checked


def _usable(backend: Any, key_id: str) -> None:
    key = backend.keys.get(backend.any_id_to_key_id(key_id))
    if key is None:
        return  # moto itself says that there is no such key
    if key.key_state == "PendingDeletion":
        raise _refuse("KMSInvalidStateException", f"{key.arn} is pending deletion.")
    if not key.enabled:
        raise _refuse("DisabledException", f"{key.arn} is disabled.")
