"""SweepDeadlines: each promise is watched, each warning is given once, and no letter stays behind."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.policy import load_policy
from neighbours import Colleague, Owner


def subjects(stack: Any, number: str) -> list[str]:
    return [letter["subject"] for letter in stack.mailbox() if number in letter["subject"]]


def told(stack: Any, owner: Owner, *, clock: str) -> list[str]:
    """What the case tells its staff of that clock, by type of event."""
    desk = Colleague(stack.url, stack.token("lin.jing"))
    return [step["type"] for step in desk.case(owner.number)["timeline"] if step["title"]["zh"].startswith(clock)]


def contact_due(owner: Owner) -> datetime:
    return datetime.fromisoformat(owner.track()["due"]["first_contact"])


def test_an_unassigned_case_is_nearly_late_then_late_and_each_is_said_once(stack: Any) -> None:
    owner = Owner(stack.url)
    owner.report()
    stack.drain()
    due, before = contact_due(owner), len(subjects(stack, owner.number))
    stack.tick("SweepDeadlines", at=due - timedelta(minutes=1))
    near = subjects(stack, owner.number)
    assert len(near) > before
    stack.tick("SweepDeadlines", at=due - timedelta(minutes=1))
    assert subjects(stack, owner.number) == near
    stack.tick("SweepDeadlines", at=due + timedelta(minutes=1))
    assert len(subjects(stack, owner.number)) > len(near)
    # at noon: what is owed at night waits for the morning
    noon = (due + timedelta(days=30)).astimezone(UTC).replace(hour=4, minute=0)
    stack.tick("SweepDeadlines", at=noon)
    late = subjects(stack, owner.number)
    stack.tick("SweepDeadlines", at=noon + timedelta(hours=1))
    assert subjects(stack, owner.number) == late, "each thing is said once"
    said = told(stack, owner, clock="首次联系")
    assert (said.count("DeadlineNeared"), said.count("DeadlineMissed")) == (1, 1)
    assert said.count("StepEscalated") == len(load_policy().promises.ladder.others)


def test_a_clock_that_was_off_for_a_day_says_only_what_is_still_true(stack: Any) -> None:  # FA37, ST10
    owner = Owner(stack.url)
    owner.report()
    stack.drain()
    stack.tick("SweepDeadlines", at=contact_due(owner) + timedelta(hours=26))
    said = told(stack, owner, clock="首次联系")
    assert (said.count("DeadlineNeared"), said.count("DeadlineMissed")) == (0, 1)


def test_with_the_stream_off_every_letter_still_leaves_once(stack: Any) -> None:
    stack.stream(False)
    try:
        owners = [Owner(stack.url) for _ in range(6)]
        for n, owner in enumerate(owners):
            owner.report(email=f"owner{n}@example.com", building=f"b{n + 1}")
        assert not any(subjects(stack, owner.number) for owner in owners)
        later = datetime.fromisoformat(owners[-1].track()["received_at"]) + timedelta(minutes=5)
        stack.tick("SweepDeadlines", at=later)
        stack.tick("SweepDeadlines", at=later + timedelta(minutes=5))
        for n, owner in enumerate(owners):
            to = sorted(a for letter in stack.mailbox() if owner.number in letter["subject"] for a in letter["to"])
            assert to.count(f"owner{n}@example.com") == 1
            assert len(to) == len(set(to)) == 2
    finally:
        stack.stream(True)
        stack.drain()


def alarms(stack: Any, number: str) -> list[tuple[str, list[str]]]:
    """Who was told that nobody has taken an emergency up, in order."""
    return [
        (letter["subject"], letter["to"]) for letter in stack.mailbox() if number in letter["subject"] and "应急响应" in letter["subject"]
    ]


def test_an_emergency_that_nobody_takes_up_wakes_the_manager_and_then_the_company_each_once(stack: Any) -> None:
    owner = Owner(stack.url)
    owner.report(danger=True, building="b7")
    stack.drain()
    woken = {to for letter in stack.mailbox() if owner.number in letter["subject"] for to in letter["to"]}
    staff = load_policy().departments.staff
    assert staff["luo.han"].email in woken
    received = datetime.fromisoformat(owner.track()["received_at"])
    for minutes in (4, 5, 6, 10, 11):
        stack.tick("SweepDeadlines", at=received + timedelta(minutes=minutes))
    assert [to for _, to in alarms(stack, owner.number)] == [[staff["jiang.bo"].email], [staff["wei.lan"].email]]


def test_whoever_is_on_duty_confirms_and_the_alarm_goes_no_higher(stack: Any) -> None:
    owner = Owner(stack.url)
    owner.report(danger=True, building="b6")
    stack.drain()
    duty = Colleague(stack.url, stack.token("huang.kai"))
    offered = duty.case(owner.number)["actions"]
    assert offered[0]["command"] == "acknowledge-step"
    assert duty.do(owner.number, "acknowledge-step", step=offered[0]["fields"][0]["value"]).status == 200
    received = datetime.fromisoformat(owner.track()["received_at"])
    for minutes in (5, 10):
        stack.tick("SweepDeadlines", at=received + timedelta(minutes=minutes))
    assert alarms(stack, owner.number) == []
