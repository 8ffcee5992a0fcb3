"""The words of an HTML mail."""

import html

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
        pytest.param("x<img alt='a > b' src=x>y", "xy", id="a-mark-between-quotes-ends-no-tag"),
        pytest.param('<p class="x>电梯停了', "电梯停了", id="a-quote-without-an-end"),
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
        ("<a data-href='https://bank.cn' href='https://evil.cn'>x</a>", "x [evil.cn]"),
        ("<a title='x href=//bank.cn' href=https://evil.cn>x</a>", "x [evil.cn]"),
        ("<a title='a&gt;b' href=https://evil.cn>x</a>", "x [evil.cn]"),
        ("<a title='a>b' href=https://evil.cn>x</a>", "x [evil.cn]"),
        ("<a href=https://evil.cn href=https://bank.cn>x</a>", "x [evil.cn]"),
        ("<a/href=//evil.cn>x</a>", "x [evil.cn]"),
        ("<a href='https:&#9;//evil.cn'>x</a>", "x [evil.cn]"),
        ("<a href='https&colon;&sol;&NewLine;&sol;evil.cn'>x</a>", "x [evil.cn]"),
        ("<a href='//evil.cn>x</a>", "x"),
        ('<a title="//evil.cn>x</a> 电梯停了', "x 电梯停了"),
        ("<a href=https://evil.cn>notevil.cn.bank.cn</a>", "notevil.cn.bank.cn [evil.cn]"),
        ("<a-b href=https://evil.cn>x</a-b>", "x"),
        ("<a href=mailto:a@b.cn>write</a><a name=x>here</a><a href=javascript:x()>run</a>", "writehererun"),
    ],
)
def test_a_link_says_where_it_leads_unless_its_words_do(markup: str, text: str) -> None:  # X10
    assert text_of(markup) == text


@pytest.mark.parametrize("piece", ["<a href=" + " " * 400, "<a href='//a@", "<a ", "<a href=//x>", "<a href" * 3, "<p a=\"<p b='>"])
def test_links_without_an_end_are_read_in_one_pass(piece: str) -> None:
    # The suite's bound on a test would end a reading that goes back and forth.
    assert isinstance(text_of(piece * 20_000), str)


@pytest.mark.asvs("V1.1.1")
@pytest.mark.parametrize("piece", ["<a >&x;", "<a >&x;&x;&x;", "<a title='&x;' href=//&x;>&x;", "<a href='&x;>"])
def test_no_character_is_unescaped_twice(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:  # X06
    unescape, read = html.unescape, 0

    def counted(text: str) -> str:
        nonlocal read
        read += len(text)
        return unescape(text)

    monkeypatch.setattr(html, "unescape", counted)
    text_of(piece * 2_000)
    assert 0 < read <= len(piece) * 2_000
