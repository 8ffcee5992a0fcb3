"""From the fields of a complaint to the command: what is taken, what is refused, what is kept as it was typed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.doors import complaint
from huiyin.core.commands import OWNER, ReceiveComplaint
from huiyin.core.errors import NotUnderstood
from huiyin.entry.bodies import Body
from huiyin.entry.complaint_form import Asked, ComplaintForm, read_complaint
from huiyin.entry.fields import Fields
from huiyin.policy import load_policy

POLICY = load_policy()
ASKED = Asked(by=OWNER, language="zh", now=MONDAY_9AM, ours=frozenset({"service@yunjin.example"}))


def form_of(*, page: bool = False, asked: Asked = ASKED, **changes: Any) -> ComplaintForm:
    return read_complaint(Fields(Body(values=complaint(**changes), form=page)), POLICY, asked)


def read(**changes: Any) -> ReceiveComplaint:
    return form_of(**changes).numbered("HY-2026-18720043")


@pytest.mark.asvs("V2.2.1", "V2.2.2", "V2.2.3")
@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        pytest.param({"matter": ""}, "field_required", "matter", id="W01-empty"),
        pytest.param({"matter": " \t\u3000\u200b\n"}, "field_required", "matter", id="W01-blank"),
        pytest.param({"matter": None}, "field_required", "matter", id="W01-missing"),
        pytest.param({"category": "plumbing"}, "unknown_category", "category", id="W02-unknown"),
        pytest.param({"sub_issue": "rats"}, "unknown_sub_issue", "sub_issue", id="W02-sub-issue"),
        pytest.param({"building": "b99"}, "unknown_building", "building", id="W02-building"),
        pytest.param({"community": "atlantis"}, "unknown_community", "community", id="W02-community"),
        pytest.param({"status": "CLOSED"}, "unknown_field", "status", id="W03-status"),
        pytest.param({"priority": "P1"}, "unknown_field", "priority", id="W03-priority"),
        pytest.param({"assignee": "lin.jing"}, "unknown_field", "assignee", id="W03-assignee"),
        pytest.param({"case_id": "18720043"}, "unknown_field", "case_id", id="W03-case-id"),
        pytest.param({"events": []}, "unknown_field", "events", id="W03-events"),
        pytest.param({"consent": None}, "consent_required", "consent", id="W04-missing"),
        pytest.param({"consent": False}, "consent_required", "consent", id="W04-false"),
        pytest.param({"consent": "2019.01"}, "consent_outdated", "consent", id="W04-old-text"),
        pytest.param({"matter": ["a"]}, "wrong_type", "matter", id="J08-list"),
        pytest.param({"matter": {"S": "x"}}, "wrong_type", "matter", id="J08-object"),
        pytest.param({"matter": True}, "wrong_type", "matter", id="J08-true"),
        pytest.param({"matter": 0}, "wrong_type", "matter", id="J08-zero"),
        pytest.param({"name": ["A", "B"]}, "wrong_type", "name", id="C10-list"),
        pytest.param({"matter": "a\x00b"}, "invalid_character", "matter", id="U01-nul"),
        pytest.param({"matter": "a\x9fb"}, "invalid_character", "matter", id="U01-c1"),
        pytest.param({"phone": "1" * 300}, "phone_invalid", "phone", id="C03-300-digits"),
        pytest.param({"phone": "110", "email": None}, "phone_invalid", "phone", id="C04-110-alone"),
        pytest.param({"email": "a@b.cn\r\nBcc: x@y.cn"}, "email_invalid", "email", id="C06-injection"),
        pytest.param({"email": "张三@例子.中国"}, "email_unsupported", "email", id="C07-local-part"),
        pytest.param({"email": "service+x@yunjin.example"}, "email_ours", "email", id="C08-own-address"),
        pytest.param({"occurred_at": "1900-01-01"}, "date_too_old", "occurred_at", id="TM01-1900"),
        pytest.param({"occurred_at": "2026-02-30"}, "date_invalid", "occurred_at", id="TM01-no-such-day"),
        pytest.param({"occurred_at": "2026-11-25"}, "date_in_future", "occurred_at", id="TM01-tomorrow"),
        pytest.param({"urgency_stated": 9}, "unknown_word", "urgency_stated", id="urgency"),
        pytest.param({"needs": ["wings"]}, "unknown_word", "needs", id="needs"),
    ],
)
def test_a_wrong_complaint_is_refused_by_code_and_field(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(**changes)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("said", ["昨晚八点", "上周三", "2026-11-22", "2026-11-22T20:30", "2026-11-22 20:30:00+08:00", "20:30"])
def test_tm01_when_it_happened_may_be_a_date_or_words(said: str) -> None:
    ask = read(occurred_at=said)
    kept = ask.occurred_at or json.loads(ask.answers)["occurred_at"]
    assert kept == said


def test_free_words_about_the_time_are_sealed_with_the_answers() -> None:
    assert read(occurred_at="昨晚八点").occurred_at is None
    assert read(occurred_at="2026-11-22").answers == ""


@pytest.mark.parametrize("said", ["25:61", "2026-13-01", "2026-11-22T25:00", "2026-11-22 nonsense", "2026-1-1", "0000-00-00"])
def test_tm01_a_date_that_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(occurred_at=said)
    assert refused.value.code == "date_invalid"


def test_a_clock_ahead_by_less_than_a_day_is_forgiven() -> None:
    tomorrow = (MONDAY_9AM + timedelta(hours=23)).isoformat()
    assert read(occurred_at=tomorrow).occurred_at == tomorrow


def test_a_sub_issue_names_its_category_where_only_one_has_it() -> None:
    ask = read(category=None, sub_issue="out_of_service")
    assert (ask.category, ask.sub_issue) == ("elevator", "out_of_service")


def test_the_one_estate_need_not_be_named() -> None:
    assert read(community=None, building=None).community == next(iter(POLICY.communities))
    assert read(building="main_gate").building == "main_gate"


def test_consents_are_kept_with_the_edition_of_their_text() -> None:
    edition = POLICY.consents["forward"].edition
    assert read(consent_forward=edition).consents == (f"service:{POLICY.consents['service'].edition}", f"forward:{edition}")
    for stale in ("2019.01", True):
        with pytest.raises(NotUnderstood) as refused:
            read(consent_forward=stale)
        assert (refused.value.code, refused.value.field) == ("consent_outdated", "consent_forward")


def test_u07_a_line_break_in_a_name_becomes_a_space() -> None:
    for mark in ("\n", "\r\n", "\t", "\v", "\f", "\u0085", "\u2028", "\u2029"):
        assert read(name=f"A{mark}To: x@y.cn").person.name == "A To: x@y.cn", "C10"


def test_u02_u03_u04_u05_u06_u10_what_was_typed_is_kept_as_it_was() -> None:
    for text in ("\u202egpj.exe", "𠮷 𰻝 𱁬", "葛\U000e0100", "👨‍👩‍👧🇨🇳" * 100, "e" + "\u0301" * 500, "１２号楼", "ئۇيغۇرچە བོད་སྐད"):
        assert read(matter=text).matter == text


def test_json_and_a_page_say_the_same_thing_in_the_same_bytes() -> None:
    by_page = form_of(page=True, danger="1", urgency_stated="3", wish="", needs=["dialect"], language="en", anonymous="")
    by_json = form_of(danger=True, urgency_stated=3, needs=["dialect"])
    assert by_page.canonical() == by_json.canonical()
    assert by_page.canonical() != form_of(danger=False, urgency_stated=3, needs=["dialect"]).canonical()


def test_the_reader_s_language_is_that_of_the_form_else_that_of_the_browser() -> None:
    assert read(language="en").language == "en"
    english = Asked(by=OWNER, language="en", now=MONDAY_9AM, ours=frozenset())
    assert read(asked=english).language == "en"
    assert read(asked=english, language="zh").language == "zh"


def test_an_anonymous_owner_is_nobody_and_his_entrance_joins_the_place() -> None:
    ask = read(anonymous=True, name="王芳", phone="no number", email="no address", unit="2 单元", spot="二号梯")
    assert (ask.person.name, ask.person.phone, ask.person.email, ask.person.unit) == ("", "", "", "")
    assert ask.spot == "2 单元 二号梯"


def test_null_is_nothing() -> None:
    assert read(wish=None, name=None).person.name == ""
    empty = Body(values=complaint() | {"wish": None, "building": None, "needs": None, "answers": None}, form=False)
    ask = read_complaint(Fields(empty), POLICY, ASKED).ask
    assert (ask.wish, ask.building, ask.person.needs, ask.answers) == ("", None, (), "")


@pytest.mark.parametrize("answers", [["a"], {"q": 1}, {"q": ["a"]}, "text", {str(n): "a" for n in range(11)}, {"q": "a" * 201}])
def test_answers_are_short_texts_by_question(answers: Any) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(answers=answers)
    assert refused.value.field == "answers"
