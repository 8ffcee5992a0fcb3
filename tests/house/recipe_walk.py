"""Walking a recipe of CONTRIBUTING: on a copy of the house, step by step, touching what the step names and nothing else."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from house.tree import ROOT, files, texts

PATH = re.compile(r"`((?:functions|tests|infra|site|template|pyproject)[\w./-]*)`")


def recipes() -> dict[str, str]:
    """Title -> steps of each recipe."""
    parts = texts()[".github/CONTRIBUTING.md"].split("\n## ")[1:]
    return dict(part.split("\n", 1) for part in parts)


def above(anchor: str, text: str) -> tuple[str, str]:
    """The change that puts a text before what stands there."""
    return anchor, text + anchor


def below(anchor: str, text: str) -> tuple[str, str]:
    """The change that puts a text behind what stands there."""
    return anchor, anchor + text


class Walk:
    """One recipe on a copy of the house."""

    def __init__(self, title: str, root: Path) -> None:
        self.root = root
        self.text = recipes()[title]
        self.steps = re.split(r"^\d+\. ", self.text, flags=re.MULTILINE)[1:]
        self.touched: set[str] = set()
        for path in files():
            # The walks stay at home: nobody walks where somebody has walked before.
            if path.match("tests/house/test_recipe_*.py"):
                continue
            copied = root / path.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copied)
        (root / ".venv").symlink_to(ROOT / ".venv")

    def _start_warm(self) -> None:
        """With what mypy and the linter of the template found out here: they look again at what the recipe changes."""
        (self.root / "build").mkdir()
        if (ROOT / ".mypy_cache").is_dir():
            shutil.copytree(ROOT / ".mypy_cache", self.root / ".mypy_cache")
        if (ROOT / "build/.linted").exists():
            shutil.copy2(ROOT / "build/.linted", self.root / "build")

    def named_in(self, step: int) -> list[str]:
        """The files and folders that a step names. step: as it is numbered."""
        return PATH.findall(self.steps[step - 1])

    def write(self, step: int, name: str, text: str) -> None:
        """A new file, in a folder that the step names."""
        (place,) = [one for one in self.named_in(step) if Path(name).parent == Path(one)]
        assert not (self.root / name).exists(), name
        self.touched.add(place)
        (self.root / name).write_text(text, encoding="utf-8")

    def change(self, step: int, name: str, *changes: tuple[str, str]) -> None:
        """A file that the step names. changes: (what stands there once, what stands there then)."""
        assert name in self.named_in(step), f"step {step} does not name {name}"
        self.touched.add(name)
        text = (self.root / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{name}: {text.count(old)} times {old!r}; if the example is part of the house now, choose another"
            text = text.replace(old, new)
        (self.root / name).write_text(text, encoding="utf-8")

    def left(self) -> set[str]:
        """What the recipe names and nobody has touched."""
        return set(PATH.findall(self.text)) - self.touched

    def make(self, target: str) -> subprocess.CompletedProcess[str]:
        """`make check`, which the last step names, or a part of it."""
        assert "`make check`" in self.steps[-1]
        assert target.startswith("check")
        if not (self.root / "build").exists():
            self._start_warm()
        return self._run("make", target)

    def tests(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Tests of the copy, but for those that take long."""
        return self._run(sys.executable, "-m", "pytest", "-q", "-m", "not long", *words)

    def failed(self, *words: str) -> set[str]:
        """The tests among these that fail now."""
        done = self.tests(*words)
        assert done.returncode in (0, 1, 2), done.stdout + done.stderr
        return set(re.findall(r"^(?:FAILED|ERROR) (?:\S+?::)?(\w+|\S+)", done.stdout, re.MULTILINE))

    def without(self, name: str) -> "Undone":
        """The house as it would be, had this file been forgotten. Use: with walk.without(...)."""
        return Undone(self.root / name, ROOT / name)

    def _run(self, *order: str) -> subprocess.CompletedProcess[str]:
        surroundings: Mapping[str, str] = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTEST_"))}
        return subprocess.run(
            order, cwd=self.root, env={**surroundings, "PYTHONPATH": "functions"}, capture_output=True, text=True, check=False
        )


class Undone:
    """A file as it was before, or gone if it was not there, for a while."""

    def __init__(self, file: Path, before: Path) -> None:
        self.file, self.before = file, before
        self.now = ""

    def __enter__(self) -> None:
        self.now = self.file.read_text(encoding="utf-8")
        if self.before.exists():
            shutil.copyfile(self.before, self.file)
        else:
            self.file.unlink()

    def __exit__(self, *_: object) -> None:
        self.file.write_text(self.now, encoding="utf-8")
