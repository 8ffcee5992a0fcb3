"""Sentences that are no pages - words, letters, what the generator and the doors write - take their times from the policy."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = sorted(
    [
        *(ROOT / "functions/huiyin/policy").glob("words.*.toml"),
        *(ROOT / "functions/huiyin/mail/templates").glob("**/*.jinja"),
        *(ROOT / "functions/huiyin/entry/templates").glob("*.html"),
        *(ROOT / "functions/huiyin/insight/templates").glob("*.html"),
        *(ROOT / "infra/site_templates").iterdir(),
        *(ROOT / "infra/site_overrides").glob("**/*.html"),
    ]
)
# "1 件" in a subject counts what the letter is about; a code of so many characters is no promise either.
TIME_ZH = re.compile(r"[0-9一二两三四五六七八九十]+ ?个?(?:工作小时|工作日|自然日|小时|分钟|天|年)")
TIME_EN = re.compile(r"\b(?:\d+|two|three|four|five|ten)[ -](?:(?:working|office) )?(?:hours?|days?|minutes?|years?)\b", re.IGNORECASE)


@pytest.mark.parametrize("file", SENTENCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_time_is_typed_into_a_sentence(file: Path) -> None:
    """Times come from the policy by a place in braces."""
    lines = file.read_text("utf-8").splitlines()
    assert [line for line in lines if TIME_ZH.search(line) or TIME_EN.search(line)] == []
    assert TIME_ZH.search("24 小时值班电话")
    assert TIME_EN.search("our 24-hour duty line")
