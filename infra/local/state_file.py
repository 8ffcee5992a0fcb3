"""The folder that keeps a stack's state: a lock, a journal of checked lines, and larger objects as files of their own."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from infra.local.template import Json

FORMAT = 1
_JOURNAL, _NEXT, _LOCK, _OBJECTS = "journal.jsonl", "journal.next", "lock", "objects"
BOOKMARK = "demo.json"
_OURS = {_JOURNAL, _NEXT, _LOCK, _OBJECTS, BOOKMARK, f"{BOOKMARK}.next"}
# A line of the journal carries what is smaller; every larger object would make each start read it twice.
INLINE_BYTES = 2048


class StateRefused(Exception):
    """The folder cannot be used; the text says why and what to do. Nothing in it was changed."""


class Journal:
    """One file of lines, each with its checksum. A line is in it whole or not at all.

    The folder is for its owner alone, because the keys of the stack lie in it.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder for this process. Raises: StateRefused when it is in use or holds other things."""
        self.folder = folder
        self.torn = False
        self._file: int | None = None
        self._prepare()
        self._lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            os.close(self._lock)
            raise StateRefused(f"{folder} is in use by another process: end that one, or choose another folder") from taken

    def read(self) -> list[Json]:
        """Every line since the folder began; none when it is new. A torn last line is left out, and `torn` says so.

        Raises: StateRefused when a line within the file is damaged.
        """
        path = self.folder / _JOURNAL
        if not path.exists():
            return []
        raw = path.read_bytes().split(b"\n")
        lines = [_checked(line) for line in raw]
        while lines and lines[-1] is None:
            self.torn = self.torn or bool(raw[len(lines) - 1])
            lines.pop()
        found = [line for line in lines if line is not None]
        if len(found) != len(lines) or not found:
            where = lines.index(None) + 1 if None in lines else 1
            raise StateRefused(
                f"{path}: line {where} is damaged, and nothing was changed: put a copy of the folder back, or choose another"
            )
        return found

    def replace(self, lines: Iterable[Json]) -> None:
        """Begin anew with these lines, at once or not at all, and go on behind them."""
        path = self.folder / _NEXT
        file = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
        for line in lines:
            _write_all(file, _as_line(line))
        os.fsync(file)
        path.rename(self.folder / _JOURNAL)
        _sync_folder(self.folder)
        self._close_file()
        self._file = file

    def append(self, line: Json) -> None:
        """Add a line; it is on the disk when this returns. Raises: OSError."""
        if self._file is None:
            raise StateRefused("the journal has not begun")
        _write_all(self._file, _as_line(line))
        os.fsync(self._file)

    def keep(self, content: bytes) -> Json:
        """Keep the bytes of an object; what is answered goes into a line and finds them again."""
        if len(content) <= INLINE_BYTES:
            return {"here": base64.b64encode(content).decode()}
        name = hashlib.sha256(content).hexdigest()
        folder = self.folder / _OBJECTS
        path = folder / name
        if not path.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            part = folder / f"{name}.part"
            file = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            _write_all(file, content)
            os.fsync(file)
            os.close(file)
            part.rename(path)
            _sync_folder(folder)
        return {"file": name}

    def kept(self, where: Json) -> bytes:
        """The bytes that `keep` kept. Raises: StateRefused when the file is gone or another."""
        if "here" in where:
            return base64.b64decode(where["here"])
        path = self.folder / _OBJECTS / where["file"]
        content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != where["file"]:
            raise StateRefused(f"{path} is missing or damaged, and nothing was changed: put a copy of the folder back")
        return content

    def sweep(self, used: set[str]) -> None:
        """Remove objects that no line names any more."""
        folder = self.folder / _OBJECTS
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in used:
                path.unlink()

    def close(self) -> None:
        """Give the folder back."""
        self._close_file()
        os.close(self._lock)

    def _prepare(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            others = sorted(path.name for path in self.folder.iterdir() if path.name not in _OURS)
        except OSError as wrong:
            raise StateRefused(f"{self.folder} cannot be used as a folder: {os.strerror(wrong.errno or 0)}") from wrong
        if others:
            raise StateRefused(f"{self.folder} holds other things ({others[0]}): choose a folder of its own")
        self.folder.chmod(0o700)

    def _close_file(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None


def _as_line(line: Json) -> bytes:
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _checked(raw: bytes) -> Json | None:
    try:
        if int(raw[:8], 16) != zlib.crc32(raw[9:]):
            return None
        line: Any = json.loads(raw[9:])
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


def _write_all(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
