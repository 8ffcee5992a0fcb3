"""Photos of a case: their standing, and a link to each copy that may be seen."""

from dataclasses import replace
from typing import cast

from builders import a_case
from huiyin.entry.evidence_view import evidence_view
from huiyin.policy import load_policy
from huiyin.store.evidence import EvidenceStore

POLICY = load_policy()


class Links:
    """Says where a copy lies without a cloud."""

    def view_url(self, case_id: str, slot: str) -> str:
        return f"https://s3.example/{case_id}/{slot}"


def test_only_what_was_looked_at_has_a_link() -> None:
    case = replace(a_case(POLICY), evidence=(("1", "available"), ("3", "pending"), ("2", "quarantined")))
    rows = evidence_view(case, POLICY, cast(EvidenceStore, Links()))
    assert [(row["slot"], row["state"], row["url"]) for row in rows] == [
        ("1", "available", "https://s3.example/18720043/1"),
        ("3", "pending", None),
        ("2", "quarantined", None),
    ]
    assert [row["name"]["en"] for row in rows] == ["Photo 1", "Photo 2", "Photo 3"]
    assert rows[0]["state_words"] is None
    assert rows[1]["state_words"]["zh"] == "正在检查"
