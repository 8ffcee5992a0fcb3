"""One case under one fault: what was asked, what was answered, and what must be true in the end."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from huiyin.entry import wiring
from infra.local.http_message import Answer
from tests.faults import canaries
from tests.faults.injector import Call
from tests.faults.world import World

Json = dict[str, Any]
Log = tuple[str, ...]
# Of all cases, in any order.
Logs = tuple[Log, ...]
KEY = "the-key-of-this-form"
_TRIES = 4
RECEIVED: Log = ("ComplaintReceived",)
FORM: Json = {
    "matter": canaries.MATTER,
    "wish": canaries.WISH,
    "consent": "2026.11",
    "category": "elevator",
    "sub_issue": "out_of_service",
    "building": "b3",
    "unit": "3-1-802",
    "name": canaries.NAME,
    "phone": canaries.PHONE,
    "email": canaries.EMAIL,
    "no_evidence": False,
    "language": "zh",
}


@dataclass
class Scene:
    """expected: logs that are right in the end; unanswered: what never got a good answer; calls: those under the fault.

    struck: which of them; rivalled: nothing failed, but somebody else came in between; form, besides: of the flow; neighbours:
    receipts of others who reported the same.
    """

    world: World
    expected: tuple[Log | Logs, ...] = (RECEIVED,)
    form: Json = field(default_factory=lambda: FORM)
    besides: frozenset[str] = frozenset()
    receipts: list[Json] = field(default_factory=list)
    neighbours: list[Json] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    broken_promises: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    struck: list[int] = field(default_factory=list)
    rivalled: bool = False
    names_told: int = 0

    @property
    def number(self) -> str:
        """Of the case, as its owner knows it."""
        return str(self.receipts[0]["number"])

    @property
    def case_id(self) -> str:
        """Its eight digits."""
        return self.number.rsplit("-", 1)[1]

    # ---- the owner ---------------------------------------------------------------------------------------------------

    def report(self) -> bool:
        """Send the form, and again while no good answer comes; always with the key of this form."""
        answer = self.until_answered("report", lambda: self.world.post("/api/complaints", self.form, key=KEY), (201,))
        if answer is None:
            return False
        receipt = json.loads(answer.body)
        self.receipts.append(receipt)
        case = f"CASE#{receipt['number'].rsplit('-', 1)[1]}"
        if (case, "META") not in self.world.stored():
            self.broken_promises.append("a receipt was given before anything was stored")
        return True

    def neighbour(self, n: int) -> bool:
        """Somebody else of the building reports the same, from an address of his own."""
        form = self.form | {"unit": f"3-1-{n:02}01", "email": f"neighbour.{n}@example.com"}
        answer = self.until_answered(f"neighbour {n}", lambda: self.world.post("/api/complaints", form, key=f"{KEY}-{n}"), (201,))
        if answer is not None and json.loads(answer.body) not in self.neighbours:
            self.neighbours.append(json.loads(answer.body))
        return answer is not None

    def add(self, note: str, key: str) -> bool:
        """The owner adds words."""
        return self._act("add", {"note": note}, self.receipts[0], key)

    def act(self, name: str, *, whose: int = 0, time: int = 1, **words: Any) -> bool:
        """One of the acts of an owner: of the first one, or of a neighbour; the first time, or once more."""
        receipt = self.neighbours[whose - 1] if whose else self.receipts[0]
        return self._act(name, words, receipt, f"{name}-by-owner-{whose}-time-{time}")

    def _act(self, name: str, words: Json, receipt: Json, key: str) -> bool:
        body = {"number": receipt["number"], "code": receipt["code"], **words}
        return self.until_answered(name, lambda: self.world.post(f"/api/owner/{name}", body, key=key), (200,)) is not None

    def opens(self, number: str, code: str) -> bool:
        """Whether number and code show the case with the words that were said."""
        answer = self.world.post("/api/track", {"number": number, "code": code}, key=KEY)
        return answer is not None and answer.status == 200 and json.loads(answer.body)["matter"] == canaries.MATTER

    # ---- the desk ----------------------------------------------------------------------------------------------------

    def do(self, staff: str, command: str, *, time: int = 1, number: str = "", parts: bool = False, **fields: Any) -> bool:
        """A member of staff carries out a command; overtaken, he looks again and decides again. One key for all tries.

        number: of another case than the first one; parts: he gives it away by this, and whoever asks again for want of an answer is
        told of no case (S01); fields: as they are, or told from the case that he sees.
        """
        good, key = (200, 404) if parts else (200,), f"{command}-of-{staff.replace('.', '-')}" + (f"-time-{time}" if time > 1 else "")
        asked = lambda: self._do(staff, command, fields, number or self.number, key)  # noqa: E731
        return self.until_answered(key, asked, good) is not None

    def _do(self, staff: str, command: str, fields: Json, number: str, key: str) -> Answer | None:
        path = f"/api/desk/cases/{number}"
        seen = self.world.get(path, staff)
        if seen is None or seen.status != 200:
            return seen
        shown = json.loads(seen.body)
        told = {name: value(shown) if callable(value) else value for name, value in fields.items()}
        answer = self.world.post(f"{path}/{command}", {"version": shown["version"], **told}, key=key, staff=staff)
        if answer is not None and answer.status == 409 and json.loads(answer.body)["code"] == "stale_version":
            return None
        return answer

    def shown(self, staff: str, number: str = "") -> Json:
        """The case as that colleague sees it; {} where he sees none, or gets no answer."""
        seen = self.world.get(f"/api/desk/cases/{number or self.number}", staff)
        return json.loads(seen.body) if seen is not None and seen.status == 200 else {}

    def reveal(self, staff: str) -> bool:
        """A member of staff asks for the owner's name."""
        path, body = f"/api/desk/cases/{self.number}/identity", {"reason": "call_owner", "note": canaries.NOTE}
        answer = self.until_answered("identity", lambda: self.world.post(path, body, key="reveal-for-the-call", staff=staff), (200,))
        if answer is None:
            return False
        self.names_told += 1
        if json.loads(answer.body)["name"] != canaries.NAME:
            self.broken_promises.append("another name than the owner's")
        return True

    def until_answered(self, what: str, ask: Callable[[], Answer | None], good: tuple[int, ...]) -> Answer | None:
        """The good answer to what is asked again while none comes; None after four tries, or a refusal that no repetition changes."""
        for _ in range(_TRIES):
            answer: Answer | None = ask()
            if answer is not None and answer.status in good:
                if what in self.unanswered:
                    self.unanswered.remove(what)
                return answer
            if answer is not None and answer.status < 500 and answer.status != 429:
                break
        if what not in self.unanswered:
            self.unanswered.append(what)
        return None

    # ---- what happened -----------------------------------------------------------------------------------------------

    def original(self, case_id: str, slot: str) -> bytes:
        """The original of a photo, opened."""
        store = wiring.case_store()
        history = store.load(case_id)
        assert history is not None
        return wiring.evidence_store().original(case_id, slot, partial(store.file_key, history))

    def struck_between_send_and_settle(self) -> bool:
        """Whether the faults began after a letter had left and before that was written down: nobody can tell it from an unsent one."""
        if not self.struck or self.rivalled:
            return False
        k = self.struck[0]
        sent = max((n for n, call in enumerate(self.calls[:k], start=1) if call.operation == "SendEmail"), default=0)
        if not sent or not self.calls[sent - 1].effect:
            return False
        settled = [call for call in self.calls[sent:k] if call.operation == "UpdateItem" and call.effect]
        return not settled
