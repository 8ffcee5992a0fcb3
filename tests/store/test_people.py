"""Who complains lies apart from the case and opens with a key of its own."""

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.commands import Person
from huiyin.store.items import CaseTable
from huiyin.store.people import person_item
from huiyin.store.seal import CannotOpen, DataKey, unseal
from store.clouds import Stack

WANG = Person(
    name="王𠮷芳",
    phone="13800138000",
    email="wang@example.com",
    unit="3-1-802",
    household="h3",
    contact_by=("phone", "email"),
    needs=("large_print",),
)


def test_a_person_comes_back_as_given(stack: Stack) -> None:
    case_id = stack.register(person=WANG).case.case_id
    assert stack.people.read(case_id) == WANG


def test_a_person_who_gave_a_phone_only_has_a_phone_only(stack: Stack) -> None:
    case_id = stack.register(person=Person(phone="13800138000")).case.case_id
    assert stack.people.read(case_id) == Person(phone="13800138000")


def test_nobody_is_behind_a_case_that_nobody_knows(stack: Stack) -> None:
    assert stack.people.read("18720043") is None


def test_the_key_of_the_case_does_not_open_the_person(stack: Stack) -> None:
    history = stack.register(person=WANG)
    (item,) = [item for item in stack.raw() if item["sk"]["S"] == "PERSON"]
    with pytest.raises(ClientError):
        stack.sealer.open_key(history.case.case_id, "case", item["dk"]["B"])
    case_key = stack.sealer.open_key(history.case.case_id, "case", history.data_key)
    with pytest.raises(CannotOpen):
        unseal(case_key, item["sealed"]["B"], context=item["pk"]["S"])


def test_a_person_moved_to_another_case_does_not_open_there(stack: Stack) -> None:
    stack.register("the-case-of-one-owner", person=WANG)
    other = stack.register("the-case-of-another").case.case_id
    (item,) = [item for item in stack.raw() if item["sk"]["S"] == "PERSON" and not item["pk"]["S"].endswith(other)]
    stack.client("dynamodb").put_item(TableName=stack.table.name, Item={**item, "pk": {"S": f"PERSON#{other}"}})
    with pytest.raises(ClientError):
        stack.people.read(other)


@settings(deadline=None)
@given(st.builds(Person, contact_by=st.just(("phone",)), needs=st.lists(st.text("ab_", min_size=1), max_size=3).map(tuple)))
def test_every_field_of_a_person_is_sealed(person: Person) -> None:
    key = DataKey(bytes(32), b"wrapped")
    item = person_item(CaseTable("cases", None), "18720043", person, key).serialize()
    assert set(item) == {"pk", "sk", "dk", "sealed"}
    words = unseal(key, item["sealed"]["B"], context="PERSON#18720043")
    assert words.get("name", "") == person.name
    assert tuple(words["needs"].split("\n")) == person.needs if person.needs else "needs" not in words
