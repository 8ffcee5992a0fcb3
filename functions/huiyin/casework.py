"""One command on one case: load, decide, commit, and once more when somebody was faster."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from huiyin.core.archiving import archive_due
from huiyin.core.call_backs import owed
from huiyin.core.case import Case, case_id_of
from huiyin.core.clock import local
from huiyin.core.commands import SYSTEM, Command, Person, ReceiveComplaint, ReturnLetter, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, Overtaken
from huiyin.core.events import ComplaintReceived, Event
from huiyin.core.evolution import evolve
from huiyin.core.falling_due import next_moment, system_step
from huiyin.core.flats import flat_of
from huiyin.core.lifecycle import ENDED, STEPS, must_be_phoned
from huiyin.core.orders import order_clock
from huiyin.core.overtaking import BESIDE
from huiyin.core.owed import Owed
from huiyin.core.pending import is_erasure_pending
from huiyin.core.standing import standing_of
from huiyin.core.turns import TASKS, Turn, turns_of
from huiyin.core.waits import waits
from huiyin.mail.letters import owed_by
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy
from huiyin.store.cases import CaseStore, History, NumberTaken, Stale
from huiyin.store.receipts import ATTEMPTS, Receipts

_TRIES = 4
# As long as a member stands there, he stands on the list of his group.
IN_GROUP = frozenset({"MERGED", "ANSWERED"})
# Lists of their own for what few people look through: who is to be phoned, and what waits for somebody's word or is the work of several
# departments. A case that stands there is on no list of a department meanwhile, so whoever reads those lists reads these as well.
CALLS, DECISIONS = APART = ("calls", "decisions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the owner keeps. code: shown once, stored nowhere; replayed: the same request had come before."""

    number: str
    code: str
    case: Case
    replayed: bool


def receive(
    ask_for: Callable[[str], ReceiveComplaint],
    *,
    key: str,
    fingerprint: bytes,
    receipts: Receipts,
    store: CaseStore,
    policy: Policy,
    now: datetime,
) -> Receipt:
    """Take a complaint in under a number and a code that follow from its idempotency key.

    Policy: 2.3, 2.7
    ask_for: makes the command once the number is known. Raises: NotAllowedNow "idempotency_mismatch" when the key
    came before with another body; any refusal of `decide`.
    """
    key_hash = receipts.key_hash(key)
    for attempt in range(ATTEMPTS):
        number = receipts.number_for(key, attempt, local(now, policy.calendar).year)
        code = receipts.code_for(key, attempt)
        ask = marked(ask_for(number), receipts, policy)
        (event,) = decide(None, ask, policy, now)
        if not isinstance(event, ComplaintReceived):
            raise TypeError("a receipt begins with ComplaintReceived")
        case = evolve(None, event)
        try:
            store.register(
                event,
                case,
                person=ask.person,
                code_hash=receipts.code_hash(case.case_id, code),
                key_hash=key_hash,
                fingerprint=fingerprint,
                attempt=attempt,
                owed=owed_by(event, case, policy),
                next_moment=next_moment(case, policy),
                queue=queue_of(case),
            )
        except NumberTaken as taken:
            if taken.existing.key_hash != key_hash:
                continue
            if taken.existing.fingerprint != fingerprint:
                raise NotAllowedNow("idempotency_mismatch") from None
            return _replayed(case_id_of(number), code, store)
        return Receipt(number=number, code=code, case=case, replayed=False)
    raise RuntimeError("no free number")


def marked(ask: ReceiveComplaint, receipts: Receipts, policy: Policy) -> ReceiveComplaint:
    """The same complaint with the mark of its flat, if it tells one and what it is about.

    Policy: 1.2
    """
    return replace(ask, flat_mark=mark_of(ask.person, (ask.community, ask.sub_issue, ask.building), receipts, policy))


def mark_of(person: Person, matter: tuple[str, str | None, str | None], receipts: Receipts, policy: Policy) -> str | None:
    """The mark of a person's flat in a matter: (community, sub-issue, place).

    Policy: 1.2
    """
    community, sub_issue, place = matter
    flat = flat_of(person, community, place, policy)
    return None if flat is None or sub_issue is None else receipts.flat_mark(community, sub_issue, place or "", flat)


def _replayed(case_id: str, code: str, store: CaseStore) -> Receipt:
    # The case as its receipt promised it, whatever happened since: a replay answers what the first answer said.
    case = evolve(None, _loaded(case_id, store).events[0])
    return Receipt(number=case.number, code=code, case=case, replayed=True)


def _loaded(case_id: str, store: CaseStore) -> History:
    history = store.load(case_id)
    if history is None:
        raise NotThere
    return history


def perform(
    ask: Command,
    case_id: str,
    *,
    store: CaseStore,
    policy: Policy,
    now: datetime,
    key: str,
    expected: int | None = None,
) -> History:
    """Carry out one command on one case and return the history after it. The same key twice has one effect.

    Policy: 5.2
    expected: the version that the person looked at; None for clocks and owners, who only add.
    Raises: Overtaken when the case moved on since; any refusal of `decide`.
    """
    return _carry_out(ask, _loaded(case_id, store), store=store, policy=policy, now=now, key=key, expected=expected)


