"""Every page of the desk has its picture in the documentation of both languages, small enough to be kept, and said in words."""

import re
from pathlib import Path

import pytest
from PIL import Image

from infra.pictures_desk import FOLDERS, SHOTS

MOST_KB = 1500
SHOWN = re.compile(
    r"^!\[(?P<alt>[^\]]*)\]\(pictures/(?P<name>[a-z-]+)\.png\)\{ loading=lazy width=(?P<w>\d+) height=(?P<h>\d+) \}$", re.MULTILINE
)


@pytest.mark.parametrize("language", FOLDERS)
def test_each_picture_is_kept_and_shown_once_in_its_size_and_said_in_words(language: str) -> None:
    folder = FOLDERS[language]
    shown = [found.groupdict() for found in SHOWN.finditer((folder.parent / "desk.md").read_text("utf-8"))]
    assert sorted(one["name"] for one in shown) == sorted(shot.name for shot in SHOTS)
    assert sorted(path.stem for path in folder.iterdir()) == sorted(shot.name for shot in SHOTS)
    sizes = {shot.name: shot.size for shot in SHOTS}
    for one in shown:
        assert len(one["alt"]) > 12, one
        assert (int(one["w"]), int(one["h"])) == sizes[one["name"]], one
        with Image.open(folder / f"{one['name']}.png") as picture:
            assert picture.size == sizes[one["name"]], one
            assert picture.info.keys() <= {"transparency"}, "nothing but the picture is kept"


def test_all_pictures_together_are_small() -> None:
    kept = [path for folder in FOLDERS.values() for path in Path(folder).iterdir()]
    assert sum(path.stat().st_size for path in kept) < MOST_KB * 1024
