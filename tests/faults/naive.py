"""A way to take complaints that looks right and is not: a number by chance, one put after the other, letters at the end."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from huiyin.core.case import Case
from huiyin.core.commands import Person
from huiyin.core.decide import decide
from huiyin.core.events import ComplaintReceived, Event
from huiyin.core.evolution import evolve
from huiyin.core.owed import Owed
from huiyin.entry import wiring
from huiyin.mail.letters import owed_by
from huiyin.mail.outbox import _Letter, _message, _reader
from huiyin.policy import load_policy
from huiyin.store.items import CaseTable
from huiyin.store.owed import OwedRef
from tests.builders import a_complaint
from tests.faults import canaries
from tests.faults.flow import Flow, nothing
from tests.faults.injector import Killed
from tests.faults.scenes import KEY, RECEIVED, Scene
from tests.faults.world import Json, World


class SeparatePuts:
    """Takes what a transaction takes, and writes each item at once and without a condition."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def save(self, item: Any, condition: Any = None, **more: Any) -> None:
        item.save()


@contextmanager
def changed(owner: Any, name: str, value: Any) -> Iterator[None]:
    """For the time being, another attribute in the place of this one."""
    kept = owner.__dict__[name]
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, kept)


@dataclass(frozen=True)
class Form:
    """A request as the naive handler gets it."""

    world: World
    key: str


def receive(form: Form) -> Json:
    """The naive handler: store, then mail, then answer."""
    policy, receipts = load_policy(), wiring.receipts()
    chance = uuid.uuid4().hex
    number, code = receipts.number_for(chance, 0, 2026), receipts.code_for(chance, 0)
    person = Person(name=canaries.NAME, phone=canaries.PHONE, email=canaries.EMAIL)
    ask = a_complaint(number=number, matter=canaries.MATTER, wish=canaries.WISH, person=person)
    (event,) = decide(None, ask, policy, form.world.now)
    assert isinstance(event, ComplaintReceived)
    case = evolve(None, event)
    with changed(CaseTable, "transaction", lambda table: SeparatePuts()):
        wiring.case_store().register(
            event,
            case,
            person=person,
            code_hash=receipts.code_hash(case.case_id, code),
            key_hash=receipts.key_hash(form.key),
            fingerprint=bytes(16),
            attempt=0,
            owed=(),
            next_moment=None,
            queue="desk",
        )
    for owed in owed_by(event, case, policy):
        # A complaint must not fail because the mail does: so the letter is lost instead.
        with suppress(Exception):
            mail_at_once(owed, event, case, form.world)
    return {"number": number, "code": code}


def mail_at_once(owed: Owed, event: Event, case: Case, world: World) -> None:
    """Send a letter now and remember nothing."""
    letter, office = _Letter(OwedRef(case.case_id, case.version), owed, event, case, world.now), wiring.office()
    message = _message(letter, _reader(letter, office), office)
    office.sender.send(message.raw, sender=office.letterhead.mail_from, recipient=message.recipient, tags=message.tags)


def report(scene: Scene) -> None:
    """A client that asks again while no answer comes."""
    for _ in range(4):
        scene.world.now += timedelta(seconds=1)
        try:
            scene.receipts.append(receive(Form(scene.world, KEY)))
        except (Exception, Killed):  # noqa: BLE001 - to the client, one is as silent as the other
            scene.world.new_containers()
        else:
            scene.unanswered.clear()
            return
    scene.unanswered[:] = ["report"]


NAIVE = Flow("naive", nothing, report, nothing, (RECEIVED,), (RECEIVED,), late=nothing)
