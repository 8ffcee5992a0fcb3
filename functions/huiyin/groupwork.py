"""A group case is made and cases join it: each step is one command on one case, and none is lost."""

from dataclasses import replace

from huiyin.casework import is_seen, mark_of, next_look, overtaken, perform, queue_of
from huiyin.core.apart import HAS_ANSWER, is_taken_in
from huiyin.core.case import Case, case_id_of
from huiyin.core.clock import local
from huiyin.core.commands import (
    OWNER,
    SYSTEM,
    AddToCase,
    CaseSeen,
    Command,
    DeclareIncident,
    GroupSeen,
    JoinGroup,
    NoteReport,
    OpenGroupCase,
    ProposeGroup,
    RaiseLevel,
    TriageCase,
)
from huiyin.core.decide import decide, why_not
from huiyin.core.errors import NotAllowedNow
from huiyin.core.events import ComplaintReceived, GroupOpened
from huiyin.core.evolution import evolve
from huiyin.core.lifecycle import STEPS
from huiyin.core.privacy import may_open
from huiyin.core.proposals import Suggestion, is_automatic
from huiyin.core.same_household import is_repeated, is_under_way
from huiyin.deskwork import Desk, join, seen_of
from huiyin.mail.letters import owed_by
from huiyin.policy.schema import Policy
from huiyin.store.cases import History, NumberTaken
from huiyin.store.people import PeopleStore
from huiyin.store.receipts import ATTEMPTS, Receipts


def act(
    ask: Command,
    case_id: str,
    *,
    desk: Desk,
    receipts: Receipts,
    people: PeopleStore | None = None,
    key: str,
    expected: int | None = None,
) -> History:
    """As `perform`, for every command of a person: with what it needs to know of a group, and the group case that it makes.

    Policy: 1.2, 5.2
    people: where it is known from which flat somebody reports; None where that does not matter.
    """
    if isinstance(ask, OpenGroupCase | DeclareIncident):
        history = desk.loaded(case_id)
        if history.case.handling.group is None:
            return _open(ask, history, desk=desk, receipts=receipts, key=key, expected=expected)
    if isinstance(ask, JoinGroup):
        about = about_the_same(desk.loaded(case_id).case, desk) if ask.by == OWNER else None
        ask = replace(ask, seen=_named(ask, desk, receipts)) if ask.by != OWNER else _of_the_owner(ask, about)
    if isinstance(ask, TriageCase) and people is not None:
        ask = _marked(ask, desk.loaded(case_id).case, desk, receipts, people)
    return perform(ask, case_id, store=desk.store, policy=desk.policy, now=desk.now, key=key, expected=expected)


def _named(ask: JoinGroup, desk: Desk, receipts: Receipts) -> GroupSeen | None:
    """The group case of that number, if this person may know of it."""
    number = receipts.normalise_number(ask.group)
    history = desk.store.load(case_id_of(number)) if number else None
    return seen_of(history.case) if history is not None and may_open(history.case, ask.by) else None


def _of_the_owner(ask: JoinGroup, about: Case | None) -> JoinGroup:
    """An owner names no group: there is one about his matter, or there is none."""
    if about is None:
        raise NotAllowedNow("no_group_about")
    return replace(ask, group=about.number, seen=seen_of(about))


def about_the_same(case: Case, desk: Desk) -> Case | None:
    """The group case that the owner of this case may join: about the same, and not answered yet.

    Policy: 1.2
    """
    if case.sub_issue is None or case.state not in _MAY_JOIN:
        return None
    for group in desk.groups_about(case):
        ask = JoinGroup(by=OWNER, group=group.number, seen=seen_of(group))
        if group.state not in HAS_ANSWER and why_not(case, ask, desk.policy, desk.now) is None:
            return group
    return None


_MAY_JOIN = frozenset({"RECEIVED", "TRIAGED", "INVESTIGATING"})


def _marked(ask: TriageCase, case: Case, desk: Desk, receipts: Receipts, people: PeopleStore) -> TriageCase:
    """With the mark of the flat for its class of now, so that households of one matter can be counted. Nobody is shown who lives there."""
    apart = case.guarded or case.anonymous or case.handling.group is not None
    if apart or ask.sub_issue == case.sub_issue:
        return ask
    person = people.read(case.case_id)
    matter = (case.community, ask.sub_issue, case.building)
    return replace(ask, flat_mark=mark_of(person, matter, receipts, desk.policy)) if person is not None else ask


def _open(
    ask: OpenGroupCase | DeclareIncident, history: History, *, desk: Desk, receipts: Receipts, key: str, expected: int | None
) -> History:
    """Make the group case, then let the one of which it is made join it. Killed in between, `carry_on` goes on."""
    founder = history.case
    key = f"group|{founder.case_id}|{key}"
    made = _made_before(key, desk, receipts)
    if made is not None:
        join(founder.case_id, made, desk)
        return desk.loaded(founder.case_id)
    decide(founder, ask, desk.policy, desk.now)
    if expected is not None and not is_seen(history, expected):
        raise overtaken(founder)
    if any(case.state not in HAS_ANSWER for case in desk.groups_about(founder) if case.handling.group):
        raise NotAllowedNow("group_open")
    for attempt in range(ATTEMPTS):
        number = receipts.number_for(key, attempt, local(desk.now, desk.policy.calendar).year)
        (event,) = decide(founder, replace(ask, number=number), desk.policy, desk.now)
        if not isinstance(event, GroupOpened):
            raise TypeError("a group begins with GroupOpened")
        try:
            _register(event, desk, receipts, key, attempt)
        except NumberTaken as taken:
            if taken.existing.key_hash != receipts.key_hash(key):
                continue
        join(founder.case_id, desk.loaded(case_id_of(number)).case, desk)
        return desk.loaded(founder.case_id)
    raise RuntimeError("no free number")


