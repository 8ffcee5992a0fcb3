"""One case on its course through the running stack: who does what, and when; each step says where the case must stand after it."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from infra.local.stack import Stack
from neighbours import Colleague, Json, Owner

MONDAY_9AM = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
POINT = {"finding_1": "upheld", "wish_1": "met"}
NOTHING = {"finding_1": "not_upheld", "wish_1": "not_met", "grounds": "现场运行正常。", "answer": "经核实运行正常。"}
WORDS = dict.fromkeys(("found", "cause", "impact", "options", "solution", "wish_met", "messages"), "已现场查明。")
# Each owner lives in a flat of his own: what one household reports again of the same matter is added to its open case.
FLATS = count(1)


class Course:
    """A case, the moment at which it stands, and everybody who has to do with it."""

    def __init__(self, stack: Stack, begin: datetime = MONDAY_9AM) -> None:
        self.stack, self.now = stack, begin
        self.owner = Owner(stack.url)
        self.flat = f"3-1-{next(FLATS):04}"

    def later(self, **delta: float) -> "Course":
        """So much later."""
        self.now += timedelta(**delta)
        return self

    def reports(self, **changes: Any) -> Json:
        """The owner sends the form."""
        with self.stack.at(self.now):
            reply = self.owner.report(**{"unit": self.flat} | changes)
        assert reply.status == 201, reply.text
        return reply.json

    def seen_by(self, who: str) -> Any:
        """The case as that colleague is answered."""
        with self.stack.at(self.now):
            return self._colleague(who).get(f"cases/{self.owner.number}")

    def does(self, who: str, command: str, state: str, **fields: Any) -> Json:
        """A colleague takes a step, and the case stands in that state."""
        reply = self._asked(who, command, fields)
        assert reply.status == 200, (who, command, reply.text)
        assert reply.json["state"] == state, (who, command)
        return reply.json

    def refuses(self, who: str, command: str, code: str, **fields: Any) -> None:
        """A colleague may not take that step."""
        reply = self._asked(who, command, fields)
        assert reply.status in {404, 409}, (who, command, reply.text)
        assert reply.json["code"] == code, (who, command)

    def acts(self, act: str, state: str, **more: Any) -> Json:
        """The owner acts, and the case stands in that state."""
        with self.stack.at(self.now):
            reply = self.owner.act(act, **more)
        assert reply.status == 200, (act, reply.text)
        assert reply.json["state"] == state, act
        return reply.json

    def tracked(self) -> Json:
        """The case as its owner sees it."""
        with self.stack.at(self.now):
            return self.owner.track()

    def sweeps(self) -> None:
        """The clocks look at every case."""
        self.stack.tick("SweepDeadlines", at=self.now)
        self.stack.drain()

    def agrees(self, who: str, state: str) -> Json:
        """A colleague reads the plan and agrees to it."""
        digest = self.seen_by(who).json["plan"]["digest"]
        return self.does(who, "approve-plan", state, digest=digest, no_interest=True)

    def handed_to(self, handler: str, lead: str, issue: str, **changes: Any) -> Json:
        """Registered by the desk, triaged, and accepted by that handler. issue: category and sub-issue, with a dot between."""
        category, _, sub_issue = issue.partition(".")
        self.does("lin.jing", "register-case", "REGISTERED", identity_check="called_back")
        graded = {"severity": 2, "urgency": 2, "level": "general"} | changes
        self.does("he.min", "triage-case", "TRIAGED", category=category, sub_issue=sub_issue, lead=lead, handler=handler, **graded)
        return self.does(handler, "accept-case", "INVESTIGATING", no_interest=True)

    def plan(self, **changes: Any) -> Json:
        """The body of an ordinary plan: one step by the other handler of the repairs department, for 300 yuan."""
        due, finish = self.after(days=1), self.after(days=3)
        task = {"words": "更换部件并试运行", "department": "repairs", "assignee": "wu.lei", "due": due}
        plain = {"cost_yuan": 300, "source": "service_fee", "finish_due": finish, "tasks": [task], "resources": []}
        return {**POINT, **WORDS, **plain, **changes}

    def listed(self, who: str, view: str) -> list[Json]:
        """The rows of a list, as that colleague is answered."""
        with self.stack.at(self.now):
            found: list[Json] = self._colleague(who).get(f"cases?view={view}").json["items"]
        return found

    def titles(self, who: str = "ye.qing") -> list[str]:
        """What happened, as types of events."""
        return [row["type"] for row in self.seen_by(who).json["timeline"]]

    def letters_to(self, code: str) -> list[Json]:
        """Letters about this case to a colleague."""
        address = self.stack.directory.by_email(code).email
        return [one for one in self.stack.mailbox() if address in one["to"] and self.owner.number in one["subject"] + one["text"]]

    def _asked(self, who: str, command: str, fields: Json) -> Any:
        with self.stack.at(self.now):
            return self._colleague(who).do(self.owner.number, command, **self._versioned(who), **fields)

    def _versioned(self, who: str) -> Json:
        """The version that he sees; one that sees nothing sends some."""
        version = self._colleague(who).case(self.owner.number).get("version", 1)
        return {"version": version}

    def _colleague(self, who: str) -> Colleague:
        return Colleague(self.stack.url, self.stack.token(who))

    def after(self, **delta: float) -> str:
        """That much from now, as a page sends it."""
        return (self.now + timedelta(**delta)).isoformat()
