"""A policy file that was saved in the wrong way is refused before it can do harm."""

import shutil
import tomllib
from pathlib import Path

import pytest

from huiyin.policy import PolicyError, files
from huiyin.policy.files import SHARED, WHOLE, WORDS, fingerprint, read_files, spot_of


def refused(folder: Path) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        read_files(folder)
    return caught.value


def test_every_part_of_the_policy_knows_its_file() -> None:
    assert str(spot_of("limits", "files").wrong("x")) == "channels.toml: limits.files: x"
    assert str(spot_of("promises", "clocks", "P1").wrong("x")) == "promises.toml: clocks.P1: x"


def test_all_files_are_read(folder: Path) -> None:
    assert set(read_files(folder)) == {*WHOLE, *SHARED, *WORDS}


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "line 1: starts with a byte order mark. Save it as UTF-8 without BOM"),
        (lambda raw: raw.decode().encode("utf-16"), "line 1: starts with a byte order mark. Save it as UTF-8 without BOM"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "line 1: ends as on Windows (CRLF). Save it with LF line ends"),
        (lambda raw: raw.decode().encode("gbk"), "line 1: is not UTF-8 (GBK?). Save it as UTF-8"),
        (lambda raw: raw + b"zone = 1\nzone = 2\n", "is not TOML: Cannot overwrite a value"),
        (lambda raw: raw + b"a = no\n", "is not TOML: Invalid value"),
        (lambda raw: raw + b"a = 08\n", "is not TOML"),
        (lambda raw: raw + b"a = " + b"[" * 100_000 + b"\n", "nested too deep"),
    ],
    ids=["BOM", "UTF-16", "CRLF", "GBK", "key twice", "no for false", "08 for 8", "100,000 brackets"],
)
def test_a_file_saved_in_the_wrong_way_says_line_and_remedy(folder: Path, spoilt: object, said: str) -> None:
    path = folder / "charter.toml"
    assert callable(spoilt)
    path.write_bytes(spoilt(path.read_bytes()))
    error = refused(folder)
    assert error.file == "charter.toml"
    assert said in str(error)


def test_a_syntax_error_names_its_line(folder: Path) -> None:
    path = folder / "places.toml"
    path.write_text("a = 1\nb = = 2\n", "utf-8")
    assert "line 2" in str(refused(folder))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "places.toml").unlink()
    assert str(refused(folder)) == "places.toml: is missing"


def test_a_misspelt_file_name_is_answered_with_the_right_one(folder: Path) -> None:
    shutil.copy(folder / "promises.toml", folder / "promisses.toml")
    assert "Did you mean 'promises.toml'?" in str(refused(folder))


def test_the_quick_reader_reads_what_the_standard_library_reads(folder: Path) -> None:
    written = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}
    assert read_files(folder) == written
    assert {name: repr(table) for name, table in read_files(folder).items()} == {name: repr(table) for name, table in written.items()}, (
        "order"
    )


def test_what_only_the_quick_reader_refuses_is_refused_in_its_own_words(folder: Path) -> None:
    path = folder / "places.toml"
    path.write_text("far = 1e400\n", "utf-8")
    assert tomllib.loads(path.read_text("utf-8"))
    assert str(refused(folder)).startswith("places.toml: is not TOML: floating-point number overflowed at line 1")


def test_other_rules_make_another_fingerprint(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(folder)
    assert {file.name for file in files.RULES} == {"order.py", "redaction.py", "references.py", "registered.py", "sheets.py"}
    for place, rules in enumerate(files.RULES):
        changed = tmp_path / rules.name
        changed.write_bytes(rules.read_bytes() + b"\n")
        monkeypatch.setattr(files, "RULES", (*files.RULES[:place], changed, *files.RULES[place + 1 :]))
        assert fingerprint(folder) != before
        monkeypatch.undo()


def test_every_byte_of_every_file_counts_for_the_fingerprint(folder: Path) -> None:
    before = fingerprint(folder)
    assert fingerprint(folder) == before
    path = folder / "places.toml"
    path.write_bytes(path.read_bytes() + b"\n")
    changed = fingerprint(folder)
    path.rename(folder / "spots.toml")
    assert len({before, changed, fingerprint(folder)}) == 3
