"""Interim news to a group of very many: each member hears it once, and each costs the same few reads and one write."""

from collections import Counter
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_complaint, contact, group_seen, register, someone, triage
from group_house import House, house
from huiyin.casework import look_at_clocks, next_look, queue_of
from huiyin.core.commands import JoinGroup
from huiyin.core.decide import decide
from huiyin.core.events import ComplaintReceived, Event, ProgressTold
from huiyin.core.evolution import evolve

__all__ = ["house"]
# Clocks look at so many in one go.
PAGE = 200


def taken_in(house: House, group_id: str, n: int) -> str:
    """A member of that group, written in as few transactions as it takes: how he came in is not what is counted here."""
    cloud, policy = house.cloud, house.policy
    key = f"key-of-member-{n:06d}"
    ask = a_complaint(number=cloud.receipts.number_for(key, 0, 2026))
    (first,) = decide(None, ask, policy, MONDAY_9AM)
    assert isinstance(first, ComplaintReceived)
    history = cloud.put(first, person=ask.person, key=key)
    case, events = history.case, list[Event]()
    joining = JoinGroup(by=someone(policy, "triage"), group="-", seen=group_seen(house.case(group_id)))
    for step in (register(policy), triage(policy), contact(policy), joining):
        for event in decide(case, step, policy, MONDAY_9AM):
            case = evolve(case, event)
            events.append(event)
    cloud.store.commit(history, tuple(events), case, key="taken in", owed={}, next_moment=next_look(case, policy), queue=queue_of(case))
    return case.case_id


def round_of_news(house: House, members: set[str]) -> Counter[str]:
    """What a round of the clocks told whom, three days later."""
    told: Counter[str] = Counter()
    now = MONDAY_9AM + timedelta(days=3, hours=1)
    seen: set[str] = set()
    while fresh := [case_id for case_id in house.cloud.store.due(now, PAGE) if case_id not in seen]:
        for case_id in fresh:
            seen.add(case_id)
            before = len(house.cloud.loaded(case_id).events) if case_id in members else 0
            history = look_at_clocks(case_id, store=house.cloud.store, policy=house.policy, now=now)
            news = [event for event in history.events[before:] if isinstance(event, ProgressTold)]
            told.update({case_id: len(news)} if case_id in members else {})
    return told


@pytest.mark.parametrize("many", [30, pytest.param(PAGE + 40, marks=pytest.mark.long)])
def test_each_member_hears_it_once_for_the_same_few_reads_and_one_write(house: House, many: int) -> None:
    group_id = house.opened(house.triaged())
    members = {taken_in(house, group_id, n) for n in range(many)}
    assert len(members) == many
    calls: Counter[str] = Counter()
    client = house.cloud.clients.real("dynamodb")
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.update([model.name]))
    now = MONDAY_9AM + timedelta(days=3, hours=1)
    told: Counter[str] = Counter()
    for case_id in sorted(members):
        before = house.cloud.store.load(case_id)
        assert before is not None
        calls.clear()
        after = look_at_clocks(case_id, store=house.cloud.store, policy=house.policy, now=now)
        # His case, that of the group for how it stands, and one transaction, however many they are.
        assert calls == {"Query": 2, "TransactWriteItems": 1}, case_id
        told[case_id] += sum(isinstance(event, ProgressTold) for event in after.events[len(before.events) :])
    assert set(told.values()) == {1}
    letters = Counter(item["pk"]["S"] for item in house.cloud.raw() if "progress-told" in str(item.get("owed", {})))
    assert letters == Counter(f"CASE#{case_id}" for case_id in members)
    again = round_of_news(house, members)
    assert again.total() == 0, "nobody hears it twice"
