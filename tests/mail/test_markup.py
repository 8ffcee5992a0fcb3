"""The words of an HTML mail."""

import pytest

from huiyin.mail.markup import text_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一</p><p>二</p>", "一\n\n二"),
        ("a<br>b", "a\nb"),
        ("<td>一月</td><td>100</td>", "一月 100"),
        ("&lt;b&gt; &amp;nbsp;", "<b> &nbsp;"),
        pytest.param("x<script>alert(1)</SCRIPT >y", "xy", id="X01-script"),
        pytest.param("x<style>p{}</style>y<svg><text>z</text></svg>", "xy", id="X01-style-svg"),
        pytest.param("x<img src=x onerror=alert(1)>y", "xy", id="X09-image"),
        pytest.param("x<!-- a > b -->y", "xy", id="comment"),
        pytest.param("5 < 6 and <3", "5 < 6 and <3", id="no-tag"),
        pytest.param("x<p", "x", id="a-tag-without-end"),
        pytest.param("<p>İ<b>x</b></p>", "İx", id="a-letter-that-grows-in-lower-case"),
        ("", ""),
    ],
)
def test_the_words_are_taken_out(markup: str, text: str) -> None:
    assert text_of(markup) == text
