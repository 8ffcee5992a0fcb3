"""3.1 分类: which category and sub-issues a text suggests, and why."""

from pathlib import Path

import pytest
import rtoml

from huiyin.insight.subjects import OUTSIDE, subject_of
from huiyin.insight.text import message
from huiyin.policy import load_policy

EXAMPLES = rtoml.loads(Path(__file__).with_name("examples.toml").read_text("utf-8"))["text"]


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one["said"][:16])
def test_a_matter_is_taken_for_what_it_is(one: dict[str, str]) -> None:
    assert subject_of(message("", one["said"])).category == one["category"]


def test_every_category_has_an_example() -> None:
    assert {one["category"] for one in EXAMPLES} == load_policy().categories.keys()


def test_the_sub_issues_are_those_of_the_words() -> None:
    said = subject_of(message("电梯困人", "电梯突然下坠，随后停运，里面困住三个人。电梯年检过期了。"))
    assert said.category == "elevator"
    assert said.sub_issues[0] == "entrapment"
    assert set(said.sub_issues) == {"entrapment", "jolts_levelling", "inspection_overdue"}


def test_every_piece_of_evidence_is_a_word_of_the_text_at_its_place() -> None:
    text = message("下水道堵塞", "厨房下水道返水，污水外溢，报修后没有人来疏通。")
    said = subject_of(text)
    words = [(text.title if one.in_title else text.body)[one.start : one.end] for one in said.evidence]
    assert "下水道" in words
    assert "返水" in words
    assert {one.category for one in said.evidence} == {"facility_repair"}


def test_a_fee_for_parking_is_parking() -> None:
    assert subject_of(message("物业乱收停车费", "停车收费没有依据，停车费的标准也没有公示。")).category == "parking"
    assert subject_of(message("物业乱收费", "收费没有依据，收费标准也没有公示。")).category == "fees"


def test_a_text_that_says_nothing_needs_a_person() -> None:
    said = subject_of(message("你好", "有件事情想跟你们说一下，方便的时候联系。"))
    assert (said.category, said.sure, said.evidence) == (OUTSIDE, False, ())


def test_two_matters_in_one_text_are_less_sure_than_one() -> None:
    one = subject_of(message("电梯停运", "电梯停运三天了，没有人修。"))
    two = subject_of(message("电梯停运和垃圾成堆", "电梯停运三天了，垃圾成堆没有人清。"))
    assert one.sure
    assert two.sureness < one.sureness


def test_an_empty_text_is_no_fault() -> None:
    assert subject_of(message("", "")).sure is False
