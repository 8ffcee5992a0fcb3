"""What people wrote on the policy and about pages: same sections in both languages, no number typed by hand, no dead link."""

import re
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[2] / "site"
FOLDERS = ("policy", "about")
SECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "1-charter": (
        ("1.1 什么是投诉", "1.1 What counts as a complaint"),
        ("1.2 三类投诉", "1.2 Three classes"),
        ("1.3 处理原则", "1.3 Principles"),
        ("1.4 目标", "1.4 Goals"),
        ("1.5 适用范围", "1.5 Scope"),
        ("1.6 时间怎么算", "1.6 How time is counted"),
    ),
    "2-intake": (
        ("2.1 渠道", "2.1 Channels"),
        ("2.2 记录什么", "2.2 What we record"),
        ("2.3 编号与查询码", "2.3 Number and code"),
        ("2.4 照片与材料", "2.4 Photos and files"),
        ("2.5 身份保密", "2.5 Your identity"),
        ("2.6 敏感事项", "2.6 Sensitive matters"),
        ("2.7 重复与补充", "2.7 Repeats and additions"),
    ),
    "3-triage": (
        ("3.1 分类", "3.1 Categories"),
        ("3.2 优先级", "3.2 Priority"),
        ("3.3 时限", "3.3 Deadlines"),
        ("3.4 首次联系", "3.4 First contact"),
        ("3.5 风险与预警", "3.5 Risk and warnings"),
        ("3.6 文字分析", "3.6 Text analysis"),
        ("3.7 统计公开", "3.7 Published figures"),
    ),
    "4-planning": (
        ("4.1 四个步骤", "4.1 Four steps"),
        ("4.2 谁来批准", "4.2 Who approves"),
        ("4.3 部门与值班", "4.3 Departments and duty"),
        ("4.4 资源", "4.4 Resources"),
    ),
    "5-work": (
        ("5.1 受理与责任人", "5.1 Acceptance and handler"),
        ("5.2 进度与台账", "5.2 Progress and ledger"),
        ("5.3 到期提醒与超期", "5.3 Reminders and overdue"),
        ("5.4 答复", "5.4 Answers"),
        ("5.5 满意度评价", "5.5 Survey"),
        ("5.6 不满意怎么办", "5.6 If you disagree"),
        ("5.7 存多久，到期删什么", "5.7 How long it is kept, and what is erased"),
    ),
    "6-lessons": (
        ("6.1 从每件事学", "6.1 Lessons"),
        ("6.2 改进登记", "6.2 Improvement register"),
        ("6.3 修订记录", "6.3 Revisions"),
    ),
}

# Every table of the policy has a place where owners can read it.
TABLES = (
    "channels", "record-items", "number-and-code", "evidence-limits", "consents", "categories", "severity", "urgency", "matrix",
    "clocks", "first-contact", "calendar", "states", "departments", "duty", "staff-roles", "reminders", "words", "kinds", "levels",
    "findings", "revision", "contact", "kept", "approvals", "major-rules", "many-households", "course", "risk", "resources", "playbooks",
    "plan-words",
    "register", "impact",
)  # fmt: skip

# Four spaces in front: inside a box that opens.
INCLUDE = re.compile(r'^(?: {4})?--8<-- "([^"]+)\.md"$')
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HAN = r"[\u3400-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:!?()\"']|[,;:!?()\"']{HAN}|{HAN}\.(?:\s|$)|{HAN} ?\.\.\.")
NUMBER_ZH = re.compile(
    r"[0-9０-９]+\s*个?\s*(?:工作小时|工作日|自然日|小时|分钟|天|年|元|件|封|户|%|％)|[二两三四五六七八九十百千]+个?(?:工作小时|工作日|自然日|小时|分钟|天|年|元)"
    r"|每(?:个工作日|分钟|小时|天|日|周|个月)[^，。；、]{0,6}[一二两三四五六七八九十0-9]+ ?(?:件|封|次|条|张)"
)
COUNT_EN = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty)"
NUMBER_EN = re.compile(
    rf"\b{COUNT_EN}(?:[ -](?:working|office|calendar))?[ -](?:hours?|days?|minutes?|months?|years?|yuan|households?|cases?|flats?)\b"
    rf"|\b(?:once|one \w+|{COUNT_EN} \w+) (?:a|an|per|every|each) (?:minute|hour|day|week|month)\b"
    r"|\d ?%|¥ ?\d|\d (?:h|d|wd|wh)\b",
    re.IGNORECASE,
)


def pages(language: str) -> list[Path]:
    """Every page people wrote in the two folders, in one language."""
    root = SITE if language == "zh" else SITE / "en"
    return sorted(page for folder in FOLDERS for page in (root / folder).glob("**/*.md"))


