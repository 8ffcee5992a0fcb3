"""Every category, sub-issue, tile and hint word serves somebody."""

import re

import pytest

from huiyin.core.intake import fold_text, hints_in
from huiyin.policy import load_policy
from huiyin.policy.schema import SubIssue

POLICY = load_policy()
ROWS = {code: issue for category in POLICY.categories.values() for code, issue in category.sub_issues.items()}
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_there_are_sixteen_categories_and_each_sub_issue_belongs_to_one() -> None:
    assert len(POLICY.categories) == 16
    assert len(ROWS) == sum(len(category.sub_issues) for category in POLICY.categories.values()) == 102


def test_codes_are_english_words_in_snake_case() -> None:
    assert [code for code in (*POLICY.categories, *ROWS) if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", code)] == []


@pytest.mark.parametrize("code", ROWS)
def test_every_sub_issue_has_words_to_find_it_by_in_both_languages(code: str) -> None:
    issue = ROWS[code]
    assert any(HAN.search(word) for word in issue.keywords)
    assert any(word.isascii() for word in issue.keywords)


def test_the_default_urgency_follows_the_severity_unless_harm_is_possible_now() -> None:
    usual = {4: 2, 3: 3, 2: 2, 1: 1}
    now = {code for code, issue in ROWS.items() if issue.urgency != usual[issue.severity]}
    assert now == {
        "facade_falling",
        "railing_manhole",
        "entrapment",
        "wiring_hazard",
        "gas_leak",
        "dangerous_goods",
        "violence",
        "objects_thrown",
        "assault",
    }
    assert all((ROWS[code].severity, ROWS[code].urgency) == (4, 4) for code in now)


def test_whoever_reports_harm_now_is_told_what_to_do_at_once() -> None:
    def silent(issue: SubIssue) -> bool:
        return issue.urgency == 4 and issue.emergency is None

    assert [code for code, issue in ROWS.items() if silent(issue)] == []


def test_accusations_of_staff_go_to_the_confidential_officer_and_never_to_the_accused_unit() -> None:
    assert {code for code, issue in ROWS.items() if issue.confid} == {"corruption", "assault", "owner_data_leak"}
    assert {issue.department for issue in POLICY.categories["staff_attitude"].sub_issues.values()} == {"quality"}
    assert ROWS["guards_absent"].department != POLICY.categories["security"].department
    assert ROWS["dunning"].department != POLICY.categories["fees"].department


def test_essential_services_are_lifts_and_utilities() -> None:
    assert {code for code, category in POLICY.categories.items() if category.essential} == {"elevator", "utilities"}


def test_eight_tiles_lead_to_every_category() -> None:
    assert len(POLICY.tiles) == 8
    assert {category for tile in POLICY.tiles.values() for category in tile.categories} == set(POLICY.categories)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("厨房煤气泄漏，味道很重", "danger"),
        ("电梯困人，有老人", "danger"),
        ("他说要跳楼", "danger"),
        ("There is a smell of gas", "danger"),
        ("Two people are stuck in the lift", "danger"),
        ("经理收了装修队的好处费", "sensitive"),
        ("保安动手打人", "sensitive"),
        ("You leaked my phone number", "sensitive"),
        ("再不处理我就找记者曝光", "exposure"),
        ("I will go to court", "exposure"),
        ("我要打12345投诉", "exposure"),
        ("我的证件号是 110101199003074514", "private"),
        ("卡号 6222 0212 3456 7890 123", "private"),
        ("证件 11010119900307451X", "private"),
    ],
)
def test_words_that_matter_make_a_person_look_first(text: str, hint: str) -> None:
    assert hint in hints_in(text, POLICY)


@pytest.mark.parametrize(
    "text",
    [
        "楼道堆物，存在火灾隐患",
        "骚扰电话太多",
        "办居住证要不要带身份证",
        "孩子在学校得了小红包",
        "这个价格爆炸高",
        "The fire lane is blocked by bins",
        "Please fix this issue immediately",
        "The water pressure is low",
        "I was fired up to write this",
        "合同编号 202611250000123456789012",
        "电话 13800138000，下午方便",
        "The corridor light is out",
        "Thank you for the quick repair",
        "The knob of the fire door is loose",
        "My grape vine needs pruning",
        "Someone parked in my bay",
        "落水管堵了",
        "半夜休息被打扰",
        "The archive room is damp",
        "The children's competition was too loud",
        "A car scraped mine",
        "The pipe upstairs leaked onto my ceiling",
        "媒人介绍的租客很吵",
    ],
)
def test_harmless_words_that_look_alike_raise_no_alarm(text: str) -> None:
    assert set(hints_in(text, POLICY)) == set()


def test_hint_words_and_keywords_are_written_as_detectors_read_them() -> None:
    hints = POLICY.hints
    words = (*hints.danger, *hints.sensitive, *hints.exposure, *(word for issue in ROWS.values() for word in issue.keywords))
    assert [word for word in words if fold_text(word) != word] == []
