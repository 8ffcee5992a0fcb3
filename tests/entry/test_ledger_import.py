"""An old ledger comes in: looked through first, given back with its faults, taken over once, by whoever may."""

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import account
from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import EVIDENCE, KEY, event, post_json
from entry.ledgers import asked_for, job, made, numbers, taken, work
from entry.people import DESK, HANDLER, MANAGER
from entry.tokens import bearer
from huiyin.entry import wiring

HEADINGS = ("编号", "接收时间", "类别", "事项", "主办", "业主电话")
ROWS: list[tuple[Any, ...]] = [
    ("2025-001", "2025-11-03 09:00", "elevator", "=1+1", "repairs", "13800138000"),
    ("2025-002", "2025-11-04", "飞碟", "停运", "repairs", ""),
    ("2025-003", "2025-11-05", "elevator", "停运", "security", ""),
]


def a_file(*rows: tuple[Any, ...]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for n, row in enumerate((HEADINGS, *rows), start=1):
        for m, cell in enumerate(row, start=1):
            page.cell(n, m, cell).data_type = "s"
    book.save(file)
    return file.getvalue()


def begun(desk: Ask, who: str = MANAGER, key: str = KEY) -> Any:
    return desk(post_json("/api/desk/ledger/imports", {}, headers=bearer(who), key=key))


def sent(desk: Ask, raw: bytes, key: str = KEY) -> str:
    """The id of an import whose file was looked through."""
    said = begun(desk, key=key)
    assert said.status == 201, said.text
    job_id = str(said.json["id"])
    assert said.json["upload"]["fields"]["key"] == f"ledger/ask/{job_id}/check"
    account.client("s3").put_object(Bucket=EVIDENCE, Key=f"ledger/ask/{job_id}/check", Body=raw)
    assert work(job_id, "check") == {"batchItemFailures": []}
    return job_id


def keep(desk: Ask, job_id: str, who: str = MANAGER) -> Any:
    return desk(post_json(f"/api/desk/jobs/{job_id}/keep", {}, headers=bearer(who)))


def counts(desk: Ask, job_id: str) -> tuple[Any, ...]:
    seen = job(desk, MANAGER, job_id).json
    return seen["phase"], seen["rows"], seen["known"], seen["wrong"]


def test_it_is_looked_through_before_anything_is_taken_over(desk: Ask) -> None:
    job_id = sent(desk, a_file(*ROWS))
    assert counts(desk, job_id) == ("checked", 2, 0, 1)
    assert wiring.past().known([row[0] for row in ROWS]) == {}
    book = load_workbook(io.BytesIO(made(job_id)))
    head, *rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert head == [*HEADINGS, "错误"]
    assert [row[:4] for row in rows] == [list(row[:4]) for row in ROWS]
    assert [bool(row[-1]) for row in rows] == [False, True, False]
    assert "类别" in rows[1][-1]
    assert "业主电话" in str([row[0].value for row in book["导出说明"].iter_rows()])


def test_what_is_right_is_taken_over_and_stands_in_the_ledger_of_its_month(desk: Ask) -> None:
    job_id = sent(desk, a_file(*ROWS))
    assert keep(desk, job_id).status == 202
    assert work(job_id, "keep") == {"batchItemFailures": []}
    assert counts(desk, job_id) == ("kept", 2, 0, 1)
    head, *rows = taken(desk, MANAGER, from_month="2025-11", to_month="2025-11")
    assert [row[0] for row in rows] == ["2025-001", "2025-003"]
    cells = dict(zip(head, rows[0], strict=True))
    assert (cells["事项"], cells["主办"]) == ("=1+1", "工程部")
    assert "13800138000" not in str(rows)
    # A department has its own rows, as it has its own cases; who narrows by a state asks for cases.
    assert numbers(desk, "zhao.gang", from_month="2025-11") == ["2025-001"]
    assert numbers(desk, MANAGER, from_month="2025-11", department="security") == ["2025-003"]
    assert numbers(desk, MANAGER, from_month="2025-11", state="CLOSED") == []


def test_the_same_file_again_takes_nothing_over_twice(desk: Ask) -> None:
    first = sent(desk, a_file(*ROWS))
    keep(desk, first)
    work(first, "keep")
    again = sent(desk, a_file(*ROWS), key=KEY + "-again")
    assert counts(desk, again) == ("checked", 0, 2, 1)
    other = sent(desk, a_file(("2025-001", "2025-11-03 09:00", "elevator", "别的事", "repairs", "")), key=KEY + "-other")
    assert counts(desk, other) == ("checked", 0, 0, 1)


def test_a_function_that_was_killed_half_way_goes_on(desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = sent(desk, a_file(*ROWS))
    keep(desk, job_id)
    real = type(wiring.past()).keep

    def once(self: Any, told: Any, *rest: Any, **more: Any) -> bool:
        if told["number"] == "2025-003":
            raise Killed
        return real(self, told, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(type(wiring.past()), "keep", once)
        assert work(job_id, "keep") != {"batchItemFailures": []}
    assert work(job_id, "keep", tries=2) == {"batchItemFailures": []}
    assert len(wiring.past().known(["2025-001", "2025-003"])) == 2
    assert counts(desk, job_id)[:2] == ("kept", 2)
    assert [(one.form, one.rows) for one in wiring.jobs().taken("2026-11")] == [("import", 2)], "by both tries together"


class Killed(Exception):
    """Stands for the end of a function in the middle of its work."""


def test_a_file_that_was_exchanged_after_it_was_looked_through_is_not_taken_over(desk: Ask) -> None:
    job_id = sent(desk, a_file(*ROWS))
    account.client("s3").put_object(
        Bucket=EVIDENCE, Key=f"ledger/ask/{job_id}/check", Body=a_file(("9", "2025-11-03", "elevator", "x", "", ""))
    )
    work(job_id, "check")
    keep(desk, job_id)
    work(job_id, "keep")
    assert job(desk, MANAGER, job_id).json["phase"] == "failed"
    assert wiring.past().known(["9"]) == {}


@pytest.mark.parametrize(
    ("raw", "word"),
    [(b"\x89PNG\0\0\0", "Excel"), (b"", "标题"), ("编号,接收时间,类别\r\n".encode(), "没有"), (b"a" * (6 * 1024 * 1024), "5")],
)
def test_a_file_that_is_no_ledger_says_why(raw: bytes, word: str, desk: Ask) -> None:
    seen = job(desk, MANAGER, sent(desk, raw)).json
    assert (seen["phase"], seen["url"]) == ("failed", None)
    assert word in seen["message"]["zh"]


@pytest.mark.parametrize("who", [DESK, HANDLER, "yan.zheng", "zhao.gang"])
def test_whoever_may_not_bring_one_is_told_so(who: str, desk: Ask) -> None:
    assert (begun(desk, who).status, begun(desk, who).code) == (404, "not_yours")


def test_only_what_was_looked_through_can_be_taken_over_and_by_whoever_brought_it(number: str, desk: Ask) -> None:
    waiting = begun(desk).json["id"]
    export = asked_for(desk, MANAGER, key=KEY).json["id"]
    for job_id, who, status, code in (
        (waiting, MANAGER, 409, "not_allowed_now"),
        (export, MANAGER, 409, "not_allowed_now"),
        (waiting, "gu.ning", 404, "not_found"),
        ("0" * 40, MANAGER, 404, "not_found"),
    ):
        said = keep(desk, job_id, who)
        assert (said.status, said.code) == (status, code)
    job_id = sent(desk, a_file(*ROWS), key=KEY + "-whole")
    assert [keep(desk, job_id).status for _ in range(2)] == [202, 202]
    work(job_id, "keep")
    assert keep(desk, job_id).json["phase"] == "kept"


def test_the_names_of_a_file_are_not_logged(desk: Ask, written: Any) -> None:
    job_id = sent(desk, a_file(("王芳 13800138000", "x", "y", "z", "", "")))
    assert counts(desk, job_id) == ("checked", 0, 0, 1)
    event("GET", "/api/desk/me", at=MONDAY_9AM)
    assert "王芳" not in written()


def test_whoever_asks_again_after_he_was_cut_off_has_it_taken_over(desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = sent(desk, a_file(*ROWS))

    def cut_off(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(type(wiring.jobs()), "start", cut_off)
        assert keep(desk, job_id).status == 500
    assert counts(desk, job_id)[0] == "keeping"
    assert keep(desk, job_id).status == 202
    asked = account.client("s3").list_objects_v2(Bucket=EVIDENCE, Prefix=f"ledger/ask/{job_id}/keep")
    assert asked["KeyCount"] == 1
