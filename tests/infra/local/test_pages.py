"""The published site is served from its bucket as the distribution serves it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.pages import content_type
from infra.local.stack import Stack

Ask = Callable[..., Any]
SAMPLE = Path(__file__).parent / "sample" / "template.yaml"
LONG = "<!doctype html><title>回音</title>" + "字" * 1000


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    site = tmp_path_factory.mktemp("site")
    for name, text in {
        "index.html": LONG,
        "404.html": "<title>没有</title>",
        "report/index.html": "report",
        "assets/site.css": "body{}",
        "assets/form.js": "export {}",
        "figures/latest.json": "{}",
    }.items():
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with Stack.start(template=SAMPLE, site=site) as running:
        yield running


def test_home_and_folders_are_their_index(ask: Ask) -> None:
    assert ask("GET", "/").text == LONG
    assert ask("GET", "/").header("content-type") == "text/html; charset=utf-8"
    assert ask("GET", "/report/").text == "report"
    assert ask("GET", "/report/?from=mail").text == "report"


def test_a_folder_without_its_slash_is_sent_on_within_the_site(ask: Ask) -> None:
    reply = ask("GET", "/report")
    assert (reply.status, reply.header("location")) == (308, "/report/")
    assert ask("GET", "//elsewhere/a").header("location") == "/elsewhere/a/"


def test_what_is_missing_is_the_404_page_with_404(ask: Ask) -> None:
    for path in ("/nothing/", "/nothing.html", "/assets/none.css"):
        reply = ask("GET", path)
        assert (reply.status, reply.text) == (404, "<title>没有</title>")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/form.js", "text/javascript; charset=utf-8"),
        ("/figures/latest.json", "application/json"),
    ],
)
def test_a_file_has_its_type(ask: Ask, path: str, kind: str) -> None:
    assert ask("GET", path).header("content-type") == kind


def test_what_the_reader_already_has_is_not_sent_again(ask: Ask) -> None:
    tag = ask("GET", "/").header("etag")
    again = ask("GET", "/", if_none_match=f'"other", {tag}')
    assert (again.status, again.body) == (304, b"")
    assert ask("GET", "/", if_none_match='"other"').status == 200


def test_a_long_page_is_sent_small_to_who_can_read_it(ask: Ask) -> None:
    reply = ask("GET", "/", accept_encoding="gzip, br")
    assert reply.header("content-encoding") == "gzip"
    assert gzip.decompress(reply.body).decode() == LONG
    assert "content-encoding" not in ask("GET", "/assets/site.css", accept_encoding="gzip").headers


def test_only_reading_is_open_and_a_head_has_no_body(ask: Ask) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert ask(method, "/").status == 403
    head = ask("HEAD", "/")
    assert (head.status, head.body) == (200, b"")
    assert int(head.header("content-length")) == len(LONG.encode())


def test_a_page_that_a_function_writes_is_served_at_once(stack: Stack, ask: Ask) -> None:
    stack.boto("s3").put_object(Bucket=stack.name("SiteBucket"), Key="stats/index.html", Body=b"figures", ContentType="text/html")
    assert ask("GET", "/stats/").text == "figures"


def test_types_of_names() -> None:
    assert content_type("a.WOFF2") == "font/woff2"
    assert content_type("a.jpg") == "image/jpeg"
    assert content_type("a.unheard-of") == "application/octet-stream"
