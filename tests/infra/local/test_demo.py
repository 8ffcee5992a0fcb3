"""The invented year: made by commands alone, so every case of it is as sound as one that a person made."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from huiyin.core.lifecycle import STATES
from huiyin.entry import wiring
from huiyin.policy.schema import Policy
from infra.local.demo import YEAR, Played, play
from infra.local.demo_bookmark import Bookmark
from infra.local.demo_courses import CLOCKS, OWNER
from infra.local.demo_plan import plan_of, steps_of, timed
from infra.local.http_message import Request
from infra.local.stack import Stack

NOW = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
CASES = 30  # the fewest that stand in every state

Demo = tuple[Stack, Played]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A small year on the whole stack, with a site of one page: that of the figures."""
    site = tmp_path_factory.mktemp("site")
    (site / "stats").mkdir()
    (site / "stats" / "index.html").write_text("<main><!-- figures --><p>-</p><!-- /figures --></main>")
    with Stack.start(site=site) as stack:
        yield stack, play(stack, Bookmark.begin(None, CASES, NOW))


def seen(stack: Stack, path: str, who: str = "") -> Any:
    headers = {"host": urlsplit(stack.url).netloc, **({"authorization": f"Bearer {stack.token(who)}"} if who else {})}
    url = urlsplit(path)
    answer = stack.answer(Request("GET", url.path, url.query, headers, b"", "127.0.0.1"))
    assert answer.status == 200
    return json.loads(answer.body) if path.startswith("/api/") else answer.body.decode()


def case_ids(stack: Stack) -> list[str]:
    pages = stack.boto("dynamodb").get_paginator("scan").paginate(TableName=stack.name("CaseTable"), ConsistentRead=True)
    rows = [row for page in pages for row in page["Items"]]
    return sorted(row["pk"]["S"].removeprefix("CASE#") for row in rows if row["sk"]["S"] == "META")


@pytest.mark.long
def test_every_case_holds_together_and_began_within_the_year(demo: Demo) -> None:
    stack, played = demo
    found = case_ids(stack)
    groups = 0
    for case_id in found:
        history = wiring.case_store().load(case_id)  # proves the hash chain on the way
        assert history is not None
        assert history.case.received_at <= NOW
        groups += history.case.handling.group is not None
    # Nobody has reported a group case: it is made out of one that somebody did.
    assert len(found) - groups == played.cases == CASES
    assert len({f"{wiring.case_store().load(one).case.received_at:%Y-%m}" for one in found}) > 6  # type: ignore[union-attr]


@pytest.mark.long
def test_staff_find_cases_in_their_lists(demo: Demo) -> None:
    stack, _ = demo
    assert seen(stack, "/api/desk/cases?view=all", "he.min")["items"]
    states = {one["state"] for one in seen(stack, "/api/desk/cases?view=all", "he.min")["items"]}
    assert "INVESTIGATING" in states


@pytest.mark.long
def test_today_cases_stand_in_every_state(demo: Demo) -> None:
    stack, _ = demo
    found = Counter(wiring.case_store().load(one).case.state for one in case_ids(stack))  # type: ignore[union-attr]
    assert found.keys() == set(STATES)
    # What lies behind is over for the most part, as in a year of a company that answers.
    assert found["CLOSED"] > CASES / 4


@pytest.mark.long
def test_figures_of_every_month_are_published_and_on_the_page(demo: Demo) -> None:
    stack, played = demo
    assert played.months >= 12
    assert "2026 年 11 月" in seen(stack, "/stats/")
    assert json.loads(seen(stack, "/figures/2026-01.json"))["month"] == "2026-01"


@pytest.mark.long
def test_letters_carry_the_moment_of_the_invented_year(demo: Demo) -> None:
    stack, _ = demo
    moments = [dt.datetime.fromisoformat(letter["at"]) for letter in stack.mailbox()]
    assert len(moments) > CASES
    assert max(moments) <= NOW
    # What lies in the archive by now was written about years ago.
    assert sum(moment < NOW - YEAR for moment in moments) < CASES / 4


def test_the_same_count_gives_the_same_year_and_every_word_of_it_is_in_the_policy(policy: Policy) -> None:
    first, again = (plan_of(300, NOW - YEAR, NOW) for _ in range(2))
    assert first == again
    places = {**policy.communities["yunjin"].buildings, **policy.communities["yunjin"].common_areas}
    for one in first:
        assert one.report["building"] in places
        assert one.report["sub_issue"] in policy.categories[one.report["category"]].sub_issues
        assert "{" not in one.report["matter"]
    assert {one.report["language"] for one in first} == {"zh", "en"}
    assert len({one.report["category"] for one in first}) >= 10
    assert any(one.report.get("anonymous") for one in first)
    assert any(one.photos for one in first)
    assert any(one.is_slow for one in first)
    assert any(one.report["sensitive"] for one in first)


def test_the_steps_of_a_case_are_known_before_it_comes() -> None:
    for one in plan_of(60, NOW - YEAR, NOW):
        late = int(one.is_slow)
        assert steps_of(one, NOW + 4 * YEAR) == 1 + len(one.moves) + late
        assert steps_of(one, one.at) == late
        if one.moves:
            assert steps_of(one, one.at + one.moves[0].wait) == 1 + late


def test_the_last_cases_of_the_year_have_time_to_come_where_they_are_to_stand() -> None:
    for one in plan_of(300, NOW - YEAR, NOW)[-14:]:
        assert all(at < NOW for at, _ in timed(one))


def test_owners_answer_and_are_answered(policy: Policy) -> None:
    acts = Counter(move.name for one in plan_of(300, NOW - YEAR, NOW) for move in one.moves if move.who == OWNER)
    assert acts.keys() == {"reply", "confirm", "dispute", "withdraw"}
    assert acts["confirm"] > acts["dispute"] > 0
    staff = {move.who for one in plan_of(300, NOW - YEAR, NOW) for move in one.moves} - {OWNER, CLOCKS}
    assert staff <= policy.departments.staff.keys()


def test_heating_is_a_matter_of_the_winter(policy: Policy) -> None:
    cold = [one.at.month for one in plan_of(300, NOW - YEAR, NOW) if one.report["sub_issue"] == "no_heat"]
    assert cold
    assert set(cold) <= {12, 1, 2}
