"""The desk on what an owner asked about his own data: offered to those who decide, with the grounds that the law knows."""

from entry.conftest import Ask
from entry.doors import post_json
from entry.people import CONFID, DESK, get, receipt
from huiyin.policy import load_policy

QUALITY = "gu.ning"


def test_it_is_the_next_step_of_whoever_decides_and_of_nobody_else(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, category="cleaning", sub_issue=None)
    keys = {"number": given["number"], "code": given["code"]}
    assert owners(post_json("/api/owner/withdraw", keys)).status == 200
    before = {one["command"]: one for one in get(desk, QUALITY, f"cases/{given['number']}").json["actions"]}
    assert before["decide-erasure"]["why"]["code"] == "no_erasure_asked"
    assert owners(post_json("/api/owner/erase", keys)).status == 200
    for who in (QUALITY, CONFID):
        offered = next(one for one in get(desk, who, f"cases/{given['number']}").json["actions"] if one["command"] == "decide-erasure")
        assert offered["open"]
        assert [field["name"] for field in offered["fields"]] == ["erasure", "reason", "text"]
        assert [one["value"] for one in offered["fields"][1]["choices"]] == [*load_policy().rights.refusals]
        assert [one["number"] for one in get(desk, who, "cases", view="approvals").json["items"]] == [given["number"]]
    actions = get(desk, DESK, f"cases/{given['number']}").json["actions"]
    assert "decide-erasure" not in {one["command"] for one in actions}
