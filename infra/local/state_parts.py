"""What is read out of moto to be kept, and how it is put back: items, objects, messages, letters, keys and secrets."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from infra.local.cloud import ACCOUNT, Cloud
from infra.local.state_file import Journal
from infra.local.streams import bytes_as_text
from infra.local.template import Json

_CHANGES_OF_A_BUCKET = ("put_object", "copy_object", "delete_object", "complete_multipart_upload")
_KEPT_TYPES = {
    "AWS::DynamoDB::Table": ("KeySchema",),
    "AWS::S3::Bucket": ("VersioningConfiguration",),
    "AWS::SQS::Queue": ("FifoQueue",),
    "AWS::KMS::Key": ("KeySpec", "KeyUsage"),
    "AWS::SecretsManager::Secret": (),
}


def shape(cloud: Cloud) -> Json:
    """What a later template must still have, so that the kept state fits: each kept resource with what makes it what it is."""
    return {
        one.logical_id: [one.type, {name: one.properties[name] for name in _KEPT_TYPES[one.type] if name in one.properties}]
        for one in cloud.resources.values()
        if one.type in _KEPT_TYPES
    }


def tables(cloud: Cloud) -> dict[str, Any]:
    """Moto's tables by name."""
    from moto.dynamodb.models import dynamodb_backends

    backend = dynamodb_backends[ACCOUNT][cloud.region]
    return {one.physical: backend.tables[one.physical] for one in cloud.of_type("AWS::DynamoDB::Table")}


def items(table: Any) -> Iterator[Json]:
    """Every item of a table in the words of DynamoDB."""
    for row in table.items.values():
        for item in row.values():
            yield bytes_as_text(item.to_json()["Attributes"])


def change_of(record: Json) -> Json:
    """A record of the stream, short: key, the item after it (nothing: deleted), moment."""
    change = record["dynamodb"]
    return {"k": change["Keys"], "new": bytes_as_text(change.get("NewImage")), "at": change["ApproximateCreationDateTime"].isoformat()}


def before(record: Json) -> Json | None:
    """The item before a record of the stream; None when there was none."""
    image: Json | None = bytes_as_text(record["dynamodb"].get("OldImage"))
    return image


def put_item(table: Any, attributes: Json | None, key: Json, *, delivered: bool, at: str | None = None) -> None:
    """Make an item what it was, or away. delivered: nobody needs to hear of it; else it comes into the stream again."""
    from moto.dynamodb.models.dynamo_type import DynamoType, Item

    hash_key, range_key = DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])
    row = table.items[hash_key]
    old, new = row.get(range_key), None
    if attributes is None:
        row.pop(range_key, None)
        if not row:
            del table.items[hash_key]
    else:
        new = Item(hash_key, range_key, {name: _with_bytes(value) for name, value in attributes.items()})
        row[range_key] = new
    if not delivered and (old or new):
        before = len(table.stream_shard.items)
        table.stream_shard.add(old, new)
        for one in table.stream_shard.items[before:]:
            one.record["dynamodb"]["ApproximateCreationDateTime"] = dt.datetime.fromisoformat(at or "")


def _with_bytes(value: Json) -> Json:
    """Moto holds binary values as bytes and writes them as base64."""
    ((kind, content),) = value.items()
    match kind:
        case "B":
            return {"B": base64.b64decode(content)}
        case "BS":
            return {"BS": [base64.b64decode(one) for one in content]}
        case "L":
            return {"L": [_with_bytes(one) for one in content]}
        case "M":
            return {"M": {name: _with_bytes(one) for name, one in content.items()}}
        case _:
            return value


@contextmanager
def noted_objects(note: Callable[[str, str], None]) -> Iterator[None]:
    """Within this context, every change of an object in a bucket is told."""
    from moto.s3.models import S3Backend

    def telling(act: Callable[..., Any]) -> Callable[..., Any]:
        def told(backend: Any, *rest: Any, **named: Any) -> Any:
            answer = act(backend, *rest, **named)
            if act.__name__ == "copy_object":
                note(named.get("dest_bucket_name") or rest[1], named.get("dest_key_name") or rest[2])
            else:
                note(named.get("bucket_name") or rest[0], getattr(answer, "name", None) or named.get("key_name") or rest[1])
            return answer

        return told

    before = {name: getattr(S3Backend, name) for name in _CHANGES_OF_A_BUCKET}
    for name, act in before.items():
        setattr(S3Backend, name, telling(act))
    try:
        yield
    finally:
        for name, act in before.items():
            setattr(S3Backend, name, act)


