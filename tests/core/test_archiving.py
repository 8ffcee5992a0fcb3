"""How long a case is kept, what holds it back, and that nothing else happens to it once erasing has begun."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_group, register, staff, triage
from cases import KINDS, kind_of
from core.fitting import ask_of, someone_with
from huiyin.core.archiving import ERASED, KEPT, archive_due, ended_at
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, ArchiveCase, HoldCase, ReleaseHold
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseArchived, CaseHeld, ErasureBegun, HoldReleased
from huiyin.core.evolution import evolve
from huiyin.core.handling import Membership
from huiyin.core.lifecycle import LIFECYCLE, STATES, STEPS
from huiyin.core.ties import Added
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

ENDS = STEPS["ArchiveCase"].sources
# Midnight in Hangzhou after the same day of another year.
IN_3Y, IN_5Y = datetime(2029, 11, 23, 16, tzinfo=UTC), datetime(2031, 11, 23, 16, tzinfo=UTC)
MAJOR = [("level", "major"), ("level", "group"), ("level_reasons", ("M3",)), ("membership", Membership(group="20000006", at=MONDAY_9AM))]


def ended(policy: Policy, state: str = "CLOSED", at: datetime = MONDAY_9AM) -> Case:
    """An ordinary case that ended at that moment."""
    case = a_case(policy, register(policy), triage(policy))
    if state == "MERGED":
        return case.handled(state=state, added=Added(to="10000001", at=at, before="REGISTERED"))
    return case.handled(state=state, **{"declined_at" if state == "DECLINED" else "closed_at": at})


def erased(case: Case, policy: Policy, now: datetime) -> Case:
    """The case after both halves of it."""
    for ask in (ArchiveCase(by=SYSTEM), ArchiveCase(by=SYSTEM, files=0)):
        for event in decide(case, ask, policy, now):
            case = evolve(case, event)
    return case


@pytest.mark.parametrize("state", ENDS)
def test_an_ordinary_case_is_kept_for_three_years_from_its_end(policy: Policy, state: str) -> None:
    case = ended(policy, state)
    assert (ended_at(case), archive_due(case, policy)) == (MONDAY_9AM, IN_3Y)
    for early in (MONDAY_9AM, IN_3Y - timedelta(seconds=1)):
        with pytest.raises(NotAllowedNow, match="kept_still"):
            decide(case, ArchiveCase(by=SYSTEM), policy, early)
    assert erased(case, policy, IN_3Y).state == "ARCHIVED"


def test_pr08_at_the_limit_exactly_the_due_is_erased_and_twice_is_the_same(policy: Policy) -> None:
    case, begin = ended(policy), ArchiveCase(by=SYSTEM)
    with pytest.raises(NotAllowedNow, match="kept_still"):
        decide(case, begin, policy, IN_3Y - timedelta(seconds=1))
    for moment in (IN_3Y, IN_3Y + timedelta(seconds=1)):
        begun = case
        for event in decide(case, begin, policy, moment):
            begun = evolve(begun, event)
        assert begun.handling.erasing_at == moment
        assert decide(begun, begin, policy, moment) == ()
        assert erased(case, policy, moment).state == "ARCHIVED"


@pytest.mark.parametrize(("name", "value"), MAJOR, ids=lambda value: str(value)[:20])
def test_what_was_major_or_concerned_many_is_kept_for_five(policy: Policy, name: str, value: object) -> None:
    case = ended(policy)
    case = replace(case, level=value) if name == "level" else case.handled(**{name: value})
    assert archive_due(case, policy) == IN_5Y


def test_a_group_case_is_kept_for_five_years_from_the_day_on_which_its_last_member_was_closed(policy: Policy) -> None:
    assert archive_due(a_group(policy).handled(state="CLOSED", closed_at=MONDAY_9AM), policy) == IN_5Y


@pytest.mark.parametrize("state", [state for state in STATES if state not in ENDS])
def test_what_goes_on_and_what_is_archived_has_no_such_day(policy: Policy, state: str) -> None:
    case = ended(policy, state)
    assert (ended_at(case), archive_due(case, policy)) == (None, None)


def test_an_open_review_keeps_a_case_until_it_is_decided(policy: Policy) -> None:
    case = ended(policy)
    assert archive_due(case.handled(review_due=MONDAY_9AM), policy) is None


def test_a_case_taken_up_again_begins_its_time_anew(policy: Policy) -> None:
    later = MONDAY_9AM + timedelta(days=400)
    assert archive_due(ended(policy, at=later), policy) == datetime(2030, 12, 28, 16, tzinfo=UTC)


@given(
    state=st.sampled_from(ENDS),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    many=st.booleans(),
    after=st.timedeltas(timedelta(), timedelta(days=2500)),
)
def test_nothing_is_erased_before_its_time_and_everything_can_be_after_it(state: str, at: datetime, many: bool, after: timedelta) -> None:
    policy = load_policy()
    case = ended(policy, state, at)
    if many:
        case = replace(case, level="major")
    years, now = (5 if many else 3), at + after
    try:
        gone = erased(case, policy, now)
    except NotAllowedNow:
        assert now - at < timedelta(days=365 * years + 3)
        return
    assert gone.state == "ARCHIVED"
    assert now - at >= timedelta(days=365 * years)


def test_every_case_that_ended_somehow_can_be_erased_when_its_time_has_come(policy: Policy) -> None:
    late = MONDAY_9AM.replace(year=2040)
    found = [case for kind in KINDS for case in kind_of(policy, kind).values() if case.state in ENDS and case.handling.review_due is None]
    found.append(ended(policy, "MERGED"))
    assert {case.state for case in found} == set(ENDS)
    for case in found:
        gone = erased(case, policy, late)
        assert (gone.state, gone.version, gone.has_phone, gone.has_email) == ("ARCHIVED", case.version + 2, False, False)


def test_what_went_and_what_stays_is_recorded(policy: Policy) -> None:
    case = ended(policy)
    (begun,) = decide(case, ArchiveCase(by=SYSTEM), policy, IN_3Y)
    assert begun == ErasureBegun(at=IN_3Y, by="system", role="system", due=IN_3Y)
    (done,) = decide(evolve(case, begun), ArchiveCase(by=SYSTEM, files=2), policy, IN_3Y)
    assert done == CaseArchived(at=IN_3Y, by="system", role="system", kept=KEPT, erased=ERASED, files=2)


def test_it_is_never_recorded_as_done_before_it_has_begun(policy: Policy) -> None:
    with pytest.raises(NotAllowedNow, match="kept_still"):
        decide(ended(policy), ArchiveCase(by=SYSTEM, files=0), policy, IN_3Y)


def test_what_has_begun_is_not_begun_again_and_comes_to_its_end_whatever_the_policy_says_by_then(policy: Policy) -> None:
    begun = ended(policy).handled(erasing_at=IN_3Y)
    longer = replace(policy, charter=replace(policy.charter, kept=replace(policy.charter.kept, closed_y=10, closed_major_y=10)))
    assert decide(begun, ArchiveCase(by=SYSTEM), longer, IN_3Y) == ()
    assert len(decide(begun, ArchiveCase(by=SYSTEM, files=0), longer, IN_3Y)) == 1


def test_once_erasing_has_begun_nobody_does_anything_else_with_the_case(policy: Policy) -> None:
    begun = ended(policy).handled(erasing_at=IN_3Y)
    for step in LIFECYCLE:
        if step.command in {"ReceiveComplaint", "ArchiveCase"}:
            continue
        for role in step.roles:
            with pytest.raises(NotAllowedNow, match="erasure_begun"):
                decide(begun, ask_of(step.command, someone_with(role, begun), policy), policy, IN_3Y)


@pytest.mark.parametrize("role", STEPS["HoldCase"].roles)
def test_a_held_case_is_kept_until_somebody_lets_its_time_run_again(policy: Policy, role: str) -> None:
    by = someone_with(role, ended(policy))
    (held,) = decide(ended(policy), HoldCase(by=by, reason="法院立案"), policy, MONDAY_9AM)
    assert isinstance(held, CaseHeld)
    assert (held.role, held.reason) == (role, "法院立案")
    case = evolve(ended(policy), held)
    assert archive_due(case, policy) is None
    with pytest.raises(NotAllowedNow, match="kept_still"):
        decide(case, ArchiveCase(by=SYSTEM), policy, IN_5Y)
    with pytest.raises(NotAllowedNow, match="held_already"):
        decide(case, HoldCase(by=by, reason="又来了"), policy, MONDAY_9AM)
    (free,) = decide(case, ReleaseHold(by=by, reason="已经撤诉"), policy, IN_5Y)
    assert isinstance(free, HoldReleased)
    assert archive_due(evolve(case, free), policy) == IN_3Y


def test_holding_wants_a_reason_and_somebody_who_may(policy: Policy) -> None:
    case, quality = ended(policy), staff(policy, "gu.ning")
    for ask in (HoldCase(by=quality, reason=" "), ReleaseHold(by=quality, reason="")):
        with pytest.raises(NotUnderstood, match="field_required"):
            decide(case, ask, policy, MONDAY_9AM)
    with pytest.raises(NotAllowedNow, match="not_held"):
        decide(case, ReleaseHold(by=quality, reason="撤诉"), policy, MONDAY_9AM)
    with pytest.raises(NotYours):
        decide(case, HoldCase(by=staff(policy, "lin.jing"), reason="撤诉"), policy, MONDAY_9AM)
