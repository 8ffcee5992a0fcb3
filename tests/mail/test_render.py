"""Every letter, as it is read: same facts in both languages and both parts, no case words, short subjects, links that lead home."""

import html as markup
import re
import unicodedata
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateNotFound, UndefinedError, meta

from huiyin.mail.digest import NAME as DIGEST
from huiyin.mail.facts import Letterhead
from huiyin.mail.letters import CONFIDENTIAL, OCCASIONS
from huiyin.mail.render import TEMPLATES, render
from huiyin.policy.schema import LANGUAGES, Policy

NAMES = sorted({occasion.name for occasion in OCCASIONS})
LINK = re.compile(r"https?://[^\s\"'<>）。，]+")
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:!?()]|[,;:!?()](?=[\u4e00-\u9fff])|\.(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.")
TOUCHING = re.compile(r"[\u4e00-\u9fff][0-9A-Za-z]|[0-9A-Za-z][\u4e00-\u9fff]")


def visible(html: str) -> list[str]:
    """The text that a reader sees, piece by piece."""
    html = re.sub(r"(?s)<head>.*?</head>|<!--.*?-->|<div style=\"display:none.*?</div>", " ", html)
    pieces = (markup.unescape(piece).strip() for piece in re.split(r"(?s)<[^>]+>", html))
    return [piece for piece in pieces if piece]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def test_every_letter_of_the_table_was_written(specimens: list) -> None:
    assert {specimen.owed.letter for specimen in specimens} == set(NAMES)
    for language in LANGUAGES:
        # The letter of the morning follows no event of a case.
        assert sorted(path.stem for path in (TEMPLATES / language).iterdir()) == sorted((*NAMES, DIGEST))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_of_a_letter_ask_for_the_same_facts(name: str, policy: Policy) -> None:
    def asked(language: str) -> tuple[set[str], set[str]]:
        source = (TEMPLATES / language / f"{name}.jinja").read_text(encoding="utf-8")
        return meta.find_undeclared_variables(Environment().parse(source)), set(re.findall(r"{% block (\w+)", source))

    assert asked("zh") == asked("en")


def test_every_subject_exists_in_both_languages(policy: Policy) -> None:
    for name in NAMES:
        for language in LANGUAGES:
            assert policy.word(f"letters.subject.{name}", language)


def test_subjects_fit_the_list_of_a_mail_program(specimens: list) -> None:
    assert {str(s): s.letter.subject for s in specimens if width(s.letter.subject) > 60} == {}


def test_html_stays_small_enough_not_to_be_clipped(specimens: list) -> None:
    assert max(len(specimen.letter.html.encode()) for specimen in specimens) < 20_000


def test_the_text_part_says_everything_that_the_html_says(specimens: list) -> None:
    for specimen in specimens:
        text = re.sub(r"\s+", "", specimen.letter.text)
        missing = [piece for piece in visible(specimen.letter.html) if re.sub(r"\s+", "", piece) not in text]
        assert missing == [], str(specimen)


def test_both_parts_carry_the_same_links_and_all_lead_to_our_site(specimens: list, letterhead: Letterhead) -> None:
    for specimen in specimens:
        linked = set(re.findall(r'href="([^"]+)"', specimen.letter.html))
        assert {markup.unescape(link) for link in linked} == set(LINK.findall(specimen.letter.text)), str(specimen)
        for link in linked:
            assert re.fullmatch(rf"{letterhead.site_url}/(en/)?(track/#n=|desk/(#case=)?|about/privacy/).*", link), str(specimen)
            assert "?" not in link, "a query reaches the server and its logs; a fragment does not"


def test_nothing_in_a_letter_is_fetched_and_nothing_acts(specimens: list) -> None:
    for specimen in specimens:
        html = specimen.letter.html
        assert not re.search(r"<(img|script|form|iframe|link|input|button|video|object)\b|\bon\w+=|url\(|@import|src=|javascript:", html)


def test_no_word_of_a_person_is_in_any_part(specimens: list, canaries: dict[str, str]) -> None:
    for specimen in specimens:
        for part in (specimen.letter.subject, specimen.letter.sender, specimen.letter.text, markup.unescape(specimen.letter.html)):
            assert [name for name, words in canaries.items() if words in part] == [], str(specimen)


def test_a_confidential_letter_has_no_number_and_only_one_face(specimens: list) -> None:
    guarded = [s for s in specimens if s.owed.letter in CONFIDENTIAL]
    assert guarded
    for specimen in guarded:
        everything = specimen.letter.subject + specimen.letter.text + specimen.letter.html
        assert "HY-" not in everything
        assert specimen.case.case_id not in everything


def test_a_guarded_case_is_named_to_nobody_but_its_owner(specimens: list) -> None:
    named = {s.owed.audience for s in specimens if s.case.guarded and s.case.number in s.letter.text}
    assert named == {"owner"}


def test_subjects_hold_number_and_date_at_most(specimens: list, policy: Policy) -> None:
    for specimen in specimens:
        category = policy.categories.get(specimen.case.category or "")
        for word in (category.name.zh, category.name.en) if category else ():
            assert word not in specimen.letter.subject
        assert "号楼" not in specimen.letter.subject
        assert "Building" not in specimen.letter.subject


def test_the_danger_note_comes_first_and_only_with_danger(specimens: list) -> None:
    for specimen in specimens:
        if specimen.owed.letter == "new-case":
            said = "人身危险" in specimen.letter.text or "people are in danger" in specimen.letter.text
            assert said == specimen.case.danger
            if said:
                lines = [line for line in specimen.letter.text.splitlines() if line]
                assert "人身危险" in lines[1] or "in danger" in lines[1]


def test_a_letter_written_late_does_not_say_that_time_is_left(specimens: list) -> None:
    late = [s for s in specimens if "due-soon" in s.owed.letter and s.message.raw and "时限已到" in s.letter.subject]
    assert late
    for specimen in late:
        assert "还剩" not in specimen.letter.subject + specimen.letter.text


def test_chinese_letters_keep_chinese_punctuation(specimens: list) -> None:
    for specimen in specimens:
        if specimen.language == "zh":
            prose = re.sub(LINK, " ", f"{specimen.letter.subject}\n{specimen.letter.text}")
            assert HALF_WIDTH.findall(prose) == [], str(specimen)
            assert TOUCHING.findall(prose) == [], str(specimen)


def test_a_letter_speaks_one_language(specimens: list) -> None:
    for specimen in specimens:
        if specimen.language == "en":
            everything = f"{specimen.letter.subject} {specimen.letter.text} {specimen.letter.html}"
            assert not re.search(r"[\u4e00-\u9fff]", everything), str(specimen)


def test_the_owner_is_spoken_to_with_courtesy_and_without_jargon(specimens: list) -> None:
    for specimen in specimens:
        if specimen.owed.audience == "owner" and specimen.language == "zh":
            assert "您" in specimen.letter.text
            assert not re.search(r"工单|派单|SLA|亲，|敬请谅解|你", specimen.letter.text)


def test_text_has_no_holes_and_no_trailing_blanks(specimens: list) -> None:
    for specimen in specimens:
        assert "\n\n\n" not in specimen.letter.text
        assert [line for line in specimen.letter.text.splitlines() if line != line.rstrip() and line != "-- "] == []


def test_a_letter_that_lacks_a_fact_is_not_written(policy: Policy) -> None:
    with pytest.raises((UndefinedError, KeyError)):
        render("overdue", "zh", {"company": "某物业"}, policy)


def test_a_letter_nobody_wrote_is_not_found(policy: Policy) -> None:
    with pytest.raises((TemplateNotFound, KeyError)):
        render("no-such-letter", "zh", {"company": "某物业"}, policy)


def test_facts_are_text_and_never_markup(specimens: list, policy: Policy) -> None:
    company = "<b>A&B</b>"
    letter = render("confidential-case", "en", {**_confidential_facts(), "company": company}, policy)
    assert "<b>A" not in letter.html
    assert "&lt;b&gt;A&amp;B&lt;/b&gt;" in letter.html
    assert company in letter.text


def _confidential_facts() -> dict[str, str | bool]:
    site = "https://huiyin.example/en"
    return {"due": "by 18:00", "span": "3 hours", "is_late": False, "link": f"{site}/desk/", "privacy_link": f"{site}/about/privacy/"}


def test_templates_are_read_from_the_package() -> None:
    assert Path(TEMPLATES).is_dir()
