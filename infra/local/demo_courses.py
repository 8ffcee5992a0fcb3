"""The courses that cases of the invented year take after they came in: who does what, and how long after the step before."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from huiyin.policy.schema import Policy
from infra.local.template import Json

# Who is no colleague: the owner, and the clocks of the stack.
OWNER, CLOCKS = "owner", "clocks"
DESK, TRIAGE, OTHER_TRIAGE, MANAGER, DUTY_MANAGER = "lin.jing", "he.min", "fang.yuan", "jiang.bo", "luo.han"
QUALITY, OTHER_QUALITY, CONFID, OTHER_CONFID = "gu.ning", "shen.yu", "ye.qing", "qin.yue"
_SOLVED = {"finding_1": "upheld", "wish_1": "met"}
_NOTHING = {"finding_1": "not_upheld", "wish_1": "not_met"}
_COSTS = (0, 80, 150, 300, 600, 900)


@dataclass(frozen=True)
class Move:
    """A step: how long after the one before, a staff code or OWNER or CLOCKS, its name at the door, and the body.

    A value of the body that is a length of time stands for the moment so much later.
    """

    wait: dt.timedelta
    who: str
    name: str
    body: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Matter:
    """What a course depends on. pace: 1, or how many times as slow everybody is."""

    assessment: Json
    anonymous: bool
    guarded: bool
    pace: int
    texts: Json
    policy: Policy

    @property
    def handler(self) -> str:
        return str(self.assessment["handler"])

    @property
    def priority(self) -> str:
        return self.policy.promises.matrix[self.assessment["severity"]][self.assessment["urgency"]]

    @property
    def is_major(self) -> bool:
        return bool(self.assessment["severity"] >= self.policy.promises.major_severity)

    @property
    def verifier(self) -> str:
        """Who checks the result: whoever had no part in it."""
        if self.guarded:
            return CONFID
        if self.is_major:
            return OTHER_QUALITY
        return OTHER_TRIAGE if self.assessment["lead"] == "desk" else TRIAGE

    def approvers(self) -> tuple[str, ...]:
        """Who agrees to a plan of this matter."""
        if self.priority in self.policy.promises.wakes_duty:
            return (DUTY_MANAGER, MANAGER, *([QUALITY] if self.is_major else []))
        if self.is_major:
            return (MANAGER, QUALITY)
        # Whoever heads a department himself asks the next one up.
        if self.priority == self.policy.measures.approval.urgent or "dept_lead" in self.policy.departments.staff[self.handler].roles:
            return (MANAGER,)
        return (self.policy.departments.departments[self.assessment["lead"]].lead,)


def nothing(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """Nobody has taken it up."""
    yield from ()


def registered(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """The desk has checked that everything is there; of a confidential matter the confidential officer has."""
    check = "anonymous" if matter.anonymous else "called_back"
    yield Move(_minutes(chance, 5, 40) * matter.pace, CONFID if matter.guarded else DESK, "register-case", {"identity_check": check})


def triaged(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """Somebody has it, and the owner knows until when."""
    yield from registered(chance, matter)
    yield Move(_minutes(chance, 10, 90) * matter.pace, CONFID if matter.guarded else TRIAGE, "triage-case", matter.assessment)


def investigated(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """Accepted, and the owner called; the first call does not always reach anybody."""
    yield from triaged(chance, matter)
    yield Move(_minutes(chance, 15, 120) * matter.pace, matter.handler, "accept-case", {"no_interest": True})
    wait = _minutes(chance, 20, 180) * matter.pace
    if chance.random() < 0.2:
        yield Move(wait, matter.handler, "log-contact", _call("tried", chance.choice(matter.texts["tried_notes"])))
    yield Move(wait, matter.handler, "log-contact", _call("reached", chance.choice(matter.texts["contact_notes"])))


def planned(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """A plan lies before those who have to agree."""
    yield from investigated(chance, matter)
    yield from _plan(chance, matter)


def _plan(chance: random.Random, matter: Matter) -> Iterator[Move]:
    words = chance.choice(matter.texts["plans"])
    task = {"words": words["task"], "department": matter.assessment["lead"], "assignee": matter.handler, "due": dt.timedelta(days=2)}
    cost = chance.choice(_COSTS)
    money = {"cost_yuan": cost, **({"source": "service_fee"} if cost else {})}
    said = {name: text for name, text in words.items() if name != "task"}
    body = {**_SOLVED, **said, **money, "finish_due": dt.timedelta(days=3), "tasks": [task], "resources": []}
    yield Move(_minutes(chance, 60, 600), matter.handler, "submit-plan", body)


def begun(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """Everybody agreed, and the work goes on."""
    yield from planned(chance, matter)
    yield from _agreed(chance, matter)


def _agreed(chance: random.Random, matter: Matter) -> Iterator[Move]:
    for approver in matter.approvers():
        yield Move(_minutes(chance, 20, 200), approver, "approve-plan", {"no_interest": True})


def done(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """The work is reported done, and waits for whoever checks it."""
    yield from begun(chance, matter)
    yield from _reported(chance, matter)


def _reported(chance: random.Random, matter: Matter, task: int = 1) -> Iterator[Move]:
    told = chance.choice(matter.texts["results"])
    yield Move(_minutes(chance, 300, 2400), matter.handler, "finish-task", {"n": task, "outcome": "done", "note": ""})
    yield Move(_minutes(chance, 5, 60), matter.handler, "report-done", {**_SOLVED, "result": told, "answer": told})


def answered(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """The result is checked, and the owner has his answer."""
    yield from done(chance, matter)
    yield _released(chance, matter, _SOLVED, chance.choice(matter.texts["answers"]))


def looked_into(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """There was nothing to be done, and the owner is told why."""
    yield from investigated(chance, matter)
    words = chance.choice(matter.texts["findings"])
    yield Move(_minutes(chance, 60, 900), matter.handler, "conclude-without-work", {**_NOTHING, "grounds": words, "answer": words})
    yield _released(chance, matter, _NOTHING, words)


def looked_into_and_confirmed(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """There was nothing to be done, and the owner is content with that."""
    yield from looked_into(chance, matter)
    yield Move(_minutes(chance, 120, 900), OWNER, "confirm")


def looked_at_alone(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """What only the confidential officers may know of: a grave one is still with them."""
    yield from investigated(chance, matter) if matter.is_major else looked_into_and_confirmed(chance, matter)


def _released(chance: random.Random, matter: Matter, codes: Json, words: str) -> Move:
    return Move(_minutes(chance, 30, 240), matter.verifier, "release-answer", {**codes, "text": words, "no_interest": True})


def asked(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """The desk needs to know more before it can go on."""
    question = {"question": chance.choice(matter.texts["questions"]), "days": matter.policy.measures.question_d}
    yield Move(_minutes(chance, 30, 90), DESK, "ask-owner", question)


def asked_and_told(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """As most cases, after a question that the owner answers."""
    yield from asked(chance, matter)
    yield Move(_minutes(chance, 60, 900), OWNER, "reply", {"answer": chance.choice(matter.texts["replies"])})
    yield from closed(chance, matter)


def closed(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """Answered, and the owner is content; or nobody hears from him, after two tries; or he is not, and it is done once more."""
    worked = matter.is_major or chance.random() < 0.7
    yield from answered(chance, matter) if worked else looked_into(chance, matter)
    luck = chance.random()
    if luck < 0.6:
        yield Move(_minutes(chance, 120, 4000), OWNER, "confirm")
    elif luck < 0.9:
        yield from _unheard(chance, matter)
    else:
        yield from _once_more(chance, matter, task=2 if worked else 1)


def _once_more(chance: random.Random, matter: Matter, task: int) -> Iterator[Move]:
    """Only half solved: another plan, and another answer. task: its number in the case."""
    yield Move(_minutes(chance, 120, 4000), OWNER, "dispute", {"solved": "partly", "words": chance.choice(matter.texts["disputes"])})
    yield from _plan(chance, matter)
    yield from _agreed(chance, matter)
    yield from _reported(chance, matter, task)
    yield _released(chance, matter, _SOLVED, chance.choice(matter.texts["answers"]))
    yield Move(_minutes(chance, 120, 4000), OWNER, "confirm")


def _unheard(chance: random.Random, matter: Matter) -> Iterator[Move]:
    for wait in (dt.timedelta(days=2), dt.timedelta(days=3)):
        yield Move(wait, matter.handler, "log-contact", _call("tried", chance.choice(matter.texts["tried_notes"])))
    yield Move(dt.timedelta(days=5), CLOCKS, "SweepDeadlines")


def declined(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """Not a matter of the property service: one proposes, another agrees, and the owner hears where to turn."""
    body = {"reason": "not_ours", "text": chance.choice(matter.texts["declines"])}
    yield Move(_minutes(chance, 30, 200), DESK, "decline-case", body)
    yield Move(_minutes(chance, 60, 600), MANAGER, "decline-case", {"agree": "agreed"})


def withdrawn(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """The owner takes it back."""
    yield from registered(chance, matter)
    yield Move(_minutes(chance, 60, 1200), OWNER, "withdraw", {"grounds": chance.choice(matter.texts["withdrawals"])})


def transferred(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """Passed on to a body that may act where we may not."""
    yield from investigated(chance, matter)
    said = chance.choice(matter.texts["transfers"])
    body = {**said, "follow_up_d": matter.policy.measures.follow_up_d, "called_emergency": True}
    yield Move(_minutes(chance, 60, 600), MANAGER, "transfer-case", body)


def heard_from(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """What became of it there; the result is checked, and the owner is told."""
    yield from transferred(chance, matter)
    told = chance.choice(matter.texts["outcomes"])
    yield Move(dt.timedelta(days=12), MANAGER, "record-transfer-result", {"result": told, "to": "VERIFYING"})
    yield _released(chance, matter, {"finding_1": "not_ours", "wish_1": "met"}, told)
    yield Move(_minutes(chance, 120, 900), OWNER, "confirm")


def gathered(chance: random.Random, matter: Matter) -> Iterator[Move]:
    """One of many reports of one matter, handled together with the others."""
    yield from triaged(chance, matter)
    yield Move(_minutes(chance, 20, 90), TRIAGE, "open-group-case", {"cause": chance.choice(matter.texts["causes"]), "whole": False})


def _call(outcome: str, note: str) -> Json:
    return {"way": "phone", "outcome": outcome, "note": note}


def _minutes(chance: random.Random, least: int, most: int) -> dt.timedelta:
    return dt.timedelta(minutes=chance.randint(least, most))
