"""Photos of staff: places of their own, what they are for, and what they show of a task."""

from dataclasses import replace
from typing import Any

import pytest

from builders import MONDAY_9AM, someone
from core.working import finish, lamp, report, went, working
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, Actor, AddFact, AddFiles, CheckEvidence, Command, FileWanted
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood, NotYours, Refusal
from huiyin.core.events import FilesAdded, StaffFile
from huiyin.core.filing import check_arrived, check_files, proves
from huiyin.policy.schema import Policy


def photos(policy: Policy, *purposes: str, by: Actor | None = None, **changes: Any) -> AddFiles:
    wanted = tuple(FileWanted(purpose=purpose) for purpose in purposes)
    return replace(AddFiles(by=by or someone(policy, "handler", "repairs"), files=wanted, asked="key"), **changes)


def arrived(slot: str, outcome: str = "available") -> CheckEvidence:
    return CheckEvidence(by=SYSTEM, slot=slot, outcome=outcome, media="image/jpeg", size=1, original="o")


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, MONDAY_9AM)
    return caught.value


def only_physical(case: Case) -> Case:
    """The lamp with one step, which changes the place."""
    task = next(task for task in case.handling.tasks if task.physical)
    return case.handled(tasks=(replace(task, after=()),))


def test_each_photo_gets_a_place_that_no_owner_is_given(policy: Policy) -> None:
    case = lamp(policy)
    (added,) = decide(case, photos(policy, "before", "after"), policy, MONDAY_9AM)
    handler = someone(policy, "handler", "repairs")
    assert added == FilesAdded(
        at=MONDAY_9AM,
        by=handler.code,
        role="handler",
        files=(StaffFile(slot="101", purpose="before"), StaffFile(slot="102", purpose="after")),
        asked="key",
    )
    later = went(case, policy, photos(policy, "before", "after"), photos(policy, "paper"))
    assert later.evidence[1:] == (("101", "pending"), ("102", "pending"), ("103", "pending"))
    assert later.handling.filed == (("101", "before"), ("102", "after"), ("103", "paper"))
    assert later.owners_files == ("1",)


def test_the_owners_places_are_not_used_up_by_staff(policy: Policy) -> None:
    full = went(lamp(policy), policy, *(photos(policy, *["after"] * policy.limits.files) for _ in range(2)))
    owners = tuple(str(n) for n in range(2, policy.limits.files + 1))
    assert len(went(full, policy, AddFact(by=OWNER, note="", files=owners)).owners_files) == policy.limits.files


def test_so_many_photos_and_no_more(policy: Policy) -> None:
    most = policy.measures.files.of_staff
    case = lamp(policy).handled(filed=tuple((str(101 + n), "after") for n in range(most - 1)))
    assert decide(case, photos(policy, "after"), policy, MONDAY_9AM)
    refusal = refused(case, photos(policy, "after", "after"), policy)
    assert isinstance(refusal, NotAllowedNow)
    assert (refusal.code, refusal.facts["limit"]) == ("too_many_files", most)


@pytest.mark.parametrize(
    ("files", "code", "field"),
    [
        ((), "field_required", "files"),
        ((FileWanted(purpose="souvenir"),), "unknown_word", "files.0.purpose"),
        ((FileWanted(purpose="after"), FileWanted(purpose="before", may_be_shown=True)), "only_results_are_shown", "files.1.may_be_shown"),
    ],
)
def test_what_it_is_for_is_a_word_of_the_policy_and_only_results_are_shown(
    policy: Policy, files: tuple[FileWanted, ...], code: str, field: str
) -> None:
    refusal = refused(lamp(policy), photos(policy, files=files), policy)
    assert isinstance(refusal, NotUnderstood)
    assert (refusal.code, refusal.field) == (code, field)


def test_a_photo_of_a_step_is_its_doers_or_of_whoever_handles_the_case(policy: Policy) -> None:
    case = working(policy)
    task = case.handling.tasks[0]
    after = went(case, policy, photos(policy, "after", task=task.n))
    assert after.handling.tasks[0].files == ("101",)
    assert after.handling.tasks[1].files == ()
    assert isinstance(refused(case, photos(policy, "after", by=someone(policy, "desk"), task=task.n), policy), NotYours)
    assert refused(case, photos(policy, "after", task=77), policy).field == "task"
    hers = case.handled(tasks=(replace(task, assignee=someone(policy, "desk").code),))
    assert decide(hers, photos(policy, "after", by=someone(policy, "desk"), task=task.n), policy, MONDAY_9AM)


def test_whoever_may_not_know_of_the_case_adds_nothing(policy: Policy) -> None:
    handler = someone(policy, "handler", "repairs")
    for hidden in (replace(lamp(policy), guarded=True), replace(lamp(policy), accused=(handler.code,))):
        assert isinstance(refused(hidden, photos(policy, "after", by=handler), policy), NotThere)
    assert decide(replace(lamp(policy), guarded=True), photos(policy, "paper", by=someone(policy, "confid")), policy, MONDAY_9AM)
    assert isinstance(refused(lamp(policy), photos(policy, "after", by=OWNER), policy), NotYours)
    assert refused(replace(lamp(policy), state="CLOSED"), photos(policy, "after"), policy).code == "not_allowed_now"


def test_a_step_on_site_is_done_with_a_photo_of_staff_but_not_with_one_from_before(policy: Policy) -> None:
    case = only_physical(working(policy))
    (task,) = case.handling.tasks
    assert refused(went(case, policy, photos(policy, "before")), finish(policy, task.n, files=("101",)), policy).code == "evidence_required"
    for purpose in ("after", "signature"):
        done = went(case, policy, photos(policy, purpose), finish(policy, task.n, files=("101",)))
        assert (done.handling.tasks[0].state, done.handling.tasks[0].files) == ("done", ("101",))
    assert went(case, policy, photos(policy, "after", task=task.n), finish(policy, task.n, files=())).handling.tasks[0].state == "done"


def test_nothing_is_reported_done_by_a_photo_that_nobody_has_seen(policy: Policy) -> None:
    case = only_physical(working(policy))
    (task,) = case.handling.tasks
    case = went(case, policy, photos(policy, "after", task=task.n), finish(policy, task.n, files=()))
    refusal = refused(case, report(policy), policy)
    assert (refusal.code, refusal.facts["limit"], refusal.field) == ("photo_not_arrived", task.n, None)
    broken = went(case, policy, arrived("101", "quarantined"))
    assert refused(broken, report(policy), policy).code == "photo_not_arrived"
    again = went(broken, policy, photos(policy, "after", task=task.n), arrived("102"))
    assert went(again, policy, report(policy, files=("102",))).state == "VERIFYING"
    assert refused(again, report(policy, files=("101",)), policy).code == "upload_unknown"


def test_what_counts_as_a_file_of_the_case(policy: Policy) -> None:
    case = replace(lamp(policy), evidence=(("1", "quarantined"), ("2", "pending"), ("101", "available"))).handled(
        filed=(("101", "before"),)
    )
    check_files(case, ("2", "101"))
    for wrong in ("1", "9"):
        with pytest.raises(NotUnderstood):
            check_files(case, (wrong,))
    assert [proves(case, (slot,), policy) for slot in ("1", "2", "101")] == [False, True, False]
    check_arrived(case)
