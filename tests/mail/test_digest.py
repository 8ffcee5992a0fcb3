"""The letter of the morning: counts and numbers, the same in both languages and both parts, and no number that may not be named."""

import html as markup
import re
from datetime import timedelta

import pytest

from builders import MONDAY_9AM
from huiyin.mail.digest import NAME, SECTIONS, Section, digest
from huiyin.mail.facts import Letterhead
from huiyin.mail.render import TEMPLATES, Letter
from huiyin.policy.schema import LANGUAGES, Language, Policy
from mail.test_render import HALF_WIDTH, LINK, TOUCHING, visible, width

FULL = {
    "overdue": Section(numbers=tuple(f"HY-2026-1872{n:04}" for n in range(12)), hidden=1),
    "due_today": Section(numbers=("HY-2026-18720043",)),
    "steps": Section(
        numbers=("HY-2026-18720019", "HY-2026-18720027"),
        dues={"HY-2026-18720019": MONDAY_9AM - timedelta(days=2), "HY-2026-18720027": MONDAY_9AM + timedelta(days=2)},
    ),
    "approvals": Section(hidden=2),
    "verification": Section(numbers=("HY-2026-18720051", "HY-2026-18720068")),
    "to_call": Section(numbers=("HY-2026-18720076",)),
    "new": Section(numbers=("HY-2026-18720084",)),
}


def written(policy: Policy, letterhead: Letterhead, language: Language = "zh", work: dict[str, Section] | None = None) -> Letter:
    work = FULL if work is None else work
    return digest(work, sum(len(one.numbers) + one.hidden for one in work.values()), language, policy, letterhead, MONDAY_9AM)


def test_each_section_says_how_many_and_names_the_most_pressing(policy: Policy, letterhead: Letterhead) -> None:
    letter = written(policy, letterhead)
    assert letter.subject == "【今日待办】11 月 23 日 共 22 件"
    lines = letter.text.splitlines()
    assert f"已超期：12 件：{'、'.join(FULL['overdue'].numbers[:10])} 等；保密件 1 件" in lines
    assert "待您审批：保密件 2 件" in lines
    assert "您的步骤：2 件：HY-2026-18720019（已超 2 天）、HY-2026-18720027（11 月 25 日 09:00 前）" in lines
    assert "待您核验：2 件：HY-2026-18720051、HY-2026-18720068" in lines


def test_what_is_empty_is_not_said(policy: Policy, letterhead: Letterhead) -> None:
    text = written(policy, letterhead, work={"new": Section(numbers=("HY-2026-18720084",))}).text
    assert "新来待接：1 件：HY-2026-18720084" in text
    assert not any(word in text for word in ("待您审批", "待您核验", "待电话告知", "今天到期："))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_parts_say_the_same_and_lead_to_the_desk(policy: Policy, letterhead: Letterhead, language: Language) -> None:
    letter = written(policy, letterhead, language)
    text = re.sub(r"\s+", "", letter.text)
    assert [piece for piece in visible(letter.html) if re.sub(r"\s+", "", piece) not in text] == []
    folder = "" if language == "zh" else "en/"
    assert set(LINK.findall(letter.text)) == {f"https://huiyin.example/{folder}{page}/" for page in ("desk", "about/privacy")}
    assert width(letter.subject) <= 60
    assert len(letter.html.encode()) < 20_000


def test_each_language_keeps_its_own_manners(policy: Policy, letterhead: Letterhead) -> None:
    letter = written(policy, letterhead)
    prose = re.sub(LINK, " ", f"{letter.subject}\n{letter.text}")
    assert (HALF_WIDTH.findall(prose), TOUCHING.findall(prose)) == ([], [])
    english = written(policy, letterhead, "en")
    assert not re.search(r"[\u4e00-\u9fff]", markup.unescape(english.subject + english.text + english.html))


def test_every_section_stands_in_both_templates() -> None:
    for language in LANGUAGES:
        source = (TEMPLATES / language / f"{NAME}.jinja").read_text(encoding="utf-8")
        assert [name for name in SECTIONS if not re.search(rf", {name}\)", source)] == []
