"""What somebody read of late is kept as codes and moments, by person, and forgets itself."""

from datetime import timedelta

from builders import MONDAY_9AM
from huiyin.core.commands import Reading
from huiyin.store.readings import Readings
from store.clouds import Stack


def test_each_person_has_his_own_in_the_order_of_time_and_nothing_of_an_owner(stack: Stack) -> None:
    store = Readings(stack.table)
    later = Reading(at=MONDAY_9AM + timedelta(minutes=5), case_id="00000002", others=True)
    first = Reading(at=MONDAY_9AM, case_id="00000001")
    for one in (later, first, first):
        store.note("lin.jing", one)
    assert list(store.of("lin.jing")) == [first, later]
    assert list(store.of("he.min")) == []
    items = [*stack.table.partition("READS#lin.jing")]
    assert {name for item in items for name in item} == {"pk", "sk", "at", "others", "expires"}
    assert {int(item["expires"]["N"]) for item in items} >= {int((MONDAY_9AM + timedelta(days=2)).timestamp())}
