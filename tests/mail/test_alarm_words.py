"""What a robot says: enough to act on, nothing of a person, and never more than the smallest of them takes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, NUMBER, a_case, a_complaint
from huiyin.core.case import Case
from huiyin.mail.alarm_words import words_of, words_together
from huiyin.mail.rings import Ring
from huiyin.mail.robots import MOST_BYTES
from huiyin.policy.schema import LANGUAGES, Language, Policy

SITE = "https://huiyin.example"


def emergency(policy: Policy, **changes: object) -> Case:
    return a_case(policy, complaint=a_complaint(danger=True, **changes))


def test_an_emergency_is_told_with_its_number_its_matter_and_what_to_do(policy: Policy) -> None:
    ring = Ring(case=emergency(policy), about="rung")
    assert words_of(ring, SITE, policy, "zh", MONDAY_9AM) == (
        f"【特急】{NUMBER} 电梯\n"
        "11 月 23 日（周一）09:00 收到。请当班人员马上打电话、派人到场，并确认知悉；今天 09:05 前还没有人响应，就报告上级。\n"
        f"打开投诉件，确认知悉：{SITE}/desk/#case={NUMBER}"
    )
    english = words_of(ring, SITE, policy, "en", MONDAY_9AM)
    assert english.startswith(f"[Emergency] {NUMBER} Lifts\nReceived 09:00 on Monday 23 November.")
    assert english.endswith(f"{SITE}/en/desk/#case={NUMBER}")


def test_a_rung_says_how_long_nobody_has_answered_and_whose_it_is_now(policy: Policy) -> None:
    ring = Ring(case=emergency(policy), about="climbed", role="manager")
    said = words_of(ring, SITE, policy, "zh", MONDAY_9AM + timedelta(minutes=5))
    assert "【无人响应】" in said
    assert "已过 5 分钟还没有人响应，现请项目经理接手" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ["rung", "climbed"])
def test_of_a_guarded_case_nothing_is_said(policy: Policy, language: Language, about: str) -> None:
    case = emergency(policy, sensitive=True)
    assert case.guarded
    said = words_of(Ring(case=case, about=about, role="confid"), SITE, policy, language, MONDAY_9AM)  # type: ignore[arg-type]
    category = policy.categories[case.category or ""].name.of(language)
    assert [hidden for hidden in (case.number, case.case_id, category, "#case") if hidden in said] == []
    assert "desk/" in said


def test_many_go_in_one_message_with_their_numbers_and_guarded_ones_are_counted(policy: Policy) -> None:
    case, hidden = emergency(policy), emergency(policy, sensitive=True, number="HY-2026-00000018")
    rings = [Ring(case=case, about="rung"), Ring(case=case, about="climbed", role="manager"), Ring(case=hidden, about="rung")]
    said = words_together(rings, SITE, policy, "zh")
    assert said.splitlines()[:3] == ["【特急】又有 2 件还没有人响应", NUMBER, "其中需要保密的 1 件。"]
    assert hidden.number not in said
    assert words_together(rings[2:], SITE, policy, "en").splitlines()[:2] == [
        "[Emergency] 1 more that nobody has answered",
        "Confidential, of these: 1.",
    ]


def test_a_message_for_hundreds_names_some_and_fits(policy: Policy) -> None:
    case = emergency(policy)
    many = [Ring(case=replace(case, case_id=f"{n:08d}", number=f"HY-2026-{n:08d}"), about="rung") for n in range(300)]
    for language in LANGUAGES:
        said = words_together(many, SITE, policy, language)
        assert said.count("HY-2026-") == policy.robots.named
        assert "300" in said
        assert len(said.encode()) <= MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_message_fits_with_room_for_a_long_address(policy: Policy, language: Language) -> None:
    site = f"https://{'a' * 200}.example"
    for category in policy.categories:
        for role in policy.charter.roles:
            case = replace(emergency(policy), category=category)
            for ring in (Ring(case=case, about="rung"), Ring(case=case, about="climbed", role=role)):
                assert len(words_of(ring, site, policy, language, MONDAY_9AM + timedelta(days=9)).encode()) <= MOST_BYTES


def test_nothing_that_an_owner_wrote_is_said(policy: Policy) -> None:
    case = emergency(policy, category=None, sub_issue=None, building="b3")
    said = words_of(Ring(case=case, about="rung"), SITE, policy, "zh", MONDAY_9AM)
    assert said.splitlines()[0] == f"【特急】{NUMBER}"
    assert "3 号楼" not in said
    assert "3号楼" not in said
