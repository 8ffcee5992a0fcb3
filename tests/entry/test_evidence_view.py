"""Photos of a case: their standing, who took them, and a link to each copy that may be seen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import cast

from builders import MONDAY_9AM, a_case
from core.working import answered, release
from huiyin.core.case import Case
from huiyin.core.decide import decide
from huiyin.core.events import Event, EvidenceChecked, FactAdded, FilesAdded, StaffFile
from huiyin.core.evolution import evolve
from huiyin.entry.evidence_view import evidence_view, owners_evidence_view, results_view
from huiyin.policy import load_policy
from huiyin.store.evidence import EvidenceStore

POLICY = load_policy()


class Links:
    """Says where a copy lies without a cloud."""

    def view_url(self, case_id: str, slot: str) -> str:
        return f"https://s3.example/{case_id}/{slot}"


LINKS = cast(EvidenceStore, Links())
TAKEN = FilesAdded(
    at=MONDAY_9AM,
    by="li.wei",
    role="handler",
    files=(
        StaffFile(slot="101", purpose="after", may_be_shown=True),
        StaffFile(slot="102", purpose="after"),
        StaffFile(slot="103", purpose="after", may_be_shown=True),
    ),
    asked="-",
    task=1,
)


def looked_at(slot: str, outcome: str = "available") -> EvidenceChecked:
    return EvidenceChecked(at=MONDAY_9AM, by="system", role="system", slot=slot, outcome=outcome, media="image/jpeg", size=1, original="o")


def after(case: Case, events: Sequence[Event]) -> Case:
    for event in events:
        case = evolve(case, event)
    return case


def test_only_what_was_looked_at_has_a_link() -> None:
    case = replace(a_case(POLICY), evidence=(("1", "available"), ("3", "pending"), ("2", "quarantined"), ("101", "available")))
    rows = owners_evidence_view(case, POLICY, LINKS)
    assert [(row["slot"], row["state"], row["url"]) for row in rows] == [
        ("1", "available", "https://s3.example/18720043/1"),
        ("3", "pending", None),
        ("2", "quarantined", None),
    ]
    assert [row["name"]["en"] for row in rows] == ["Photo 1", "Photo 2", "Photo 3"]
    assert rows[0]["state_words"] is None
    assert rows[1]["state_words"]["zh"] == "正在检查"


def test_colleagues_see_who_took_it_when_what_for_and_to_which_step_it_belongs() -> None:
    said = FactAdded(at=MONDAY_9AM + timedelta(hours=1), by="owner", role="owner", files=("2",))
    events = (looked_at("1"), said, TAKEN, looked_at("101"))
    case = answered(POLICY)
    case = after(replace(case, state="EXECUTING"), events)
    rows = evidence_view(case, events, POLICY, LINKS)
    assert [(row["slot"], row["by_words"]["zh"], row["at"], row["task"], row["may_be_shown"]) for row in rows] == [
        ("1", "业主", "2026-11-23T09:00:00+08:00", 1, False),
        ("2", "业主", "2026-11-23T10:00:00+08:00", None, False),
        ("101", "李伟", "2026-11-23T09:00:00+08:00", 1, True),
        ("102", "李伟", "2026-11-23T09:00:00+08:00", 1, False),
        ("103", "李伟", "2026-11-23T09:00:00+08:00", 1, True),
    ]
    assert [row["purpose_words"] and row["purpose_words"]["zh"] for row in rows] == [None, None, "处理后", "处理后", "处理后"]


def test_the_owner_gets_with_his_answer_what_staff_say_he_may_see_and_nothing_sooner() -> None:
    before = (TAKEN, *(looked_at(slot) for slot in ("101", "102")), looked_at("103", "quarantined"))
    case = after(answered(POLICY), before)
    (answer,) = decide(replace(case, state="VERIFYING"), release(POLICY), POLICY, MONDAY_9AM)
    assert results_view(case, before, POLICY, LINKS) == []
    assert [row["slot"] for row in results_view(case, (*before, answer), POLICY, LINKS)] == ["101"]
    assert results_view(case, (answer, *before), POLICY, LINKS) == [], "of another round, before it is answered"
