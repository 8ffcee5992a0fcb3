"""Photos of staff at the door of the desk: what is asked for, and leave to send each of them."""

from typing import Any

from huiyin.core.commands import Actor, AddFiles, FileWanted
from huiyin.core.errors import NotUnderstood
from huiyin.core.events import FilesAdded
from huiyin.entry import wiring
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy
from huiyin.store.cases import History

_MEGABYTE = 1024 * 1024


def read_files(fields: Fields, actor: Actor, policy: Policy, key: str = "") -> AddFiles:
    """What somebody is about to send. key: of the request. Raises: NotUnderstood "file_type", "file_too_large".

    Policy: 2.4
    """
    task = fields.whole("task")
    files = fields.rows("files", lambda row: _read_file(row, policy), most=policy.limits.files)
    return AddFiles(by=actor, files=files, asked=key, task=task)


def _read_file(row: Fields, policy: Policy) -> FileWanted:
    row.needed_code("type", policy.limits.file_types, refusal="file_type")
    size = row.needed_whole("size")
    if size < 1:
        raise NotUnderstood("invalid_number", field="size")
    if size > policy.limits.file_mb * _MEGABYTE:
        raise NotUnderstood("file_too_large", field="size", limit=policy.limits.file_mb)
    purpose = row.needed_code("purpose", policy.measures.file_purposes)
    return FileWanted(purpose=purpose, may_be_shown=row.flag("may_be_shown"))


def leave_to_send(history: History, key: str, policy: Policy) -> dict[str, Any]:
    """Leave to send each of the files that this request asked for, and the places that they have in the case.

    Policy: 2.4
    """
    added = next(event for event in reversed(history.events) if isinstance(event, FilesAdded) and event.asked == key)
    slots = [file.slot for file in added.files]
    grants = wiring.evidence_store().grants_of(history.case.case_id, slots, limits=policy.limits)
    return {
        "evidence": {"upload": [{"url": grant.url, "fields": dict(grant.fields)} for grant in grants], "slots": slots},
        "version": history.case.version,
    }
