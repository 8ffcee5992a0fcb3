"""A letter is added as the recipe says: it is written in both languages, and no step can be left out."""

from pathlib import Path

import pytest

from house.recipe_walk import Walk, above, below

NAME = "case-accepted"
WORDS = {
    "zh": (
        "您反映的事项已有人接手。",
        "已有人接手办理",
        "{{ company }}已有专人接手您反映的事项，",
        "前书面答复您。",
        "编号",
        "查看进度",
        "隐私说明",
    ),
    "en": (
        "Somebody is on it.",
        "Somebody is on it",
        "Somebody at {{ company }} is on it. Our answer: ",
        "",
        "Number",
        "See how it goes",
        "Privacy",
    ),
}
SUBJECTS = {"zh": "【回音】{number} 已有人接手", "en": "[Huiyin] {number}: somebody is on it"}
TEMPLATES = "functions/huiyin/mail/templates"
RULES = ("tests/mail/test_render.py", "tests/mail/test_letters.py")
LAST_STORY = '    yield "released", events[1], fold(events)\n'
STORY = """    events = a_history(policy, register(policy), triage(policy), accept(policy))
    yield "accepted", events[3], fold(events)
"""
WHO_GETS_IT = f"""

def test_acceptance_owes_the_owner_a_letter(policy: Policy) -> None:
    events = a_history(policy, register(policy), triage(policy), accept(policy))
    assert owed_by(events[-1], fold(events), policy) == (Owed("{NAME}", "owner"),)
"""


def letter(language: str) -> str:
    """The new letter in one language."""
    preheader, heading, before, after, number, button, privacy = WORDS[language]
    return f"""{{% extends layout %}}{{% import blocks as w with context %}}
{{% block preheader %}}{preheader}{{% endblock %}}
{{% block heading %}}{heading}{{% endblock %}}
{{% block letter %}}
{{% call w.p() %}}{before}{{{{ w.strong(answer_by) }}}}{after}{{% endcall %}}
{{{{ w.facts([("{number}", w.large(number))]) }}}}
{{{{ w.button("{button}", link) }}}}
{{% endblock %}}
{{% block foot %}}{{{{ w.link("{privacy}", privacy_link) }}}}{{% endblock %}}
"""


def walked(root: Path) -> Walk:
    """The house with the new letter."""
    walk = Walk("Add a letter", root)
    for language in WORDS:
        walk.write(1, f"{TEMPLATES}/{language}/{NAME}.jinja", letter(language))
        section = "[letters.subject]\n"
        walk.change(2, f"functions/huiyin/policy/words.{language}.toml", (section, f'{section}{NAME} = "{SUBJECTS[language]}"\n'))
    walk.change(
        3,
        "functions/huiyin/mail/letters.py",
        above("    CaseAssigned,\n", "    CaseAccepted,\n"),
        above('    _to_owner(DeadlineMissed, "contact-missed"', f'    _to_owner(CaseAccepted, "{NAME}"),\n'),
    )
    walk.change(4, "tests/mail/conftest.py", above("register, someone, triage\n", "accept, "), below(LAST_STORY, STORY))
    walk.change(
        4,
        "tests/mail/test_letters.py",
        ("test_acceptance_and_contact_owe_nothing", "test_a_contact_owes_nothing"),
        ("for count in (4, 5):", "for count in (5,):"),
        above("\n\ndef test_triage_owes_the_handler_a_letter(", WHO_GETS_IT),
    )
    return walk


def test_the_recipe_of_a_letter_names_all_that_has_to_be_touched_and_nothing_else(tmp_path: Path) -> None:
    assert walked(tmp_path).left() == set()


@pytest.mark.long
@pytest.mark.timeout(1_500)
def test_a_letter_is_added_as_the_recipe_says(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    done = walk.make("check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "`.venv/bin/python -m pytest -q tests/mail`" in walk.steps[-1]
    done = walk.tests("tests/mail")
    assert done.returncode == 0, done.stdout + done.stderr


FORGOTTEN = {
    f"{TEMPLATES}/en/{NAME}.jinja": "test_every_letter_of_the_table_was_written",
    "functions/huiyin/policy/words.zh.toml": "test_every_subject_exists_in_both_languages",
    "functions/huiyin/mail/letters.py": "test_acceptance_owes_the_owner_a_letter",
    "tests/mail/conftest.py": "test_every_letter_of_the_table_was_written",
    "tests/mail/test_letters.py": "test_acceptance_and_contact_owe_nothing",
}


@pytest.mark.long
@pytest.mark.timeout(1_500)
def test_no_step_of_a_letter_can_be_forgotten(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    assert walk.failed(*RULES) == set()
    for name, notices in FORGOTTEN.items():
        with walk.without(name):
            assert notices in walk.failed(*RULES), name
