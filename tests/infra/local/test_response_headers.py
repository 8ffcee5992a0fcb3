"""The headers of every page are those that the deployed template gives them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.http_message import Answer
from infra.local.pages import Pages
from infra.local.stack import only_resources


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with only_resources() as cloud:
        yield Pages(cloud)


def headers(pages: Pages, path: str, *own: tuple[str, str]) -> dict[str, str]:
    answer = pages.with_headers(path, Answer(200, b"", list(own)))
    assert len({name.lower() for name, _ in answer.headers}) == len(answer.headers)
    return {name.lower(): value for name, value in answer.headers}


@pytest.mark.asvs("V14.2.3")
def test_a_page_may_load_nothing_from_elsewhere(pages: Pages) -> None:
    found = headers(pages, "/report/", ("Content-Security-Policy", "default-src *"))
    assert found["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in found["content-security-policy"]
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    assert found["strict-transport-security"].startswith("max-age=")
    assert "permissions-policy" in found


def test_a_door_keeps_its_own_policy_and_is_given_one_when_it_has_none(pages: Pages) -> None:
    own = "default-src 'none'; form-action 'self'"
    assert headers(pages, "/api/complaints", ("content-security-policy", own))["content-security-policy"] == own
    assert headers(pages, "/api/complaints")["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.asvs("V13.4.3")
def test_the_site_lies_in_the_bucket_behind_the_distribution(pages: Pages) -> None:
    assert pages.bucket
    assert "site" in pages.bucket
