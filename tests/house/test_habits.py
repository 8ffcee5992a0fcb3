"""What people who change the house are told and given: recipes, hooks, audits, the workflow."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from house.recipe_walk import recipes
from house.test_top_level import targets
from house.tree import ROOT, texts
from huiyin.entry.actions import ACTIONS

RECIPES = ["Add a letter", "Add a category", "Add a command", "Add a function"]
AUDITS = ROOT / ".audit-venv/bin"


def test_the_four_recipes_are_there_and_end_with_the_checks() -> None:
    assert list(recipes()) == RECIPES
    assert [title for title, steps in recipes().items() if "`make check`" not in steps] == []


@pytest.mark.parametrize("page", [".github/CONTRIBUTING.md", ".github/SECURITY.md"])
def test_every_path_that_they_name_exists(page: str) -> None:
    named = re.findall(r"(?:`|-q )((?:functions|tests|infra|template|pyproject|CHANGELOG|\.ci)[\w./-]*)`", texts()[page])
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_command_of_the_desk_has_its_story_at_the_door() -> None:
    told = "".join(text for name, text in texts().items() if name.startswith("tests/entry/"))
    assert [one.command for one in ACTIONS if f'"{one.command}"' not in told] == []


def test_every_hook_runs_what_is_locked_here_and_downloads_nothing() -> None:
    (repository,) = yaml.safe_load(texts()[".pre-commit-config.yaml"])["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        program, *words = hook["entry"].split()
        assert program == ".venv/bin/ruff" or (program == "make" and f"{words[0]}:" in texts()["Makefile"])


def test_the_workflow_pins_what_it_uses_and_may_only_read() -> None:
    text = texts()[".github/workflows/check.yml"]
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert [job["permissions"] for job in workflow["jobs"].values()] == [{"contents": "read"}] * 2
    assert {"audit", "holes"} <= set(targets())


@pytest.mark.parametrize("config", ["infra/audit/checkov.yaml", "infra/audit/bandit.yaml"])
def test_whatever_an_audit_lets_pass_has_its_reason(config: str) -> None:
    rows = re.findall(r"^  - (\w+)(.*)$", texts()[config], re.MULTILINE)
    assert rows
    assert [rule for rule, reason in rows if not re.fullmatch(r" # .{20,}", reason)] == []


@pytest.mark.long
def test_the_hooks_refuse_a_file_that_is_not_formatted(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".pre-commit-config.yaml", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    file = tmp_path / "said.py"
    for text, passes in (('"""Says it."""\n\nSAID = "it"\n', True), ("SAID='it'\n", False)):
        file.write_text(text, encoding="utf-8")
        for order in (["init", "-q"], ["add", "said.py", ".pre-commit-config.yaml"]):
            subprocess.run(["git", *order], cwd=tmp_path, check=True)
        for hook in ("format", "lint"):
            order = [str(AUDITS / "pre-commit"), "run", hook, "--all-files"]
            done = subprocess.run(order, cwd=tmp_path, capture_output=True, text=True, check=False)
            assert (done.returncode == 0) is passes, done.stdout + done.stderr


@pytest.mark.long
def test_a_key_in_a_file_is_found(tmp_path: Path) -> None:
    file = tmp_path / "settings.txt"
    file.write_text("key = AKIA" + "Q3EGZ7TNB5KDRWXA" + "\n", encoding="utf-8")
    done = subprocess.run([AUDITS / "detect-secrets-hook", file], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "AWS Access Key" in done.stdout
