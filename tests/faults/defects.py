"""Defects seeded into the real code: a harness that does not find each of them proves nothing about what it does not find."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.operand import Path
from pynamodb.transactions import TransactWrite

from huiyin.core import clocks
from huiyin.mail import outbox
from huiyin.store import cases, histories
from huiyin.store.cases import CaseStore, NumberTaken, Stale
from huiyin.store.evidence import EvidenceStore
from huiyin.store.histories import CommandKeys
from huiyin.store.items import CaseTable, stamp
from huiyin.store.owed import Outbox
from huiyin.store.receipts import Receipts
from tests.faults.flows import BY_NAME
from tests.faults.harness import run
from tests.faults.injector import CONFLICT, FAULTS, KILL_AFTER, KILL_BEFORE, RIVAL, TIMEOUT_BEFORE, Mode
from tests.faults.invariants import Finding
from tests.faults.naive import SeparatePuts, changed, mail_at_once
from tests.faults.world import World

Change = AbstractContextManager[None]


@dataclass(frozen=True)
class Defect:
    """change: the code with this defect; flow: where it hurts; first: the mode that is most likely to show it."""

    name: str
    flow: str
    change: Callable[[World], Change]
    first: Mode = FAULTS[0]


@dataclass(frozen=True)
class Guilty:
    """What gave a defect away."""

    where: str
    finding: Finding


def hunt(world: World, defect: Defect) -> Guilty | None:
    """Run the defect's flow, first without a fault, then with every fault, until something is not as promised."""
    world.prepared.clear()
    try:
        with defect.change(world):
            return _hunt(world, defect)
    finally:
        world.prepared.clear()


def _hunt(world: World, defect: Defect) -> Guilty | None:
    flow = BY_NAME[defect.flow]
    scene, findings = run(world, flow)
    if findings:
        return Guilty("no fault at all", findings[0])
    for mode in (defect.first, *(mode for mode in (*FAULTS, CONFLICT, RIVAL) if mode is not defect.first)):
        for k in range(1, len(scene.calls) + 1):
            _, findings = run(world, flow, range(k, k + 1), mode)
            unlawful = [finding for finding in findings if not finding.lawful]
            if unlawful:
                return Guilty(f"call {k} {mode.name}", unlawful[0])
    return None


# ---- what can be wrong with storing --------------------------------------------------------------------------------


def no_conditions(world: World) -> Change:
    real = TransactWrite.save
    return changed(TransactWrite, "save", lambda writer, item, condition=None, **more: real(writer, item))


def separate_puts(world: World) -> Change:
    real = CaseStore.commit

    def commit(store: Any, *facts: Any, **more: Any) -> Any:
        with changed(CaseTable, "transaction", lambda table: SeparatePuts()):
            return real(store, *facts, **more)

    return changed(CaseStore, "commit", commit)


def swallowed_commit(world: World) -> Change:
    real = CaseStore.register

    def register(store: Any, *facts: Any, **more: Any) -> Any:
        try:
            return real(store, *facts, **more)
        except (NumberTaken, Stale):
            raise
        except Exception:  # noqa: BLE001 - the defect
            return None

    return changed(CaseStore, "register", register)


def conflict_taken_for_done(world: World) -> Change:
    real = TransactWrite._commit

    def commit(writer: TransactWrite) -> None:
        try:
            real(writer)
        except TransactWriteError as error:
            if not any(reason and reason.code == "TransactionConflict" for reason in error.cancellation_reasons):
                raise

    return changed(TransactWrite, "_commit", commit)


def number_by_chance(world: World) -> Change:
    real = Receipts.number_for
    return changed(Receipts, "number_for", lambda receipts, key, attempt, year: real(receipts, uuid.uuid4().hex, attempt, year))


def forgotten_command_keys(world: World) -> Change:
    return changed(CommandKeys, "__contains__", lambda keys, key: False)


@contextmanager
def words_in_the_clear(world: World) -> Iterator[None]:
    def seal(key: Any, words: Any, *, context: str) -> bytes:
        return json.dumps(dict(words), ensure_ascii=False).encode()

    with changed(cases, "seal", seal), changed(histories, "unseal", lambda key, blob, *, context: json.loads(blob)):
        yield


