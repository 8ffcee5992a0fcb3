"""Reading a body field by field."""

from datetime import UTC, datetime
from typing import Any

import pytest

from huiyin.core.errors import NotUnderstood
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields


def fields(form: bool = False, **values: Any) -> Fields:
    return Fields(Body(values=values, form=form))


def refusal(ask: Any) -> tuple[str, str | None]:
    with pytest.raises(NotUnderstood) as refused:
        ask()
    return refused.value.code, refused.value.field


def test_w03_what_nobody_asked_for_is_refused() -> None:
    body = fields(matter="x", status="CLOSED")
    body.text("matter", 10)
    assert refusal(body.nothing_else) == ("unknown_field", "status")
    assert refusal(fields(王芳=1).nothing_else) == ("unknown_field", None)


def test_a_yes_is_a_yes() -> None:
    assert [fields(danger=said).flag("danger") for said in (True, False, None)] == [True, False, False]
    assert [fields(form=True, danger=said).flag("danger") for said in ("1", "on", "TRUE", "yes", "", "0", "off")] == [True] * 4 + [
        False
    ] * 3
    for said in ("true", 1, 0, [], "yes"):
        assert refusal(lambda said=said: fields(danger=said).flag("danger")) == ("wrong_type", "danger")
    assert refusal(lambda: fields(form=True, danger="perhaps").flag("danger")) == ("wrong_type", "danger")


def test_a_number_is_a_number() -> None:
    assert (fields(n=3).whole("n"), fields().whole("n"), fields(form=True, n="3").whole("n"), fields(form=True, n="").whole("n")) == (
        3,
        None,
        3,
        None,
    )
    for said in ("3", 3.0, 3.5, 1e300, True, [3], {"a": 3}):
        assert refusal(lambda said=said: fields(n=said).whole("n")) == ("wrong_type", "n")
    assert refusal(lambda: fields(form=True, n="³").whole("n")) == ("wrong_type", "n")


def test_a_grade_is_one_of_the_policy() -> None:
    assert [fields(severity=said).grade("severity", {1: 1, 2: 2}) for said in (1, "2")] == [1, 2]
    assert fields().grade("severity", {1}) is None
    assert fields(severity="2").needed_grade("severity", {1, 2}) == 2
    assert refusal(lambda: fields().needed_grade("severity", {1})) == ("field_required", "severity")
    assert refusal(lambda: fields(severity=5).grade("severity", {1})) == ("unknown_word", "severity")
    assert refusal(lambda: fields(severity="5").grade("severity", {1})) == ("wrong_type", "severity")


def test_whoever_agrees_says_to_which_text() -> None:
    assert fields(consent="2026.11").agreed("consent", "2026.11", needed=True)
    assert [fields(consent=said).agreed("consent", "2026.11", needed=False) for said in (None, False, "")] == [False] * 3
    assert refusal(lambda: fields().agreed("consent", "2026.11", needed=True)) == ("consent_required", "consent")
    for said in ("2025.1", True):
        assert refusal(lambda said=said: fields(consent=said).agreed("consent", "2026.11", needed=False)) == ("consent_outdated", "consent")
    assert refusal(lambda: fields(consent=1).agreed("consent", "2026.11", needed=False)) == ("wrong_type", "consent")


def test_a_control_is_refused_at_the_end_of_a_line_as_well() -> None:
    assert refusal(lambda: fields(name="王芳\x1c").line("name", 10)) == ("invalid_character", "name")


@pytest.mark.asvs("V1.3.3")
def test_u01_controls_are_refused_with_their_position() -> None:
    for mark in ("\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9f", "\x0b", "\x0c"):
        with pytest.raises(NotUnderstood) as refused:
            fields(matter=f"漏{mark}水").text("matter", 10)
        assert (refused.value.code, refused.value.facts) == ("invalid_character", {"position": 2})


def test_a_text_keeps_its_lines_in_one_spelling() -> None:
    assert fields(matter="a\r\nb\rc\n\td").text("matter", 20) == "a\nb\nc\n\td"


def test_l01_the_limit_itself_fits() -> None:
    assert fields(matter="𠮷" * 5).text("matter", 5) == "𠮷" * 5
    assert refusal(lambda: fields(matter="𠮷" * 6).text("matter", 5)) == ("max_length", "matter")


def test_w01_blank_is_nothing_in_every_spelling_of_blank() -> None:
    for blank in ("", " ", "\t\n", "\u3000", "\u200b\ufeff", "\u00a0"):
        assert refusal(lambda blank=blank: fields(matter=blank).needed_text("matter", 10)) == ("field_required", "matter")


