"""No case of the design is forgotten, and none is counted twice."""

import ast
from collections import Counter

from badinput.design import ELSEWHERE, IDS, OPEN, TESTS, case_of, group_of, proved_here


def test_every_case_of_the_design_stands_in_the_table_exactly_once() -> None:
    assert len(IDS) == len(set(IDS)) == 225
    assert Counter([*proved_here(), *ELSEWHERE, *OPEN]) == Counter(IDS)


def test_what_is_proved_elsewhere_is_there() -> None:
    for case, tests in ELSEWHERE.items():
        assert tests, case
        for test in tests:
            file, name = test.split("::")
            defined = {node.name for node in ast.parse((TESTS / file).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
            assert name in defined, f"{case}: {test}"


def test_of_dates_and_of_streams_nothing_is_open_and_each_proof_says_what_it_proves() -> None:
    wanted = [case for case in IDS if group_of(case) in {"TM", "ST"}]
    assert [case for case in wanted if case in OPEN] == []
    for case, test in ((one, test) for one in wanted for test in ELSEWHERE.get(one, ())):
        file, name = test.split("::")
        text = (TESTS / file).read_text("utf-8")
        (found,) = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name)
        begins = min([found.lineno, *(mark.lineno for mark in found.decorator_list)])
        lines = text.splitlines()[begins - 1 : found.end_lineno]
        assert case.lower() in "\n".join(lines).lower(), f"{test} does not say {case}"


def test_what_is_open_names_the_issue_that_builds_it_and_what_is_missing() -> None:
    for case, row in OPEN.items():
        assert set(row) == {"issue", "missing"}, case
        assert row["issue"] in range(8), case
        assert row["missing"], case


def test_a_test_says_its_case_in_its_name() -> None:
    assert case_of("test_hd06_other_methods[PUT]") == "HD06"
    assert case_of("test_a_table") is None
