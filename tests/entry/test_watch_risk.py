"""WatchRisk: the schedule of the template wakes it; whoever decides hears once of households that may report one matter."""

from datetime import datetime, timedelta
from typing import Any

from neighbours import Owner


def test_three_households_of_one_matter_are_told_to_triage_once(stack: Any) -> None:
    owners = [Owner(stack.url) for _ in range(3)]
    for floor, owner in enumerate(owners, start=1):
        owner.report(email=None, building="b8", sub_issue="jolts_levelling", household=f"1 单元 {floor}02")
    stack.drain()
    before = len(stack.mailbox())
    later = datetime.fromisoformat(owners[-1].track()["received_at"]) + timedelta(minutes=1)
    for minutes in (0, 1):
        stack.tick("WatchRisk", at=later + timedelta(minutes=minutes))
    proposed = [letter for letter in stack.mailbox()[before:] if owners[0].number in letter["subject"]]
    assert sorted(to for letter in proposed for to in letter["to"]) == ["fang.yuan@yunjin.example", "he.min@yunjin.example"]
    assert all("3 件反映" in letter["text"] for letter in proposed)