def object_now(bucket: str, key: str, journal: Journal) -> Json:
    """An object as it is; without `of`, it is away."""
    from moto.s3.models import s3_backends

    found = s3_backends[ACCOUNT]["aws"].get_object(bucket, key)
    place: Json = {"bucket": bucket, "key": key}
    if found is None:
        return place
    return {**place, "of": journal.keep(found.value), "meta": dict(found.metadata)}


def bytes_now(bucket: str, key: str) -> bytes | None:
    """What is in an object; None when there is none."""
    from moto.s3.models import s3_backends

    found = s3_backends[ACCOUNT]["aws"].get_object(bucket, key)
    return None if found is None else bytes(found.value)


def put_object(kept: Json, content: bytes) -> None:
    """Put an object back, without a notification."""
    from moto.s3.models import s3_backends

    made = s3_backends[ACCOUNT]["aws"].put_object(kept["bucket"], kept["key"], content, disable_notification=True)
    made.set_metadata(dict(kept["meta"]))


def messages(cloud: Cloud) -> dict[str, Json]:
    """Every message in every queue by its id."""
    from moto.sqs.models import sqs_backends

    found: dict[str, Json] = {}
    for queue in list(sqs_backends[ACCOUNT][cloud.region].queues.values()):
        for one in list(queue._messages):
            sent = getattr(one, "sent_on_this_stack", None)
            found[one.id] = {"queue": queue.name, "body": one.body, "at": sent.isoformat() if sent else None}
            if one.message_attributes:
                found[one.id]["said"] = {name: value["StringValue"] for name, value in one.message_attributes.items()}
    return found


def put_message(cloud: Cloud, identity: str, kept: Json) -> None:
    """Put a message back into its queue, to be received at once."""
    from moto.sqs.models import Message, sqs_backends

    message: Any = Message(identity, kept["body"])
    message.mark_sent()
    message.message_attributes = {name: {"DataType": "String", "StringValue": text} for name, text in kept.get("said", {}).items()}
    if kept["at"]:
        message.sent_on_this_stack = dt.datetime.fromisoformat(kept["at"])
    sqs_backends[ACCOUNT][cloud.region].queues[kept["queue"]].add_message(message)


def mailbox(cloud: Cloud) -> list[Any]:
    """What SES was asked to send: moto's own list."""
    from moto.ses.models import ses_backends

    sent: list[Any] = ses_backends[ACCOUNT][cloud.region].sent_messages
    return sent


def letter_of(sent: Any) -> Json:
    """A letter in plain words."""
    return {**{name: value for name, value in vars(sent).items() if name != "at"}, "at": sent.at.isoformat()}


def put_letter(cloud: Cloud, kept: Json) -> None:
    """Put a letter back into the mailbox."""
    from moto.ses.models import Message, RawMessage

    words = {name: value for name, value in kept.items() if name not in ("id", "at")}
    letter: Any = (RawMessage if "raw_data" in kept else Message)(kept["id"], **words)
    letter.at = dt.datetime.fromisoformat(kept["at"])
    mailbox(cloud).append(letter)


def keys_of(cloud: Cloud) -> Json:
    """Id and material of every key, by logical id."""
    from moto.kms.models import kms_backends

    held = kms_backends[ACCOUNT][cloud.region].keys
    return {
        one.logical_id: {"id": one.physical, "material": base64.b64encode(held[one.physical].key_material).decode()}
        for one in cloud.of_type("AWS::KMS::Key")
    }


@contextmanager
def same_keys(cloud: Cloud, kept: Json) -> Iterator[None]:
    """Within this context, a key that is created gets the id and the material that it had."""
    from moto.kms.models import KmsBackend

    create = KmsBackend.create_key

    def created(backend: Any, *rest: Any, **named: Any) -> Any:
        key = create(backend, *rest, **named)
        known = kept.get(cloud.underway)
        if known:
            del backend.keys[key.id]
            key.arn = key.arn.replace(key.id, known["id"])
            key.id, key.key_material = known["id"], base64.b64decode(known["material"])
            backend.keys[key.id] = key
        return key

    backend_class: Any = KmsBackend
    backend_class.create_key = created
    try:
        yield
    finally:
        backend_class.create_key = create


def secrets_of(cloud: Cloud) -> Json:
    """The text of every secret, by logical id."""
    client = cloud.client("secretsmanager")
    return {
        one.logical_id: client.get_secret_value(SecretId=one.physical)["SecretString"]
        for one in cloud.of_type("AWS::SecretsManager::Secret")
    }


def put_secrets(cloud: Cloud, kept: Json) -> None:
    """Give every secret the text that it had."""
    for one in cloud.of_type("AWS::SecretsManager::Secret"):
        if one.logical_id in kept:
            cloud.client("secretsmanager").put_secret_value(SecretId=one.physical, SecretString=kept[one.logical_id])
