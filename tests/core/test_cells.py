"""A cell of a workbook is read as its column asks, in the many ways in which people type, and never guessed."""

from datetime import date, datetime, time
from typing import Any

import pytest

from huiyin.core.cells import Amiss, folded, plain, read_cell
from huiyin.policy.estate import Column
from huiyin.policy.schema import Phrase, Policy
from huiyin.policy.sheets import lists_of


def column(kind: Any, **more: Any) -> Column:
    return Column(name=Phrase(zh="列", en="Column"), kind=kind, example="-", **({"of": None, "needed": True} | more))


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        ("code", "b3", "b3"),
        ("code", " Ｂ３ ", "b3"),
        ("code", "Li.Wei", "li.wei"),
        ("codes", "yunjin、 North;yunjin", ("yunjin", "north")),
        ("text", "3 号楼", "3 号楼"),
        ("text", 1502.0, "1502"),
        ("text", "\u3000王芳 ", "王芳"),
        ("whole", 68.0, 68),
        ("whole", "６８", 68),
        ("yes", "是", True),
        ("yes", None, False),
        ("yes", "No", False),
        ("yes", True, True),
        ("date", date(2028, 9, 30), date(2028, 9, 30)),
        ("date", datetime(2028, 9, 30, 0, 0), date(2028, 9, 30)),
        ("date", "2028年9月30日", date(2028, 9, 30)),
        ("date", "2028/9/30", date(2028, 9, 30)),
        ("date", "2028.09.30", date(2028, 9, 30)),
        ("time", time(8, 30, 12), time(8, 30)),
        ("time", "8:30", time(8, 30)),
        ("time", "20：00", time(20)),
        ("time", "8点", time(8)),
        ("time", "24:00", time(0)),
        ("weekday", "周一", 0),
        ("weekday", "星期天", 6),
        ("weekday", "Wed", 2),
        ("weekday", 7.0, 6),
        ("mailbox", "Repairs@Yunjin.example", "repairs@yunjin.example"),
        ("mail", "Wang.Fang@example.com", "Wang.Fang@example.com"),
        ("phone", 13800138000.0, "13800138000"),
        ("phone", "0571-8888 0000", "0571-8888 0000"),
    ],
)
def test_it_is_read_as_it_was_meant(kind: str, cell: Any, said: Any, policy: Policy) -> None:
    assert read_cell(cell, column(kind, low=1, high=2000), lists_of(policy)) == said


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("text", "#REF!", "cell_broken"),
        ("text", '=HYPERLINK("x")', "cell_formula"),
        ("text", None, "cell_needed"),
        ("text", "   ", "cell_needed"),
        ("text", "王\n芳", "text_control"),
        ("text", "王\x07芳", "text_control"),
        ("text", "楼" * 81, "text_long"),
        ("code", "3号楼", "code_shape"),
        ("code", "3b", "code_shape"),
        ("codes", "yunjin、3b", "code_shape"),
        ("code", "b" * 41, "code_shape"),
        ("whole", 12.5, "number_whole"),
        ("whole", "十二", "number_whole"),
        ("whole", True, "number_whole"),
        ("whole", date(2026, 1, 1), "number_whole"),
        ("whole", 0, "number_range"),
        ("whole", 2001, "number_range"),
        ("yes", "也许", "yes_or_no"),
        ("date", "2028-02-30", "date_unknown"),
        ("date", "明年", "date_unknown"),
        ("date", 46000.0, "date_unknown"),
        ("date", "1028-01-01", "date_unknown"),
        ("time", "25:00", "time_unknown"),
        ("time", "8:70", "time_unknown"),
        ("time", "早上", "time_unknown"),
        ("weekday", "8", "weekday_unknown"),
        ("weekday", "周八", "weekday_unknown"),
        ("weekday", "T", "weekday_unknown"),
        ("mailbox", "repairs", "mail_unknown"),
        ("mail", "王@", "mail_unknown"),
        ("mail", "a b@example.com", "mail_unknown"),
        ("phone", "110", "phone_unknown"),
        ("phone", "没有", "phone_unknown"),
        ("phone", date(2026, 1, 1), "phone_unknown"),
    ],
)
def test_what_it_cannot_mean_is_told_of_by_a_code(kind: str, cell: Any, code: str, policy: Policy) -> None:
    with pytest.raises(Amiss) as wrong:
        read_cell(cell, column(kind, low=1, high=2000), lists_of(policy))
    assert wrong.value.code == code
    # Nothing of what was typed is told on.
    assert not cell or str(cell) not in str(dict(wrong.value.facts)) or str(cell) in "1 2000 80"


def test_words_are_those_of_the_policy_in_either_language(policy: Policy) -> None:
    lists = lists_of(policy)
    for said in ("电梯作业证", "Lift work", "lift"):
        assert read_cell(said, column("word", of="certificates"), lists) == "lift"
    assert read_cell("经办人、Head of department，值班", column("words", of="roles"), lists) == ("handler", "dept_lead", "duty")
    with pytest.raises(Amiss) as wrong:
        read_cell("驾照", column("word", of="certificates"), lists)
    assert wrong.value.code == "word_unknown"
    assert "焊工证" in str(wrong.value.facts["allowed"])
    assert "Welding" in str(wrong.value.facts["allowed_en"])


def test_an_empty_cell_that_is_not_needed_says_nothing(policy: Policy) -> None:
    assert read_cell("", column("code", needed=False), lists_of(policy)) is None


def test_names_are_compared_whatever_their_width_case_and_blanks() -> None:
    assert folded("楼栋 代码*") == folded("楼栋代码")
    assert folded("Ｎａｍｅ in English") == folded("name IN english")
    assert plain(None) == ""
