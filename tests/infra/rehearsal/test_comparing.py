"""What the emulators answer differently: said, explained, and never in silence."""

import pytest

from infra.rehearsal import comparing
from infra.rehearsal.comparing import Row, as_table, differences, surprises

SAME = Row(behaviour="order", documented=[1, 2], ours=[1, 2], ministack=[1, 2])
OTHER = Row(behaviour="paging", documented=[True], ours=[False], ministack=[True])


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "KNOWN", {})


def test_a_difference_is_of_one_of_them_from_the_documentation() -> None:
    assert differences([SAME, OTHER]) == [("paging", "moto")]


def test_a_difference_that_nobody_explained_is_a_surprise() -> None:
    assert surprises([SAME]) == []
    (line,) = surprises([SAME, OTHER])
    assert line.startswith("moto differs")


def test_an_explained_difference_is_none_and_an_explanation_that_outlived_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "KNOWN", {("paging", "moto"): "it looks ahead"})
    assert surprises([SAME, OTHER]) == []
    assert "it looks ahead" in as_table([SAME, OTHER])
    (line,) = surprises([SAME])
    assert line.startswith("moto no longer differs")


def test_the_table_has_a_line_for_each_behaviour_and_marks_who_differs() -> None:
    lines = as_table([SAME, OTHER]).splitlines()
    assert lines[0].startswith("DynamoDB, 2 behaviours")
    assert lines[1].split() == ["order", "as", "AWS", "as", "AWS"]
    assert lines[2].split() == ["paging", "DIFFERS", "as", "AWS"]
