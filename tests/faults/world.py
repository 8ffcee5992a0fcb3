"""The stack under test, one case at a time: clients who try again, a stream, a schedule, and functions that may die."""

import copy
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from functools import cache
from types import SimpleNamespace
from typing import Any

import botocore.endpoint

from huiyin.entry import sweep_deadlines, wiring
from huiyin.policy import load_policy
from huiyin.store.clients import Clients
from infra.local.cloud import ACCOUNT
from infra.local.functions import FunctionFailed
from infra.local.http_message import Answer, Request
from infra.local.stack import Stack
from infra.local.taps import TAPS
from infra.local.transcript import TRANSCRIPT
from tests.builders import MONDAY_9AM
from tests.faults.canaries import found_in
from tests.faults.injector import Injector, Killed
from tests.faults.kept import Kept

Json = dict[str, Any]
ROUND = timedelta(minutes=20)
# As template.yaml has it: FollowUp is tried again twice, a photo is handed over three times, what a schedule calls is tried again once.
_STREAM_ATTEMPTS = 3
_OBJECT_ATTEMPTS = 3
_CLOCK_ATTEMPTS = 2
_EVENT_KEY = re.compile(r"EV#\d{6}")


class World:
    """One stack. tries: how often botocore makes a call (1: every fault reaches the code; 2: as deployed)."""

    def __init__(self, stack: Stack, injector: Injector, tries: int) -> None:
        self.stack = stack
        self.injector = injector
        self.policy = load_policy()
        self.now = MONDAY_9AM
        self.objects: list[Json] = []
        self.dead_letters: list[Json] = []
        self.committed_at_send: dict[str, frozenset[tuple[str, str]]] = {}
        self.leaks_on_the_way: set[str] = set()
        self.tries = tries
        self.handed_over = 0
        # So far is the clock of the owner's door ahead of all others.
        self.ahead = timedelta()
        self._clients = {n: Clients(tries=n) for n in (1, 2)}
        self._tokens: dict[tuple[str, int], str] = {}
        self.prepared: dict[Any, tuple[Kept, list[Json], list[Json]]] = {}
        injector.watch = self._watch

    def clients(self) -> Clients:
        """The clients of every function; they outlive a killed one, which is only faster."""
        return self._clients[self.tries]

    # ---- beginning and end of a scenario -------------------------------------------------------------------------

    def reset(self) -> None:
        """An empty table, empty buckets, no letters, no logs, new containers, nine o'clock on a Monday."""
        self.injector.disarm()
        table = self._table()
        table.items.clear()
        table.stream_shard.items.clear()
        self._backend("dynamodb").__dict__.get("_tokens", {}).clear()
        self._backend("ses").sent_messages.clear()
        for bucket in self._backend("s3").buckets.values():
            bucket.keys.clear()
        TRANSCRIPT.clear()
        self.objects.clear()
        self.dead_letters.clear()
        self.committed_at_send.clear()
        self.leaks_on_the_way.clear()
        self.now, self.handed_over = MONDAY_9AM, 0
        self.new_containers()

    def keep(self) -> Kept:
        """All that has happened so far, so that many scenarios can begin here."""
        table, objects = self._table(), self.objects_now()
        return Kept(
            copy.deepcopy(table.items),
            list(table.stream_shard.items),
            list(self._backend("ses").sent_messages),
            {key: found.value for key, found in objects.items()},
            list(self.objects),
            dict(self.committed_at_send),
            self.now,
            self.handed_over,
        )

    def bring_back(self, kept: Kept) -> None:
        """As it was when it was kept, for a new container."""
        self.reset()
        table = self._table()
        table.items = copy.deepcopy(kept.items)
        table.stream_shard.items[:] = kept.records
        self._backend("ses").sent_messages[:] = kept.letters
        for key, content in kept.files.items():
            self.stack.boto("s3").put_object(Bucket=self.stack.name("EvidenceBucket"), Key=key, Body=content)
        self.objects[:] = kept.objects
        self.committed_at_send.update(kept.committed_at_send)
        self.now, self.handed_over = kept.now, kept.handed_over

    def new_containers(self) -> None:
        """What a function kept between calls is gone; but for its view of the table, which knows nothing of any case."""
        for made in vars(wiring).values():
            if getattr(made, "__module__", "") == wiring.__name__ and hasattr(made, "cache_clear") and made is not wiring.case_table:
                made.cache_clear()

    def ask_as_often(self, tries: int) -> None:
        """From now on botocore makes every call so many times before it fails."""
        if tries != self.tries:
            self.tries = tries
            wiring.case_table.cache_clear()
            wiring.clients.cache_clear()
            self.new_containers()

    def _table(self) -> Any:
        return self._backend("dynamodb").tables[self.stack.name("CaseTable")]

    def _backend(self, service: str) -> Any:
        import moto.backends

        region = "aws" if service == "s3" else self.stack.cloud.region
        return moto.backends.get_backend(service)[ACCOUNT][region]

    # ---- doors -------------------------------------------------------------------------------------------------------

    def post(self, path: str, body: Json, *, key: str, staff: str | None = None) -> Answer | None:
        """One request; None when no answer comes."""
        headers = {"content-type": "application/json", "idempotency-key": key, "user-agent": "a phone", "host": "huiyin.example"}
        return self._ask(Request("POST", path, "", self._signed(headers, staff), json.dumps(body).encode(), "203.0.113.7"))

    def get(self, path: str, staff: str) -> Answer | None:
        """One request of the desk; None when no answer comes."""
        return self._ask(Request("GET", path, "", self._signed({"user-agent": "a desk"}, staff), b"", "203.0.113.8"))

    def _ask(self, request: Request) -> Answer | None:
        self.now += timedelta(seconds=1)
        try:
            with self.stack.at(self.now + (timedelta() if request.path.startswith("/api/desk") else self.ahead)):
                return self.stack.gateway.answer(request)
        except Killed:
            self.new_containers()
            return None

    def _signed(self, headers: dict[str, str], staff: str | None) -> dict[str, str]:
        return headers | {"authorization": f"Bearer {self.token(staff)}"} if staff else headers

    def token(self, staff: str) -> str:
        """The access token of a member of staff, of this hour."""
        hours, rest = divmod(self.now - MONDAY_9AM, timedelta(hours=1))
        if (staff, hours) not in self._tokens:
            with self.stack.at(self.now - rest):
                self._tokens[staff, hours] = self.stack.token(staff)
        return self._tokens[staff, hours]

    # ---- what calls functions ------------------------------------------------------------------------------------------

    def follow_up(self) -> None:
        """Hand the stream over, and what that sets off in its turn."""
        done, items = self.handed_over, self._table().stream_shard.items
        while done < len(items):
            batch, done = items[done:], len(items)
            self._hand_over(batch)

    def _hand_over(self, batch: list[Any]) -> None:
        """As the mapping of the stream does: again from the first record that failed, three times at most."""
        (reader,) = (one for one in self.stack.dispatcher._readers if "FollowUp" in one.name)
        records = [reader._as_lambda_sees_it(one.record) for one in batch]
        records = [record for record in records if reader._named_by_a_filter(record)]
        for _ in range(_STREAM_ATTEMPTS):
            if not records:
                return
            records = records[self._follow_up(records) :]

    def settle(self) -> None:
        """Hand the stream over; what it holds by now comes no more."""
        self.follow_up()
        self.handed_over = len(self._table().stream_shard.items)

    def _follow_up(self, records: list[Json]) -> int:
        answer = self._invoke("FollowUp", {"Records": records}, self.now)
        if answer is None:
            return 0
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        failed = [numbers.index(one["itemIdentifier"]) for one in answer["batchItemFailures"]]
        return min(failed, default=len(records))

    def tick(self, function: str, at: datetime) -> None:
        """One round of a schedule, and its one retry."""
        self.now = max(self.now, at)
        for _ in range(_CLOCK_ATTEMPTS):
            if self._invoke(function, {"at": at.isoformat()}, at) is not None:
                return

    def sweep(self, at: datetime) -> None:
        """One round of the sweeper."""
        self.tick("SweepDeadlines", at)

    def rounds(self, count: int = 3) -> None:
        """Rounds of the sweeper, twenty minutes apart: longer than any lease."""
        for _ in range(count):
            self.sweep(self.now + ROUND)

    def owes(self) -> bool:
        """Whether any event still owes a letter, seen without a call."""
        return any("owed" in item.attrs and "owed_pk" in item.attrs for item in self._table().all_items())

    def arrive(self, key: str, content: bytes, media: str) -> None:
        """A file arrives that a browser sends straight to the bucket; who hears of it is called by `hand_over_files`."""
        with self.stack.at(self.now):
            self.stack.boto("s3").put_object(Bucket=self.stack.name("EvidenceBucket"), Key=key, Body=content, ContentType=media)

    def hand_over_files(self) -> None:
        """Tell of every file that arrived whoever waits for it, three times at most; what fails then is a dead letter."""
        self.dead_letters += [event for event in list(self.objects) if not self._handed_over(event)]

    def _handed_over(self, event: Json) -> bool:
        return any(self._hand_over_once(event, attempt) for attempt in range(1, _OBJECT_ATTEMPTS + 1))

    def _hand_over_once(self, event: Json, attempt: int) -> bool:
        function = "KeepLedger" if event["Records"][0]["s3"]["object"]["key"].startswith("ledger/") else "CleanEvidence"
        message = {"messageId": "one", "body": json.dumps(event), "attributes": {"ApproximateReceiveCount": str(attempt)}}
        return self._invoke(function, {"Records": [message]}, self.now) == {"batchItemFailures": []}

    def redrive(self) -> None:
        """After an outage that outlasts the retries, somebody hands the dead letters in again."""
        self.dead_letters[:] = [event for event in self.dead_letters if not self._handed_over(event)]

    def _invoke(self, function: str, event: Json, at: datetime) -> Json | None:
        """The function's answer ({} for none); None when it failed or died."""
        try:
            with self.stack.at(at):
                return self.stack.invoke(function, event) or {}
        except FunctionFailed:
            return None
        except Killed:
            self.new_containers()
            return None

    # ---- what can be seen ----------------------------------------------------------------------------------------------

    def items(self) -> list[Json]:
        """Every item of the table as it lies there."""
        return list(self.stack.boto("dynamodb").scan(TableName=self.stack.name("CaseTable"))["Items"])

    def stored(self) -> frozenset[tuple[str, str]]:
        """The keys of all items, seen without a call."""
        return frozenset((str(item.hash_key.value), str(item.range_key.value)) for item in self._table().all_items())

    def stream(self) -> list[Any]:
        """What the stream holds."""
        return [one.record["dynamodb"] for one in self._table().stream_shard.items]

    def objects_now(self, bucket: str = "EvidenceBucket") -> dict[str, Any]:
        """The objects of a bucket by key; of that of evidence, unless another one is named."""
        keys = self._backend("s3").buckets[self.stack.name(bucket)].keys
        # What was deleted leaves a marker behind.
        return {key: keys[key] for key in list(keys) if hasattr(keys[key], "metadata")}

    def _watch(self, operation: str, request: Any) -> None:
        """Look at what is about to take effect."""
        body = request.body if isinstance(request.body, bytes | str) else b""
        if operation != "SendEmail":
            self.leaks_on_the_way |= {f"{name} in {operation}" for name in found_in(body) | found_in(request.url)}
            return
        raw = b64decode(json.loads(body)["Content"]["Raw"]["Data"])
        tag = str(message_from_bytes(raw)["X-Huiyin-Event"])
        self.committed_at_send.setdefault(tag, frozenset(key for key in self.stored() if _EVENT_KEY.fullmatch(key[1])))


@contextmanager
def a_world(tries: int = 1) -> Iterator[World]:
    """A stack with its stream off and an injector before its AWS; nobody waits between two tries."""
    injector = Injector()
    at_once = SimpleNamespace(sleep=lambda seconds: None)
    kept = botocore.endpoint.time, sweep_deadlines.time, wiring.clients
    with Stack.start(stream=False) as stack:
        world = World(stack, injector, tries)
        botocore.endpoint.time = sweep_deadlines.time = at_once
        wiring.clients = cache(world.clients)
        TAPS.on_object = lambda bucket, event: world.objects.append(event)
        injector.install()
        try:
            yield world
        finally:
            injector.remove()
            botocore.endpoint.time, sweep_deadlines.time, wiring.clients = kept
            wiring.case_table.cache_clear()
            world.new_containers()
