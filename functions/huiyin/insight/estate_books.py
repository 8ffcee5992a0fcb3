"""Workbooks that the desk hands out: the template, and a file that was brought with what is wrong beside each row."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huiyin.core.cells import plain
from huiyin.core.sheets import Fault, Grid, sheet_called
from huiyin.policy.estate import Column, Sheet
from huiyin.policy.schema import Language, Policy
from huiyin.policy.sheets import lists_of

# Nothing in a cell becomes a formula or a link, whatever it looks like.
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NAME_CHARS = 31
_WIDE = 22
_CHOSEN_ROWS = 2000


def template(sheets: Iterable[str], policy: Policy, language: Language) -> bytes:
    """An empty workbook with these sheets: needed columns have a star, words of the policy are chosen from a list, notes say the rest.

    Policy: 2.2
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, _PLAIN) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EFEA", "border": 1, "text_wrap": True, "valign": "top"})
        # As text: a telephone number and the number of a flat keep their zeros.
        text = book.add_format({"num_format": "@"})
        notes = book.add_worksheet(policy.word("labels.estate_notes", language)[:_NAME_CHARS])
        for code in sheets:
            sheet = policy.estate.sheets[code]
            page = book.add_worksheet(sheet.name.of(language)[:_NAME_CHARS])
            page.freeze_panes(1, 0)
            page.set_column(0, len(sheet.columns) - 1, _WIDE, text)
            for place, column in enumerate(sheet.columns.values()):
                page.write_string(0, place, column.name.of(language) + ("*" if column.needed else ""), head)
                chosen = _chosen(column, policy, language)
                if chosen:
                    page.data_validation(1, place, _CHOSEN_ROWS, place, {"validate": "list", "source": chosen})
        _write_notes(notes, [policy.estate.sheets[code] for code in sheets], policy, language, head)
    return content.getvalue()


def _chosen(column: Column, policy: Policy, language: Language) -> list[str]:
    """The words of a cell that takes one of them; a list of Excel holds 255 characters."""
    words = [name.of(language) for name in lists_of(policy)[column.of or ""].values()] if column.kind == "word" else []
    return words if len(",".join(words)) < 255 else []


def _write_notes(page: Any, sheets: Sequence[Sheet], policy: Policy, language: Language, head: Any) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, 4, _WIDE)
    page.set_column(3, 3, 60)
    for place, name in enumerate(("sheet", "column", "needed", "kind", "example")):
        page.write_string(0, place, policy.word(f"labels.estate_{name}", language), head)
    line = 1
    for sheet in sheets:
        for column in sheet.columns.values():
            kind = policy.word(f"labels.estate_kind_{column.kind}", language)
            words = lists_of(policy).get(column.of or "", {}).values()
            allowed = ("、" if language == "zh" else ", ").join(name.of(language) for name in words)
            needed = policy.word("labels.estate_yes", language) if column.needed else ""
            for place, said in enumerate(
                (sheet.name.of(language), column.name.of(language), needed, f"{kind} {allowed}".strip(), column.example)
            ):
                page.write_string(line, place, said)
            line += 1


def marked(grids: Sequence[Grid], faults: Sequence[Fault], sheet: str | None, policy: Policy, language: Language) -> bytes:
    """The file again as text, with a last column that says what is wrong with each row.

    Policy: 2.2
    sheet: which it is, where the name of its only sheet does not say so.
    """
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, _PLAIN) as book:
        bad = book.add_format({"font_color": "#9C1C1C", "text_wrap": True})
        for number, grid in enumerate(grids, start=1):
            code = sheet_called(grid.name, policy.estate.sheets) or sheet or grid.name
            page = book.add_worksheet(_sheet_name(grid.name, number))
            page.freeze_panes(1, 0)
            told = _by_row([fault for fault in faults if fault.sheet in (code, grid.name)], policy, language)
            last = max((len(row) for row in grid.rows), default=0)
            page.set_column(0, last, _WIDE)
            for line, row in enumerate(grid.rows):
                for place, cell in enumerate(row):
                    page.write_string(line, place, plain(cell))
                said = told.get(line + 1, "")
                if line == 0:
                    said = "\n".join(part for part in (policy.word("labels.estate_faults", language), told.get(0, ""), said) if part)
                page.write_string(line, last, said, bad)
    return content.getvalue()


def _sheet_name(name: str, number: int) -> str:
    """A name that every program takes for a sheet."""
    kept = "".join(char for char in name if char not in "[]:*?/\\'").strip()[: _NAME_CHARS - 3]
    return kept or f"{number}"


def _by_row(faults: Sequence[Fault], policy: Policy, language: Language) -> Mapping[int, str]:
    told: dict[int, str] = {}
    for fault in faults:
        said = sentence(fault, policy, language)
        told[fault.row] = f"{told[fault.row]}\n{said}" if fault.row in told else said
    return told


def sentence(fault: Fault, policy: Policy, language: Language) -> str:
    """What is wrong, in the words of one reader: the column first."""
    facts = {name: fault.facts.get(f"{name}_en", value) if language == "en" else value for name, value in fault.facts.items()}
    said = policy.word(f"faults.{fault.code}", language).format_map(facts)
    sheet = policy.estate.sheets.get(fault.sheet)
    column = sheet.columns.get(fault.column or "") if sheet is not None else None
    if column is None:
        return said
    return f"{column.name.of(language)}{'：' if language == 'zh' else ': '}{said}"
