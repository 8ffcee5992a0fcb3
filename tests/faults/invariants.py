"""What must be true of every case, whatever went wrong on the way: I1-I8 and I10-I12 of the design, on what is stored and sent."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from PIL import Image

from huiyin.core.case import Case
from huiyin.core.events import Event, EvidenceChecked
from huiyin.core.evolution import evolve, fold
from huiyin.core.ledger import broken_at
from huiyin.core.owed import Owed
from huiyin.entry import wiring
from huiyin.mail.letters import owed_by
from huiyin.mail.message import _opaque
from huiyin.mail.readers import is_withheld
from huiyin.store import codec
from huiyin.store.histories import snapshot
from tests.faults import canaries
from tests.faults.scenes import Log, Logs, Scene

LOST = "lost"
DOUBLED = "duplicate_cases"
GAP = "log_gaps"
EXTRA = "extra_letters"
EARLY = "early_letters"
LEAK = "leaks"
KINDS = (LOST, DOUBLED, GAP, EXTRA, EARLY, LEAK)


@dataclass(frozen=True)
class Finding:
    """Something that is not as promised. lawful: the one extra copy that nobody can prevent."""

    kind: str
    what: str
    lawful: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter that the log says must leave. standing: what its event remembers of it; None: nothing was ever owed."""

    tag: str
    event: tuple[str, str]
    standing: dict[str, Any] | None
    withheld: bool
    name: str


def check(scene: Scene) -> list[Finding]:
    """Everything that is wrong with what this scene left behind. Changes nothing."""
    items = scene.world.items()
    cases = [item for item in items if item["sk"]["S"] == "META"]
    found = list(_leaks(scene, items))
    per_key = Counter(item["kh"]["B"] for item in cases)
    found += [Finding(DOUBLED, f"{count} cases under one key") for count in per_key.values() if count > 1]
    found += _receipts(scene, cases)
    letters: list[Letter] = []
    logs: list[Log] = []
    for pk in sorted({item["pk"]["S"] for item in items if item["pk"]["S"].startswith("CASE#")}):
        log = sorted((item for item in items if item["pk"]["S"] == pk and item["sk"]["S"].startswith("EV#")), key=lambda i: i["sk"]["S"])
        meta = next((item for item in cases if item["pk"]["S"] == pk), None)
        broken = _broken(pk, meta, log)
        found += [Finding(GAP, what) for what in broken]
        if not broken:
            events = tuple(codec.decode(item["type"]["S"], item["facts"]["S"]) for item in log)
            logs.append(tuple(type(event).__name__ for event in events))
            letters += _letters(scene, pk, log, events)
            found += _evidence(scene, pk, events)
    if not any(finding.kind == GAP for finding in found):
        found += _as_expected(scene, tuple(sorted(logs)))
    found += _mailbox(scene, letters)
    return found


def _broken(pk: str, meta: Any, log: list[Any]) -> list[str]:
    """I4: numbers 1..n, the chain, and a snapshot that says what the events say."""
    if meta is None:
        return [f"{len(log)} events without their case"]
    case_id = pk.removeprefix("CASE#")
    if [item["sk"]["S"] for item in log] != [f"EV#{n:06d}" for n in range(1, len(log) + 1)] or not log:
        return [f"events {[item['sk']['S'] for item in log]}"]
    bodies = [
        (item["hash"]["B"].hex(), codec.body(case_id, n, item["type"]["S"], item["facts"]["S"], item.get("sealed", {}).get("B")))
        for n, item in enumerate(log, start=1)
    ]
    at = broken_at(bodies, meta["h"]["B"].hex())
    if at is not None:
        return [f"the chain breaks at event {at}"]
    told = fold(tuple(codec.decode(item["type"]["S"], item["facts"]["S"]) for item in log))
    if snapshot(meta) != told:
        return ["the snapshot is not the fold of its events"]
    return []


def _as_expected(scene: Scene, logs: Logs) -> Iterator[Finding]:
    """I1, I8: what was asked and answered is there, and each step once."""
    if sum(log.count("IdentityRevealed") for log in logs) < scene.names_told:
        yield Finding(LEAK, "a name was shown without a record")
    happened = tuple(tuple(kind for kind in log if kind not in scene.besides) for log in logs)
    wanted = [tuple(sorted(_as_logs(one))) for one in scene.expected]
    if happened in wanted:
        return
    missing = min((_counted(one) - _counted(happened) for one in wanted), key=Counter.total)
    yield Finding(LOST if missing else GAP, f"the log says {happened[0] if len(happened) == 1 else happened}")


def _as_logs(expected: Log | Logs) -> Logs:
    """Of one case, or of all."""
    return cast("Logs", expected) if isinstance(expected[0], tuple) else (cast("Log", expected),)


def _counted(logs: Logs) -> Counter[str]:
    return Counter(kind for log in logs for kind in log)


