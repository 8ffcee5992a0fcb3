"""3.1 分类: a text as it is read."""

import pytest

from huiyin.insight.text import Found, Words, message


def test_a_subject_is_the_title_folded() -> None:
    assert message("电梯 ＡＢＣ", "停运了") == ("电梯 abc", "停运了")


def test_without_a_subject_the_sentence_that_is_said_twice_is_the_title() -> None:
    said = message("", "三号楼的电梯又坏了三号楼的电梯又坏了，物业一直没有修。")
    assert said == ("三号楼的电梯又坏了", "三号楼的电梯又坏了,物业一直没有修。")


def test_without_a_subject_the_title_ends_at_the_first_stop() -> None:
    said = message("", "楼下的垃圾三天没有清，臭味很大。请尽快处理。")
    assert said.title == "楼下的垃圾三天没有清,"
    assert said.body.endswith("请尽快处理。")


def test_a_short_text_is_its_own_title() -> None:
    assert message("", "停水了").title == "停水了"
    assert message("", "") == ("", "")


def test_the_longest_word_is_found_where_it_stands() -> None:
    assert list(Words(["消防", "消防通道"]).found_in("占用消防通道")) == [Found(2, 6, "消防通道")]


def test_a_longer_word_that_begins_within_is_the_one_that_is_meant() -> None:
    assert [one.word for one in Words(["停电", "电动车"]).found_in("楼道里停电动车")] == ["电动车"]
    assert [one.word for one in Words(["停电", "电梯"]).found_in("停电梯")] == ["停电"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("the rat ran", ["rat"]), ("a separate ratio", []), ("rats", []), ("no rat!", ["rat"]), ("老鼠rat多", ["rat"])],
)
def test_latin_words_are_found_as_whole_words_alone(text: str, found: list[str]) -> None:
    assert [one.word for one in Words(["rat"]).found_in(text)] == found


def test_words_are_counted_each_time_or_each_kind() -> None:
    words = Words(["停水", "停电"])
    assert words.count("停水停水停电") == 3
    assert words.kinds("停水停水停电") == 2
    assert words.any_in("又停电") is True
    assert words.any_in("都好") is False
