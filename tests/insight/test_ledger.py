"""The ledger in words: what the case says, in the reader's language, under the headings of the policy."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from builders import MONDAY_9AM, NUMBER, a_case, accept, register, triage
from cases import all_cases
from huiyin.core.handling import Point
from huiyin.core.ledger import row_of
from huiyin.insight.ledger import Wording
from huiyin.insight.sheets import write_xlsx
from huiyin.policy.schema import LANGUAGES, Language, Policy
from insight.tables import cells_of


def told(policy: Policy, language: Language = "zh", **changes: object) -> dict[str, object]:
    """The cells of a case in work, by column."""
    row = row_of(a_case(policy, register(policy), triage(policy), accept(policy)))
    line = Wording(policy, language).line(replace(row, **changes), MONDAY_9AM)  # type: ignore[arg-type]
    return dict(zip(policy.ledger.columns, line.cells, strict=True))


def test_a_row_is_told_in_the_words_of_the_policy(policy: Policy) -> None:
    cells = told(policy)
    assert (cells["number"], cells["building"], cells["handler"]) == (NUMBER, "3 号楼", policy.departments.staff["li.wei"].name.zh)
    assert cells["category"] == policy.categories["elevator"].name.zh
    assert cells["sub_issue"] == policy.categories["elevator"].sub_issues["out_of_service"].name.zh
    assert cells["lead"] == policy.departments.departments["repairs"].name.zh
    # Nine in the morning where the community is, whatever the clock of the machine says.
    assert cells["received_at"] == datetime(2026, 11, 23, 9, 0)
    assert (cells["answered_at"], cells["outcome"], cells["joining"]) == (None, None, None)


def test_several_words_stand_in_one_cell_and_a_code_of_an_older_policy_is_its_own_name(policy: Policy) -> None:
    cells = told(
        policy, joining=("greening", "security"), category="gone", building="b99", handler="left.long.ago", findings=("upheld", "not_ours")
    )
    assert (cells["category"], cells["building"], cells["handler"]) == ("gone", "b99", "left.long.ago")
    assert cells["outcome"] == "成立、非物业职责"
    assert "、" in str(cells["joining"])


def test_what_ended_without_a_finding_says_how_it_ended(policy: Policy) -> None:
    assert told(policy, state="WITHDRAWN")["outcome"] == policy.charter.states["WITHDRAWN"].zh
    assert told(policy, state="WITHDRAWN", findings=("upheld",))["outcome"] == "成立"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_is_told_and_only_a_late_answer_is_red(language: Language, policy: Policy) -> None:
    words = Wording(policy, language)
    place = list(policy.ledger.columns).index("answer_due")
    for case in all_cases(policy):
        row = row_of(case.handled(points=(Point(category="elevator", sub_issue="noise", finding="upheld"),)))
        on_time, late = words.line(row, row.received_at), words.line(row, row.answer_due + timedelta(days=1))
        assert len(on_time.cells) == len(policy.ledger.columns)
        assert late.late in {(), (place,)}


def test_the_file_has_the_headings_and_lists_of_the_policy(policy: Policy, tmp_path: Path) -> None:
    words = Wording(policy, "zh")
    sheet = words.sheet(marks=("甲",), author="林静", at=MONDAY_9AM)
    file = tmp_path / "a.xlsx"
    write_xlsx(file, sheet, [words.line(row_of(a_case(policy)), MONDAY_9AM)])
    head, row = cells_of(file)
    assert head == [column.name.zh for column in policy.ledger.columns.values()]
    assert row[0] == NUMBER
    lists = [column for column in sheet.columns if column.choices]
    assert [column.heading for column in lists] == ["渠道", "性质", "类别", "级别", "优先级", "主办", "满意度"]


def test_satisfaction_is_what_he_said_in_the_survey_else_what_he_said_to_the_answer(policy: Policy) -> None:
    assert told(policy, verdict="solved")["verdict"] == "已解决"
    assert told(policy, verdict="solved", grades=(("speed", 1), ("result", 4)))["verdict"] == "满意"
    assert told(policy, verdict="silent", grades=(("speed", 1),))["verdict"] == policy.ledger.silent.zh


def test_with_several_communities_a_place_says_of_which(policy: Policy) -> None:
    two = replace(policy, communities={**policy.communities, "other": policy.communities["yunjin"]})
    assert told(two)["building"] == f"{policy.communities['yunjin'].name.zh} 3 号楼"
