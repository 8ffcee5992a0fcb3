"""Threats and the items of OWASP ASVS as tables, each with what proves it: tests by their own names, and by the marks that they carry."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from huiyin.policy.schema import Language, Policy
from infra.site_table_parts import in_language, markdown_table

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
_MARK = re.compile(r"^@pytest\.mark\.asvs\(([^)]*)\)(?:\n@[^\n]*(?:\n[^d@\n][^\n]*)*)*\ndef (test_\w+)", re.MULTILINE)
# How an item is met, as people read it.
WAYS: Mapping[str, tuple[str, str]] = {
    "test": ("测试", "Tests"),
    "check": ("检查", "Check"),
    "template": ("模板", "Template"),
    "platform": ("AWS", "AWS"),
    "issuer": ("登录方", "Issuer"),
    "page": ("文档", "Page"),
    "none": ("不适用", "Does not apply"),
    "open": ("未满足", "Not met"),
}


@cache
def items() -> Mapping[str, Mapping[str, Any]]:
    """Every item of level 1 and 2, by its number."""
    return tomllib.loads((ROOT / "infra/site_asvs.toml").read_text("utf-8"))


@cache
def known_threats() -> Mapping[str, Mapping[str, Any]]:
    """Every threat by its number."""
    return tomllib.loads((ROOT / "infra/site_threats.toml").read_text("utf-8"))


@cache
def marked(folder: Path = TESTS) -> dict[str, list[str]]:
    """By item: the tests that carry its mark, as "entry/test_http.py::test_x"."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        for numbers, name in _MARK.findall(file.read_text("utf-8")):
            for number in re.findall(r'"([^"]+)"', numbers):
                found.setdefault(number, []).append(f"{file.relative_to(folder).as_posix()}::{name}")
    return found


def threats(policy: Policy, language: Language, today: date) -> str:
    """Who may want what, what stands in the way, and which tests prove it."""
    heads = ("编号", "谁想做什么", "怎样防", "证明") if language == "zh" else ("No.", "Who and what", "What stands in the way", "Proof")
    rows = [
        [number, *one[language], _files(one["tests"]) if one["tests"] else in_language(language, one["open"]["zh"], one["open"]["en"])]
        for number, one in known_threats().items()
    ]
    return markdown_table(heads, rows)


def asvs(policy: Policy, language: Language, today: date) -> str:
    """Every item: its level, how it is met, and where that is seen."""
    heads = ("条目", "级", "怎样满足", "依据") if language == "zh" else ("Item", "Level", "How it is met", "Proof")
    proofs = marked()
    rows = []
    for number, item in items().items():
        way = in_language(language, *WAYS[item["by"]])
        seen = _files(proofs.get(number, [])) if item["by"] == "test" else f"`{item['see']}`" if "see" in item else ""
        rows.append([number, str(item["l"]), item[language], f"{way} {seen}".strip()])
    return markdown_table(heads, rows)


def asvs_count(policy: Policy, language: Language, today: date) -> str:
    """How many items are met in which way."""
    counted = Counter(str(item["by"]) for item in items().values())
    heads = ("怎样", "条数") if language == "zh" else ("How", "Items")
    return markdown_table(heads, [[in_language(language, *WAYS[way]), str(counted[way])] for way in WAYS])


def _files(tests: list[str]) -> str:
    return " ".join(f"`{file}`" for file in dict.fromkeys(test.partition("::")[0] for test in tests))
