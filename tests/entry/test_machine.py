"""Both doors against a model: whatever people do in whatever order, the case is where the rules say, once, and nobody sees too much."""

import os
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from entry import tokens
from entry.case_model import DESK, OWNER, ROLES, Known, may, take
from entry.conftest import Ask
from entry.doors import complaint, event, post_json

INSIDE = "内部记录：业主情绪激动"
SOON, LATER = "2026-11-24T18:00", "2026-11-25T18:00"
POINT = {"finding_1": "upheld", "wish_1": "met"}
WORDS = dict.fromkeys(("found", "cause", "impact", "options", "solution", "wish_met", "messages"), "已查明")
TASK = {"words": "更换灯具", "department": "repairs", "assignee": "wu.lei", "due": SOON}
LAMP = {"category": "facility_repair", "sub_issue": "roads_lights", "matter": "三栋门口的路灯不亮。"}
BODIES: dict[str, dict[str, Any]] = {
    "register-case": {"identity_check": "called_back"},
    "accept-objection": {"grounds": "属公共部位"},
    "triage-case": {
        **{name: LAMP[name] for name in ("category", "sub_issue")},
        "severity": 2,
        "urgency": 2,
        "level": "general",
        "lead": "repairs",
        "handler": "li.wei",
    },
    "accept-case": {"no_interest": True},
    "return-to-triage": {"reason": "属于秩序部"},
    "ask-owner": {"question": "是哪一盏灯？", "days": 1},
    "reply-to-question": {"answer": "门口那一盏"},
    "submit-plan": {**POINT, **WORDS, "cost_yuan": 0, "finish_due": LATER, "tasks": [TASK], "resources": []},
    "return-plan": {"reasons": "请补充报价"},
    "evaluate-plan": {"progress": "已到货", "forecast": LATER, "decision": "go_on"},
    "report-done": {**POINT, "result": "已更换", "answer": "已修好。"},
    "conclude-without-work": {"finding_1": "not_upheld", "wish_1": "not_met", "grounds": "灯是亮的", "answer": "正常。"},
    "return-work": {"defects": "仍不亮"},
    "release-answer": {**POINT, "text": "已修好，请您确认。", "no_interest": True},
    "reopen-case": {"grounds": "又灭了"},
    "decide-review": {"outcome": "upheld", "text": "维持原答复。"},
    "transfer-case": {"outside_body": "street_office", "contact": "张主任", "follow_up_d": 7},
    "record-transfer-result": {"result": "已派人", "to": "INVESTIGATING"},
    "log-contact": {"way": "phone", "outcome": "tried", "note": INSIDE},
    "add-fact": {"note": INSIDE},
    "log-visit": {"visit": "met", "note": INSIDE},
    "log-joint-check": {"witness": "业主请来的邻居", "note": INSIDE},
    "hold-case": {"reason": INSIDE},
    "release-hold": {"reason": INSIDE},
    "log-call-back": {"outcome": "refused", "line": "mobile", "note": INSIDE},
    "survey": {"solved": "unsolved", "rate_result": "1"},
    "dispute": {"solved": "unsolved", "words": "又灭了"},
    "reply": {"answer": "门口那一盏"},
    "add": {"note": "补充一句"},
} | {name: {"grounds": "请再看看"} for name in ("object", "reopen", "review", "withdraw")}
STEPS = [(command, who) for command in DESK for who in ROLES] + [(command, "owner") for command in OWNER]
NEW = count(1)
# What brings a case nearer to its end, and back from there.
ROAD = frozenset(
    "register-case triage-case accept-case submit-plan approve-plan finish-task report-done conclude-without-work release-answer reply "
    "record-transfer-result accept-objection confirm dispute reopen review decide-review return-work "
    "log-visit log-joint-check".split()
)


@cache
def head(who: str) -> dict[str, str]:
    """The header of somebody who is signed in."""
    return tokens.bearer(who)


