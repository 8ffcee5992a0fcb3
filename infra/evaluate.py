"""`make evaluate TASK=classify|hot IN=in.jsonl OUT=out.jsonl`: the text mining that is deployed, on lines of your own."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huiyin.insight.hot_issues import Told, hot_issues
from huiyin.insight.suggestion import suggest
from huiyin.policy import load_policy
from infra.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Rows = list[dict[str, Any]]
# Of a line without a time.
EPOCH = "1970-01-01T00:00:00"


def main() -> None:
    """Read lines, write lines, say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--in", dest="source", type=Path, required=True, help="JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="where the JSON lines go")
    given = parser.parse_args()
    rows = read_rows(given.source)
    began = time.monotonic()
    answers = TASKS[given.task](rows)
    given.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in answers), "utf-8")
    print(f"evaluate {given.task}: lines={len(rows)} answers={len(answers)} seconds={time.monotonic() - began:.1f}")


def read_rows(source: Path) -> Rows:
    """The lines of a file. Exits with what is wrong and where."""
    rows = []
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["id"], row["body"] = str(row["id"]), str(row["body"])
            row["time"] = datetime.fromisoformat(str(row.get("time", EPOCH))).isoformat()
        except (ValueError, KeyError, TypeError) as error:
            sys.exit(f"{source.name}, line {number}: not a JSON object with id, subject and body ({type(error).__name__})")
        rows.append(row)
    return rows


def classify(rows: Rows) -> Rows:
    """Of each line: category, severity (the level that the text claims), urgency, sensitive, and how sure the category is."""
    answers = []
    for row in _watched("reading texts", rows):
        said = suggest(str(row.get("subject") or ""), row["body"])
        answers.append(
            {
                "id": row["id"],
                "category": said.subject.category,
                "severity": said.level,
                "urgency": said.urgency,
                "sensitive": said.sensitive,
                "confidence": round(said.subject.sureness, 4),
            }
        )
    return answers


def hot(rows: Rows) -> Rows:
    """The hot issues of all lines, hottest first: their ids, place, issue in words, first and last day."""
    found = hot_issues([_told(row) for row in rows], _watched)
    return [
        {
            "cluster": number,
            "ids": list(one.ids),
            "place": one.place,
            "issue": _name(one.category, one.sub_issue),
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
        }
        for number, one in enumerate(found, start=1)
    ]


def _watched(phase: str, work: Sequence[Any]) -> Iterator[Any]:
    bar = Progress(phase, len(work))
    for one in work:
        yield one
        bar.step()


def _told(row: dict[str, Any]) -> Told:
    return Told(
        id=row["id"],
        by=str(row.get("user") or row["id"]),
        subject=str(row.get("subject") or ""),
        body=row["body"],
        at=datetime.fromisoformat(str(row["time"])),
        likes=int(row.get("up") or 0) - int(row.get("down") or 0),
    )


def _name(category: str, sub_issue: str) -> str:
    known = load_policy().categories[category]
    return known.sub_issues[sub_issue].name.zh if sub_issue else known.name.zh


TASKS: dict[str, Callable[[Rows], Rows]] = {"classify": classify, "hot": hot}

if __name__ == "__main__":
    main()
