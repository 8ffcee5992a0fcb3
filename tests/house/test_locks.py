"""The locks: complete, with hashes, from nowhere in particular, and the layers bring what the functions import."""

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from house.test_sources import imported
from house.tree import ROOT, deployed, texts

LOCKS = [
    "infra/requirements.txt",
    "infra/layers/base/requirements.txt",
    "infra/layers/images/requirements.txt",
    "infra/layers/sheets/requirements.txt",
    "infra/sam/requirements.txt",
    "infra/rehearsal/requirements.txt",
    "infra/zensical/requirements.txt",
    "infra/audit/requirements.txt",
]
BY_THE_RUNTIME = {"boto3", "botocore"}
# Each only where its function can load it.
HEAVY = {
    "pillow": {"functions/huiyin/entry/photos.py", "functions/huiyin/entry/clean_evidence.py", "functions/huiyin/entry/share_card.py"},
    "python-calamine": {"functions/huiyin/insight/sheet_reader.py"},
    "xlsxwriter": {"functions/huiyin/insight/sheets.py", "functions/huiyin/insight/estate_books.py"},
}


def plain(name: str) -> str:
    """The name of a package as an index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def providers() -> Mapping[str, list[str]]:
    """Module -> the packages that bring it, as they are installed here."""
    return packages_distributions()


def releases(lock: str) -> dict[str, str]:
    """Package -> release of one lock."""
    return {plain(name): release for name, release in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", texts()[lock], re.MULTILINE)}


def blocks(lock: str) -> list[str]:
    """One text per package of a lock, its hashes included."""
    return re.split(r"\n(?=[A-Za-z0-9])", texts()[lock])[1:]


@pytest.mark.asvs("V15.1.2")
@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_exact_and_has_its_hashes(lock: str) -> None:
    assert blocks(lock)
    for block in blocks(lock):
        assert re.match(r"[A-Za-z0-9._-]+==\S+", block), block.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_comes_from_nowhere_in_particular(lock: str) -> None:
    text = texts()[lock]
    assert "://" not in text
    assert not re.search(r"^\s*--(?:index|extra|find|trusted)", text, re.MULTILINE)
    assert not re.search(r"(?:^|\s)/\w", text)


@pytest.mark.parametrize("layer", LOCKS[1:4])
def test_a_layer_holds_the_releases_that_the_tests_ran_with(layer: str) -> None:
    tested = releases(LOCKS[0])
    assert {name: release for name, release in releases(layer).items() if tested.get(name) != release} == {}


def test_the_runtime_brings_boto3_so_no_layer_does() -> None:
    assert BY_THE_RUNTIME & set(releases(LOCKS[1])) == set()


def test_every_package_that_the_project_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]

    def wanted(names: list[object]) -> set[str]:
        return {plain(re.split(r"[<>=!~\[ ]", name)[0]) for name in names if isinstance(name, str)}

    assert wanted(project["project"]["dependencies"]) <= set(releases(LOCKS[1]))
    assert wanted(groups["images"]) <= set(releases(LOCKS[2]))
    assert wanted(groups["workshop"]) | wanted(groups["tests"]) <= set(releases(LOCKS[0]))
    assert wanted(groups["sheets"]) <= set(releases(LOCKS[3]))
    assert wanted(groups["sam"]) <= set(releases(LOCKS[4]))
    assert wanted(groups["rehearsal"]) <= set(releases(LOCKS[5]))
    assert wanted(groups["successor"]) <= set(releases(LOCKS[6]))
    assert wanted(groups["audit"]) <= set(releases(LOCKS[7]))


def test_the_functions_import_only_what_their_layers_bring() -> None:
    brought = set(releases(LOCKS[1])) | BY_THE_RUNTIME
    owners = providers()
    strangers = set()
    for name, found in deployed().items():
        for node in found:
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            for module in {module.split(".")[0] for module in imported(node)}:
                if module in sys.stdlib_module_names or module == "huiyin":
                    continue
                package = plain(owners.get(module, [module])[0])
                if package not in brought and name not in HEAVY.get(package, set()):
                    strangers.add(f"{name}: {module}")
    assert strangers == set()


def test_every_package_of_the_layer_is_imported_by_someone() -> None:
    owners = providers()
    used = {
        plain(owners.get(module.split(".")[0], [module])[0])
        for found in deployed().values()
        for node in found
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for module in imported(node)
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {plain(re.split(r"[<>=!~\[ ]", name)[0]) for name in project["project"]["dependencies"]}
    # Read by zoneinfo, never imported by name.
    assert named - used == {"tzdata"}