def _made_before(key: str, desk: Desk, receipts: Receipts) -> Case | None:
    """The group case that the same request has made already: its answer was lost, and it comes again."""
    for attempt in range(ATTEMPTS):
        number = receipts.number_for(key, attempt, local(desk.now, desk.policy.calendar).year)
        history = desk.store.load(case_id_of(number))
        if history is None:
            return None
        if history.key_hash == receipts.key_hash(key):
            return history.case
    return None


def _register(event: GroupOpened, desk: Desk, receipts: Receipts, key: str, attempt: int) -> None:
    case = evolve(None, event)
    desk.store.register(
        event,
        case,
        person=None,
        # Nobody is ever shown a code to it.
        code_hash=receipts.code_hash(case.case_id, receipts.code_for(key, attempt)),
        key_hash=receipts.key_hash(key),
        fingerprint=receipts.fingerprint(key.encode("utf-8")),
        attempt=attempt,
        owed=owed_by(event, case, desk.policy),
        next_moment=next_look(case, desk.policy),
        queue=queue_of(case),
    )


def take_in(case_id: str, desk: Desk) -> bool:
    """Let a case that has just come in join the incident that runs about it, if there is one.

    Policy: 1.2
    """
    case = desk.loaded(case_id).case
    for group in desk.groups_about(case) if case.sub_issue is not None else ():
        seen = seen_of(group)
        if seen is not None and is_taken_in(case, seen, desk.policy):
            return join(case_id, group, desk)
    return False


def add_to_own(case_id: str, desk: Desk) -> bool:
    """Add a report to the case that its household has open about the same, if there is one. First that case hears of it, then this one
    ends; killed in between, the same record does the rest.

    Policy: 2.7
    """
    history = desk.loaded(case_id)
    case = history.case
    if case.flat_mark is None or case.state not in STEPS["AddToCase"].sources:
        return False
    for other in desk.store.same_household(case.flat_mark):
        standing = desk.loaded(other).case
        ask = AddToCase(by=SYSTEM, seen=_case_seen(standing, desk.policy))
        if why_not(case, ask, desk.policy, desk.now) is None:
            noted = desk.tried(_report_of(history, desk), other, f"report|{case_id}|{len(case.handling.kept_from)}")
            return noted is not None and desk.tried(ask, case_id, f"added|{other}") is not None
    return False


def raise_if_repeated(case_id: str, desk: Desk) -> None:
    """Raise the level of a matter that was upheld for its household again and again, once.

    Policy: 1.2
    """
    case, repeated = desk.loaded(case_id).case, desk.policy.measures.repeated
    if case.flat_mark is None or not case.verified or case.guarded or repeated.rule in case.handling.level_reasons:
        return
    earlier = (desk.loaded(other).case for other in desk.store.same_household(case.flat_mark) if other != case_id)
    if is_repeated(earlier, desk.policy, desk.now):
        note = desk.policy.word("labels.upheld_again", "zh").format(days=repeated.within_d, times=repeated.upheld)
        # Somebody may have lowered it since: only another triage raises it again.
        desk.tried(RaiseLevel(by=SYSTEM, level="major", reasons=(repeated.rule,), note=note), case_id, f"repeated|{case.version}")


def _case_seen(case: Case, policy: Policy) -> CaseSeen:
    return CaseSeen(
        case_id=case.case_id,
        number=case.number,
        flat_mark=case.flat_mark,
        verified=case.verified,
        received_at=case.received_at,
        lead=case.lead,
        handler=case.handler,
        open=is_under_way(case, policy),
    )


def _report_of(history: History, desk: Desk) -> NoteReport:
    """What the report says, and what was promised for it."""
    case = history.case
    first = desk.store.open(history)[0]
    said = (first.matter, first.wish) if isinstance(first, ComplaintReceived) else ()
    return NoteReport(
        by=SYSTEM,
        report=case.case_id,
        number=case.number,
        flat_mark=case.flat_mark,
        priority=case.priority,
        first_contact_due=case.first_contact_due,
        answer_due=case.answer_due,
        words="\n".join(words for words in said if words),
    )


def propose(found: Suggestion, desk: Desk, receipts: Receipts) -> None:
    """Tell whoever decides that so many households may report one matter; of very many that the desk knows, make the group case.

    Policy: 1.2
    """
    told = ProposeGroup(by=SYSTEM, step=found.step, reports=found.reports, flats=found.flats, verified=found.verified)
    desk.tried(told, found.case_id, f"propose|{found.step}")
    if is_automatic(found, desk.policy):
        _open_by_itself(found, desk, receipts)


def _open_by_itself(found: Suggestion, desk: Desk, receipts: Receipts) -> None:
    """The first of them that triage has looked at founds the group, the others that it has looked at join. What a person kept apart
    stays so."""
    cases = [desk.loaded(case_id).case for case_id in dict.fromkeys((found.case_id, *found.counted))]
    ask = OpenGroupCase(by=SYSTEM, cause=desk.policy.word("labels.group_by_itself", "zh"))
    if any(case.handling.kept_apart for case in cases):
        return
    founder = next((case for case in cases if why_not(case, ask, desk.policy, desk.now) is None), None)
    if founder is None:
        return
    group = next((case for case in desk.groups_about(founder) if case.state not in HAS_ANSWER), None)
    if group is None:
        after = act(ask, founder.case_id, desk=desk, receipts=receipts, key=f"by itself|{founder.version}")
        membership = after.case.handling.membership
        group = desk.loaded(membership.group).case if membership is not None else None
    for case in cases if group is not None else ():
        if group is not None and case.case_id != founder.case_id and case.state in _MAY_JOIN - {"RECEIVED"}:
            join(case.case_id, group, desk)
