"""What lies at the top, so that a newcomer sees the house and not its scaffolding."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from house.tree import ROOT, is_made, texts

AT_THE_TOP = {
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "functions",
    "infra",
    "mkdocs.en.yml",
    "mkdocs.yml",
    "pyproject.toml",
    "site",
    "template.yaml",
    "tests",
}
PACKAGES = {
    "core",
    "entry",
    "insight",
    "mail",
    "policy",
    "store",
    "casework.py",
    "deskwork.py",
    "groupwork.py",
    "memberwork.py",
    "settings.py",
    "__init__.py",
}
CONTRACT = set(re.findall(r"\w+", "up test check faults badinput fuzz bench replay site publish doctor verify deploy help evaluate"))


def test_the_top_holds_what_the_design_names_and_nothing_else() -> None:
    assert {path.name for path in ROOT.iterdir() if not is_made(path)} == AT_THE_TOP


def test_a_new_package_is_placed_on_purpose() -> None:
    assert {path.name for path in (ROOT / "functions/huiyin").iterdir() if not is_made(path)} == PACKAGES


@pytest.mark.asvs("V13.4.1", "V15.2.3")
def test_only_the_package_is_deployed() -> None:
    assert [path.name for path in (ROOT / "functions").iterdir() if not is_made(path)] == ["huiyin"]
    assert [path.name for path in (ROOT / "functions").rglob("requirements*.txt")] == []


def targets() -> dict[str, str]:
    """What `make help` would print: target -> its sentence."""
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", texts()["Makefile"], re.MULTILINE))


def test_the_makefile_answers_to_every_name_of_the_contract() -> None:
    assert [name for name in CONTRACT if name not in targets()] == []


def test_a_page_that_is_gone_or_changed_makes_the_pages_again(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    made, page, other = (tmp_path / name for name in ("build/.pages", "site/en/page.md", "site/en/other.md"))

    def would_make(change: str) -> bool:
        for path in (made, page, other):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("as it is\n", encoding="utf-8")
        for path in (tmp_path / "site", page.parent, page, other):
            os.utime(path, (1000, 1000))
        os.utime(made, (2000, 2000))
        if change == "gone":
            page.unlink()
        elif change == "changed":
            page.write_text("as it will be\n", encoding="utf-8")
        return subprocess.run(["make", "-q", made.relative_to(tmp_path)], cwd=tmp_path, capture_output=True, check=False).returncode == 1

    assert [change for change in ("nothing", "gone", "changed") if would_make(change)] == ["gone", "changed"]


def commands(name: str, text: str) -> set[str]:
    """The `make` targets that a text tells people to use: in backticks, or as a line of the README's examples."""
    told = set(re.findall(r"`make ([a-z-]+)", text))
    if name == "README.md":
        told |= set(re.findall(r"^(?:\$ )?make ([a-z-]+)", text, re.MULTILINE))
    return told


def test_every_make_command_that_a_text_names_exists() -> None:
    known = set(targets()) | set(re.findall(r"^([a-z-]+):", texts()["Makefile"], re.MULTILINE))
    missing = {
        f"{name}: make {target}"
        for name, text in texts().items()
        if name.endswith((".md", ".py", ".toml", ".yaml", ".txt")) and not name.startswith("tests/")
        for target in commands(name, text) - known
    }
    assert missing == set()
    assert "up" in commands("infra/local/__main__.py", "`make up`")


def test_the_licence_is_the_plain_apache_text() -> None:
    text = texts()["LICENSE"]
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
