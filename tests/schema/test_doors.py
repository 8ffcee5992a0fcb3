"""Both doors hold what their document says: a few requests for each call here, many in `make schema`."""

from pathlib import Path

import pytest

from infra.local.stack import Stack
from schema.asking import ask

# A call of each kind: an owner's, the site's, a case at the desk and a command.
FEW = [part for name in ("track", "policy", "show-case", "add-fact") for part in ("--include-operation-id", name)]


def test_the_doors_hold_what_their_document_says(stack: Stack, tmp_path: Path) -> None:
    found = ask(stack, tmp_path, examples=1, phases=("fuzzing",), more=("--mode", "positive", *FEW))
    assert found.passed, found.report
    assert found.calls == len(FEW) // 2, found.report


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_doors_hold_what_their_document_says_many_times(stack: Stack, tmp_path: Path) -> None:
    found = ask(stack, tmp_path, examples=10, phases=("fuzzing",), more=("--max-time", "30"))
    assert found.passed, found.report


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_doors_hold_what_their_document_says_at_the_edges_of_every_field(stack: Stack, tmp_path: Path) -> None:
    more = ("--exclude-path", "/api/complaints", "--max-time", "40")
    found = ask(stack, tmp_path, examples=1, phases=("coverage",), more=more)
    assert found.passed, found.report
