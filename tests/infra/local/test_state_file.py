"""The folder of the state: whole lines or none, one process, nobody else's things."""

import stat
from pathlib import Path

import pytest

from infra.local.state_file import INLINE_BYTES, Journal, StateRefused


def a_folder(tmp_path: Path, *lines: dict[str, int]) -> Path:
    folder = tmp_path / "state"
    journal = Journal(folder)
    journal.replace([{"format": 1}])
    for line in lines:
        journal.append(line)
    journal.close()
    return folder


def read_again(folder: Path) -> tuple[list[dict[str, int]], bool]:
    journal = Journal(folder)
    try:
        return journal.read(), journal.torn
    finally:
        journal.close()


def test_what_was_added_is_there_at_the_next_start(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"n": 1}, {"n": 2})
    assert read_again(folder) == ([{"format": 1}, {"n": 1}, {"n": 2}], False)


def test_only_its_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("cut", [1, 5, 12])
def test_a_torn_last_line_is_left_out_and_said(tmp_path: Path, cut: int) -> None:
    folder = a_folder(tmp_path, {"n": 1}, {"n": 2})
    file = folder / "journal.jsonl"
    file.write_bytes(file.read_bytes()[:-cut] if cut > 1 else file.read_bytes() + b"0badc0de {")
    lines, torn = read_again(folder)
    assert torn
    assert lines[:2] == [{"format": 1}, {"n": 1}]
    assert {"n": 2} in lines if cut == 1 else {"n": 2} not in lines


def test_zeros_at_the_end_after_a_power_cut_are_a_torn_line(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"n": 1})
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b"\0" * 512)
    assert read_again(folder) == ([{"format": 1}, {"n": 1}], True)


def test_damage_in_the_middle_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"n": 1}, {"n": 2})
    file = folder / "journal.jsonl"
    broken = file.read_bytes().replace(b'{"n":1}', b'{"n":7}')
    file.write_bytes(broken)
    with pytest.raises(StateRefused, match="line 2 is damaged"):
        read_again(folder)
    assert file.read_bytes() == broken


def test_two_processes_on_one_folder_are_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    first = Journal(folder)
    with pytest.raises(StateRefused, match="in use by another process"):
        Journal(folder)
    first.close()
    Journal(folder).close()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StateRefused, match="holds other things"):
        Journal(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(StateRefused, match="cannot be used as a folder"):
        Journal(tmp_path / "state")


def test_beginning_anew_happens_at_once(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"n": 1})
    journal = Journal(folder)

    def half() -> "list[dict[str, int]]":
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        journal.replace(line for line in half())
    journal.close()
    assert read_again(folder)[0] == [{"format": 1}, {"n": 1}]


def test_large_objects_are_files_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "state")
    small, large = journal.keep(b"x" * INLINE_BYTES), journal.keep(b"y" * (INLINE_BYTES + 1))
    assert journal.kept(small) == b"x" * INLINE_BYTES
    assert journal.kept(large) == b"y" * (INLINE_BYTES + 1)
    (file,) = (journal.folder / "objects").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"other")
    with pytest.raises(StateRefused, match="missing or damaged"):
        journal.kept(large)
    journal.sweep(set())
    assert list((journal.folder / "objects").iterdir()) == []
    journal.close()
