"""The workbooks that the desk hands out: the template can be filled in as it is, the marked file says what is wrong where."""

import io
from typing import Any

import openpyxl
import pytest

from estate import book, grids
from huiyin.core.sheets import Fault, Grid, sheet_called
from huiyin.insight.estate_books import marked, sentence, template
from huiyin.insight.sheet_reader import tables_of
from huiyin.policy.schema import Language, Policy


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_has_every_sheet_with_its_columns_and_says_how(policy: Policy, language: Language) -> None:
    found = opened(template(policy.estate.sheets, policy, language))
    notes, *sheets = found.worksheets
    assert [sheet_called(one.title, policy.estate.sheets) for one in sheets] == list(policy.estate.sheets)
    buildings = found[policy.estate.sheets["buildings"].name.of(language)]
    assert [cell.value for cell in buildings[1]][-2:] == (["层数*", "楼栋管家"] if language == "zh" else ["Floors*", "Steward"])
    assert buildings.freeze_panes == "A2"
    lists = [one.formula1 for one in found[policy.estate.sheets["certificates"].name.of(language)].data_validations.dataValidation]
    assert any(("焊工证" if language == "zh" else "Welding") in one for one in lists)
    told = [row[1].value for row in notes.iter_rows(min_row=2)]
    assert len(told) == sum(len(sheet.columns) for sheet in policy.estate.sheets.values())


def test_the_marked_file_holds_what_came_and_the_faults_beside_it(policy: Policy) -> None:
    faults = [
        Fault(sheet="buildings", row=3, column="households", code="number_range", facts={"low": 1, "high": 2000}),
        Fault(sheet="buildings", row=3, column="floors", code="cell_needed", facts={}),
        Fault(sheet="buildings", row=0, column=None, code="sheet_not_yours", facts={}),
        Fault(sheet="staff", row=2, column=None, code="cell_outside", facts={}),
    ]
    made = {name: book()[name] for name in ("buildings", "staff")}
    found = opened(marked(grids(made), faults, None, policy, "zh"))
    page = found["楼栋"]
    last = [row[-1].value for row in page.iter_rows()]
    assert last[0] == "错误\n这张表不由您的岗位导入。"
    assert last[2] == "户数：应在 1 到 2000 之间。\n层数：必须填写。"
    assert last[1] in (None, "")
    assert [cell.value for cell in page[3]][:3] == ["binjiang", "t2", "2 栋"]
    assert found["员工"].cell(2, found["员工"].max_column).value == "表头以外的列里还有内容，请删去或补上表头。"


def test_nothing_in_it_becomes_a_formula_or_a_link_and_it_can_be_read_again(policy: Policy) -> None:
    rows = [["代码", "名称"], ['=HYPERLINK("http://x")', "+1"], ["http://evil.example", "007"]]
    content = marked([Grid(name="a/b[c]", rows=rows)], [], "communities", policy, "en")
    page = opened(content).active
    assert [cell.data_type for row in page.iter_rows(min_row=2, max_col=2) for cell in row] == ["s"] * 4
    ((name, again),) = tables_of(content, "x.xlsx")
    assert name == "abc"
    assert [row[:2] for row in again][1:] == [('=HYPERLINK("http://x")', "+1"), ("http://evil.example", "007")]


def test_every_fault_has_its_sentence_in_both_languages(policy: Policy) -> None:
    fault = Fault(sheet="certificates", row=2, column="kind", code="word_unknown", facts={"allowed": "焊工证", "allowed_en": "Welding"})
    assert sentence(fault, policy, "zh") == "证书种类：只能填：焊工证。"
    assert sentence(fault, policy, "en") == "Kind: It must be one of: Welding."
