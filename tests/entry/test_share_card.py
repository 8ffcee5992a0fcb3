"""The card: a picture without anything hidden in it, which draws Chinese, or none at all where there is no font."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from huiyin.entry import share_card
from huiyin.entry.share_card import Card, drawn, font_file

STANDS = "截至 2026-11-29：处理中"
CARD = Card(
    head="物业",
    title="电梯 · 3 号楼",
    lines=(STANDS,),
    text="电梯坏了。" * 40,
    more="图片放不下全文。",
    foot="请勿转发。",
    mark="仅供小区邻居参考",
)


@pytest.fixture
def image() -> Image.Image:
    picture = drawn(CARD)
    assert picture is not None
    return Image.open(io.BytesIO(picture))


def test_the_card_is_a_picture_and_nothing_else(image: Image.Image) -> None:
    assert (image.format, image.mode, image.width) == ("PNG", "RGB", 1080)
    assert image.info == {}
    assert dict(image.getexif()) == {}


def test_chinese_is_drawn_and_not_as_boxes(image: Image.Image) -> None:
    font = share_card._font(36)
    missing = font.getmask("\U0010fffe").getbbox()
    assert bytes(font.getmask("梯")) != bytes(font.getmask("坏"))
    assert bytes(font.getmask("梯")) != bytes(font.getmask("\U0010fffe")), missing


def test_the_mark_lies_over_all_of_it(image: Image.Image) -> None:
    bare = drawn(replace(CARD, mark=" "))
    assert bare is not None
    other = Image.open(io.BytesIO(bare))
    third = image.height // 3
    for top in (0, third, 2 * third):
        for left in (0, image.width // 2):
            area = (left, top, left + image.width // 2, top + third)
            assert image.crop(area).tobytes() != other.crop(area).tobytes(), area


def test_a_text_that_the_card_does_not_hold_is_cut_with_a_word_about_it() -> None:
    whole = drawn(replace(CARD, text="电梯坏了。" * 2_000))
    silent = drawn(replace(CARD, text="电梯坏了。" * 2_000, more=""))
    assert whole is not None
    assert silent is not None
    assert Image.open(io.BytesIO(whole)).height <= share_card._TALLEST
    assert whole != silent
    # The same card whatever is said of a text that it holds.
    assert drawn(CARD) == drawn(replace(CARD, more=""))


def test_lines_break_between_letters_and_never_before_a_closing_sign() -> None:
    rows = share_card._broken("电梯坏了，" * 30 + "extraordinarily " * 9, share_card._font(36))
    assert len(rows) > 3
    assert not any(row.startswith("，") for row in rows)
    assert "".join(rows).replace(" ", "") == ("电梯坏了，" * 30 + "extraordinarily" * 9)


def test_where_no_font_draws_chinese_there_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_card, "FONTS", (Path("/nowhere"),))
    font_file.cache_clear()
    assert drawn(CARD) is None
    font_file.cache_clear()
