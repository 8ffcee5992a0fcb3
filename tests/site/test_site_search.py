"""The texts of the search: plain, in one place whichever engine built the pages, and with what owners say."""

import json
import tomllib
from pathlib import Path

import pytest

from infra import site_search

DOCS = [
    {"location": "a/", "title": "2.1 渠道¶", "text": "<p>电话 &amp; <b>邮件</b></p>\n<table>x</table>"},
    {"location": "b/", "title": "", "text": ""},
]
PLAIN = [{"location": "a/", "title": "2.1 渠道", "text": "电话 & 邮件 x"}]


@pytest.mark.parametrize(("name", "key"), [("search/search_index.json", "docs"), ("search.json", "items")])
def test_the_search_reads_plain_text_whichever_engine_built_the_pages(tmp_path: Path, name: str, key: str) -> None:
    for folder in (tmp_path, tmp_path / "en"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps({"config": {}, key: DOCS}), "utf-8")
    assert site_search.write_texts(tmp_path) == 2
    for folder, saying in ((tmp_path, "电瓶车"), (tmp_path / "en", "elevator")):
        assert not (folder / name).exists()
        texts = json.loads((folder / "search/pages.json").read_text("utf-8"))
        assert texts["docs"] == PLAIN
        assert saying in dict(texts["meant"])


def test_the_themes_own_search_is_not_published(built: Path) -> None:
    assert not (built / "assets/javascripts/workers").exists()
    assert not (built / "assets/javascripts/lunr").exists()
    assert not list(built.rglob("search_index.json"))


def test_what_the_site_calls_it_stands_on_the_site(built: Path) -> None:
    sayings = tomllib.loads(site_search.SAYINGS.read_text("utf-8"))
    for language, folder in (("zh", built), ("en", built / "en")):
        texts = json.loads((folder / "search/pages.json").read_text("utf-8"))["docs"]
        whole = " ".join(f"{doc['title']} {doc['text']}" for doc in texts).lower()
        wanted = {word for words in sayings[language].values() for word in words.lower().split()}
        assert {word for word in wanted if word not in whole} == set()
