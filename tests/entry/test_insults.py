"""Insults are covered for handlers, wherever the words of an owner stand, and change nothing else."""

import pytest

from builders import MONDAY_9AM, a_complaint, someone
from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json
from entry.people import DESK, HANDLER, get, taken_to
from huiyin.core.decide import decide
from huiyin.entry.insults import COVER, for_reader
from huiyin.policy.schema import Policy

RUDE = "你们这帮白痴，电梯又停了！FUCKING lift."


def test_a_handler_reads_the_matter_without_the_insults_and_the_desk_as_it_was_said(desk: Ask, owners: Ask) -> None:
    number = owners(post_json("/api/complaints", complaint(matter=RUDE), key=KEY)).json["number"]
    taken_to(desk, number)
    assert get(desk, HANDLER, f"cases/{number}").json["matter"] == f"你们这帮{COVER}，电梯又停了！{COVER} lift."
    assert get(desk, DESK, f"cases/{number}").json["matter"] == RUDE


@pytest.mark.parametrize(
    "said", ["垃圾没人清，废物堆在楼道。", "The classic idiotic lift.", "楼下养狗，狗叫扰民。", "三栋 1203 白天没水。", "水管咕噜咕噜响。"]
)
def test_what_is_no_insult_stays_as_it_is(policy: Policy, said: str) -> None:
    assert for_reader({"words": [{"zh": said}]}, someone(policy, "handler"), policy) == {"words": [{"zh": said}]}


def test_an_insult_changes_neither_priority_nor_who_sees_it(policy: Policy) -> None:
    (plain,) = decide(None, a_complaint(matter="电梯又停了。"), policy, MONDAY_9AM)
    (rude,) = decide(None, a_complaint(matter=RUDE), policy, MONDAY_9AM)
    names = ("priority", "hints", "guarded", "flags", "answer_due", "first_contact_due")
    assert [getattr(plain, name) for name in names] == [getattr(rude, name) for name in names]
