"""Both doors hold what their document says: a few requests here, the same in each run; many at random in `make schema`."""

from pathlib import Path

from infra.local.stack import Stack
from schema.asking import ask

# A call of each kind: an owner's, the site's, a case at the desk and a command.
FEW = [part for name in ("track", "policy", "show-case", "add-fact") for part in ("--include-operation-id", name)]


def test_the_doors_hold_what_their_document_says(stack: Stack, tmp_path: Path) -> None:
    found = ask(stack, tmp_path, examples=1, phases=("fuzzing",), more=("--mode", "positive", "--generation-deterministic", *FEW))
    assert found.passed, found.report
    assert found.calls == len(FEW) // 2, found.report
