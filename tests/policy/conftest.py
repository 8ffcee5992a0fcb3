"""A copy of the policy that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.policy import PolicyError, load_policy_from, loading

SOURCE = Path(loading.__file__).parent
Spoil = Callable[[str, str, str], PolicyError]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The policy files of this release, copied."""
    for path in SOURCE.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replaces one piece of a file, loads, and answers with the error. The piece must be there."""

    def replace(file: str, old: str, new: str) -> PolicyError:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(PolicyError) as caught:
            load_policy_from(folder)
        assert str(caught.value).startswith(f"{caught.value.file}: ")
        return caught.value

    return replace
