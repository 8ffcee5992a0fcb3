"""A complaint comes in, is taken up, and its first clocks run: the flows that every complaint goes through."""

import io
from datetime import datetime, timedelta

from PIL import Image

from huiyin.entry import wiring
from tests.faults import canaries
from tests.faults.flow import Flow, anywhere, nothing, report_again
from tests.faults.scenes import RECEIVED, Log, Scene

DESK, TRIAGE, HANDLER = "lin.jing", "he.min", "li.wei"
REGISTERED: Log = (*RECEIVED, "CaseRegistered")
ACCEPTED: Log = (*REGISTERED, "CaseTriaged", "CaseAccepted")
_MINUTE = timedelta(minutes=1)


def report(scene: Scene) -> None:
    scene.report()


def received(scene: Scene) -> None:
    """A complaint that is in, without a fault."""
    assert scene.report()


def followed(scene: Scene) -> None:
    """A complaint that is in, with its letters sent."""
    received(scene)
    scene.world.follow_up()


def follow_up(scene: Scene) -> None:
    scene.world.follow_up()


def sweep(scene: Scene) -> None:
    scene.world.sweep(scene.world.now + 5 * _MINUTE)


def to_acceptance(scene: Scene) -> None:
    """Desk, triage and handler, one after the other; nobody goes on before the one before him has an answer."""
    if scene.do(DESK, "register-case", identity_check="called_back") and scene.do(TRIAGE, "triage-case", **_TRIAGE):
        scene.do(HANDLER, "accept-case", no_interest=True)


_TRIAGE = {
    "category": "elevator",
    "sub_issue": "out_of_service",
    "severity": 3,
    "urgency": 3,
    "level": "general",
    "lead": "repairs",
    "handler": HANDLER,
}


def accepted(scene: Scene) -> None:
    received(scene)
    to_acceptance(scene)
    scene.world.follow_up()
    assert not scene.unanswered


def contact(scene: Scene) -> None:
    scene.do(HANDLER, "log-contact", way="phone", outcome="reached", note=canaries.NOTE)


def reveal(scene: Scene) -> None:
    scene.reveal(HANDLER)


def add(scene: Scene) -> None:
    scene.add(canaries.NOTE, "words-of-the-owner-1")


def add_too(scene: Scene) -> None:
    """The owner adds something else from another window, and has no fault of his own."""
    body = {"number": scene.number, "code": scene.receipts[0]["code"], "note": canaries.WISH}
    answer = scene.world.post("/api/owner/add", body, key="words-of-the-owner-2")
    assert answer is not None
    assert answer.status == 200


def uploaded(scene: Scene) -> None:
    followed(scene)
    scene.world.arrive(wiring.evidence_store().incoming_key(scene.case_id, "1"), a_photo(), "image/jpeg")


def clean(scene: Scene) -> None:
    scene.world.hand_over_files()


def a_photo() -> bytes:
    """A photo that knows where it was taken."""
    out = io.BytesIO()
    image = Image.new("RGB", (40, 30), (90, 120, 60))
    exif = image.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "a camera"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def watch(scene: Scene) -> None:
    """The clock before the promise is late, and after."""
    due = datetime.fromisoformat(scene.receipts[0]["first_contact_due"])
    scene.world.sweep(due - _MINUTE)
    scene.world.sweep(due + _MINUTE)


def watch_too(scene: Scene) -> None:
    """A second sweeper that began at the same time."""
    scene.world.sweep(scene.world.now)


def _and(log: Log, *more: str) -> tuple[Log, ...]:
    return ((*log, *more),)


# Every request that may have shown the name is a reading of its own; a client asks four times at most, and once more after an outage.
_READ = tuple((*ACCEPTED, *["IdentityRevealed"] * times) for times in range(1, 6))

# Nobody registered it for so long that everybody on the ladder heard of it; then nobody called. How many have heard of that
# depends on when the last sweep came that looked for what was left behind.
_REGISTERED_LATE = (*RECEIVED, "DeadlineMissed", "StepEscalated", "StepEscalated", "StepEscalated")
_CALLED_LATE = tuple(("DeadlineMissed", *["StepEscalated"] * rungs) for rungs in (1, 2, 3))
_WARNED = tuple((*_REGISTERED_LATE, "DeadlineNeared", *late) for late in _CALLED_LATE)


def _unregistered(log: Log) -> tuple[Log, ...]:
    """The log of a complaint that nobody registers. After a fault the world waits up to a day: longer than that may take."""
    late = [(*near, *missed) for near in ((), ("DeadlineNeared",)) for missed in ((), *_CALLED_LATE)]
    return tuple((*log, *more) for more in late)


_TAKEN_IN = _unregistered(RECEIVED)

INTAKE = (
    Flow("receive", nothing, report, report_again, _TAKEN_IN, _TAKEN_IN),
    Flow("letter", received, follow_up, follow_up, _TAKEN_IN, _TAKEN_IN),
    Flow("sweep", received, sweep, follow_up, _TAKEN_IN, _TAKEN_IN),
    Flow("accept", followed, to_acceptance, add_too, (ACCEPTED,), anywhere(ACCEPTED, "FactAdded")),
    Flow("contact", accepted, contact, add_too, _and(ACCEPTED, "ContactLogged"), anywhere((*ACCEPTED, "ContactLogged"), "FactAdded")),
    Flow("identity", accepted, reveal, add_too, _READ, tuple(log for read in _READ for log in anywhere(read, "FactAdded"))),
    Flow("add", followed, add, add_too, _unregistered((*RECEIVED, "FactAdded")), _unregistered((*RECEIVED, "FactAdded", "FactAdded"))),
    Flow(
        "evidence",
        uploaded,
        clean,
        clean,
        _unregistered((*RECEIVED, "EvidenceChecked")),
        _unregistered((*RECEIVED, "EvidenceChecked")),
    ),
    Flow(
        "deadline",
        followed,
        watch,
        watch_too,
        # A sweeper that was off until the promise was late says only what is still true.
        (*_WARNED, *((*_REGISTERED_LATE, *late) for late in _CALLED_LATE)),
        _WARNED,
    ),
)
