"""T4: whoever has left keeps nothing in hand: his open cases go to somebody who is there, by the clock, and he gets no letter any more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from entry.people import CONFID, HANDLER, TRIAGE, TRIAGED, do, get, taken_to
from entry.tokens import bearer
from huiyin.core.case import case_id_of
from huiyin.core.owed import Owed
from huiyin.deskwork import Desk
from huiyin.entry import sweep_deadlines, wiring
from huiyin.entry.leavers import HandedOver, hand_over, leavers
from huiyin.mail.letters import owed_by
from huiyin.policy import load_policy, put_in_force

LEAD, MATE = "zhao.gang", "wu.lei"
NOTHING = HandedOver(given=0, waiting=0, failed=0)


@pytest.fixture
def leaves() -> Iterator[Callable[..., None]]:
    """From now on these people have left."""

    def left(*codes: str, heir: str | None = None) -> None:
        policy = load_policy()
        people = policy.departments.staff
        gone = {code: replace(people[code], roles=(), deputy=None, certificates=(), heir=heir) for code in codes}
        put_in_force(replace(policy, departments=replace(policy.departments, staff={**people, **gone})))

    yield left
    put_in_force(None)


def swept(*, goes_on: Callable[[], bool] = lambda: True) -> HandedOver:
    return hand_over(Desk(store=wiring.case_store(), policy=load_policy(), now=MONDAY_9AM + timedelta(minutes=10)), goes_on=goes_on)


def case_of(number: str) -> Any:
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    return history.case


def another(owners: Ask, desk: Ask, n: int) -> str:
    number = str(owners(post_json("/api/complaints", complaint(), key=f"{KEY}-leaver-{n}")).json["number"])
    taken_to(desk, number)
    return number


def test_while_everybody_is_there_nothing_is_read_or_moved(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    assert leavers(load_policy(), MONDAY_9AM) == frozenset()
    assert swept() == NOTHING
    assert case_of(number).handler == HANDLER


def test_his_cases_go_to_the_head_of_his_department_who_is_written_to_and_nothing_is_left(
    desk: Ask, owners: Ask, number: str, leaves: Callable[..., None]
) -> None:
    taken_to(desk, number, accepted=True)
    numbers = [number, another(owners, desk, 1), another(owners, desk, 2)]
    leaves(HANDLER)
    assert swept() == HandedOver(given=3, waiting=0, failed=0)
    for one in numbers:
        case = case_of(one)
        assert (case.handler, case.last_by, case.last_event) == (LEAD, "system", "CaseAssigned")
        # The letter is owed to whoever has it now.
        history = wiring.case_store().load(case_id_of(one))
        assert history is not None
        assert owed_by(history.events[-1], case, load_policy()) == (Owed("case-assigned", "handler"),)
    assert {row["number"] for row in get(desk, LEAD, "cases", view="mine").json["items"]} >= set(numbers)
    # Again: there is nothing more to give away.
    assert swept() == NOTHING


def test_they_go_to_whom_he_named(desk: Ask, number: str, leaves: Callable[..., None]) -> None:
    taken_to(desk, number)
    leaves(HANDLER, heir=MATE)
    assert swept().given == 1
    assert case_of(number).handler == MATE


def test_a_confidential_case_goes_to_another_officer(desk: Ask, guarded: str, leaves: Callable[..., None]) -> None:
    assert do(desk, CONFID, guarded, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    assert do(desk, CONFID, guarded, "triage-case", {"version": 2, **TRIAGED, "handler": CONFID}).status == 200
    leaves(CONFID, heir=LEAD)
    assert swept().given == 1
    assert case_of(guarded).handler == "qin.yue"


def test_where_nobody_may_have_it_that_is_counted_and_the_clocks_run_on(desk: Ask, number: str, leaves: Callable[..., None]) -> None:
    taken_to(desk, number)
    leaves(*(code for code, one in load_policy().departments.staff.items() if one.department == "repairs"))
    assert swept() == HandedOver(given=0, waiting=1, failed=0)
    assert case_of(number).handler == HANDLER


def test_without_time_it_goes_on_in_the_next_round(desk: Ask, owners: Ask, number: str, leaves: Callable[..., None]) -> None:
    taken_to(desk, number)
    another(owners, desk, 1)
    leaves(HANDLER)
    rounds = iter((True, False))
    assert swept(goes_on=lambda: next(rounds)) == HandedOver(given=1, waiting=1, failed=0)
    assert swept() == HandedOver(given=1, waiting=0, failed=0)


def test_one_broken_case_keeps_no_other_with_him(
    desk: Ask, owners: Ask, number: str, leaves: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_to(desk, number)
    another(owners, desk, 1)
    leaves(HANDLER)
    loaded = Desk.loaded

    def breaks(desk: Desk, case_id: str) -> Any:
        if case_id == case_id_of(number):
            raise RuntimeError
        return loaded(desk, case_id)

    monkeypatch.setattr(Desk, "loaded", breaks)
    assert swept() == HandedOver(given=1, waiting=0, failed=1)


class Time:
    """As much time as a function has."""

    def get_remaining_time_in_millis(self) -> int:
        return 50_000


@pytest.mark.parametrize(("minute", "handler"), [(9, HANDLER), (10, LEAD)])
def test_the_clock_looks_for_them_every_ten_minutes(
    desk: Ask, number: str, leaves: Callable[..., None], monkeypatch: pytest.MonkeyPatch, minute: int, handler: str
) -> None:
    taken_to(desk, number)
    leaves(HANDLER)
    monkeypatch.setattr(wiring, "renew", lambda now: None)
    monkeypatch.setattr(sweep_deadlines, "sweep", lambda office, now, pace: sweep_deadlines.Tally())
    monkeypatch.setattr(wiring, "office", lambda: None)
    sweep_deadlines.handler({"at": (MONDAY_9AM + timedelta(minutes=minute)).isoformat()}, Time())
    assert case_of(number).handler == handler


def test_his_token_opens_nothing_meanwhile(desk: Ask, number: str, leaves: Callable[..., None]) -> None:
    held = bearer(HANDLER)
    taken_to(desk, number)
    leaves(HANDLER)
    assert desk(event("GET", f"/api/desk/cases/{number}", headers=held)).status == 401
    assert TRIAGE in load_policy().departments.staff
