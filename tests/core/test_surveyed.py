"""What is kept of a survey is plain, comes back from the store, and is empty until somebody said something."""

from dataclasses import fields

from builders import MONDAY_9AM
from huiyin.core.handling import Handling
from huiyin.core.surveyed import Survey
from huiyin.store.attributes import HandlingAttribute


def test_a_closed_case_begins_with_nothing_said() -> None:
    assert all(not getattr(Survey(), one.name) for one in fields(Survey))


def test_it_comes_back_from_the_store_with_its_grades() -> None:
    said = Survey(invited_at=MONDAY_9AM, answered_at=MONDAY_9AM, solved="partly", grades=(("result", 2), ("speed", 5)), hidden=True)
    kept = HandlingAttribute()
    stored = kept.serialize(Handling(survey=said))
    assert stored is not None
    assert kept.deserialize(stored).survey == said
