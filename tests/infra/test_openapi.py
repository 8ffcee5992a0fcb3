"""The document of the API says what the doors do: every route, every command, every refusal, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis

from huiyin.core.lifecycle import SLUGS
from huiyin.entry import desk_door, estate_api, owner_acts, owner_door
from huiyin.entry.actions import ACTIONS, ELSEWHERE
from huiyin.policy.schema import Policy
from infra import openapi
from infra.openapi_call import Call
from infra.openapi_routes import calls

ROUTES = (*owner_door.ROUTES, *desk_door.ROUTES, *estate_api.ROUTES)
Json = dict[str, Any]


@pytest.fixture(scope="module")
def document(policy: Policy) -> Json:
    return openapi.document(policy)


def test_the_document_is_valid_openapi(document: Json) -> None:
    assert document["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(document).validate()


def test_what_it_refers_to_is_there(document: Json) -> None:
    named = {f"#/components/{kind}/{name}" for kind, held in document["components"].items() for name in held}
    used = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)))
    assert used <= named
    assert {name for name in named - used if "securitySchemes" not in name} == {"#/components/responses/Refused405"}


def test_every_route_of_a_door_is_described_and_every_call_has_its_route(policy: Policy) -> None:
    described = {(call.method, call.routed) for call in calls(policy) if call.routed is not None}
    assert described == {(route.method, route.path) for route in ROUTES}
    assert [call.path for call in calls(policy) if call.routed is None] == [f"/{openapi.PLACE}"]


def test_every_path_leads_to_the_route_that_it_names(policy: Policy) -> None:
    filled = {"number": "HY-2026-00000000", "month": "2026-11", "act": "survey", "command": "join-group", "job": "0" * 40}
    for call in calls(policy):
        if call.routed is None:
            continue
        path = call.path.format(**filled)
        leads = [route for route in ROUTES if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route.path), path) and route.method == call.method]
        assert leads[0].path == call.routed, call.name


def test_every_act_and_every_command_is_there_under_its_name(policy: Policy) -> None:
    known = {call.name: call for call in calls(policy)}
    assert set(known["later-act"].at["act"]) == owner_acts.ACTS_TO_COME
    assert known.keys() >= owner_acts.ACTS.keys() | {owner_acts.READS}
    assert {slug for slug, step in SLUGS.items() if step.command not in ELSEWHERE} == {one.command for one in ACTIONS}
    assert {one.command for one in ACTIONS} <= known.keys()


def test_who_must_sign_in_is_told_so(policy: Policy, document: Json) -> None:
    roles = {(route.method, route.path): route.roles for route in ROUTES}
    for call in calls(policy):
        if call.routed is not None:
            open_to_all = roles[call.method, call.routed] <= {"owner", "anybody"}
            assert ("security" in operation(document, call)) is not open_to_all, call.name


def operation(document: Json, call: Call) -> Json:
    found: Json = document["paths"][call.path][call.method.lower()]
    return found


def test_limits_and_words_are_those_of_the_policy(policy: Policy, document: Json) -> None:
    body = document["components"]["schemas"]["ComplainBody"]
    assert body["properties"]["matter"]["maxLength"] == policy.limits.matter_chars
    assert set(body["properties"]["category"]["enum"]) == {*policy.categories, "", None}
    assert body["properties"]["consent"]["const"] == policy.consents["service"].edition
    assert body["required"] == ["matter", "consent"]
    assert body["additionalProperties"] is False


def test_a_sub_issue_is_told_by_its_category(policy: Policy, document: Json) -> None:
    rules = document["components"]["schemas"]["TriageCaseBody"]["allOf"]
    told = {rule["if"]["properties"]["category"]["const"]: rule["then"]["properties"]["sub_issue"]["enum"] for rule in rules}
    assert told == {code: list(one.sub_issues) for code, one in policy.categories.items()}


def test_each_language_has_every_sentence(policy: Policy) -> None:
    for language in ("zh", "en"):
        alone = openapi.document(policy, [language])
        han = re.compile("[\u4e00-\u9fff]")
        summaries = [one["summary"] for path in alone["paths"].values() for one in path.values()]
        assert all(bool(han.search(said)) is (language == "zh") for said in summaries)


def test_the_same_policy_gives_the_same_bytes(policy: Policy, tmp_path: Path) -> None:
    first = openapi.write(policy, tmp_path / "a").read_bytes()
    assert openapi.write(policy, tmp_path / "b").read_bytes() == first
    assert openapi.main([str(tmp_path / "c.json")]) == 0
    assert (tmp_path / "c.json").read_bytes() == first
