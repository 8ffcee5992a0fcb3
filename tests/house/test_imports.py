"""Who may import whom: every contract holds, and every contract has been seen to break."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from house.tree import ROOT

# One deliberate violation for each contract of pyproject.toml, in its order: file, and the line that breaks it.
VIOLATIONS = [
    ("functions/huiyin/store/items.py", "import huiyin.casework"),
    ("functions/huiyin/core/case.py", "import random"),
    ("functions/huiyin/casework.py", "import huiyin.settings"),
    ("functions/huiyin/entry/owner_api.py", "import huiyin.entry.staff_api"),
    ("functions/huiyin/core/triage.py", "import huiyin.core.intake"),
    ("functions/huiyin/entry/follow_up.py", "import huiyin.insight"),
    ("infra/local/web.py", "import huiyin.core"),
    ("functions/huiyin/mail/letters.py", "import infra.sizes"),
]


def contracts(root: Path) -> list[str]:
    """The verdict on every contract of a tree, in their order."""
    environment = {**os.environ, "PYTHONPATH": f"{root / 'functions'}{os.pathsep}{root}", "COLUMNS": "300"}
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = re.findall(r"(KEPT|BROKEN)(?: \(\d+ ignored imports?\))?$", done.stdout, re.MULTILINE)
    assert verdicts, done.stdout + done.stderr
    return verdicts


def copy_modules(root: Path) -> None:
    """A tree with our modules and contracts, to be changed."""
    for part in ("functions", "infra"):
        for path in (ROOT / part).rglob("*.py"):
            copied = root / path.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)
    shutil.copy(ROOT / "pyproject.toml", root)


def names() -> list[str]:
    """The contracts by their names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in project["tool"]["importlinter"]["contracts"]]


def test_every_contract_holds() -> None:
    assert contracts(ROOT) == ["KEPT"] * len(names())


def test_every_contract_notices_a_violation(tmp_path: Path) -> None:
    copy_modules(tmp_path)
    for file, line in VIOLATIONS:
        path = tmp_path / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert contracts(tmp_path) == ["BROKEN"] * len(VIOLATIONS)
    assert len(VIOLATIONS) == len(names())


def test_a_package_that_nobody_placed_is_noticed(tmp_path: Path) -> None:
    copy_modules(tmp_path)
    stray = tmp_path / "functions/huiyin/utils"
    stray.mkdir()
    (stray / "__init__.py").write_text('"""Everything else."""\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path / 'functions'}{os.pathsep}{tmp_path}"}
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "utils" in done.stdout + done.stderr
