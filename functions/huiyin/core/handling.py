"""What became of a case since somebody took it up: points, plan, tasks, answers, and who took which part. Plain facts only."""

from datetime import datetime

from huiyin.core.risk import RiskFactors
from huiyin.core.surveyed import Survey
from huiyin.core.ties import Added, ContactLimit, Order, Transfer
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A problem point 诉求点. finding, wish: codes of the policy, None until somebody looked; elsewhere: who else judges it, or ""."""

    category: str
    sub_issue: str
    finding: str | None = None
    wish: str | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step of the work. state: open, done, cancelled or blocked; after: numbers of those that come before; files: slots that show it."""

    n: int
    department: str
    assignee: str
    due: datetime
    state: str = "open"
    physical: bool = False
    certificate: str | None = None
    after: tuple[int, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something that a plan needs. kind, state: codes of measures.toml; cost_yuan: whole yuan."""

    n: int
    kind: str
    by: datetime
    state: str
    cost_yuan: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan as it stands. approvers: roles that have to agree; approvals: (role, staff code) of those who did.

    source: who pays, a code of measures.toml; agreed_yuan: the costs to which everybody agreed last, None before; concession: what
    the owner gets beside the work, worth payment_yuan.
    """

    version: int
    by: str
    at: datetime
    finish_due: datetime
    cost_yuan: int
    digest: str
    approvers: tuple[str, ...]
    approvals: tuple[tuple[str, str], ...] = ()
    source: str | None = None
    agreed_yuan: int | None = None
    concession: str | None = None
    payment_yuan: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """Roles whose agreement is still to come, in order."""
        given = {role for role, _ in self.approvals}
        return tuple(role for role in self.approvers if role not in given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Waiting for the owner. before: the state that the case goes back to; reminded: he was reminded of it."""

    since: datetime
    until: datetime
    before: str
    reminded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What the owner heard last. state, done: where it stood then, with so many steps of the work done; interims: how often he was
    told by the clock in this round; reminded: the role of whoever was told then that nothing moves."""

    at: datetime
    state: str
    done: int = 0
    interims: int = 0
    reminded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAnswer:
    """T28. sent_at: None while it is a draft."""

    drafter: str
    until: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """The answer that the owner has. tries: when somebody tried since to hear what he thinks of it; sampled: in an
    incident, whether somebody asks him, None outside of one.
    """

    at: datetime
    by: str
    reply_due: datetime
    tries: tuple[datetime, ...] = ()
    sampled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Of a group case: what many households told us of one matter. place: None for the whole estate.

    founder: key of the case from which it was made; incident: what comes in of it joins by itself; disputed: keys of members whose
    owners do not hold it solved; settled: what it means for its members has been carried out for each of them; members: how many
    have its answer. flats: (mark, building, verified) of the flats that were counted, as long as one more could change anything; of an
    incident: said_at: when everybody was told of it last, update_due: when they are told more, ended_at: when it was over;
    sampled: keys of members whom somebody asks whether it is solved; spokesmen: keys of those who agreed to be named.
    """

    place: str | None
    founder: str
    opened_at: datetime
    incident: bool = False
    disputed: tuple[str, ...] = ()
    settled: bool = False
    members: int = 0
    flats: tuple[tuple[str, str, bool], ...] = ()
    said_at: datetime | None = None
    update_due: datetime | None = None
    ended_at: datetime | None = None
    sampled: tuple[str, ...] = ()
    spokesmen: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it is an incident that goes on."""
        return self.incident and self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Of a case that is handled in a group. group: key of the group case; own: a part that is this owner's alone, open or answered;
    incident: joined while it ran as one; named: he may be named to the desk.
    """

    group: str
    at: datetime
    own: str = ""
    incident: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Somebody who was told that a promise is nearly or already missed. step: rung of the ladder; role, to: who heard; seen: he said so."""

    clock: str
    step: str
    role: str
    to: str
    seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """The course of a case. Codes, numbers and moments; never a word of a person.

    lowering: (role, staff code) of whoever asked to lower the level while somebody else has to agree; coming, needed: tasks and resources
    of a changed plan that nobody agreed to yet; relieved: staff codes of those whom it left without a step; declining: (proposer, reason)
    of a proposal to decline; drafters, executors, approvers, verifiers: staff codes by the part they took; former: who handled it before a
    second dispute and does not any more; recused: who has an interest in it and takes no part; flags: what to bear in mind, codes of
    measures.toml; asset: of the estate, which it is about; orders: of authorities, and authority_due the first day on which one wants its
    reply; heard: who is accused and was heard; visited_at, joint_check_at: of this round, when the estate manager went there, and when
    somebody outside looked at it with the owner; verdict: what he thought of his last answer, solved, partly, unsolved, silent;
    emergency_at: when work began before anybody approved it; without_work: T29; gone: the owner took it back and it goes on; extended: the
    date was moved; date_objected: its owner had that looked at; review_due: when the company decides on a review. Of the clocks: called:
    who was told of them; round_at: when it was opened again, if it was; step_at: when a step came back to be done anew; priority_at: when
    it last became more urgent, or was written down; raised_at: when its level was raised and hastened it; taken_up_at: the first step of
    the staff since; arrived_at, safe_at: of this round, since when somebody was there and it was safe; visit_at, visit_agreed_at: until
    somebody came, when he comes, and since when that is agreed with the owner; begun_at: since when work is under way; resumed_at,
    waited_s: the owner's last reply, and the whole seconds for which steps waited for him, before the work. proposed: that it and others
    may be one matter, and how far that went; proposed_at, decide_due: while triage has to decide on that; kept_apart: it decided that it
    is not; group: it is a group case; membership: it is handled in one; left: keys of groups that it has left; added: it is handled in
    another case of its household; kept_from: keys of cases to which it is not added again; reports: keys of those that were added to it;
    filed: (slot, purpose) of each file that staff added; news: what the owner heard last; survey: since it was closed. wrong_callers: when
    somebody asked how it stands and could not show that it is his, since the last one who could. held_at: since when it is kept beyond its
    time; erasing_at: since when what is personal of it is being erased; erasure_...: its owner wants that now; consents_withdrawn: codes
    of what he took back; contact_ended: nobody may write to him or open who he is; copied_at: when he took a copy.
    """

    points: tuple[Point, ...] = ()
    co_departments: tuple[str, ...] = ()
    declining: tuple[str, str] | None = None
    declined_at: datetime | None = None
    objected_at: datetime | None = None
    triage_returns: int = 0
    level_reasons: tuple[str, ...] = ()
    lowering: tuple[str, str] | None = None
    pause: Pause | None = None
    pauses: int = 0
    confided: str = ""
    releasing: str = ""
    urged: int = 0
    urged_at: datetime | None = None
    emergency_at: datetime | None = None
    priority_at: datetime | None = None
    raised_at: datetime | None = None
    taken_up_at: datetime | None = None
    arrived_at: datetime | None = None
    safe_at: datetime | None = None
    contact_limit: ContactLimit | None = None
    visit_at: datetime | None = None
    visit_agreed_at: datetime | None = None
    begun_at: datetime | None = None
    playbook: str | None = None
    plan: Plan | None = None
    tasks: tuple[Task, ...] = ()
    resources: tuple[Resource, ...] = ()
    coming: tuple[Task, ...] = ()
    relieved: tuple[str, ...] = ()
    needed: tuple[Resource, ...] = ()
    evaluated_at: datetime | None = None
    evaluated_by: str = ""
    evaluation_signed_at: datetime | None = None
    extended: bool = False
    date_objected: bool = False
    reported_at: datetime | None = None
    signed_by_owner: bool = False
    without_work: bool = False
    dated: DatedAnswer | None = None
    answer: GivenAnswer | None = None
    disputes: int = 0
    reopened: int = 0
    closed_at: datetime | None = None
    review_due: datetime | None = None
    reviewed: int = 0
    transfer: Transfer | None = None
    survey: Survey | None = None
    gone: bool = False
    called: tuple[Called, ...] = ()
    round_at: datetime | None = None
    step_at: datetime | None = None
    resumed_at: datetime | None = None
    waited_s: int = 0
    proposed: str | None = None
    proposed_at: datetime | None = None
    decide_due: datetime | None = None
    kept_apart: bool = False
    group: Group | None = None
    membership: Membership | None = None
    left: tuple[str, ...] = ()
    added: Added | None = None
    kept_from: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    filed: tuple[tuple[str, str], ...] = ()
    news: News | None = None
    held_at: datetime | None = None
    wrong_callers: tuple[datetime, ...] = ()
    erasing_at: datetime | None = None
    erasure_asked_at: datetime | None = None
    erasure_due: datetime | None = None
    erasure_granted_at: datetime | None = None
    consents_withdrawn: tuple[str, ...] = ()
    contact_ended: bool = False
    copied_at: datetime | None = None
    drafters: tuple[str, ...] = ()
    executors: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    verifiers: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    asset: str | None = None
    orders: tuple[Order, ...] = ()
    authority_due: datetime | None = None
    risk: RiskFactors | None = None
    heard: tuple[str, ...] = ()
    visited_at: datetime | None = None
    joint_check_at: datetime | None = None
    verdict: str = ""

    def with_part(self, part: str, *people: str) -> "tuple[str, ...]":
        """The people of a part (drafters, executors, approvers, verifiers, former, heard), with these among them."""
        held: tuple[str, ...] = getattr(self, part)
        return tuple(dict.fromkeys((*held, *people)))