def _receipts(scene: Scene, cases: list[Any]) -> Iterator[Finding]:
    """I1-I3: every answer said the same, the case is there, and the code opens it."""
    numbers = {item["nu"]["S"] for item in cases}
    if scene.unanswered:
        yield Finding(LOST, f"no good answer to {', '.join(scene.unanswered)}")
    for what in scene.broken_promises:
        yield Finding(LOST, what)
    told = {(receipt["number"], receipt["code"]) for receipt in scene.receipts}
    if len(told) > 1:
        yield Finding(DOUBLED, f"{len(told)} receipts for one complaint")
    for number, code in told:
        if number not in numbers:
            yield Finding(LOST, "a receipt without a case")
        elif not scene.opens(number, code):
            yield Finding(LOST, "a receipt that does not open its case")


def _letters(scene: Scene, pk: str, log: list[Any], events: tuple[Event, ...]) -> Iterator[Letter]:
    """What these events owe, told from the events and not from what the items say of themselves."""
    end, case = fold(events), None
    for n, (item, event) in enumerate(zip(log, events, strict=True), start=1):
        case = evolve(case, event)
        for owed in owed_by(event, case, scene.world.policy):
            standing = item.get("owed", {}).get("M", {}).get(owed.key, {}).get("M")
            yield Letter(
                tag=tag_of(end, n, owed),
                event=(pk, item["sk"]["S"]),
                standing=standing,
                withheld=(standing or {}).get("o", {}).get("S") == "withheld" and is_withheld(owed, event, end, scene.world.policy),
                name=f"{owed.key} of event {n}",
            )


def tag_of(case: Case, n: int, owed: Owed) -> str:
    """The id that every copy of a letter carries."""
    return _opaque(wiring.letterhead(), "letter", case.case_id, str(n), owed.key)


def _mailbox(scene: Scene, letters: list[Letter]) -> Iterator[Finding]:
    """I2, I5, I6, I11: each letter left, after its commit, once or with one lawful copy more."""
    copies: dict[str, list[str]] = defaultdict(list)
    for message in scene.world.stack.mailbox():
        copies[message["headers"].get("X-Huiyin-Event", "")].append(message["headers"].get("Message-ID", ""))
    known = {letter.tag: letter for letter in letters}
    for tag, ids in copies.items():
        if tag not in known:
            yield Finding(EARLY, f"{len(ids)} letters about nothing that is stored")
        elif known[tag].event not in scene.world.committed_at_send.get(tag, ()):
            yield Finding(EARLY, f"{known[tag].name} left before its commit")
        if len(set(ids)) > 1:
            yield Finding(EXTRA, "copies with different ids")
        if len(ids) > 1:
            lawful = len(ids) == 2 and scene.struck_between_send_and_settle()
            yield Finding(EXTRA, f"{len(ids)} copies", lawful=lawful)
    for letter in letters:
        if not letter.withheld and not copies.get(letter.tag):
            yield Finding(LOST, f"{letter.name} never left ({letter.standing})")
        elif letter.standing is not None and "o" not in letter.standing:
            yield Finding(LOST, f"{letter.name} is still owed after the last round")


def _evidence(scene: Scene, pk: str, events: tuple[Event, ...]) -> Iterator[Finding]:
    """I10: what the log calls available can be looked at, the original is what was sent, and no upload is left over."""
    objects, case_id = scene.world.objects_now(), pk.removeprefix("CASE#")
    if left := [key for key in objects if key.startswith("incoming/")]:
        yield Finding(LOST, f"{len(left)} uploads left lying")
    for event in events:
        if not isinstance(event, EvidenceChecked) or event.outcome != "available":
            continue
        served, original = f"served/{case_id}/{event.slot}.jpg", f"original/{case_id}/{event.slot}"
        if served not in objects or original not in objects:
            yield Finding(LOST, "evidence that is available and not there")
            continue
        if Image.open(BytesIO(objects[served].value)).getexif():
            yield Finding(LEAK, "a served photo knows where it was taken")
        if hashlib.sha256(scene.original(case_id, event.slot)).hexdigest() != event.original:
            yield Finding(LOST, "the original is not what was sent")


def _leaks(scene: Scene, items: list[Any]) -> Iterator[Finding]:
    """I7: no word of anybody outside ciphertext, at rest, on the way, in the log, or on the outside of a letter."""
    world = scene.world
    outside = [{name: value for name, value in letter["headers"].items() if name != "To"} for letter in world.stack.mailbox()]
    stored = {name: found.metadata for name, found in world.objects_now().items()}
    places = {"table": items, "stream": world.stream(), "log": world.stack.logs(), "objects": stored, "headers": outside}
    found = world.leaks_on_the_way | {f"{name} in {place}" for place, content in places.items() for name in canaries.found_below(content)}
    for what in sorted(found):
        yield Finding(LEAK, what)
