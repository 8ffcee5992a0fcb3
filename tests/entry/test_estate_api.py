"""Workbooks of places and people at the door: looked through, kept as a whole or not at all, and in force at once."""

import io
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest

import account
from entry import tokens
from entry.conftest import Ask, forget
from entry.doors import TABLE, Said, complaint, event, post_json
from entry.tokens import bearer
from estate import Book, book, household, xlsx
from huiyin.core.case import case_id_of
from huiyin.entry import estate_api, wiring
from huiyin.policy import load_policy

MANAGER, ADMIN, DUTY = "jiang.bo", "pan.rui", "luo.han"
Bring = Callable[..., Said]


@pytest.fixture
def door(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    monkeypatch.setattr(estate_api, "fetch", lambda url: tokens.published())
    forget()
    for made in (estate_api.issuer, estate_api.door):
        made.cache_clear()
    yield lambda asked: Said(estate_api.handler(asked, None))
    for made in (estate_api.issuer, estate_api.door):
        made.cache_clear()
    forget()


@pytest.fixture
def bring(door: Ask) -> Bring:
    def send(made: Book | bytes, who: str = MANAGER, *, write: bool = True, name: str = "资料.xlsx", **more: Any) -> Said:
        content = made if isinstance(made, bytes) else xlsx(made)
        body = {"name": name, "content": b64encode(content).decode(), "write": write, **more}
        return door(post_json("/api/desk/estate", body, headers=bearer(who)))

    return send


def kept() -> list[Any]:
    return [item for item in account.client("dynamodb").scan(TableName=TABLE)["Items"] if item["pk"]["S"].startswith(("ESTATE", "HOUSE"))]


def codes(said: Said) -> list[tuple[str, int, str]]:
    return [(one["sheet"]["zh"], one["row"], one["code"]) for one in said.json["faults"]]


def test_looking_through_tells_what_it_would_bring_and_keeps_nothing(bring: Bring) -> None:
    said = bring(book(), write=False)
    assert said.status == 200, said.text
    assert (said.json["written"], said.json["version"], said.json["faults"], said.json["marked"]) == (False, None, [], None)
    told = {one["code"]: one["fresh"] for one in said.json["sheets"]}
    assert told == {code: len(rows) for code, rows in book().items()}
    assert kept() == []
    assert "binjiang" not in load_policy().communities


def test_what_is_brought_is_in_force_at_once_and_the_same_again_changes_nothing(bring: Bring) -> None:
    assert bring(book()).json["version"] == 1
    policy = load_policy()
    assert policy.communities["binjiang"].buildings["t1"].households == 60
    assert policy.communities["yunjin"].closed
    assert "huiyin@yunjin.example" in wiring.own_addresses()
    assert "repairs@bj.example" in wiring.own_addresses()
    again = bring(book())
    assert again.json["version"] == 1, "as it is"
    assert all((one["fresh"], one["changed"]) == (0, 0) for one in again.json["sheets"])
    homes = wiring.estate_store().households("binjiang", "t1")
    assert homes is not None
    assert [(one["room"], one["person"], one["relation"]) for one in homes] == [
        ("1502", "王芳", "owner"),
        ("1502", "李强", "tenant"),
        ("1503", "赵敏", "owner"),
    ]


def test_a_page_that_is_older_than_the_workbook_is_not_refused(bring: Bring, owners: Ask) -> None:
    bring(book())
    said = owners(post_json("/api/complaints", complaint(community="yunjin", building="b3"), key="a-key-of-an-old-page-1"))
    assert said.status == 201, said.text
    case = wiring.case_store().load(case_id_of(said.json["number"]))
    assert case is not None
    assert (case.case.community, case.case.building) == ("binjiang", None)
    named = owners(event("GET", "/api/policy.json")).json["communities"]
    assert [one["code"] for one in named] == ["binjiang", "old"]
    assert owners(post_json("/api/complaints", complaint(building="t1"), key="a-key-of-a-new-page-1")).status == 201
    assert owners(post_json("/api/complaints", complaint(building="zz"), key="a-key-of-a-new-page-2")).code == "unknown_building"


def test_nothing_personal_lies_in_clear(bring: Bring, written: Callable[[], str]) -> None:
    bring(book())
    for word in ("王芳", "13800138000", "wang@example.com"):
        assert word not in str(kept())
        assert word not in written()


def test_one_fault_and_nothing_of_the_file_is_kept(bring: Bring) -> None:
    made = book()
    made["households"].append(household("t9", "", "101", "某人"))
    made["assets"][0]["kind"] = "直升机"
    said = bring(made)
    assert codes(said) == [("设备", 2, "word_unknown")]
    assert said.json["faults"][0]["message"]["zh"] == "设备种类：只能填：电梯、水泵、门禁、道闸、充电桩、其他设备。"
    made["assets"][0]["kind"] = "电梯"
    said = bring(made)
    assert codes(said) == [("住户", 6, "building_unknown")]
    assert said.json["written"] is False
    assert kept() == []
    page = openpyxl.load_workbook(io.BytesIO(b64decode(said.json["marked"]["content"])))["住户"]
    assert [row[-1].value for row in page.iter_rows()][5] == "楼栋代码：没有这栋楼，请先在“楼栋”表里写上。"


def test_nobody_but_an_administrator_brings_a_directory_that_would_shut_him_out(bring: Bring) -> None:
    made = book()
    made["staff"] = [one | {"left": "是" if one["staff"] == MANAGER else "否"} for one in made["staff"]]
    assert codes(bring(made)) == [("员工", 0, "staff_without_you")]
    assert kept() == []
    made.pop("households")
    assert bring(made, ADMIN).json["written"]
    assert bring(book()).status == 401


def test_more_flats_than_were_told_make_the_building_larger(bring: Bring) -> None:
    made = book()
    made["households"] += [household("t2", "", str(n), f"住户{n}") for n in range(1000, 1060)]
    assert bring(made).json["written"]
    assert load_policy().communities["binjiang"].buildings["t2"].households == 61


def test_a_csv_of_excel_in_china_is_read_as_the_sheet_that_was_chosen(bring: Bring) -> None:
    bring(book())
    text = "小区代码,楼栋代码,楼栋名称,英文名称,户数,层数\r\nbinjiang,t3,3 栋,Tower 3,30,10\r\n"
    assert codes(bring(text.encode("gb18030"), name="新楼.csv")) == [("新楼", 0, "sheet_unknown")]
    assert bring(text.encode("gb18030"), name="新楼.csv", sheet="buildings").json["sheets"][0]["fresh"] == 1
    assert bring(text.encode("utf-8-sig"), name="楼栋.csv").json["sheets"][0]["same"] == 1
    assert load_policy().communities["binjiang"].buildings["t3"].name.zh == "3 栋"


def test_each_brings_only_the_sheets_of_his_role(bring: Bring, door: Ask) -> None:
    roster = {"roster": book()["roster"][:2]}
    for who in ("li.wei", "lin.jing", "wei.lan", "yan.zheng"):
        assert bring(roster, who).status == 404
        assert door(event("GET", "/api/desk/estate", headers=bearer(who))).status == 404
    bring(book())
    assert bring(roster, DUTY).json["written"]
    assert codes(bring({"households": book()["households"]}, ADMIN)) == [("住户", 0, "sheet_not_yours")]
    assert codes(bring({"staff": book()["staff"]}, DUTY)) == [("员工", 0, "sheet_not_yours")]
    assert door(event("GET", "/api/desk/estate")).status == 401
    shown = door(event("GET", "/api/desk/estate", headers=bearer(DUTY))).json
    assert [(one["code"], one["kept"]) for one in shown["sheets"]] == [("roster", 2)]


def test_the_template_comes_back_filled_in(bring: Bring, door: Ask) -> None:
    said = door(event("GET", "/api/desk/estate/template", headers=bearer(MANAGER), query={"language": "en"}))
    file = openpyxl.load_workbook(io.BytesIO(b64decode(said.json["content"])))
    assert file.sheetnames[:3] == ["Notes", "Communities", "Buildings"]
    file["Communities"].append(["east", "东苑", "East", "no"])
    content = io.BytesIO()
    file.save(content)
    assert bring(content.getvalue()).json["sheets"] == [
        {"code": "communities", "name": {"zh": "小区", "en": "Communities"}, "fresh": 1, "changed": 0, "same": 0}
    ]
    assert codes(bring(b64decode(said.json["content"]))) == [("", 0, "sheet_empty")]


def far_away() -> bytes:
    """A sheet of two cells with room for seventeen thousand million between them."""
    made = xlsx({"communities": book()["communities"]})
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            text = old.read(one)
            if one.filename.startswith("xl/worksheets/"):
                text = text.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            new.writestr(one.filename, text)
    return content.getvalue()


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"\0" * (301 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "field_required"),
        (b"PK\x03\x04 no archive at all", "sheet_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet_unreadable"),
        (b"GIF89a\0\0\0\0", "sheet_unreadable"),
        (far_away(), "sheet_too_large"),
        (bomb(), "sheet_too_large"),
    ],
    ids=["empty", "no archive", "broken xls", "a picture", "far away", "bomb"],
)
def test_a_file_that_is_no_workbook_is_refused_in_words(bring: Bring, content: bytes, code: str) -> None:
    said = bring(content)
    assert (said.status, said.code, said.json["field"]) == (400, code, "content")
    assert kept() == []


def test_what_is_sent_must_be_the_file_itself(door: Ask) -> None:
    body = {"name": "a.xlsx", "content": "没有", "write": True}
    said = door(post_json("/api/desk/estate", body, headers=bearer(MANAGER)))
    assert (said.status, said.code) == (400, "invalid_base64")
