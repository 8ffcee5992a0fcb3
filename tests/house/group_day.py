"""A matter of two households on a day of the house: from two reports to a group case that is answered."""

from base64 import b64encode
from collections.abc import Callable
from itertools import count
from typing import Any

from builders import MONDAY_9AM
from entry.doors import complaint, event, post_json
from estate import book, xlsx
from huiyin.policy import load_policy
from infra.local.stack import Stack

Ask = Callable[[str, Any, int], Any]
_keys = count()
TRIAGED = {"category": "elevator", "sub_issue": "out_of_service", "severity": 2, "urgency": 2, "level": "general", "lead": "repairs"}
POINT = {"finding_1": "upheld", "wish_1": "met"}


class Group:
    """Two reports about the lift of one building, and the group case that is made of the first."""

    def __init__(self, stack: Stack, ask: Ask, building: str) -> None:
        self.stack = stack
        self.ask = ask
        self.founder = self._triaged(building)
        self.do("he.min", self.founder, "open-group-case", cause="同一台曳引机", whole=False)
        self.number = self._number_of_group()

    def _triaged(self, building: str) -> str:
        report = post_json("/api/complaints", complaint(building=building), key=f"a-key-of-a-group-{next(_keys):06d}")
        number = str(self.ask("OwnerApi", report, 201)["number"])
        self.do("lin.jing", number, "register-case", identity_check="called_back")
        self.do("he.min", number, "triage-case", **TRIAGED, handler="li.wei")
        return number

    def do(self, who: str, number: str, command: str, **fields: Any) -> None:
        """One command at the desk, on the case as it is now."""
        head, path = {"authorization": f"Bearer {self.stack.token(who)}"}, f"/api/desk/cases/{number}"
        version = self.ask("StaffApi", event("GET", path, headers=head), 200)["version"]
        key = f"a-key-of-a-group-{next(_keys):06d}"
        self.ask("StaffApi", post_json(f"{path}/{command}", {"version": version, **fields}, headers=head, key=key), 200)

    def _number_of_group(self) -> str:
        head = {"authorization": f"Bearer {self.stack.token('he.min')}"}
        rows = self.ask("StaffApi", event("GET", "/api/desk/cases", headers=head, query={"view": "all"}), 200)["items"]
        return next(str(row["number"]) for row in rows if row["level"] == "group" and row["state"] == "REGISTERED")

    def answer(self) -> None:
        """From its triage to the answer that all its members get."""
        self.do("he.min", self.number, "triage-case", **TRIAGED, handler="li.wei")
        self.do("li.wei", self.number, "accept-case", no_interest=True)
        self.do("li.wei", self.number, "conclude-without-work", **POINT, grounds="已查", answer="已修好。")
        # Whoever is to check it reads so in the morning.
        self.stack.tick("SendDigest", MONDAY_9AM)
        self.do("gu.ning", self.number, "release-answer", **POINT, text="曳引机已更换。", no_interest=True)

    def join(self, building: str) -> None:
        """One more household joins it."""
        self.do("he.min", self._triaged(building), "join-group", group=self.number)


def known_to_be_many(stack: Stack, ask: Ask) -> None:
    """So many households of one building report one matter, and the desk knows each, that the clock makes the group case by itself."""
    head = {"authorization": f"Bearer {stack.token('lin.jing')}"}
    for floor in range(1, load_policy().measures.groups.automatic + 1):
        told = complaint(building="b8", sub_issue="jolts_levelling", household=f"1 单元 {floor}02")
        number = ask("OwnerApi", post_json("/api/complaints", told, key=f"a-key-of-a-group-{next(_keys):06d}"), 201)["number"]
        known = {"version": 1, "identity_check": "called_back"}
        ask("StaffApi", post_json(f"/api/desk/cases/{number}/register-case", known, headers=head), 200)
    # One that triage has looked at founds it.
    triaged = {"version": 2, **TRIAGED, "sub_issue": "jolts_levelling", "handler": "li.wei"}
    head = {"authorization": f"Bearer {stack.token('he.min')}"}
    ask("StaffApi", post_json(f"/api/desk/cases/{number}/triage-case", triaged, headers=head), 200)
    stack.drain()
    stack.tick("WatchRisk", MONDAY_9AM)


def bring_estate(stack: Stack, ask: Ask) -> None:
    """The manager brings a workbook with households, and the next day the same one again."""
    head = {"authorization": f"Bearer {stack.token('jiang.bo')}"}
    body = {"name": "estate.xlsx", "content": b64encode(xlsx(book())).decode(), "write": True}
    for _ in range(2):
        found = ask("EstateApi", post_json("/api/desk/estate", body, headers=head), 200)
        # What is in force already is not written down a second time.
        assert (found["version"], found["faults"]) == (1, [])
