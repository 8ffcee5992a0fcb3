"""`make evaluate`: lines in, lines out."""

import json
from pathlib import Path

import pytest

from infra import evaluate


def _run(monkeypatch: pytest.MonkeyPatch, task: str, source: Path, out: Path) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate", task, "--in", str(source), "--out", str(out)])
    evaluate.main()


def test_each_line_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [
        {"id": "1", "subject": "电梯困人", "body": "电梯停在两层之间，里面有人"},
        {"id": "2", "subject": None, "body": "垃圾桶满了没人清"},
    ]
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows), "utf-8")
    _run(monkeypatch, "classify", source, out)
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(one["id"], one["category"]) for one in answers] == [("1", "elevator"), ("2", "cleaning")]
    assert answers[0].keys() == {"id", "category", "severity", "urgency", "sensitive", "confidence"}
    assert "lines=2 answers=2" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["not json", '{"id": "1"}', "[1]", '{"body": "x"}'])
def test_a_line_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "0", "body": "停水"}\n' + line + "\n", "utf-8")
    with pytest.raises(SystemExit, match=r"in\.jsonl, line 2: not a JSON object"):
        _run(monkeypatch, "classify", source, tmp_path / "out.jsonl")


def test_hot_issues_come_hottest_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    said = ["望江苑门口夜宵摊油烟扰民", "望江苑夜宵摊油烟", "投诉望江苑夜宵摊油烟", "路灯不亮了", "电梯抖动厉害", "草坪枯黄没人管"]
    rows = [
        {"id": f"m{at}", "subject": one, "body": one, "time": f"2026-03-0{at + 1}T08:00:00", "up": at, "down": 0}
        for at, one in enumerate(said)
    ]
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    _run(monkeypatch, "hot", source, out)
    (issue,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert issue["ids"] == ["m0", "m1", "m2"]
    assert (issue["cluster"], issue["place"]) == (1, "望江苑")
    assert (issue["first"], issue["last"]) == ("2026-03-01T08:00:00", "2026-03-03T08:00:00")
    shown = capsys.readouterr().err
    assert "reading texts" in shown
    assert "comparing texts" in shown
