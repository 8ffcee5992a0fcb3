"""A copy for the owner: what he said and was answered, who read, what he agreed to; no note of a colleague and no other person."""

import json

import pytest

from entry.conftest import Ask
from entry.doors import event, post_form, post_json
from entry.people import DESK, HANDLER, do, receipt, taken_to
from entry.tokens import bearer
from huiyin.policy import load_policy

OTHER = {"matter": "别人家的事", "building": "b3", "phone": "13900139000"}
NOTE = "这位业主上个月也闹过，注意。"


@pytest.mark.asvs("V15.3.1")
def test_pr06_his_data_and_answers_and_nothing_of_colleagues_or_others(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, wish="想要一个说法", spot="二号梯")
    other = owners(post_json("/api/complaints", {**OTHER, "consent": load_policy().consents["service"].edition}, key="another-key-1234567"))
    assert other.status == 201, other.text
    taken_to(desk, given["number"])
    assert do(desk, DESK, given["number"], "add-fact", {"version": 3, "note": NOTE}).status == 200
    read = desk(post_json(f"/api/desk/cases/{given['number']}/identity", {"reason": "call_owner"}, headers=bearer(DESK)))
    assert read.status == 200, read.text
    keys = {"number": given["number"], "code": given["code"]}
    said = owners(post_json("/api/owner/rights", keys))
    assert said.status == 200, said.text
    held = said.json
    assert (held["said"]["wish"], held["said"]["spot"]) == ("想要一个说法", "二号梯")
    assert held["said"]["matter"]
    assert [one["role_words"]["zh"] for one in held["reads"]] == ["客服登记"]
    assert [(one["code"], one["withdrawn"]) for one in held["consents"]] == [("service", False)]
    assert held["consents"][0]["text"]["zh"] == load_policy().consents["service"].text.zh
    assert (held["identity"]["phone"], held["kept_until"]) == (True, None)
    told = json.dumps(held, ensure_ascii=False)
    for word in (NOTE, HANDLER, "lin.jing", "林静", "别人家的事", other.json["number"], "13800138000"):
        assert word not in told, word
    page = owners(post_form("/api/owner/rights", keys))
    assert (page.status, "想要一个说法" in page.text, NOTE in page.text) == (200, True, False)
    assert page.headers["content-type"].startswith("text/html")


def test_it_is_noted_and_seen_by_him_once_on_a_day(owners: Ask) -> None:
    given = receipt(owners)
    keys = {"number": given["number"], "code": given["code"]}
    for _ in range(2):
        assert owners(post_json("/api/owner/rights", keys)).status == 200
    view = owners(post_json("/api/track", keys)).json
    assert [row["type"] for row in view["timeline"]] == ["ComplaintReceived", "CopyGiven"]
    assert owners(event("GET", "/api/owner/rights")).status in {404, 405}
