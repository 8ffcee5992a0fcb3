"""A lamp that does not burn, as a model: who may take which step, and where it leads. Written from the rules, not from the code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ROLES: Mapping[str, frozenset[str]] = {
    "lin.jing": frozenset({"desk"}),
    "he.min": frozenset({"triage", "dept_lead"}),
    "li.wei": frozenset({"handler"}),
    "wu.lei": frozenset({"handler"}),
    "zhao.gang": frozenset({"dept_lead"}),
    "qian.feng": frozenset({"handler", "dept_lead"}),
    "jiang.bo": frozenset({"manager", "dept_lead"}),
    "gu.ning": frozenset({"quality", "dept_lead"}),
    "ye.qing": frozenset({"confid"}),
    "wei.lan": frozenset({"company"}),
    "ma.hui": frozenset({"handler"}),
}
REPAIRS = frozenset({"li.wei", "wu.lei", "zhao.gang", "qian.feng"})
LEADS = frozenset({"zhao.gang", "qian.feng"})
# Who signs for a row, and who signs where nobody of it is free.
ROWS = {"dept_lead": {"zhao.gang", "qian.feng"}, "manager": {"jiang.bo"}, "company": {"wei.lan", "ren.jun"}}
UP = {"dept_lead": "manager", "manager": "company"}
OURS = frozenset("RECEIVED REGISTERED TRIAGED INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED".split())
SEEABLE = frozenset("AWAITING_OWNER INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED".split())
OPEN = OURS | {"AWAITING_OWNER", "ANSWERED"}
KEPT = OPEN | {"CLOSED", "DECLINED", "WITHDRAWN"}
ASKABLE = frozenset("RECEIVED REGISTERED TRIAGED INVESTIGATING EXECUTING".split())


@dataclass
class Known:
    """What the model knows of one case. row: whose agreement its plan waits for; open: whether its task is still to be done."""

    number: str
    code: str
    guarded: bool = False
    state: str = "RECEIVED"
    version: int = 1
    before: str = ""
    lead: bool = False
    handler: str = ""
    proposer: str = ""
    objected: bool = False
    urged: bool = False
    row: str = ""
    agreed: bool = False
    worked: bool = False
    open: bool = False
    task: int = 0
    returns: int = 0
    pauses: int = 0
    disputes: int = 0
    review: bool = False
    reviewed: bool = False
    held: bool = False
    visited: bool = False
    looked: bool = False
    call: str = ""
    drafters: set[str] = field(default_factory=set)
    executors: set[str] = field(default_factory=set)
    approvers: set[str] = field(default_factory=set)
    verifiers: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)

    def sees(self, who: str) -> bool:
        if self.guarded:
            return who == "ye.qing"
        return self.lead if who in REPAIRS else who != "ma.hui"

    def has(self, who: str) -> bool:
        return self.lead and (who == self.handler or who in LEADS)

    def may_sign(self, who: str) -> bool:
        barred = self.drafters | self.executors | {"wu.lei", self.handler}
        row = self.row
        while not ROWS[row] - barred and row in UP:
            row = UP[row]
        return who not in barred and who in ROWS[row]

    @property
    def is_seen(self) -> bool:
        """Whether somebody was there in this round, where it was disputed so often that somebody has to."""
        return self.looked if self.disputes >= 3 else self.visited or self.disputes < 2

    def may_check(self, who: str) -> bool:
        return bool(ROLES[who] & {"quality", "triage", "dept_lead"}) and who not in self.took

    @property
    def took(self) -> set[str]:
        """Who took a part in this round."""
        return self.drafters | self.executors | self.approvers | {self.handler}


def _any(*roles: str) -> Callable[[Known, str], bool]:
    return lambda case, who: bool(ROLES[who] & set(roles))


def _always(case: Known, who: str) -> bool:
    return True


_calls = _any("steward", "desk", "duty", "triage", "handler", "dept_lead", "confid")


def _hears(case: Known, who: str) -> bool:
    """Who calls back an owner who is not content."""
    return bool(ROLES[who] & {"quality", "manager"}) and who not in case.took | case.verifiers | case.former


# command -> from which states, and who may.
DESK: Mapping[str, tuple[frozenset[str], Callable[[Known, str], bool]]] = {
    "register-case": (frozenset({"RECEIVED"}), _any("desk", "confid")),
    "decline-case": (
        frozenset({"RECEIVED"}),
        lambda case, who: (
            who != case.proposer and _any("manager", "company", *(() if case.proposer else ("desk", "triage", "confid")))(case, who)
        ),
    ),
    "accept-objection": (
        frozenset({"DECLINED"}),
        lambda case, who: "manager" in ROLES[who] or (case.objected and "company" in ROLES[who]),
    ),
    "triage-case": (
        frozenset({"REGISTERED"}),
        lambda case, who: "manager" in ROLES[who] or (case.returns < 2 and _any("triage", "confid")(case, who)),
    ),
    "accept-case": (frozenset({"TRIAGED"}), lambda case, who: who == case.handler),
    "return-to-triage": (frozenset({"TRIAGED"}), lambda case, who: case.has(who) and case.returns < 2),
    "ask-owner": (
        ASKABLE,
        lambda case, who: case.pauses < 2 and (_any("desk", "dept_lead", "confid")(case, who) or who == case.handler),
    ),
    "reply-to-question": (frozenset({"AWAITING_OWNER"}), _any("desk", "duty", "handler", "dept_lead", "confid")),
    "submit-plan": (frozenset({"INVESTIGATING"}), Known.has),
    "approve-plan": (frozenset({"PLAN_REVIEW"}), Known.may_sign),
    "return-plan": (frozenset({"PLAN_REVIEW"}), Known.may_sign),
    "finish-task": (
        frozenset({"PLAN_REVIEW", "EXECUTING"}),
        lambda case, who: case.open and case.agreed and (case.has(who) or who == "wu.lei"),
    ),
    "evaluate-plan": (frozenset({"EXECUTING"}), Known.has),
    "report-done": (frozenset({"EXECUTING"}), lambda case, who: case.has(who) and not case.open),
    "conclude-without-work": (frozenset({"TRIAGED", "INVESTIGATING"}), Known.has),
    "return-work": (frozenset({"VERIFYING"}), Known.may_check),
    "release-answer": (frozenset({"VERIFYING"}), lambda case, who: case.may_check(who) and case.is_seen),
    "log-visit": (SEEABLE, _any("manager")),
    "log-joint-check": (
        SEEABLE,
        lambda case, who: _any("quality", "manager", "company")(case, who) and who not in case.took | case.verifiers | case.former,
    ),
    "reopen-case": (frozenset({"CLOSED"}), _any("triage", "manager", "quality")),
    "decide-review": (
        frozenset("AWAITING_OWNER INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING TRANSFERRED ANSWERED CLOSED".split()),
        lambda case, who: case.review and "company" in ROLES[who] and who not in case.approvers and (case.disputes < 3 or case.looked),
    ),
    "transfer-case": (ASKABLE - {"RECEIVED"} | {"PLAN_REVIEW"}, _any("manager")),
    "record-transfer-result": (frozenset({"TRANSFERRED"}), _any("manager")),
    "log-contact": (OPEN | {"CLOSED"}, lambda case, who: (case.state != "CLOSED" or case.call == "owed") and _calls(case, who)),
    "log-call-back": (frozenset({"CLOSED"}), lambda case, who: case.call == "owed" and _hears(case, who)),
    "add-fact": (OPEN, _always),
    "hold-case": (KEPT, lambda case, who: not case.held and _any("quality", "company", "confid")(case, who)),
    "release-hold": (KEPT, lambda case, who: case.held and _any("quality", "company", "confid")(case, who)),
}
OWNER: Mapping[str, tuple[frozenset[str], Callable[[Known], bool]]] = {
    "add": (OPEN, lambda case: True),
    "reply": (frozenset({"AWAITING_OWNER"}), lambda case: True),
    "urge": (OURS, lambda case: not case.urged),
    "object": (frozenset({"DECLINED"}), lambda case: not case.objected),
    "withdraw": (OPEN, lambda case: True),
    "confirm": (frozenset({"ANSWERED"}), lambda case: True),
    "dispute": (frozenset({"ANSWERED"}), lambda case: case.disputes < 3),
    "survey": (frozenset({"CLOSED"}), lambda case: True),
    "reopen": (frozenset({"CLOSED"}), lambda case: case.disputes < 3),
    "review": (frozenset({"ANSWERED", "CLOSED"}), lambda case: not case.review and not (case.reviewed and case.disputes >= 3)),
}


def may(case: Known, command: str, who: str) -> bool:
    """Whether this is open to that person. who: "owner", or a staff code."""
    if who == "owner":
        states, allowed = OWNER[command]
        return case.state in states and allowed(case)
    if case.guarded and command not in {"register-case", "log-contact", "add-fact"}:
        return False
    states, may_he = DESK[command]
    return case.sees(who) and case.state in states and may_he(case, who)


def _again(case: Known, *, dispute: bool) -> None:
    case.state, case.agreed, case.worked, case.row = "INVESTIGATING", False, False, ""
    case.visited = case.looked = False
    case.call = ""
    case.disputes += dispute
    if dispute and case.disputes == 2:
        case.former.add(case.handler)
        case.handler = ""
    if dispute and case.disputes == 3 and not case.review:
        case.review, case.version = True, case.version + 1


def _noted(case: Known, command: str) -> None:
    case.call = {"survey": case.call or "owed", "log-call-back": "done"}.get(command, case.call)
    case.visited = case.visited or command == "log-visit"
    case.looked = case.looked or command == "log-joint-check"
    case.urged = case.urged or command == "urge"
    case.held = command == "hold-case" or (case.held and command != "release-hold")


GOES = {
    "register-case": "REGISTERED",
    "accept-objection": "REGISTERED",
    "triage-case": "TRIAGED",
    "accept-case": "INVESTIGATING",
    "return-to-triage": "REGISTERED",
    "submit-plan": "PLAN_REVIEW",
    "approve-plan": "EXECUTING",
    "return-plan": "INVESTIGATING",
    "report-done": "VERIFYING",
    "conclude-without-work": "VERIFYING",
    "release-answer": "ANSWERED",
    "transfer-case": "TRANSFERRED",
    "withdraw": "WITHDRAWN",
    "confirm": "CLOSED",
}
TAKES_PART = {
    "submit-plan": ("drafters",),
    "report-done": ("drafters", "executors"),
    "conclude-without-work": ("drafters",),
    "approve-plan": ("approvers",),
    "release-answer": ("verifiers",),
}


def take(case: Known, command: str, who: str) -> None:  # noqa: C901, PLR0912  a step is a line or two
    """The case after that step."""
    before, case.version = case.state, case.version + 1
    case.state = GOES.get(command, case.state)
    for part in TAKES_PART.get(command, ()):
        getattr(case, part).add(who)
    match command:
        case "register-case":
            case.proposer = ""
        case "decline-case":
            case.state, case.proposer = ("DECLINED", "") if case.proposer else (before, who)
        case "object" | "accept-objection":
            case.objected = command == "object"
        case "triage-case":
            case.lead, case.handler = True, "li.wei"
        case "return-to-triage":
            case.lead, case.handler, case.returns = False, "", case.returns + 1
        case "ask-owner":
            case.before, case.state, case.pauses = before, "AWAITING_OWNER", case.pauses + 1
        case "reply-to-question" | "reply":
            case.state = case.before
        case "submit-plan":
            case.task, case.open = case.task + 1, True
            case.row = "manager" if "dept_lead" in ROLES[who] or case.disputes >= 2 else "dept_lead"
        case "approve-plan":
            case.agreed = True
        case "finish-task":
            case.open = False
        case "report-done" | "conclude-without-work":
            case.worked = command == "report-done"
        case "return-work":
            case.state = "EXECUTING" if case.worked else "INVESTIGATING"
        case "dispute" | "reopen" | "reopen-case":
            _again(case, dispute=command != "reopen-case")
        case "review" | "decide-review":
            case.review, case.reviewed = command == "review", case.reviewed or command == "decide-review"
        case "record-transfer-result":
            case.state = "INVESTIGATING" if case.lead else "REGISTERED"
        case "log-visit" | "log-joint-check" | "urge" | "hold-case" | "release-hold":
            _noted(case, command)