class Doors(RuleBasedStateMachine):
    """People at both doors, and the model beside them."""

    desk: Ask
    owners: Ask

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[Known] = []
        self.touched: Known | None = None
        self.checked = False
        self.again: tuple[Known, Callable[[], Any]] | None = None

    def ask(self, case: Known, command: str, who: str, *, version: int, key: str) -> Any:
        body = dict(BODIES.get(command, {}))
        if who == "owner":
            return self.owners(post_json(f"/api/owner/{command}", {"number": case.number, "code": case.code} | body, key=key))
        if command == "decline-case":
            body = {"agree": "agreed"} if case.proposer else {"reason": "not_ours", "text": "请向供电公司反映。"}
        elif command == "approve-plan":
            shown = self.desk(event("GET", f"/api/desk/cases/{case.number}", headers=head(who))).json
            body = {"digest": (shown.get("plan") or {}).get("digest", "none"), "no_interest": True}
        elif command == "finish-task":
            body = {"n": max(case.task, 1), "outcome": "cancelled", "note": "巡检时处理"}
        path = f"/api/desk/cases/{case.number}/{command}"
        return self.desk(post_json(path, {"version": version} | body, headers=head(who), key=key))

    def a_step(self, data: Any, case: Known, *, open_now: bool, road: bool = False) -> tuple[str, str] | None:
        """A command and who gives it, open to him by the model or not; the command first, so that none is rare for having few people."""
        blurred = case.guarded and not open_now
        fitting = [(command, who) for command, who in STEPS if may(case, command, who) is open_now and not (blurred and who == "ye.qing")]
        commands = sorted({command for command, _ in fitting if not road or command in ROAD})
        if not commands:
            return None
        command = data.draw(st.sampled_from(commands))
        return command, data.draw(st.sampled_from([who for one, who in fitting if one == command]))

    @initialize()
    def begin(self) -> None:
        self.report(sensitive=False)

    @precondition(lambda self: len(self.cases) < 3)
    @rule(sensitive=st.booleans())
    def report(self, sensitive: bool) -> None:
        said = self.owners(post_json("/api/complaints", complaint(**LAMP, sensitive=sensitive), key=f"a-key-of-one-report-{next(NEW)}"))
        assert said.status == 201, said.text
        self.cases.append(Known(said.json["number"], said.json["code"], guarded=sensitive))

    def done(self, case: Known, command: str, who: str) -> None:
        key = f"a-key-of-one-step-{next(NEW)}"
        said = self.ask(case, command, who, version=case.version, key=key)
        assert said.status == 200, (command, who, case, said.text)
        version = case.version
        before = Known(**vars(case))
        self.again = (case, lambda: self.ask(before, command, who, version=version, key=key))
        take(case, command, who)
        self.touched = case
        assert said.json["state"] == case.state, (command, who, case)
        self.checked = who != "owner"
        if self.checked:
            assert said.json["version"] == case.version == len(said.json["timeline"]), (command, who, case)

    @rule(data=st.data())
    def step(self, data: Any) -> None:
        case = data.draw(st.sampled_from(self.cases))
        found = self.a_step(data, case, open_now=True)
        if found is not None:
            self.done(case, *found)

    @rule(data=st.data())
    def onwards(self, data: Any) -> None:
        case = self.cases[0]
        found = self.a_step(data, case, open_now=True, road=True)
        if found is not None:
            self.done(case, *found)

    @rule(data=st.data(), times=st.integers(1, 2))
    def a_stretch(self, data: Any, times: int) -> None:
        for _ in range(times):
            self.onwards(data)

    @rule(data=st.data())
    def refused(self, data: Any) -> None:
        case = data.draw(st.sampled_from(self.cases))
        found = self.a_step(data, case, open_now=False)
        if found is None:
            return
        command, who = found
        said = self.ask(case, command, who, version=case.version, key=f"a-key-of-one-step-{next(NEW)}")
        assert said.status in {400, 404, 409}, (command, who, case, said.text)
        assert said.json["message"]
        if who != "owner" and not case.sees(who):
            missing = self.desk(event("GET", "/api/desk/cases/HY-2026-00000000", headers=head(who)))
            assert (said.status, said.text) == (404, missing.text)
        self.touched = case

    @rule(data=st.data())
    def overtaken(self, data: Any) -> None:
        case = data.draw(st.sampled_from(self.cases))
        command, who = self.a_step(data, case, open_now=True) or ("", "owner")
        if who == "owner" or case.version < 2:
            return
        said = self.ask(case, command, who, version=case.version - 1, key=f"a-key-of-one-step-{next(NEW)}")
        assert (said.status, said.code, said.json["current_version"]) == (409, "stale_version", case.version), said.text
        assert said.json["by_words"]["zh"]
        assert said.json["event_words"]["zh"]

    @precondition(lambda self: self.again is not None)
    @rule()
    def repeated(self) -> None:
        assert self.again is not None
        self.touched, repeat = self.again
        said = repeat()
        # Whoever sees the case no more is told of none; nobody changes it twice.
        assert said.status in {200, 404}, said.text

    @invariant()
    def stands_as_the_model_says(self) -> None:
        case, checked = self.touched, self.checked
        self.touched, self.checked = None, False
        if case is None:
            return
        if checked and case.version % 2:
            # The answer to the step has shown it already; what its owner sees is looked at every other time.
            return
        if checked:
            tracked = self.owners(post_json("/api/track", {"number": case.number, "code": case.code}))
            assert (tracked.status, tracked.json["state"]) == (200, case.state)
            assert INSIDE not in tracked.text
            return
        # Loading it proves its chain: a broken one is a fault of ours.
        shown = self.desk(event("GET", f"/api/desk/cases/{case.number}", headers=head("ye.qing"))).json
        assert (shown["state"], shown["version"], len(shown["timeline"])) == (case.state, case.version, case.version), case


def run(desk: Ask, owners: Ask, examples: int, steps: int, *, of: int) -> None:
    """So many histories of so many steps. of: the seed, so that the parts of the long run differ."""
    made = seed(of)(type("Doors", (Doors,), {"desk": staticmethod(desk), "owners": staticmethod(owners)}))
    wanted = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(made, settings=wanted)


def test_both_doors_do_what_the_model_says(desk: Ask, owners: Ask) -> None:
    run(desk, owners, 10, 20, of=0)


@pytest.mark.long
@pytest.mark.timeout(1_500)
@pytest.mark.parametrize("part", range(1, 1 + int(os.environ.get("HISTORIES", "5"))))
def test_both_doors_do_what_the_model_says_over_and_over(desk: Ask, owners: Ask, part: int) -> None:
    run(desk, owners, 25, 50, of=part)