def test_lists_hold_known_words_once() -> None:
    known = {"large_print": 1, "dialect": 2}
    assert fields(needs=["dialect", "large_print", "dialect"]).codes("needs", known) == ("dialect", "large_print")
    assert fields(needs="dialect").codes("needs", known) == ("dialect",)
    assert fields().codes("needs", known) == ()
    assert refusal(lambda: fields(needs=["dialect", 1]).codes("needs", known)) == ("wrong_type", "needs")
    assert refusal(lambda: fields(needs={"dialect": 1}).codes("needs", known)) == ("wrong_type", "needs")
    assert refusal(lambda: fields(needs=["a", "b", "c"]).codes("needs", known)) == ("too_many_values", "needs")
    assert refusal(lambda: fields(needs=["wings"]).codes("needs", known)) == ("unknown_word", "needs")


def test_short_texts_are_counted_as_they_were_sent() -> None:
    assert fields(files=["a", "", "a"]).texts("files", most=3, limit=10) == ("a",)
    assert refusal(lambda: fields(files=["", "", "", ""]).texts("files", most=3, limit=10)) == ("too_many_values", "files")


def test_answers_keep_their_breaks_and_blank_ones_go() -> None:
    assert fields(answers={"多久": "三天\r\n一夜", "几次": " "}).pairs("answers", most=2, limit=10) == {"多久": "三天\n一夜"}
    assert refusal(lambda: fields(answers={"多\x07久": ""}).pairs("answers", most=2, limit=10)) == ("invalid_character", "answers")


def test_a_refusal_never_holds_what_was_sent() -> None:
    for ask in (
        lambda: fields(name="王芳\x00").line("name", 10),
        lambda: fields(name="王芳" * 10).line("name", 5),
        lambda: fields(name=["王芳"]).line("name", 5),
        lambda: fields(name="王芳").code("name", {"a"}),
    ):
        with pytest.raises(NotUnderstood) as refused:
            ask()
        assert "王芳" not in f"{refused.value!r} {refused.value.facts} {refused.value.__context__!r}"


def test_a_moment_is_a_day_with_its_hour_in_the_communitys_time() -> None:
    here = datetime(2026, 12, 1, 10, tzinfo=UTC)
    for said in ("2026-12-01T18:00", "2026-12-01 18:00", "2026-12-01T18:00:00+08:00", "2026-12-01T10:00:00+00:00"):
        assert fields(due=said).moment("due", "Asia/Shanghai") == here
    assert fields().moment("due", "Asia/Shanghai") is None
    assert refusal(lambda: fields().needed_moment("due", "Asia/Shanghai")) == ("field_required", "due")
    for said in ("2026-12-01", "tomorrow", "0001-01-01T00:00", "9999-12-31T23:59:59", "2026-13-01T00:00"):
        assert refusal(lambda said=said: fields(due=said).moment("due", "Asia/Shanghai")) == ("date_invalid", "due")
    assert refusal(lambda: fields(due=1764583200).moment("due", "Asia/Shanghai")) == ("wrong_type", "due")


def test_money_is_whole_yuan_and_never_less_than_nothing() -> None:
    assert [fields(cost=said).amount("cost") for said in (0, 600, None)] == [0, 600, None]
    for said in (-1, 10**9):
        assert refusal(lambda said=said: fields(cost=said).amount("cost")) == ("invalid_number", "cost")
    assert refusal(lambda: fields().needed_amount("cost")) == ("field_required", "cost")
    assert refusal(lambda: fields().needed_whole("n")) == ("field_required", "n")
    assert fields(n=3).needed_whole("n") == 3


def test_rows_are_read_one_by_one_and_what_is_wrong_is_named_with_its_place() -> None:
    def row(one: Fields) -> str:
        return one.needed_text("words", 5)

    assert fields(steps=[{"words": "a"}, {"words": "b"}]).rows("steps", row, most=2) == ("a", "b")
    assert fields().rows("steps", row, most=2) == ()
    for sent, code, field in (
        ([{"words": "a"}, {"words": ""}], "field_required", "steps.1.words"),
        ([{"words": "abcdef"}], "max_length", "steps.0.words"),
        ([{"words": "a", "state": "done"}], "unknown_field", "steps.0.state"),
        ([{"words": "a", "王芳": 1}], "unknown_field", "steps.0"),
        ([{"words": "a"}] * 3, "too_many_values", "steps"),
        ({"words": "a"}, "wrong_type", "steps"),
        (["a"], "wrong_type", "steps"),
    ):
        assert refusal(lambda sent=sent: fields(steps=sent).rows("steps", row, most=2)) == (code, field)
