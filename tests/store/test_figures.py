"""Figures are published whole: the charts first, the pointer last, and a page keeps all but its slot."""

from typing import Any

import pytest

from store.clouds import Stack

PAGE = "<html><body><h1>统计</h1><!-- figures -->old<!-- /figures --><p>以上数字每日更新。</p></body></html>"


def put_page(stack: Stack, key: str, html: str) -> None:
    stack.client("s3").put_object(Bucket=stack.site_bucket, Key=key, Body=html.encode(), ContentType="text/html; charset=utf-8")


def page(stack: Stack, key: str) -> tuple[str, str]:
    held = stack.client("s3").get_object(Bucket=stack.site_bucket, Key=key)
    return held["Body"].read().decode(), held["ContentType"]


def test_the_figures_of_a_month_are_read_as_written_and_are_the_latest(stack: Stack) -> None:
    stack.figures.write("2026-11", '{"total":7}', {"zh": "<svg>十一月</svg>", "en": "<svg>November</svg>"})
    assert stack.figures.read("2026-11") == stack.figures.read("latest") == '{"total":7}'
    assert page(stack, "figures/2026-11.zh.svg") == ("<svg>十一月</svg>", "image/svg+xml")
    assert page(stack, "figures/2026-11.en.svg")[0] == "<svg>November</svg>"


def test_figures_made_again_for_an_old_month_do_not_become_the_latest(stack: Stack) -> None:
    for month, figures in (("2026-11", "11"), ("2026-10", "10"), ("2026-11", "11 again")):
        stack.figures.write(month, figures, {})
    assert (stack.figures.read("2026-10"), stack.figures.read("latest")) == ("10", "11 again")
    stack.figures.write("2026-12", "12", {})
    assert stack.figures.read("latest") == "12"


def test_a_report_that_dies_half_way_leaves_the_old_one(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    stack.figures.write("2026-11", "old", {"zh": "old"})
    client = stack.clients.real("s3")
    call = client._make_api_call

    def dies_at_the_chart(operation: str, wanted: dict[str, Any]) -> Any:
        if operation == "PutObject":
            raise ConnectionError
        return call(operation, wanted)

    monkeypatch.setattr(client, "_make_api_call", dies_at_the_chart)
    with pytest.raises(ConnectionError):
        stack.figures.write("2026-11", "new", {"zh": "new"})
    assert stack.figures.read("2026-11") == stack.figures.read("latest") == "old"


def test_nothing_but_figures_is_read_by_name(stack: Stack) -> None:
    put_page(stack, "figures/secret.json", "not for you")
    for name in ("secret", "", "../index", "2026-13", "2026-1", "2026-11.zh", "2026-11\n"):
        assert stack.figures.read(name) is None
    assert stack.figures.read("2026-11") is None
    with pytest.raises(ValueError, match="month"):
        stack.figures.write("../2026-11", "{}", {})


def test_a_page_gets_its_figures_between_the_marks_and_keeps_the_rest(stack: Stack) -> None:
    put_page(stack, "stats/index.html", PAGE)
    for fragment in (r"<svg>\1 & \g<0></svg>", "<table>二</table>"):
        assert stack.figures.fill_page("stats/index.html", fragment)
        html, media = page(stack, "stats/index.html")
        before, rest = html.split("<!-- figures -->")
        inside, after = rest.split("<!-- /figures -->")
        assert (before, inside.strip(), after) == (PAGE.split("<!--", maxsplit=1)[0], fragment, PAGE.split("/figures -->")[1])
        assert media == "text/html; charset=utf-8"


def test_a_page_that_is_missing_or_has_no_marks_is_left_alone(stack: Stack) -> None:
    put_page(stack, "stats/index.html", "<p>no marks</p>")
    assert not stack.figures.fill_page("stats/index.html", "x")
    assert not stack.figures.fill_page("en/stats/index.html", "x")
    assert page(stack, "stats/index.html")[0] == "<p>no marks</p>"
