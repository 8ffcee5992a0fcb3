"""WriteReport: the figures of the month stand on the site, as data, chart and page, and small ones do not."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from huiyin.entry.write_report import months_at
from neighbours import Owner, send

PAGE = "<html><body><h1>x</h1><!-- figures --><p>none</p><!-- /figures --></body></html>"


def published(stack: Any, key: str) -> str:
    body = stack.boto("s3").get_object(Bucket=stack.name("SiteBucket"), Key=key)["Body"].read()
    return bytes(body).decode("utf-8")


def test_the_nightly_report_publishes_what_the_doors_received(stack: Any, tmp_path: Path) -> None:
    for key in ("stats/index.html", "en/stats/index.html"):
        stack.boto("s3").put_object(Bucket=stack.name("SiteBucket"), Key=key, Body=PAGE.encode())
    for n in range(7):
        assert Owner(stack.url).report(matter=f"三号楼电梯停运第 {n} 次").status == 201
    stack.drain()
    now = datetime.now(UTC)
    stack.tick("WriteReport", at=now)
    month = months_at(now)[-1]
    figures = json.loads(published(stack, f"figures/{month}.json"))
    assert figures["total"] >= 7
    assert figures["tables"]["category"]["elevator"] >= 7
    assert send(f"{stack.url}/api/figures/{month}.json").json == figures
    assert published(stack, f"figures/{month}.zh.svg").startswith("<svg")
    for key, word in (("stats/index.html", "电梯"), ("en/stats/index.html", "Lifts")):
        page = published(stack, key)
        assert "<svg" in page
        assert word in page
        assert "<p>none</p>" not in page
        assert page.endswith("</body></html>")


def test_a_report_made_twice_is_the_same_report(stack: Any) -> None:  # ST10
    Owner(stack.url).report()
    stack.drain()
    now = datetime.now(UTC)
    key = f"figures/{months_at(now)[-1]}.json"
    stack.tick("WriteReport", at=now)
    first = published(stack, key)
    stack.tick("WriteReport", at=now)
    assert published(stack, key) == first


def test_the_last_month_is_counted_while_it_still_settles() -> None:  # ST10
    assert months_at(datetime(2026, 11, 3, tzinfo=UTC)) == ("2026-10", "2026-11")
    assert months_at(datetime(2026, 11, 20, tzinfo=UTC)) == ("2026-11",)
    # Midnight belongs to the community's own month: 00:30 on 1 December in Shanghai.
    assert months_at(datetime(2026, 11, 30, 16, 30, tzinfo=UTC))[-1] == "2026-12"
