"""Fields of commands as a page shows them: every label and every choice in both languages."""

from huiyin.entry.descriptors import amount, check, choice, hidden, moment, named, person_choice, rows, several, text
from huiyin.policy.schema import Policy


def test_a_field_says_what_it_asks_for_in_both_languages(policy: Policy) -> None:
    for field in (text("note", policy, long=True), text("convenient", policy, needed=False), check("no_interest", policy)):
        assert set(field["label"]) == {"zh", "en"}
        assert field["choices"] is None
    assert text("note", policy, long=True)["kind"] == "long"
    assert not text("convenient", policy, needed=False)["needed"]


def test_a_choice_names_its_choices_and_what_it_follows(policy: Policy) -> None:
    field = choice("way", policy, named(policy.contact_ways), value="phone", follows="channel", needed=False)
    assert [one["value"] for one in field["choices"]] == list(policy.contact_ways)
    assert (field["kind"], field["value"], field["follows"], field["needed"]) == ("choice", "phone", "channel", False)


def test_a_person_stands_in_the_group_of_the_department(policy: Policy) -> None:
    code, person = next(iter(policy.departments.staff.items()))
    shown = person_choice(code, person, policy)
    assert (shown["value"], shown["group"]) == (code, person.department)
    assert shown["name"] == {"zh": person.name.zh, "en": person.name.en}


def test_rows_moments_money_and_several_say_what_a_page_needs(policy: Policy) -> None:
    columns = [text("words", policy), moment("due", policy), amount("cost_yuan", policy, needed=False)]
    field = rows("tasks", policy, columns, least=1, most=4)
    assert (field["kind"], field["needed"], field["least"], field["most"]) == ("rows", True, 1, 4)
    assert [column["kind"] for column in field["columns"]] == ["text", "moment", "amount"]
    assert rows("resources", policy, columns, least=0, most=4)["needed"] is False
    assert several("reasons", policy, named(policy.measures.level_rules))["kind"] == "several"
    assert hidden("digest", policy, "d")["value"] == "d"


def test_a_choice_may_have_a_label_of_its_own(policy: Policy) -> None:
    assert choice("finding_2", policy, [], label={"zh": "甲", "en": "A"})["label"] == {"zh": "甲", "en": "A"}