def body(page: Path) -> str:
    """The page without its front matter."""
    return page.read_text("utf-8").split("---\n", 2)[2]


def prose(page: Path) -> list[str]:
    """The sentences of a page with its title and description: no includes, no link targets, no code, no HTML, no admonition markers."""
    _, front, text = page.read_text("utf-8").split("---\n", 2)
    text = FENCE.sub("", text)
    lines = [line.split(": ", 1)[1] for line in front.splitlines() if ": " in line]
    for line in text.splitlines():
        if INCLUDE.match(line):
            continue
        line = re.sub(r'^(?:!!!|\?\?\?) \w+ "(.*)"$', r"\1", line)
        line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?", r"\1", line)
        lines.append(re.sub(r"`[^`]*`|<[^>]*>", "", line))
    return lines


def headings(page: Path, level: int) -> list[str]:
    """The headings of one level, as written."""
    mark = "#" * level + " "
    return [line.removeprefix(mark) for line in body(page).splitlines() if line.startswith(mark)]


def docs(language: str) -> list[Path]:
    """The pages for whoever deploys or changes it; they hold commands, and numbers that are no promise."""
    return sorted((SITE / ("docs" if language == "zh" else "en/docs")).glob("*.md"))


EVERY_PAGE = [pytest.param(page, id=str(page.relative_to(SITE))) for language in ("zh", "en") for page in pages(language)]
ZH_AND_DOCS = [pytest.param(page, id=str(page.relative_to(SITE))) for page in [*pages("zh"), *docs("zh")]]
EN_AND_DOCS = [pytest.param(page, id=str(page.relative_to(SITE))) for page in [*pages("en"), *docs("en")]]
ALL_AND_DOCS = [*ZH_AND_DOCS, *EN_AND_DOCS]
ZH_PAGES = [pytest.param(page, id=str(page.relative_to(SITE))) for page in pages("zh")]


@pytest.mark.parametrize("chapter", SECTIONS)
def test_a_chapter_has_its_sections_in_both_languages(chapter: str) -> None:
    zh, en = (headings(root / "policy" / f"{chapter}.md", 2) for root in (SITE, SITE / "en"))
    assert list(zip(zh, en, strict=True)) == list(SECTIONS[chapter])


def test_both_languages_publish_the_same_pages() -> None:
    zh, en = ([str(page.relative_to(root)) for page in pages(language)] for language, root in (("zh", SITE), ("en", SITE / "en")))
    assert zh == en
    assert {f"policy/{chapter}.md" for chapter in SECTIONS} < set(zh)


@pytest.mark.parametrize("page", ZH_PAGES)
def test_a_page_has_as_many_headings_tables_and_points_in_english(page: Path) -> None:
    twin = SITE / "en" / page.relative_to(SITE)
    for level in (1, 2, 3):
        assert len(headings(page, level)) == len(headings(twin, level))
    for mark in ("--8<-- ", "!!! ", "- ", "| ", "1. "):
        zh, en = ([line for line in body(p).splitlines() if line.startswith(mark)] for p in (page, twin))
        assert len(zh) == len(en), mark
        if mark == "--8<-- ":
            assert zh == en


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_opens_with_its_title_and_one_sentence(page: Path) -> None:
    front = page.read_text("utf-8").split("---\n", 2)[1]
    assert re.match(r"title: \S.*\ndescription: \S.*\n$", front)
    box = "In one sentence" if "en" in page.relative_to(SITE).parts else "一句话说明"
    lines = [line for line in body(page).splitlines() if line]
    assert lines[0].startswith("# ")
    assert lines[1] == f'!!! abstract "{box}"'
    sentence = lines[2].strip()
    assert len(re.findall(r"[。.!?！？]", sentence)) == 1
    assert not lines[3].startswith("    ")


@pytest.mark.parametrize("page", ZH_AND_DOCS)
def test_chinese_sentences_use_full_width_punctuation(page: Path) -> None:
    assert [line for line in prose(page) if HALF_WIDTH.search(line)] == []


@pytest.mark.parametrize("page", ZH_AND_DOCS)
def test_chinese_and_digits_stand_apart(page: Path) -> None:
    """Numbers are half-width with a space to the Chinese beside them."""
    assert [line for line in prose(page) if re.search(rf"{HAN}[0-9A-Za-z]|[0-9A-Za-z]{HAN}|[０-９]", line)] == []


@pytest.mark.parametrize("page", EN_AND_DOCS)
def test_english_pages_hold_no_chinese_and_no_curly_mix(page: Path) -> None:
    assert [line for line in prose(page) if re.search(rf"{HAN}|[，。；：！？（）“”‘’]", line)] == []


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_no_number_of_the_policy_is_typed_into_the_prose(page: Path) -> None:
    numbers = NUMBER_EN if "en" in page.relative_to(SITE).parts else NUMBER_ZH
    assert [line for line in prose(page) if numbers.search(line)] == []


