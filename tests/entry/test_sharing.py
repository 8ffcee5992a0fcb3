"""Sharing at both doors: what is covered is seen first, what a person confirmed is shown, and the owner reads with whom."""

import json
from base64 import b64decode
from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import post_json
from entry.people import DESK, HANDLER, do, get, receipt, taken_to
from huiyin.core.commands import Person
from huiyin.entry.sharing import known_of
from huiyin.policy import load_policy

POLICY = load_policy()
MATTER = "我叫纪晓棠，住3栋2单元501，电话 138 0013 8000，王经理让林静处理，一直没修。"
PRIVATE = ("纪晓棠", "501", "8000", "王经理", "林静")


def share(desk: Ask, number: str, who: str = DESK, **body: Any) -> Any:
    return do(desk, who, number, "share", body)


def by_owner(owners: Ask, given: dict[str, Any], **body: Any) -> Any:
    return owners(post_json("/api/owner/share", {"number": given["number"], "code": given["code"], **body}))


def test_what_is_found_is_seen_first_and_nothing_is_recorded(desk: Ask, owners: Ask) -> None:
    given = receipt(owners, matter=MATTER)
    seen = share(desk, given["number"], draft=True, part="matter")
    assert (seen.status, seen.json["shared"]) == (200, None), seen.text
    found = {MATTER[one["start"] : one["end"]]: one["kind"] for one in seen.json["hidden"]}
    assert found == {"纪晓棠": "name", "3栋2单元501": "flat", "138 0013 8000": "phone", "王经理": "name", "林静": "name"}
    assert {one["value"] for one in seen.json["choices"]["recipient"]} == POLICY.sharing.recipients.keys()
    assert "CaseShared" not in [row["type"] for row in get(desk, DESK, f"cases/{given['number']}").json["timeline"]]


def test_what_is_shown_holds_nothing_that_was_covered_and_its_owner_reads_it(desk: Ask, owners: Ask) -> None:
    given = receipt(owners, matter=MATTER)
    said = share(desk, given["number"], part="matter", recipient="contractor", purpose="work")
    assert said.status == 200, said.text
    shown = said.json["shared"]
    assert "[姓名]" in shown["text"]
    assert given["number"] in shown["text"]
    assert [word for word in PRIVATE if word in shown["text"]] == []
    assert b64decode(shown["image"]).startswith(b"\x89PNG")
    page = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]})).json
    assert page["timeline"][-1]["title"]["zh"] == "已向施工、维保单位分享反映的内容，用于安排施工维修，个人信息已遮盖"
    assert [word for word in PRIVATE if word in page["timeline"][-1]["words"]] == []
    row = get(desk, DESK, f"cases/{given['number']}").json["timeline"][-1]
    assert (row["type"], row["by"]) == ("CaseShared", DESK)


def test_a_person_uncovers_and_covers_more_and_that_is_what_is_shown(desk: Ask, owners: Ask) -> None:
    given = receipt(owners, matter=MATTER)
    seen = share(desk, given["number"], draft=True, part="matter").json
    kept = [{name: one[name] for name in ("start", "end", "kind")} for one in seen["hidden"] if one["kind"] != "phone"]
    more = {"start": MATTER.index("一直"), "end": MATTER.index("一直") + 2, "kind": "name"}
    body = {"part": "matter", "recipient": "authority", "purpose": "report", "mark": seen["mark"], "card_language": "en"}
    said = share(desk, given["number"], **body, hidden=[*kept, more])
    assert said.status == 200, said.text
    assert "138 0013 8000" in said.json["shared"]["text"]
    assert "一直" not in said.json["shared"]["text"]
    assert "[flat]" in said.json["shared"]["text"]


@pytest.mark.parametrize(
    ("hidden", "mark", "status", "code"),
    [
        ([{"start": 0, "end": 900, "kind": "name"}], None, 400, "share_hidden"),
        ([{"start": 0, "end": 1, "kind": "face"}], None, 400, "unknown_word"),
        ([], "another text", 409, "share_text_changed"),
    ],
    ids=["beyond", "unknown", "of another text"],
)
def test_what_does_not_fit_is_refused_and_not_recorded(
    desk: Ask, owners: Ask, hidden: list[dict[str, Any]], mark: str | None, status: int, code: str
) -> None:
    given = receipt(owners, matter=MATTER)
    seen = share(desk, given["number"], draft=True, part="matter").json
    body = {"part": "matter", "recipient": "contractor", "purpose": "work", "mark": mark or seen["mark"], "hidden": hidden}
    refused = share(desk, given["number"], **body)
    assert (refused.status, refused.code) == (status, code), refused.text
    assert "CaseShared" not in [row["type"] for row in get(desk, DESK, f"cases/{given['number']}").json["timeline"]]


def test_an_owner_shows_neighbours_without_the_number(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, matter=MATTER)
    taken_to(desk, given["number"])
    seen = by_owner(owners, given, draft=True, part="matter")
    assert [one["value"] for one in seen.json["choices"]["recipient"]] == ["neighbours"]
    said = by_owner(owners, given, part="matter")
    assert said.status == 200, said.text
    assert given["number"] not in said.json["shared"]["text"]
    assert [word for word in PRIVATE if word in said.json["shared"]["text"]] == []
    refused = by_owner(owners, given, part="matter", recipient="contractor")
    assert (refused.status, refused.code) == (400, "unknown_word")
    wrong = owners(post_json("/api/owner/share", {"number": given["number"], "code": "0000-0000-0000-0000", "part": "matter"}))
    assert (wrong.status, wrong.code) == (404, "case_unknown")


def test_how_it_stands_is_shown_without_a_word_of_anybody(owners: Ask) -> None:
    given = receipt(owners, matter=MATTER)
    said = by_owner(owners, given, part="progress").json
    assert (said["text"], said["hidden"]) == ("", [])
    assert POLICY.charter.states["RECEIVED"].zh in said["shared"]["text"]
    early = by_owner(owners, given, part="answer")
    assert (early.status, early.code) == (409, "share_nothing")


def test_a_guarded_case_is_shown_by_nobody_but_the_confidential_officer(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, matter=MATTER, sensitive=True)
    refused = by_owner(owners, given, part="progress")
    assert (refused.status, refused.code) == (404, "share_guarded")
    assert share(desk, given["number"], part="progress", recipient="neighbours", purpose="progress").status == 404
    said = share(desk, given["number"], "ye.qing", part="matter", recipient="authority", purpose="report")
    assert said.status == 200, said.text
    assert [word for word in PRIVATE if word in json.dumps(said.json["shared"], ensure_ascii=False)] == []


def test_who_has_nothing_to_do_with_it_is_told_nothing(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, matter=MATTER)
    assert share(desk, given["number"], HANDLER, draft=True, part="matter").status == 404
    assert share(desk, given["number"], "bai.xue", draft=True, part="matter").status == 404


def test_of_the_owner_whatever_is_known_is_covered_and_of_colleagues_their_names() -> None:
    person = Person(name="纪晓棠", phone="13800138000", email="j@example.com", unit="2", household="501")
    assert {(one.kind, one.word) for one in known_of(person, POLICY)} >= {
        ("name", "纪晓棠"),
        ("phone", "13800138000"),
        ("mail", "j@example.com"),
        ("flat", "501"),
        ("name", "林静"),
        ("name", "Lin Jing"),
    }
    assert {one.kind for one in known_of(None, POLICY)} == {"name"}
