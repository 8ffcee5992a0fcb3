"""An identity is read with its reason, and counted before anything is opened: what begins to be unusual is heard at once, once."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json
from entry.people import do
from huiyin.core.case import case_id_of
from huiyin.core.events import IdentityRevealed
from huiyin.entry import wiring
from huiyin.mail.letters import owed_by
from huiyin.policy import load_policy

CURIOUS = "lin.jing"


def reads(desk: Ask, number: str, who: str = CURIOUS) -> Any:
    return do(desk, who, number, "identity", {"reason": "call_owner"})


def letters(number: str) -> list[str]:
    """Of the readings of this case, what they owe."""
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    found = [event for event in history.events if isinstance(event, IdentityRevealed)]
    return [owed.key for event in found for owed in owed_by(event, history.case, load_policy())]


def test_t1_whoever_reads_one_name_after_the_other_is_told_of_once_and_to_others(owners: Ask, desk: Ask) -> None:
    limit = load_policy().rights.readings.hour
    numbers = []
    for n in range(limit + 3):
        said = owners(post_json("/api/complaints", complaint(matter=f"第{n}件"), key=f"{KEY}-{n}"))
        assert said.status == 201, said.text
        numbers.append(said.json["number"])
        assert reads(desk, said.json["number"]).status == 200
    told = [letters(number) for number in numbers]
    assert [n for n, owed in enumerate(told) if owed] == [limit]
    watching = ("confid:ye.qing", "confid:qin.yue", "company:wei.lan", "company:ren.jun")
    assert set(told[limit]) == {f"reading-unusual/{one}" for one in watching}


@pytest.mark.asvs("V16.3.2")
def test_a_reason_is_needed_and_what_was_refused_counts_too(owners: Ask, desk: Ask, number: str) -> None:
    assert do(desk, CURIOUS, number, "identity", {}).json["field"] == "reason"
    assert [one.case_id for one in wiring.readings().of(CURIOUS)] == [case_id_of(number)]
    assert reads(desk, number).status == 200
    assert {one.case_id for one in wiring.readings().of(CURIOUS)} == {case_id_of(number)}
