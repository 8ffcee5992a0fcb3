"""The rules of the house that no linter knows: mirror, sizes, names, citations, and what no file may hold."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from house.tree import DEPLOYED, ROOT, deployed, files, modules, named, nodes, texts

FILE_LINES = 300
FUNCTION_LINES = 40
# Names of things without an owner. A data key is a term of sealing. `handler` is the symbol that Lambda calls, and a role of the policy.
NOT_USED = {"manager", "helper", "helpers", "util", "utils", "common", "base", "data", "info", "process", "misc"}
ROLES = {"manager", "duty_manager", "duty"}
# A method of a library that we put another in place of keeps the library's name.
OF_LIBRARIES = {"load_data_with_path"}
SECTION = re.compile(r"^#{2,3} (\d+\.\d+)\b", re.MULTILINE)

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_every_module_has_its_mirror_among_the_tests() -> None:
    wanted = {
        f"tests/{path.relative_to(DEPLOYED).parent.as_posix()}/test_{path.name}".replace("/./", "/")
        for path in files()
        if path.is_relative_to(DEPLOYED) and path.suffix == ".py" and path.name != "__init__.py"
    }
    assert sorted(name for name in wanted if not (ROOT / name).exists()) == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {name: text.count("\n") for name, text in texts().items() if name.endswith((".py", ".js", ".css", ".sh"))}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is, without its docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return whole
    said = function.body[0]
    return whole - ((said.end_lineno or said.lineno) - said.lineno + 1)


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": lines_of(node)
        for name, found in nodes().items()
        for node in found
        if isinstance(node, type_of_function)
    }
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_LINES} == {}


def test_every_module_opens_with_its_purpose() -> None:
    silent = [name for name, tree in modules().items() if not ast.get_docstring(tree) and (tree.body or name.startswith("functions"))]
    assert silent == []


def words(name: str) -> set[str]:
    """read_template, ReadTemplate -> {read, template}."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("data_key", "key").split("_"))


def names() -> Iterator[tuple[str, str]]:
    """(where, name) of every module, class and function of the package and the workshop."""
    for path, found in nodes().items():
        if path.startswith("tests/"):
            continue
        yield path, Path(path).stem
        for node in found:
            if isinstance(node, (ast.ClassDef, *type_of_function)):
                yield f"{path}:{node.lineno}", node.name


def test_everything_is_named_in_the_words_of_the_trade() -> None:
    found = [f"{where} {name}" for where, name in names() if words(name) & NOT_USED and name not in ROLES | OF_LIBRARIES]
    assert found == []
    handlers = [where for where, name in names() if "handler" in words(name) and "/entry/" not in where and name != "handler"]
    assert [where for where in handlers if where.startswith("functions/")] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = re.compile(r"mark\.(skip|skipif|xfail)|pytest\.(skip|xfail|importorskip)|unittest\.skip")
    here = named(Path(__file__))
    assert [name for name, text in texts().items() if name.startswith("tests/") and name != here and marks.search(text)] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    folders = re.compile(r"(?<![\w.>}])/(?:work|root|home|Users|opt)/(?!runner)\w+")
    assert [f"{name}: {found[0]}" for name, text in texts().items() if (found := folders.search(text))] == []


def test_no_file_names_a_registry() -> None:
    hosts = re.compile(r"py" + r"pi\.org|python" + r"hosted|npm" + r"js\.(?:org|com)|unp" + r"kg\.com|js" + r"delivr|mirrors\.")
    assert [f"{name}: {found[0]}" for name, text in texts().items() if (found := hosts.search(text))] == []


@pytest.mark.asvs("V13.3.1")
def test_no_file_holds_a_secret() -> None:
    secrets = re.compile(r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----\n|ghp_[A-Za-z0-9]{36}|xox[bap]-[0-9A-Za-z-]{20}")
    assert [name for name, text in texts().items() if secrets.search(text)] == []


def test_no_file_leaves_something_for_later() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    assert [name for name, text in texts().items() if not name.endswith((".svg", ".jsonl")) and marks.search(text)] == []


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        name
        for name, found in deployed().items()
        for node in found
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") and ast.unparse(node.value) == "os"
    }
    assert readers == {"functions/huiyin/settings.py"}


def test_only_an_entry_looks_at_the_clock() -> None:
    looks = {
        name
        for name, found in deployed().items()
        for node in found
        if isinstance(node, ast.Attribute)
        and (ast.unparse(node).endswith(("datetime.now", "datetime.utcnow", "date.today")) or ast.unparse(node) in ("time.time", "dt.now"))
    }
    assert sorted(name for name in looks if not name.startswith("functions/huiyin/entry/")) == []


def test_only_store_and_mail_know_the_cloud() -> None:
    knows = {
        name
        for name, found in deployed().items()
        for node in found
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and any(re.match(r"(boto3|botocore|pynamodb)\b", module) for module in imported(node))
    }
    assert sorted(name for name in knows if not name.startswith(("functions/huiyin/store/", "functions/huiyin/mail/"))) == []


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules of one import."""
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]


def sections(folder: str) -> set[str]:
    """The numbered sections of the policy in one language."""
    return {number for file in (ROOT / folder).glob("*.md") for number in SECTION.findall(file.read_text(encoding="utf-8"))}


def citations() -> Iterator[tuple[str, str]]:
    """(where, section) of every `Policy:` line of a docstring and of every description in the template."""
    for name, found in nodes().items():
        for node in found:
            if isinstance(node, (ast.Module, ast.ClassDef, *type_of_function)):
                for line in re.findall(r"^\s*Policy: (.+)$", ast.get_docstring(node) or "", re.MULTILINE):
                    for number in line.split(","):
                        yield f"{name} {getattr(node, 'name', '')}", number.strip()
    for number in re.findall(r"\(policy (\d+\.\d+)\)", texts()["template.yaml"]):
        yield "template.yaml", number


@cache
def cited() -> tuple[tuple[str, str], ...]:
    """The same, looked for once."""
    return tuple(citations())


def test_both_languages_publish_the_same_sections() -> None:
    assert sections("site/policy") == sections("site/en/policy") != set()


def test_the_code_cites_only_sections_that_exist() -> None:
    there = sections("site/policy")
    assert [f"{where}: {number}" for where, number in cited() if number not in there] == []


def test_the_code_does_cite_the_policy() -> None:
    assert len({number for _, number in cited()}) >= 10


def test_every_kept_text_ends_its_last_line() -> None:
    assert [name for name, text in texts().items() if text and not text.endswith("\n")] == []


def test_no_kept_file_is_large() -> None:
    assert [named(path) for path in files() if path.stat().st_size > 1_000_000] == []
