"""The ids of the bad inputs that the design names, and where each is proved: a test here, tests elsewhere, or nowhere yet."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TESTS = HERE.parent

# Group, what it is about, how many cases it has: W01-W16, J01-J13 and so on.
GROUPS: Mapping[str, tuple[str, int]] = {
    "W": ("web form", 16),
    "J": ("bodies", 13),
    "HD": ("headers, paths", 10),
    "U": ("unicode", 12),
    "L": ("length", 6),
    "X": ("markup, logs", 11),
    "FX": ("formulas", 5),
    "C": ("phones, addresses", 10),
    "TM": ("dates", 8),
    "E": ("evidence files", 17),
    "M": ("mail: parsing", 22),
    "TH": ("mail: threads", 14),
    "AB": ("abuse", 6),
    "WX": ("WeChat", 9),
    "S": ("staff API", 22),
    "K": ("links, codes", 12),
    "ST": ("streams, clocks", 11),
    "P": ("policy, deployment", 13),
    "PR": ("privacy", 8),
}
IDS = tuple(f"{group}{number:02}" for group, (_, count) in GROUPS.items() for number in range(1, count + 1))
_TEST = re.compile(r"test_([a-z]+\d{2})_")


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))


# A case that the tests of the product itself prove as a whole: its id -> those tests.
ELSEWHERE: Mapping[str, list[str]] = _read("elsewhere.toml")
# A case, or a part of one, whose flow is not built: its id -> the issue that builds it, and what is missing.
OPEN: Mapping[str, Mapping[str, Any]] = _read("open.toml")


def case_of(test: str) -> str | None:
    """The id that the name of a test of this folder begins with: "test_j01_nothing[null]" -> "J01"."""
    found = _TEST.match(test)
    return found[1].upper() if found else None


def proved_here() -> Iterator[str]:
    """The ids that tests of this folder have, as often as they have them."""
    for file in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (case := case_of(node.name)):
                yield case


def group_of(case: str) -> str:
    """The group of an id: "HD01" -> "HD"."""
    return case.rstrip("0123456789")
