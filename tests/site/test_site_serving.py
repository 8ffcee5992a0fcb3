"""The small server behaves as the published site: headers on every answer, its own page for what is missing."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from infra.site_serving import CSP, serving


def test_every_answer_carries_the_strict_policy(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>件件有回音</p>", "utf-8")
    with serving(tmp_path) as at, urlopen(f"{at}/") as answer:
        assert answer.headers["Content-Security-Policy"] == CSP
        assert "unsafe" not in CSP
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.read().decode() == "<p>件件有回音</p>"


def test_a_missing_page_is_answered_with_the_sites_own(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("没有这个页面", "utf-8")
    with serving(tmp_path) as at, pytest.raises(HTTPError) as lost:
        urlopen(f"{at}/nowhere/")
    with lost.value:
        assert lost.value.code == 404
        assert lost.value.read().decode() == "没有这个页面"


def test_only_this_machine_can_reach_it(tmp_path: Path) -> None:
    with serving(tmp_path) as at:
        assert at.startswith("http://127.0.0.1:")
