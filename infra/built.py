"""What is done before it is deployed, so that no function does it in every start: letters as Python, models of AWS, the checked policy.

python -m infra.built writes functions/huiyin/built; `make packages` calls it when something it is made of has changed.
"""

import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import botocore
from botocore.loaders import Loader
from jinja2 import FileSystemLoader

from huiyin.mail import render
from huiyin.policy import PolicyError, load_policy_from, loading
from huiyin.policy.files import fingerprint
from huiyin.store import clients

Json = dict[str, Any]

BUILT = Path(clients.MODELS).parent
STAMP = "made-from"
POLICY = Path(loading.__file__).parent
# What botocore reads of every service, whole or cut.
_SHARED = ("partitions", "_retry", "sdk-default-configuration")
_RULES = "endpoint-rule-set-1"


def bring_up_to_date(folder: Path = BUILT) -> bool:
    """Make what is missing or made from something else. Returns: whether there was anything to make.

    Whoever reads the folder meanwhile finds each file whole, old or new; whoever wants to make it too waits, and finds it made.
    """
    made_from = _digest()
    if _read(folder / STAMP) == made_from:
        return False
    with _alone_in(folder):
        if _read(folder / STAMP) == made_from:
            return False
        _make(folder)
        _write(folder / STAMP, made_from)
    return True


def _make(folder: Path) -> None:
    # Half made, it is of nothing: not of its old sources either, should they come back.
    (folder / STAMP).unlink(missing_ok=True)
    wanted = {**letters(), **models(), Path(loading.FITTING.name): fitting()}
    for name, text in wanted.items():
        _write(folder / name, text)
    for left in set(_files(folder)) - wanted.keys():
        (folder / left).unlink(missing_ok=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else makes the folder meanwhile. The folder itself is locked, so that no lock file is deployed or left behind."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        # Closing gives it free, and so does the end of a process that was killed.
        os.close(opened)


def fitting() -> str:
    """The fingerprint of the policy, if its parts fit together; otherwise nothing, and whoever loads it is told what does not fit."""
    try:
        load_policy_from(POLICY)
    except PolicyError:
        return ""
    return fingerprint(POLICY)


def letters() -> Mapping[Path, str]:
    """Every letter and what letters share, compiled, by file: one folder for the text parts and one for the HTML."""
    made: dict[Path, str] = {}
    for kind in render.KINDS:
        environment = render.environment(kind, FileSystemLoader(render.TEMPLATES))
        with TemporaryDirectory() as kept:
            environment.compile_templates(kept, zip=None, ignore_errors=False, filter_func=partial(_is_part, kind))
            for file in Path(kept).iterdir():
                made[Path(render.LETTERS.name, kind, file.name)] = file.read_text("utf-8")
    return made


def _is_part(kind: str, name: str) -> bool:
    """A letter is written once for both kinds; what letters share is written for each."""
    return name.endswith((".jinja", f".{kind}"))


def models() -> Mapping[Path, str]:
    """The models of AWS with nothing but the calls that the functions make, without their documentation, by file."""
    whole = Loader()
    made: dict[str, Json] = {name: whole.load_data(name) for name in _SHARED}
    prefixes = set()
    for service, operations in clients.OPERATIONS.items():
        model = whole.load_service_model(service, "service-2")
        prefixes.add(model["metadata"]["endpointPrefix"])
        folder = f"{service}/{model['metadata']['apiVersion']}"
        made[f"{folder}/service-2"] = cut(model, operations)
        made[f"{folder}/{_RULES}"] = whole.load_service_model(service, _RULES)
        pages = whole.load_service_model(service, "paginators-1")["pagination"]
        made[f"{folder}/paginators-1"] = {"pagination": {name: pages[name] for name in operations if name in pages}}
    made["endpoints"] = _without_services(whole.load_data("endpoints"), prefixes)
    return {Path(clients.MODELS.name, f"{name}.json"): json.dumps(model, separators=(",", ":")) for name, model in made.items()}


def cut(model: Json, operations: Iterable[str]) -> Json:
    """A model of a service with these operations and the shapes that they reach. Raises: KeyError for an operation it does not know."""
    kept = {name: model["operations"][name] for name in operations}
    shapes: Json = {}
    waiting = set(_named_in(kept))
    while waiting:
        name = waiting.pop()
        shapes[name] = model["shapes"][name]
        waiting |= set(_named_in(shapes[name])) - shapes.keys()
    plain: Json = _undocumented({**model, "operations": kept, "shapes": dict(sorted(shapes.items()))})
    return plain


def _named_in(part: Any) -> Iterator[str]:
    """The shapes that a part of a model names."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "shape" and isinstance(value, str):
                yield value
            else:
                yield from _named_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from _named_in(value)


def _undocumented(part: Any) -> Any:
    """The part with its documentation left empty: botocore asks for some of it. A member of that name is a shape, not a text."""
    if isinstance(part, dict):
        return {key: "" if key == "documentation" and isinstance(value, str) else _undocumented(value) for key, value in part.items()}
    return [_undocumented(value) for value in part] if isinstance(part, list) else part


def _without_services(endpoints: Json, prefixes: set[str]) -> Json:
    """All partitions and regions, and of their services only ours."""
    kept = [
        {**partition, "services": {name: one for name, one in partition["services"].items() if name in prefixes}}
        for partition in endpoints["partitions"]
    ]
    return {**endpoints, "partitions": kept}


def _digest() -> str:
    """Of everything that is made here, and of what makes it."""
    seen = hashlib.sha256(f"jinja2 {version('jinja2')}, botocore {botocore.__version__}".encode())
    sources = [
        file for folder in (render.TEMPLATES, POLICY) for file in sorted(folder.rglob("*")) if file.suffix != ".pyc" and file.is_file()
    ]
    for file in (*sources, Path(render.__file__), Path(clients.__file__)):
        seen.update(f"\0{file.name}\0".encode() + file.read_bytes())
    seen.update(Path(__file__).read_bytes())
    return seen.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """What lies there but the stamp and bytecode."""
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix != ".pyc" and file.name != STAMP:
            yield file.relative_to(folder)


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _write(file: Path, text: str) -> None:
    if _read(file) == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent) as kept:
        fresh = Path(kept) / file.name
        fresh.write_text(text, "utf-8")
        fresh.replace(file)


def main() -> int:
    """Bring it up to date and say so."""
    if bring_up_to_date():
        print(f"Made {BUILT.name}: letters, models of AWS and the checked policy, as the functions load them", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