def words_in_the_log(world: World) -> Change:
    real = CaseStore.register

    def register(store: Any, event: Any, *facts: Any, **more: Any) -> Any:
        print(f"received {event.matter}")
        return real(store, event, *facts, **more)

    return changed(CaseStore, "register", register)


def clock_without_memory(world: World) -> Change:
    real = clocks.clock_moments
    return changed(clocks, "clock_moments", lambda case, policy: real(replace(case, warned=()), policy))


def upload_removed_at_once(world: World) -> Change:
    real = EvidenceStore.fetch

    def fetch(files: EvidenceStore, key: str, **more: Any) -> bytes | None:
        content = real(files, key, **more)
        files.delete_incoming(key)
        return content

    return changed(EvidenceStore, "fetch", fetch)


# ---- what can be wrong with letters --------------------------------------------------------------------------------


def mail_before_commit(world: World) -> Change:
    real = CaseStore.register

    def register(store: Any, event: Any, case: Any, *, owed: Any, **more: Any) -> Any:
        for one in owed:
            if one.audience != "owner":
                mail_at_once(one, event, case, world)
        return real(store, event, case, owed=owed, **more)

    return changed(CaseStore, "register", register)


def settled_before_sent(world: World) -> Change:
    real = Outbox.lease

    def lease(store: Outbox, ref: Any, letter: str, now: Any, until: Any) -> bool:
        taken = real(store, ref, letter, now, until)
        if taken:
            store.settle(ref, letter, sent_at=now)
        return taken

    return changed(Outbox, "lease", lease)


def lease_for_everybody(world: World) -> Change:
    def lease(store: Outbox, ref: Any, letter: str, now: Any, until: Any) -> bool:
        token, facts = uuid.uuid4().hex, Path(["owed", letter])
        store._change(ref, [facts["t"].set(token), facts["u"].set(stamp(until))], facts.exists())
        store._leases.held[ref, letter] = token
        return True

    return changed(Outbox, "lease", lease)


def lease_for_ever(world: World) -> Change:
    return changed(outbox, "LEASE", timedelta(hours=10))


def blind_sweeper(world: World) -> Change:
    return changed(Outbox, "owed", lambda store, before, limit: ())


def message_id_by_chance(world: World) -> Change:
    real = outbox.message_of

    def message_of(*facts: Any, **more: Any) -> Any:
        message = real(*facts, **more)
        other = f"<{uuid.uuid4().hex}@huiyin.example>"
        return replace(message, raw=message.raw.replace(f"Message-ID: {message.message_id}".encode(), f"Message-ID: {other}".encode()))

    return changed(outbox, "message_of", message_of)


DEFECTS = (
    Defect("no condition on what is written", "receive", no_conditions),
    Defect("items written one after the other", "contact", separate_puts, KILL_AFTER),
    Defect("a failed commit is swallowed", "receive", swallowed_commit, TIMEOUT_BEFORE),
    Defect("a conflict is taken for done", "contact", conflict_taken_for_done, CONFLICT),
    Defect("the number follows from chance", "receive", number_by_chance, KILL_AFTER),
    Defect("keys of commands are forgotten", "add", forgotten_command_keys, KILL_AFTER),
    Defect("words are stored unsealed", "receive", words_in_the_clear),
    Defect("words are logged", "receive", words_in_the_log),
    Defect("a clock forgets what it said", "deadline", clock_without_memory),
    Defect("an upload is removed before it is kept", "evidence", upload_removed_at_once, KILL_BEFORE),
    Defect("mail leaves before the commit", "receive", mail_before_commit),
    Defect("a letter is settled before it is sent", "letter", settled_before_sent, KILL_BEFORE),
    Defect("a lease is given to everybody", "letter", lease_for_everybody, RIVAL),
    Defect("a lease outlives its function", "letter", lease_for_ever, KILL_AFTER),
    Defect("the sweeper sees no letters", "letter", blind_sweeper, KILL_BEFORE),
    Defect("every copy has an id of its own", "letter", message_id_by_chance, KILL_AFTER),
)
