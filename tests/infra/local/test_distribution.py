"""What the deployed distribution does to requests and errors is what the local one does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.distribution import Distribution, ErrorPage
from infra.local.http_message import Answer, Request
from infra.local.pages import Pages
from infra.local.stack import Stack, only_resources


@pytest.fixture(scope="module")
def deployed() -> Iterator[Distribution]:
    with only_resources() as cloud:
        yield Distribution(cloud)


def test_the_description_of_the_api_lies_among_the_pages(deployed: Distribution) -> None:
    assert not deployed.behavior("/api/openapi.json").to_doors
    assert deployed.behavior("/api/policy.json").to_doors
    assert not deployed.behavior("/report/").to_doors


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_pages_are_read(deployed: Distribution, method: str) -> None:
    assert deployed.refusal(method, "/report/") is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_pages_take_nothing_else(deployed: Distribution, method: str) -> None:
    refusal = deployed.refusal(method, "/report/")
    assert refusal is not None
    assert refusal.status == 403


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_doors_hear_of_every_method_and_say_themselves_what_they_take(deployed: Distribution, method: str) -> None:
    assert deployed.refusal(method, "/api/complaints") is None
    refusal = deployed.refusal("TRACE", "/api/complaints")
    assert refusal is not None


def test_pages_are_compressed_and_answers_of_doors_are_not(deployed: Distribution) -> None:
    assert deployed.behavior("/report/").compress
    assert not deployed.behavior("/api/policy.json").compress


def test_a_page_that_is_missing_is_the_page_for_missing_pages(deployed: Distribution) -> None:
    assert deployed.errors == {403: ErrorPage(404, "/404.html")}


@pytest.fixture
def pages(stack: Stack, tmp_path: Path) -> Iterator[Pages]:
    (tmp_path / "404.html").write_text("lost")
    stack.pages.publish(tmp_path)
    yield stack.pages
    shutil.rmtree(tmp_path)


def asked(path: str = "/api/x") -> Request:
    return Request("GET", path, "", {}, b"", "127.0.0.1")


def test_an_error_of_a_door_is_replaced_as_well_and_that_is_why_doors_say_no_403(pages: Pages) -> None:
    answer = pages.with_error_page(asked(), Answer(403, b"mine", []))
    assert (answer.status, answer.body) == (404, b"lost")
    assert pages.with_error_page(asked(), Answer(409, b"mine", [])).body == b"mine"


def test_what_a_function_publishes_says_how_long_it_holds(stack: Stack, ask: Any) -> None:
    more = {"ContentType": "text/html", "CacheControl": "public, max-age=300"}
    stack.boto("s3").put_object(Bucket=stack.name("SiteBucket"), Key="stats/index.html", Body=b"figures", **more)
    assert ask("GET", "/stats/").header("cache-control") == "public, max-age=300"
