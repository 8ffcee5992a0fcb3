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


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<a href=https://evil.example>https://bank.example</a>!", "https://bank.example [evil.example]!"),
        ("<A HREF='//bank.example@evil.example/x'>bank</A>", "bank [evil.example]"),
        ('<a class=b href = "https:\\\\evil.example">bank', "bank [evil.example]"),
        ("<a href=&#104;ttps://evil.example>bank</a>", "bank [evil.example]"),
        ("<a href=https://bank.example/login>bank.example</a>", "bank.example"),
        ("<a href=mailto:a@b.cn>write</a><a name=x>here</a><a href=javascript:x()>run</a>", "writehererun"),
    ],
)
def test_a_link_says_where_it_leads_unless_its_words_do(markup: str, text: str) -> None:  # X10
    assert text_of(markup) == text


@pytest.mark.parametrize("piece", ["<a href=" + " " * 400, "<a href='//a@", "<a ", "<a href=//x>", "<a href" * 3])
def test_links_without_an_end_are_read_in_one_pass(piece: str) -> None:
    # The suite's bound on a test would end a reading that goes back and forth.
    assert isinstance(text_of(piece * 20_000), str)
