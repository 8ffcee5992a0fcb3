"""Both doors hold what their document says: a few requests for each call here, many in `make schema`."""

from pathlib import Path

import pytest

from infra.local.stack import Stack
from schema.asking import ask


def test_the_doors_hold_what_their_document_says(stack: Stack, tmp_path: Path) -> None:
    found = ask(stack, tmp_path, examples=1, phases=("fuzzing",), more=("--mode", "positive", "--max-time", "6"))
    assert found.passed, found.report


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_doors_hold_what_their_document_says_many_times(stack: Stack, tmp_path: Path) -> None:
    found = ask(stack, tmp_path, examples=10, phases=("fuzzing",), more=("--max-time", "50"))
    assert found.passed, found.report