@pytest.mark.parametrize("page", [SITE / name for name in sorted(str(p.relative_to(SITE)) for p in SITE.glob("**/index.md"))], ids=str)
def test_no_page_of_owners_promises_a_typed_number(page: Path) -> None:
    """Home, form, progress and figures have hardly any prose, but a title and a description that search engines show."""
    numbers = NUMBER_EN if "en" in page.relative_to(SITE).parts else NUMBER_ZH
    assert "docs" in page.parts or [line for line in prose(page) if numbers.search(line)] == []


def test_the_changelog_leaves_numbers_of_the_policy_and_of_the_template_to_them() -> None:
    text = (SITE.parent / "CHANGELOG.md").read_text("utf-8")
    counted = re.compile(rf"\b{COUNT_EN} (?:photos?|files?|letters?|tries|alarms?|behaviours)\b|\ba (?:minute|hour) is\b", re.IGNORECASE)
    assert [line for line in text.splitlines() if NUMBER_EN.search(line) or counted.search(line)] == []
    assert counted.search("up to nine photos")


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("我们在 24 小时内联系您", True),
        ("三个工作日内答复", True),
        ("满 5 户算群体", True),
        ("同一个网络每分钟收一件", True),
        ("每小时最多 3 封", True),
        ("存三年", True),
        ("每天夜里算一遍", False),
        ("《民法典》第 938 条第二款", False),
        ("每一件事都有编号", False),
    ],
)
def test_a_typed_number_is_found_in_chinese(line: str, typed: bool) -> None:
    assert bool(NUMBER_ZH.search(line)) is typed


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("We contact you within 24 hours", True),
        ("answered in ten days", True),
        ("within 3 working days", True),
        ("five households make a group", True),
        ("we take one report a minute", True),
        ("kept for three years", True),
        ("every night the system counts", False),
        ("article 50 of the Hangzhou Regulations", False),
        ("the three classes", False),
    ],
)
def test_a_typed_number_is_found_in_english(line: str, typed: bool) -> None:
    assert bool(NUMBER_EN.search(line)) is typed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_is_shown_somewhere(language: str) -> None:
    shown = {found[1] for page in pages(language) for line in body(page).splitlines() if (found := INCLUDE.match(line))}
    assert shown == set(TABLES)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_table_stands_on_lines_of_its_own(page: Path) -> None:
    lines = body(page).splitlines()
    for place, line in enumerate(lines):
        if "--8<--" in line:
            assert INCLUDE.match(line), line
            assert lines[place - 1] == "" or (line.startswith(" ") and lines[place - 1].startswith("???"))
            assert place + 1 == len(lines) or lines[place + 1] == ""


@pytest.mark.parametrize("page", ALL_AND_DOCS)
def test_links_lead_to_pages_that_exist_in_the_same_language(page: Path) -> None:
    root = SITE / "en" if "en" in page.relative_to(SITE).parts else SITE
    for target in LINK.findall(body(page)):
        assert re.fullmatch(r"[./a-z0-9-]+\.md", target), target
        goal = (page.parent / target).resolve()
        assert goal.is_file(), target
        assert goal.is_relative_to(root), target
        assert (root == SITE / "en") or not goal.is_relative_to(SITE / "en"), target


@pytest.mark.parametrize(
    "page", [page for language in ("zh", "en") for page in docs(language)], ids=lambda page: str(page.relative_to(SITE))
)
def test_docs_are_kept_out_of_search_and_open_with_one_sentence(page: Path) -> None:
    front = page.read_text("utf-8").split("---\n", 2)[1]
    assert re.fullmatch(r"title: [^:\n]+\ndescription: [^:\n]+\nrobots: noindex\nhide: \[navigation\]\nsearch:\n  exclude: true\n", front)
    lines = [line for line in body(page).splitlines() if line]
    assert lines[0].startswith("# ")
    assert lines[1] == f'!!! abstract "{"In one sentence" if "en" in page.relative_to(SITE).parts else "一句话说明"}"'
    assert len(re.findall(r"[。.!?！？](?!\w)", lines[2])) == 1


@pytest.mark.parametrize("page", ZH_PAGES)
def test_owners_are_addressed_without_the_words_of_the_office(page: Path) -> None:
    """Owners read 反映, 办理, 答复 and 您; never the jargon of a ticket system."""
    shown = "\n".join(prose(page))
    assert re.findall(r"工单|派单|SLA|敬请谅解|亲爱的|你", shown) == []
