"""What lies in this folder, without what was made here or installed here."""

import ast
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOYED = ROOT / "functions/huiyin"
MADE = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
TEXT = {".py", ".toml", ".md", ".yaml", ".yml", ".js", ".mjs", ".css", ".html", ".txt", ".json", ".jsonl", ".sh", ".svg", ".j2", ".cfg", ""}


def is_made(path: Path) -> bool:
    """Whether a file or folder was made here and is not kept."""
    return path.name in MADE or path.name == ".git" or path.suffix in (".egg-info", ".pyc")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is kept."""

    def below(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if is_made(path):
                continue
            if path.is_dir():
                yield from below(path)
            else:
                yield path

    return tuple(below(ROOT))


def named(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def texts() -> dict[str, str]:
    """Every text that is kept, by its path."""
    return {named(path): path.read_text(encoding="utf-8") for path in files() if path.suffix in TEXT}


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file that is kept, parsed, by its path."""
    sources = {name: text for name, text in texts().items() if name.endswith(".py")}
    # Trees hold no cycles: looking for some, again and again while they grow, was most of what parsing cost.
    looks = gc.isenabled()
    gc.disable()
    try:
        return {name: ast.parse(text) for name, text in sources.items()}
    finally:
        if looks:
            gc.enable()


@cache
def nodes() -> dict[str, list[ast.AST]]:
    """Every node of every Python file that is kept, by its path: walked once for all the rules. Load and Store are left out."""
    return {name: _below(tree) for name, tree in modules().items()}


def _below(tree: ast.Module) -> list[ast.AST]:
    found: list[ast.AST] = [tree]
    for node in found:
        for value in vars(node).values():
            if isinstance(value, list):
                found += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                found.append(value)
    return found


def deployed() -> dict[str, list[ast.AST]]:
    """Every node of the modules of the package."""
    return {name: found for name, found in nodes().items() if name.startswith("functions/huiyin/")}


def forget() -> None:
    """Give back what was parsed: whatever looks over all objects afterwards is faster without."""
    nodes.cache_clear()
    modules.cache_clear()
