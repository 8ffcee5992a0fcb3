"""A table of the policy is plain Markdown that a cell cannot break."""

from huiyin.policy.schema import Phrase
from infra.site_table_parts import graded, in_language, markdown_table, with_note


def test_a_bar_or_a_break_inside_a_cell_stays_inside() -> None:
    assert markdown_table(["a", "b"], [["x|y", "1\n2"]]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 2 |\n"


def test_grades_are_listed_the_gravest_first() -> None:
    table = graded("S", {1: Phrase(zh="小", en="small"), 4: Phrase(zh="大", en="grave")}, "en", "程度", "Severity")
    assert table.splitlines()[2:] == ["| S4 | grave |", "| S1 | small |"]


def test_a_note_is_a_second_smaller_line() -> None:
    assert with_note("电梯", "工程部") == "电梯 <small>工程部</small>"
    assert in_language("en", "中", "e") == "e"
