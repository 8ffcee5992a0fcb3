"""Lines replayed through the public door: every one becomes a number, a letter and a figure."""

from pathlib import Path

import pytest

from infra.local.stack import Stack
from infra.replay import main, matter_of, read_lines, replay

LINES = Path(__file__).with_name("lines.jsonl")


def test_every_line_becomes_a_number_a_letter_and_a_figure(stack: Stack) -> None:
    lines = read_lines(LINES, 300)
    assert len(lines) >= 30
    outcome = replay(stack.url, lines)
    assert dict(outcome.refused) == {}
    assert outcome.is_complete
    assert len(set(outcome.numbers.values())) == outcome.letters == outcome.figures == len(lines)


def test_a_second_replay_counts_its_own_lines_only(stack: Stack) -> None:
    outcome = replay(stack.url, read_lines(LINES, 6))
    assert (len(outcome.numbers), outcome.letters, outcome.figures) == (6, 6, 6)


def test_a_line_that_the_door_refuses_makes_the_replay_incomplete(stack: Stack) -> None:
    outcome = replay(stack.url, [{"subject": "噪音", "body": "晚上太吵"}, {"subject": "x", "body": "长" * 10_001}])
    assert outcome.refused == {"max_length": 1}
    assert not outcome.is_complete


@pytest.mark.parametrize(("text", "says"), [("{", "line 1: not JSON"), ('{"subject": ""}', "line 1: needs a subject or a body")])
def test_a_file_that_cannot_be_read_is_refused_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(text, "utf-8")
    assert main([str(file), "3"]) == 2
    assert says in capsys.readouterr().err
    assert main([str(tmp_path / "missing.jsonl")]) == 2


def test_the_owners_words_are_subject_and_body() -> None:
    assert matter_of({"subject": " 噪音 ", "body": "太吵"}) == "噪音\n太吵"
    assert matter_of({"subject": "", "body": "太吵"}) == "太吵"
