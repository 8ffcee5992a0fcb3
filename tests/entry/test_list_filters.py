"""Filters of a list are named as the policy names things, and what is offered is what is read."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Literal
from unicodedata import normalize

import pytest

from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json
from entry.people import CONFID, DESK, HANDLER, MANAGER, TRIAGE, get
from entry.test_digests import ROW
from huiyin.core.case import case_id_of
from huiyin.core.events import ComplaintReceived
from huiyin.entry import wiring
from huiyin.entry.list_filters import EVERYTHING, NOBODY, Narrowed, filters_of, narrowings
from huiyin.policy.schema import Policy


def test_every_filter_is_offered_with_just_the_codes_that_are_read(policy: Policy) -> None:
    offered = {one["name"]: {choice["value"] for choice in one["choices"]} for one in filters_of(policy)}
    known = narrowings(policy)
    assert offered.keys() == known.keys() == {one.name for one in fields(Narrowed)} - {"ending"}
    for name, codes in offered.items():
        # Of all staff only those who handle cases are offered.
        assert codes <= set(known[name]) if name == "assignee" else codes == set(known[name]), name
        assert codes, name


def test_every_choice_has_its_name_in_both_languages(policy: Policy) -> None:
    for one in filters_of(policy):
        for said in (one["label"], *(choice["name"] for choice in one["choices"])):
            assert said["zh"], one["name"]
            assert said["en"], one["name"]


@pytest.mark.parametrize("name", [one.name for one in fields(Narrowed) if one.name != "ending"])
def test_a_filter_lets_through_what_it_names_alone(name: str, policy: Policy) -> None:
    at = ROW.received_at + timedelta(days=5)
    value = "4-7" if name == "age" else getattr(ROW, {"department": "lead", "assignee": "handler"}.get(name, name))
    assert value is not None
    assert EVERYTHING.holds(ROW, policy, at)
    assert Narrowed(**{name: value}).holds(ROW, policy, at)
    assert not Narrowed(**{name: "elsewhere"}).holds(ROW, policy, at)


@pytest.mark.parametrize(("name", "column"), [("department", "lead"), ("assignee", "handler")])
def test_what_nobody_has_yet_is_found_by_just_that(name: str, column: str, policy: Policy) -> None:
    nobodys, wanted = replace(ROW, **{column: None}), Narrowed(**{name: NOBODY})
    assert wanted.holds(nobodys, policy, ROW.received_at)
    assert not wanted.holds(ROW, policy, ROW.received_at)
    assert not Narrowed(**{name: getattr(ROW, column)}).holds(nobodys, policy, ROW.received_at)


def test_an_age_goes_by_the_day_on_which_the_list_is_read(policy: Policy) -> None:
    young, old = (Narrowed(age=code) for code in ("0-1", "31-"))
    for days, is_young, is_old in ((0, True, False), (1, True, False), (2, False, False), (30, False, False), (31, False, True)):
        at = ROW.received_at + timedelta(days=days)
        assert (young.holds(ROW, policy, at), old.holds(ROW, policy, at)) == (is_young, is_old), days


def test_the_end_of_a_number_lets_through_the_numbers_that_end_so(policy: Policy) -> None:
    assert [Narrowed(ending=digits).holds(ROW, policy, ROW.received_at) for digits in ("0043", "18720043", "1872", "0044")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_list_is_narrowed_by_digits_of_any_width_and_hides_what_it_always_hides(number: str, guarded: str, desk: Ask) -> None:
    def found(who: str, ending: str) -> list[str]:
        return [row["number"] for row in get(desk, who, "cases", view="all", ending=ending).json["items"]]

    wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in number[-4:])
    assert found(DESK, number[-4:]) == found(DESK, wide) == [number]
    # What is not there and what is not his look the same.
    assert found(DESK, guarded[-8:]) == found(DESK, "99999999") == []
    assert found(CONFID, guarded[-8:]) == [guarded]


@pytest.mark.parametrize("ending", ["187", "187200431", "-1", "4.5", "HY-0043"])
def test_anything_but_a_few_digits_is_no_end_of_a_number(number: str, desk: Ask, ending: str) -> None:
    said = get(desk, DESK, "cases", view="all", ending=ending)
    assert (said.status, said.json["code"], said.json["field"]) == (400, "unknown_word", "ending")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_u06_what_was_typed_is_stored_as_it_was_typed(owners: Ask, form: Literal["NFC", "NFD", "NFKC"]) -> None:
    spot = normalize(form, "１２号楼 café 旁")
    given = owners(post_json("/api/complaints", complaint(spot=spot, matter=f"{spot}的灯不亮"), key=KEY)).json
    history = wiring.case_store().load(case_id_of(given["number"]))
    assert history is not None
    first = wiring.case_store().open(history)[0]
    assert isinstance(first, ComplaintReceived)
    assert (first.spot, first.matter) == (spot, f"{spot}的灯不亮")


def test_whoever_is_signed_in_is_told_his_filters_and_what_he_may_do_to_many(desk: Ask) -> None:
    def bulk(who: str) -> dict[str, set[str]]:
        told = get(desk, who, "me").json["bulk"]
        return {one["command"]: {choice["value"] for choice in one["fields"][0]["choices"] or []} for one in told}

    assert [one["name"] for one in get(desk, DESK, "me").json["filters"]] == list(narrowings_in_order())
    assert bulk(DESK).keys() == bulk(HANDLER).keys() == {"add-fact"}
    assert bulk("zhao.gang")["assign-case"] >= {"li.wei", "wu.lei"}
    assert not bulk("zhao.gang")["assign-case"] & {"ye.qing", "xu.ming", "ma.hui"}
    assert bulk(TRIAGE)["assign-case"] == bulk(MANAGER)["assign-case"] > bulk("zhao.gang")["assign-case"]
    assert bulk(CONFID)["assign-case"] == {"ye.qing", "qin.yue"}
    assert bulk("yan.zheng") == {}


def narrowings_in_order() -> tuple[str, ...]:
    return ("state", "priority", "level", "category", "building", "department", "assignee", "age")
