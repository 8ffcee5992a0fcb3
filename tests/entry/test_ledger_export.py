"""A ledger that is taken away: marked, on record before it can be fetched, without a word of who the owner is."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

import account
from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import EVIDENCE, KEY, MATTER, complaint, post_json
from entry.ledgers import asked_for, job, made, taken, work
from entry.people import DESK, taken_to
from huiyin.entry import ledger_export, wiring
from huiyin.entry.ledger_export import export
from huiyin.insight.sheets import unguarded
from huiyin.policy.schema import Policy
from ledger_rows import case_id_of, stored, wanted


class Broken(Exception):
    """Stands for what can go wrong on the way to the bucket."""


def test_the_row_says_what_the_case_does(number: str, desk: Ask, policy: Policy) -> None:
    taken_to(desk, number, accepted=True)
    head, row = taken(desk, DESK, view="all")
    cells = dict(zip(head, row, strict=True))
    assert (cells["编号"], cells["楼栋"], cells["主办"], cells["经办人"]) == (number, "3 号楼", "工程部", "李伟")
    assert cells["接收时间"] == datetime(2026, 11, 23, 9, 0)
    assert cells["事项"] == policy.categories["elevator"].sub_issues["out_of_service"].name.zh


def test_every_page_says_who_took_it_when_and_what_is_in_it(number: str, desk: Ask) -> None:
    job_id = asked_for(desk, DESK, view="all").json["id"]
    work(job_id)
    book = load_workbook(io.BytesIO(made(job_id)))
    mark = "导出人：林静（lin.jing）　导出时间：2026-11-23 09:00"
    assert book.worksheets[0].oddFooter.left.text == mark
    said = [str(row[0].value) for row in book["导出说明"].iter_rows()]
    assert said[0] == mark
    assert said[1].startswith("范围：")
    assert job_id[:12] in said[3]
    assert book.properties.creator == "林静"


def test_an_owner_stays_unknown_in_every_part_of_the_file(number: str, desk: Ask, written: Callable[[], str]) -> None:
    for form in ("xlsx", "csv"):
        job_id = asked_for(desk, DESK, view="all", format=form).json["id"]
        work(job_id)
        raw = made(job_id)
        held = (
            raw.decode()
            if form == "csv"
            else "".join(str([[cell.value for cell in row] for row in page]) for page in load_workbook(io.BytesIO(raw)))
        )
        for private in ("王芳", "13800138000", "wang@example.com", MATTER[:6]):
            assert private not in held
            assert private not in written()


def test_what_is_late_is_red(number: str, desk: Ask, policy: Policy) -> None:
    job_id = asked_for(desk, DESK, view="all").json["id"]
    work(job_id, at=MONDAY_9AM + timedelta(days=40))
    page = load_workbook(io.BytesIO(made(job_id))).worksheets[0]
    place = list(policy.ledger.columns).index("answer_due") + 1
    red = [cell.column for cell in page[2] if cell.font.color is not None and cell.font.color.rgb == "FFB3261E"]
    assert red == [place]


def test_it_is_on_record_before_it_can_be_fetched(number: str, desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = asked_for(desk, DESK).json["id"]
    job = wiring.jobs().read(job_id)
    assert job is not None

    def broken(*_: object) -> None:
        raise Broken

    with monkeypatch.context() as patch:
        patch.setattr(type(wiring.jobs()), "keep_file", broken)
        with pytest.raises(Broken):
            export(job, MONDAY_9AM)
    assert [one.job_id for one in wiring.jobs().taken("2026-11")] == [job_id]
    export(job, MONDAY_9AM)
    assert [one.rows for one in wiring.jobs().taken("2026-11")] == [1], "twice is once"


@pytest.mark.asvs("V15.2.2")
@pytest.mark.parametrize(("most", "phase"), [(1, "failed"), (2, "ready")])
def test_s18_a_ledger_longer_than_one_may_be_is_not_made_and_says_so(
    most: int, phase: str, number: str, owners: Ask, desk: Ask, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners(post_json("/api/complaints", complaint(building="b5"), key=KEY + "-other"))
    shorter = replace(policy, ledger=replace(policy.ledger, most_rows=most))
    monkeypatch.setattr(ledger_export, "load_policy", lambda: shorter)
    job_id = asked_for(desk, DESK, view="all", key=f"{KEY}-of-most-{most}").json["id"]
    assert work(job_id) == {"batchItemFailures": []}, "nobody tries again what would only fail again"
    said = job(desk, DESK, job_id).json
    assert said["phase"] == phase
    assert [one.rows for one in wiring.jobs().taken("2026-11")] == ([2] if phase == "ready" else [])
    assert (said["url"] is None, "50000" in str(said["message"])) == (phase == "failed", phase == "failed")
    kept = account.client("s3").list_objects_v2(Bucket=EVIDENCE, Prefix=f"ledger/made/{job_id}")["KeyCount"]
    assert kept == (phase == "ready")


def test_a_ledger_in_english_is_in_english(number: str, desk: Ask) -> None:
    job = wiring.jobs().read(asked_for(desk, DESK, view="all", format="csv").json["id"])
    assert job is not None
    export(replace(job, language="en"), MONDAY_9AM)
    head, row = csv.reader(io.StringIO(made(job.job_id).decode("utf-8-sig")))
    assert (head[0], row[0], row[4]) == ("Number", number, "Building 3")


def test_many_cases_are_read_a_hundred_at_once(owners: Ask, desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.store.histories._AT_ONCE", 2)
    numbers = [
        owners(post_json("/api/complaints", complaint(building="b1", household=f"{n}01"), key=f"{KEY}-{n}")).json["number"]
        for n in range(5)
    ]
    assert sorted(row[0] for row in taken(desk, DESK, view="all")[1:]) == sorted(numbers)


def read_back(job_id: str, form: str) -> Iterator[tuple[Any, ...]]:
    """The rows of the file as another library reads them than the one that wrote them."""
    raw = made(job_id)
    if form == "csv":
        for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
            yield tuple(unguarded(cell) for cell in row)
        return
    page = load_workbook(io.BytesIO(raw), read_only=True).worksheets[0]
    for row in page.iter_rows(values_only=True):
        # What XML cannot hold stands in the file as Excel writes it; openpyxl leaves it so.
        yield tuple(unescape(cell) if isinstance(cell, str) else cell for cell in row)


def as_text(cell: str | datetime | None) -> str:
    """A cell as a text file has it."""
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell or ""


@pytest.mark.parametrize("count", [300, pytest.param(20_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_every_cell_of_every_row_is_what_the_case_says(
    form: str, count: int, desk: Ask, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = {item["pk"]["S"]: item for item in stored(policy, count)}
    table = wiring.case_table()

    def handed_out(keys: list[dict[str, str]]) -> Any:
        assert len(keys) <= 100
        # DynamoDB hands them out in any order.
        return {"Responses": {table.name: [cases[key["pk"]] for key in reversed(keys)]}}

    monkeypatch.setattr(ledger_export, "ids_of", lambda *_: [case_id_of(n) for n in range(count)])
    job_id = asked_for(desk, DESK, view="all", format=form).json["id"]
    with monkeypatch.context() as patch:
        patch.setattr(table.raw, "batch_get_item", handed_out)
        assert work(job_id) == {"batchItemFailures": []}
    head, *rows = read_back(job_id, form)
    assert head == tuple(column.name.zh for column in policy.ledger.columns.values())
    assert len(rows) == count
    for n, row in enumerate(rows):
        told = wanted(policy, n)
        assert row == (tuple(map(as_text, told)) if form == "csv" else told), n
    assert wiring.jobs().read(job_id).rows == count  # type: ignore[union-attr]
