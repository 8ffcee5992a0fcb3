"""A stack that outlives its process: every change is in the journal before an answer leaves, and the next start puts it back.

What happens to the table, the buckets, the queues and the mailbox is read from moto in one cut, written as one line, and
forced to the disk. One write serves all who wait for it. See infra/decisions for why this is no dump of moto's memory.
"""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local import state_parts as parts
from infra.local.patches import LOCK, MOTO_VERSION
from infra.local.state_file import FORMAT, Journal, StateRefused
from infra.local.template import Json

if TYPE_CHECKING:
    from infra.local.cloud import Cloud
    from infra.local.stack import Stack

ITEMS_OF_A_LINE = 200
# What nobody waits for, such as a letter sent by a clock, is written this often.
QUIET_SECONDS = 0.2


class Keeper:
    """The state of one stack in one folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder and read it. Raises: StateRefused; then nothing in it was changed."""
        self._journal = Journal(folder)
        try:
            self._lines = self._journal.read()
            self._head = _known(folder, self._lines[0] if self._lines else {})
        except StateRefused:
            self._journal.close()
            raise
        self.is_new = not self._lines
        self.torn = self._journal.torn
        self._writing = threading.Lock()
        self._ended = threading.Event()
        self._broken = False
        self._undo = ExitStack()
        self._undo.callback(self._journal.close)
        self._objects: dict[tuple[str, str], None] = {}
        self._messages: dict[str, Json] = {}
        self._letters = 0
        self._records: dict[str, int] = {}
        self._delivered: dict[str, int] = {}
        self._stack: Stack

    def same_keys(self, cloud: Cloud) -> AbstractContextManager[None]:
        """Within this context, the keys of the resources are those of the last time."""
        return parts.same_keys(cloud, self._head.get("keys", {}))

    def restore(self, stack: Stack) -> None:
        """Put everything back, before anything runs, and begin to keep.

        Raises: StateRefused when the template no longer has what is kept, or an object is damaged.
        """
        self._stack = stack
        self._check_shape(stack.cloud)
        if self._head:
            parts.put_secrets(stack.cloud, self._head["secrets"])
            stack.directory.password = self._head["password"]
            stack.issuer.take_key(self._head["signing_key"])
        kept = self._replay(stack.cloud)
        self._journal.replace(self._everything(kept))
        self._journal.sweep({one["of"]["file"] for one in kept if "file" in one.get("of", {})})
        self._lines = []
        self._undo.enter_context(parts.noted_objects(lambda bucket, key: self._objects.update({(bucket, key): None})))
        threading.Thread(target=self._keep_quietly, name="state", daemon=True).start()

    def flush(self) -> None:
        """Return once everything that has happened so far is on the disk. Raises: OSError when it cannot be written."""
        with self._writing:
            if self._broken:
                raise OSError("the state can no longer be written")
            with LOCK:
                change = self._changes()
            if not change:
                return
            try:
                change["objects"] = [parts.object_now(bucket, key, self._journal) for bucket, key in change.get("objects", ())]
                self._journal.append({**change, "now": dt.datetime.now(dt.UTC).isoformat()})
            except BaseException as failure:
                # These changes are out of the queue and not on the disk: whoever answers after them would promise too much.
                self._broken = True
                print(f"state     cannot be written any more ({failure!r}): answers fail from now on", file=sys.stderr, flush=True)
                raise

    def end(self) -> None:
        """Write what is left and give the folder back."""
        self._ended.set()
        try:
            if self._records and not self._broken:
                self.flush()
        finally:
            self._undo.close()

    def _check_shape(self, cloud: Cloud) -> None:
        now = parts.shape(cloud)
        other = sorted(name for name, was in self._head.get("shape", {}).items() if now.get(name) != was)
        if other:
            raise StateRefused(
                f"{self._journal.folder} was written under another template: {', '.join(other)} changed. "
                "Nothing was changed: go back to that template, or choose another folder"
            )

    def _replay(self, cloud: Cloud) -> list[Json]:
        """Put items, objects, messages and letters back; the objects as they are kept."""
        objects: dict[tuple[str, str], Json] = {}
        messages: dict[str, Json] = {}
        delivered = {table: seen for line in self._lines for table, seen in line.get("delivered", {}).items()}
        tables, counts = parts.tables(cloud), dict.fromkeys(parts.tables(cloud), 0)
        for line in self._lines:
            for name, attributes in line.get("items", ()):
                parts.put_item(tables[name], attributes, attributes, delivered=True)
            for name, change in line.get("changes", ()):
                if "old" in change:
                    parts.put_item(tables[name], change["old"], change["k"], delivered=True)
                heard = counts[name] < delivered.get(name, 0)
                parts.put_item(tables[name], change["new"], change["k"], delivered=heard, at=change["at"])
                counts[name] += 1
            objects |= {(one["bucket"], one["key"]): one for one in line.get("objects", ())}
            messages |= line.get("messages", {})
            for identity in line.get("gone", ()):
                messages.pop(identity, None)
            for letter in line.get("letters", ()):
                parts.put_letter(cloud, letter)
        for identity, message in messages.items():
            parts.put_message(cloud, identity, message)
        held = [one for one in objects.values() if "of" in one]
        for one in held:
            parts.put_object(one, self._with_this_page(cloud, one, self._journal.kept(one["of"])))
        return held

    def _with_this_page(self, cloud: Cloud, kept: Json, content: bytes) -> bytes:
        """A page that was published anew keeps its new words and takes the figures of the old one."""
        from infra.publish import with_figures

        page = parts.bytes_now(kept["bucket"], kept["key"]) if kept["key"].endswith(".html") else None
        return content if page is None else with_figures(page.decode(), content.decode()).encode()

    def _everything(self, objects: list[Json]) -> Iterator[Json]:
        """The whole state as lines: what a folder begins with."""
        cloud, stack = self._stack.cloud, self._stack
        yield {
            "format": FORMAT,
            "moto": MOTO_VERSION,
            "shape": parts.shape(cloud),
            "keys": parts.keys_of(cloud),
            "secrets": parts.secrets_of(cloud),
            "password": stack.directory.password,
            "signing_key": stack.issuer.key_as_text(),
        }
        for name, table in parts.tables(cloud).items():
            waiting = [{**parts.change_of(one.record), "old": parts.before(one.record)} for one in table.stream_shard.items]
            self._records[name], self._delivered[name] = len(waiting), 0
            held = [[name, attributes] for attributes in parts.items(table)]
            for start in range(0, len(held), ITEMS_OF_A_LINE):
                yield {"items": held[start : start + ITEMS_OF_A_LINE]}
            yield {"changes": [[name, change] for change in waiting], "delivered": {name: 0}}
        self._messages = parts.messages(cloud)
        letters = parts.mailbox(cloud)
        self._letters = len(letters)
        now = dt.datetime.now(dt.UTC).isoformat()
        yield {"messages": self._messages, "letters": [parts.letter_of(one) for one in letters], "now": now}
        yield from ({"objects": [one]} for one in objects)

    def _changes(self) -> Json:
        """What happened since the last time, in one cut through everything; empty when nothing did."""
        cloud = self._stack.cloud
        change: Json = {}
        for name, table in parts.tables(cloud).items():
            new = table.stream_shard.items[self._records[name] :]
            if new:
                change.setdefault("changes", []).extend([name, parts.change_of(one.record)] for one in new)
                self._records[name] += len(new)
            seen = self._stack.dispatcher.delivered(name)
            if seen != self._delivered[name]:
                change.setdefault("delivered", {})[name] = self._delivered[name] = seen
        if self._objects:
            change["objects"] = list(self._objects)
            self._objects.clear()
        messages = parts.messages(cloud)
        if messages.keys() != self._messages.keys() or any(messages[one]["queue"] != was["queue"] for one, was in self._messages.items()):
            change["messages"] = {one: message for one, message in messages.items() if self._messages.get(one) != message}
            change["gone"] = sorted(self._messages.keys() - messages.keys())
            self._messages = messages
        letters = parts.mailbox(cloud)
        if len(letters) > self._letters:
            change["letters"] = [parts.letter_of(one) for one in letters[self._letters :]]
            self._letters = len(letters)
        return change

    def _keep_quietly(self) -> None:
        while not self._ended.wait(QUIET_SECONDS):
            try:
                self.flush()
            except OSError:
                return


def _known(folder: Path, head: Json) -> Json:
    """The first line of a folder, if this edition can read what follows."""
    wrote = head.get("format"), head.get("moto")
    if head and wrote != (FORMAT, MOTO_VERSION):
        raise StateRefused(
            f"{folder} was written by another version (format {wrote[0]}, moto {wrote[1]}; this one: format {FORMAT}, "
            f"moto {MOTO_VERSION}). Nothing was changed: start it with that version, or choose another folder"
        )
    return head