def _carry_out(
    ask: Command, history: History, *, store: CaseStore, policy: Policy, now: datetime, key: str, expected: int | None = None
) -> History:
    case_id = history.case.case_id
    for _ in range(_TRIES):
        if key in history.command_keys:
            return history
        if expected is not None and not is_seen(history, expected):
            # The refusal that the person would meet anyway comes first: a hidden case must look like a missing one.
            decide(history.case, ask, policy, now)
            raise overtaken(history.case)
        events = decide(history.case, ask, policy, now)
        if not events:
            return history
        try:
            return _commit(history, events, store=store, policy=policy, key=key)
        except Stale:
            history = _loaded(case_id, store)
    raise overtaken(history.case)


def is_seen(history: History, expected: int) -> bool:
    """Whether whoever looked at that version of the case has seen all that counts: what only came in since overtakes nobody.

    Policy: 5.2
    """
    version = history.case.version
    return 0 < expected <= version and all(isinstance(event, BESIDE) for event in history.events[expected:])


def look_at_clocks(case_id: str, *, store: CaseStore, policy: Policy, now: datetime) -> History:
    """Let the clocks of a case speak, then take the steps that fall due without anybody, each once.

    Policy: 5.3
    """
    history = _loaded(case_id, store)
    if history.case.state in STEPS["WatchClocks"].sources:
        membership = history.case.handling.membership if history.case.state == "MERGED" else None
        group = standing_of(_loaded(membership.group, store).case, now) if membership is not None else None
        ask, key = WatchClocks(by=SYSTEM, group=group), f"watch|{now.isoformat()}"
        history = _carry_out(ask, history, store=store, policy=policy, now=now, key=key)
    step = system_step(history.case, policy)
    if step is None or step.at > now:
        return history
    return _carry_out(step.ask, history, store=store, policy=policy, now=now, key=step.key)


def note_return(case_id: str, *, event: int, letter: str, why: str, store: CaseStore, policy: Policy, now: datetime) -> bool:
    """Note that a letter did not reach the owner, whether the case has ended or not. False: no such case, or noted before.

    Policy: 5.2, 5.4
    """
    ask = ReturnLetter(by=SYSTEM, letter=letter, event=event, why=why)
    try:
        before = _loaded(case_id, store)
        after = _carry_out(ask, before, store=store, policy=policy, now=now, key=f"returned|{event}|{letter}")
    except (NotThere, NotAllowedNow) as refused:
        if isinstance(refused, Overtaken):
            raise
        return False
    return after.case.returned != before.case.returned


def _commit(history: History, events: tuple[Event, ...], *, store: CaseStore, policy: Policy, key: str) -> History:
    case = history.case
    owed: dict[int, tuple[Owed, ...]] = {}
    for index, event in enumerate(events):
        case = evolve(case, event)
        owed[index] = owed_by(event, case, policy)
    letters: Mapping[int, tuple[Owed, ...]] = owed
    turns = turns_of(case, policy)
    return store.commit(
        history,
        events,
        case,
        key=key,
        owed=letters,
        next_moment=next_look(case, policy),
        queue=queue_of(case, turns),
        archive_on=archive_due(case, policy),
        turns=turns,
        lies_since=waits((*history.events, *events))[-1].since,
    )


def queue_of(case: Case, turns: tuple[Turn, ...] = ()) -> str | None:
    """The worklist on which the case stands: confid while guarded; in a group, the list of its members, until its owner is content or
    not; apart while its owner is to be phoned, somebody's word is awaited or other departments take part; else the desk, triage, or the
    lead department. None once it has ended, or was added to another, and waits for nobody.

    Policy: 1.2, 2.6, 5.1
    """
    if case.state in ENDED and (case.state not in IN_GROUP or case.handling.added is not None) and not _waits_for_somebody(case):
        return None
    if case.guarded:
        return "confid"
    answer = case.handling.answer
    # Somebody is to ask him whether it is solved.
    sampled = answer is not None and answer.sampled and case.state == "ANSWERED"
    if case.handling.membership is not None and case.state in IN_GROUP and not sampled:
        return members_list(case.handling.membership.group)
    if must_be_phoned(case) or owed(case) is not None:
        return CALLS
    if sampled:
        return "desk"
    if any(turn.kind != TASKS for turn in turns):
        return DECISIONS
    return {"RECEIVED": "desk", "REGISTERED": "triage"}.get(case.state) or case.lead or "triage"


def _waits_for_somebody(case: Case) -> bool:
    """Whether somebody has still to tell its owner something, to judge his objection, to decide on the review that he asked for, or to
    reply to an authority."""
    known = case.handling
    called = must_be_phoned(case) or owed(case) is not None
    judged = known.review_due is not None or (case.state == "DECLINED" and known.objected_at is not None)
    return called or judged or is_erasure_pending(case) or any(order_clock(case))


def members_list(group: str) -> str:
    """The list of the members of a group case.

    Policy: 1.2
    """
    return f"group:{group}"


def next_look(case: Case, policy: Policy) -> datetime | None:
    """When somebody must look at it again; at a group case at once, while its members have not been seen to.

    Policy: 5.3
    """
    if case.handling.group is not None and not case.handling.group.settled:
        return case.last_at
    return next_moment(case, policy)


def overtaken(case: Case) -> Overtaken:
    """The refusal for whoever looked at an older version: who was faster, when, and with what."""
    return Overtaken("stale_version", current_version=case.version, by=case.last_by, at=case.last_at.isoformat(), event=case.last_event)
