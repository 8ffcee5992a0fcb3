"""K11: a link to a page of staff, passed on to somebody else: he has to sign in, and then he is told what he may know and no more."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import Said, event, post_json
from entry.people import HANDLER, OTHER, taken_to
from entry.test_rights import MISSING, asked
from entry.tokens import bearer, key, published, token
from huiyin.core.lifecycle import SLUGS
from huiyin.entry import desk_door, estate_api
from huiyin.entry.http import ANYBODY

# Whoever has nothing to show, and whoever shows something that is not ours: one by one the same answer.
OUTSIDERS: dict[str, dict[str, str]] = {
    "nothing": {},
    "the link itself as a token": {"authorization": "Bearer HY-2026-18720043.HY-2026-18720043.HY-2026-18720043"},
    "a token of another issuer": {"authorization": f"Bearer {token(HANDLER, iss='https://issuer.example/other')}"},
    "a token of another key": {"authorization": f"Bearer {token(HANDLER, signed_by=key('another'))}"},
    "somebody whom the issuer knows and the directory does not": bearer("an.outsider", **{"cognito:groups": ["manager", "confid"]}),
    "an owner": bearer("owner", **{"cognito:groups": ["owner"]}),
}


@pytest.fixture
def estate(desk: Ask, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(estate_api, "fetch", lambda url: published())
    for made in (estate_api.issuer, estate_api.door):
        made.cache_clear()
    yield lambda asked: Said(estate_api.handler(asked, None))
    for made in (estate_api.issuer, estate_api.door):
        made.cache_clear()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_k11_no_address_of_the_desk_answers_an_outsider(desk: Ask, estate: Ask, who: str) -> None:
    for door, routes in ((desk, desk_door.ROUTES), (estate, estate_api.ROUTES)):
        for route in routes:
            said = door(asked(route, OUTSIDERS[who]))
            assert (said.status == 401 and said.code == "not_signed_in") == (route.roles != ANYBODY), (route.path, said.text)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_k11_the_case_of_the_link_is_shown_to_no_outsider_and_nothing_is_done_to_it(desk: Ask, number: str, who: str) -> None:
    taken_to(desk, number)
    nobody = desk(event("GET", f"/api/desk/cases/{MISSING}", headers=OUTSIDERS[who]))
    said = desk(event("GET", f"/api/desk/cases/{number}", headers=OUTSIDERS[who]))
    assert (said.status, said.text, said.headers) == (401, nobody.text, nobody.headers)
    for slug in (*SLUGS, "identity", "call", "files"):
        assert desk(post_json(f"/api/desk/cases/{number}/{slug}", {"version": 3}, headers=OUTSIDERS[who])).status == 401, slug
    assert desk(event("GET", f"/api/desk/cases/{number}", headers=bearer(HANDLER))).json["version"] == 3


def test_k11_a_colleague_who_signs_in_by_it_is_told_what_his_rights_say(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    missing = desk(event("GET", f"/api/desk/cases/{MISSING}", headers=bearer(OTHER)))
    said = desk(event("GET", f"/api/desk/cases/{number}", headers=bearer(OTHER)))
    assert (said.status, said.text, said.headers) == (missing.status, missing.text, missing.headers)
    assert said.status == 404
    assert desk(event("GET", f"/api/desk/cases/{number}", headers=bearer(HANDLER))).status == 200
