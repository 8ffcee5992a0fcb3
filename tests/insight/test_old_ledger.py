"""Old ledgers: what is right is read in the words of the policy, and of what is wrong every cell is named with its reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from huiyin.insight.old_ledger import read_ledger, sentence_of
from huiyin.insight.sheet_reader import Unreadable, Value
from huiyin.policy.schema import LANGUAGES, Policy

HEADINGS = (
    "编号",
    "接收时间",
    "渠道",
    "性质",
    "楼栋",
    "类别",
    "事项",
    "级别",
    "优先级",
    "主办",
    "协办",
    "经办人",
    "应答复",
    "已答复",
    "结论",
    "办结",
    "回访",
    "满意度",
    "业主姓名",
)
GOOD: dict[str, Value] = {
    "编号": "2025-018",
    "接收时间": "2025-11-03 09:12",
    "渠道": "电话",
    "性质": "投诉",
    "楼栋": "3 号楼",
    "类别": "电梯",
    "事项": "二号梯停运",
    "级别": "一般",
    "主办": "工程部",
    "协办": "秩序部、环境部",
    "经办人": "老李",
    "应答复": datetime(2025, 11, 13, 18, 0),
    "已答复": "2025/11/5",
    "结论": "已修好",
    "办结": "2025年11月6日 16:30",
    "满意度": "已解决",
    "业主姓名": "王芳",
}


def words_of(policy: Policy) -> dict[str, Value]:
    """A good row in words that the policy has today."""
    named = {
        "渠道": policy.channels["social"].name.zh,
        "性质": policy.charter.kinds["complaint"].zh,
        "类别": policy.categories["elevator"].name.zh,
        "主办": policy.departments.departments["repairs"].name.zh,
    }
    return GOOD | named


def read(policy: Policy, *changes: dict[str, Value], headings: tuple[str, ...] = HEADINGS, now: datetime = MONDAY_9AM) -> Any:
    rows = [tuple((words_of(policy) | change).get(heading) for heading in headings) for change in changes]
    return read_ledger([headings, *rows], policy, now)


def test_a_row_is_read_in_the_words_of_the_policy(policy: Policy) -> None:
    ledger = read(policy, {})
    (row,) = ledger.rows
    assert row.faults == ()
    assert ledger.left == ("业主姓名",)
    assert "王芳" not in str(row.told)
    assert row.told["received_at"] == "2025-11-03T01:12:00+00:00"
    assert row.told["answered_at"] == "2025-11-04T16:00:00+00:00"
    assert row.told["closed_at"] == "2025-11-06T08:30:00+00:00"
    assert (row.told["channel"], row.told["category"], row.told["joining"], row.told["verdict"]) == (
        "social", "elevator", "security,environment", "solved",
    )  # fmt: skip
    assert (row.key, row.told["handler"], row.told["sub_issue"]) == ("2025-018", "老李", "二号梯停运")


BROKEN: list[tuple[str, str, Value, str]] = [
    ("no number", "编号", None, "row_missing"),
    ("a blank number", "编号", "   ", "row_missing"),
    ("a number of ours", "编号", "HY-2026-18720043", "row_ours"),
    ("a number of ours in wide letters", "编号", "ＨＹ－2026－18720043", "row_ours"),
    ("a number of controls", "编号", "2025\x07", "row_character"),
    ("a number without end", "编号", "9" * 201, "row_too_long"),
    ("no receipt", "接收时间", None, "row_missing"),
    ("a word for a date", "接收时间", "上周三", "row_date"),
    ("the thirtieth of February", "接收时间", "2025-02-30", "row_date"),
    ("the thirteenth month", "接收时间", "2025/13/01", "row_date"),
    ("the twenty-fifth hour", "接收时间", "2025-11-03 25:00", "row_date"),
    ("a day without its year", "接收时间", "11-03", "row_date"),
    ("a year of two digits", "接收时间", "25-11-03", "row_date"),
    ("a year before there were any", "接收时间", "1899-12-31", "row_date"),
    ("a year far off", "接收时间", "2190-01-01", "row_date"),
    ("a date without a day", "接收时间", "2025年11月", "row_date"),
    ("what Excel says of a wrong formula", "接收时间", "#VALUE!", "row_date"),
    ("received tomorrow", "接收时间", "2026-11-24", "row_future"),
    ("no category", "类别", None, "row_missing"),
    ("a category of nobody", "类别", "飞碟", "row_unknown_word"),
    ("a channel of nobody", "渠道", "飞鸽", "row_unknown_word"),
    ("a kind of nobody", "性质", "吐槽", "row_unknown_word"),
    ("a level of nobody", "级别", "特大", "row_unknown_word"),
    ("a priority of nobody", "优先级", "P9", "row_unknown_word"),
    ("a department of nobody", "主办", "外星部", "row_unknown_word"),
    ("one of several departments of nobody", "协办", "秩序部、外星部", "row_unknown_word"),
    ("a satisfaction of nobody", "满意度", "还行吧", "row_unknown_word"),
    ("answered before it came in", "已答复", "2025-11-02", "row_order"),
    ("answered tomorrow", "已答复", "2026-12-01", "row_future"),
    ("owed before it came in", "应答复", "2024-11-13", "row_order"),
    ("closed before it came in", "办结", "2025-11-02 08:00", "row_order"),
    ("called before it came in", "回访", "2025-01-01", "row_order"),
    ("closed on a day that is none", "办结", "已办", "row_date"),
    ("a phone in the matter", "事项", "请联系 138 0013 8000", "row_private"),
    ("a phone in wide digits", "事项", "１３８００１３８０００", "row_private"),
    ("an identity number", "结论", "身份证330102199001011234已核", "row_private"),
    ("a mail address", "结论", "已回复 wang@example.com", "row_private"),
    ("a matter without end", "事项", "长" * 201, "row_too_long"),
    ("text that turns its reader round", "事项", "\u202e停运", "row_character"),
    ("letters that were lost", "楼栋", "3\ufffd楼", "row_character"),
]


@pytest.mark.parametrize(("heading", "value", "code"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_broken_row_says_which_cell_and_why(heading: str, value: Value, code: str, policy: Policy) -> None:
    (row,) = read(policy, {heading: value}).rows
    column = {one.name.zh: name for name, one in policy.ledger.columns.items()}[heading]
    assert (code, column) in [(fault.code, fault.column) for fault in row.faults]
    # One cell is wrong; what follows from it may be told with it, the rest of the row is not.
    assert {fault.column for fault in row.faults} <= {column, "answer_due", "answered_at", "closed_at", "called_at"}
    for fault in row.faults:
        for language in LANGUAGES:
            said = sentence_of(fault, policy, language)
            assert policy.ledger.columns[fault.column].name.of(language) in said
            assert "{" not in said


def test_there_are_thirty_kinds_of_broken_rows_and_more() -> None:
    assert len({name for name, *_ in BROKEN}) >= 30


def test_a_number_that_stands_twice_is_taken_once(policy: Policy) -> None:
    first, second, third = read(policy, {}, {"编号": " ２０２５-018"}, {"编号": "2025-019"}).rows
    assert (first.faults, third.faults) == ((), ())
    assert [(fault.code, fault.facts["n"]) for fault in second.faults] == [("row_twice", 2)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2025-11-03", "2025-11-02T16:00:00+00:00"),
        ("2025.11.3 9:05", "2025-11-03T01:05:00+00:00"),
        ("２０２５年１１月３日９时５分", "2025-11-03T01:05:00+00:00"),
        ("2025-11-03T09:05:07", "2025-11-03T01:05:07+00:00"),
        ("45964", "2025-11-02T16:00:00+00:00"),
        ("45964.375", "2025-11-03T01:00:00+00:00"),
        (datetime(2025, 11, 3, 9, 5), "2025-11-03T01:05:00+00:00"),
    ],
)
def test_a_date_is_read_however_it_was_written(said: Value, told: str, policy: Policy) -> None:
    (row,) = read(policy, {"接收时间": said, "应答复": None, "已答复": None, "办结": None}).rows
    assert row.faults == ()
    assert row.told["received_at"] == told


def test_headings_are_found_below_a_title_and_in_either_language(policy: Policy) -> None:
    rows: list[tuple[Value, ...]] = [
        ("二〇二五年投诉台账",),
        (),
        ("No.", "Received", "Category", "Notes"),
        ("1", "2025-11-03", "elevator", "x"),
        (None, None),
    ]
    ledger = read_ledger(rows, policy, MONDAY_9AM)
    assert (len(ledger.rows), ledger.left, ledger.rows[0].place) == (1, ("Notes",), 4)
    assert ledger.rows[0].told["category"] == "elevator"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "sheet_headings"),
        ([("编号", "接收时间", "类别")], "sheet_empty"),
        ([("编号", "接收时间", "类别"), (None, "", None)][:1], "sheet_empty"),
        ([("姓名", "电话")] * 20, "sheet_headings"),
        ([("编号", "接收时间"), ("1", "2025-11-03")], "sheet_headings"),
        ([("编号", "投诉编号", "接收时间", "类别"), ("1", "1", "2025-11-03", "电梯")], "sheet_headings"),
    ],
)
def test_a_table_without_what_it_needs_is_none(rows: list[tuple[Value, ...]], code: str, policy: Policy) -> None:
    with pytest.raises(Unreadable) as refused:
        read_ledger(rows, policy, MONDAY_9AM)
    assert refused.value.code == code


def test_two_thousand_rows_are_read_whole(policy: Policy) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    changes = [{"编号": str(n), "接收时间": f"{start + timedelta(minutes=n):%Y-%m-%d %H:%M}", "应答复": None} for n in range(2_000)]
    assert sum(not row.faults for row in read(policy, *changes).rows) == 2_000
