"""No threat and no item of ASVS is without its proof, and no proof is gone."""

import ast
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from huiyin.policy.schema import LANGUAGES, Policy
from infra.site_tables_security import ROOT, TESTS, WAYS, asvs, asvs_count, items, known_threats, marked, threats

DAY = date(2026, 11, 25)


def is_collected(reference: str) -> bool:
    """Whether that test is one that pytest runs: there, at the top of a file of tests, and never skipped."""
    file, _, name = reference.partition("::")
    path = TESTS / file
    if not path.is_file() or not path.name.startswith("test_") or not name.startswith("test_"):
        return False
    found = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef) and node.name == name]
    return len(found) == 1 and not any("skip" in ast.unparse(mark) or "xfail" in ast.unparse(mark) for mark in found[0].decorator_list)


def test_every_threat_is_there_with_a_proof_or_the_reason_why_not() -> None:
    known = known_threats()
    assert list(known) == [f"T{n}" for n in range(1, 18)]
    for number, one in known.items():
        assert bool(one["tests"]) is not ("open" in one), number
        assert [len(one[language]) for language in LANGUAGES] == [2, 2], number
    assert [number for number, one in known.items() if not one["tests"]] == ["T12"]


@pytest.mark.parametrize("number", known_threats())
def test_the_proof_of_a_threat_is_a_test_that_runs(number: str) -> None:
    assert [test for test in known_threats()[number]["tests"] if not is_collected(test)] == []


def test_a_proof_that_is_gone_would_be_seen() -> None:
    assert not is_collected("entry/test_sign_in.py::test_that_nobody_wrote")
    assert not is_collected("entry/test_gone.py::test_that_nobody_wrote")
    assert not is_collected("entry/tokens.py::bearer")


def test_every_item_of_the_two_levels_stands_once() -> None:
    assert Counter(item["l"] for item in items().values()) == {1: 70, 2: 183}
    assert all(re.fullmatch(r"V\d+(\.\d+){2}", number) for number in items())
    chapters = Counter(number.split(".")[0] for number in items())
    assert list(chapters.values()) == [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]


@pytest.mark.parametrize("number", items())
def test_an_item_has_evidence_or_a_reason_or_is_said_to_be_open(number: str) -> None:
    item, proofs = items()[number], marked()
    assert item["by"] in WAYS
    assert item["zh"]
    assert item["en"]
    assert (item["by"] == "test") is (number in proofs), "a mark without its row, or a row without any mark"
    assert ("see" in item) is (item["by"] in ("check", "template", "page"))
    if "see" in item:
        assert (ROOT / item["see"]).is_file(), item["see"]
    assert all(is_collected(test) for test in proofs.get(number, ()))


def test_a_mark_names_an_item_that_is_there_and_enough_are_proved_by_tests() -> None:
    assert set(marked()) <= set(items())
    assert len(marked()) >= 110


def test_a_mark_is_read_above_other_marks_and_in_several_lines(tmp_path: Path) -> None:
    text = '@pytest.mark.asvs("V1.1.1", "V1.1.2")\n@pytest.mark.parametrize(\n    "one",\n    [1],\n)\ndef test_it(one: int) -> None: ...\n'
    (tmp_path / "test_one.py").write_text(text, "utf-8")
    assert marked(tmp_path) == {"V1.1.1": ["test_one.py::test_it"], "V1.1.2": ["test_one.py::test_it"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_hold_every_row(policy: Policy, language: str) -> None:
    assert all(f"| {number} |" in threats(policy, language, DAY) for number in known_threats())  # type: ignore[arg-type]
    assert all(f"| {number} |" in asvs(policy, language, DAY) for number in items())  # type: ignore[arg-type]
    assert sum(map(int, re.findall(r"\| (\d+) \|", asvs_count(policy, language, DAY)))) == len(items())  # type: ignore[arg-type]
