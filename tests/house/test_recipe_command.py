"""A command is added as the recipe says: it is accepted, decided and recorded, and no step can be left out."""

from pathlib import Path

import pytest

from house.recipe_walk import Walk, above, below

CORE, POLICY, ENTRY = "functions/huiyin/core", "functions/huiyin/policy", "functions/huiyin/entry"
ASKED = '''@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLanguage(Ask):
    """The owner would rather read the other language."""

    language: Language


'''
HAPPENED = '''@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChanged(Happening):
    """From now on the owner is written to in this language."""

    language: Language


'''
DECIDED = '''def change_language(case: Case, ask: ChangeLanguage, policy: Policy, now: datetime) -> LanguageChanged:
    """Write to the owner in the other language, as he asked for on the phone or at the counter.

    Policy: 2.7
    Raises: NotAllowedNow for the language in which he is written to already.
    """
    if ask.language == case.language:
        raise NotAllowedNow("language_stands", field="language")
    return LanguageChanged(at=now, by=ask.by.code, role=ask.by.role(), language=ask.language)


'''
OFFERS = """# In which language an owner can be written to.
_LANGUAGES = {"zh": "labels.language_zh", "en": "labels.language_en"}


def _language_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [choice("language", policy, worded_choices(_LANGUAGES, policy))]


def _read_language(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return ChangeLanguage(by=actor, language="en" if fields.needed_code("language", _LANGUAGES) == "en" else "zh")


"""
IMPORTED = "    AskOwner,\n    Command,\n", "    AskOwner,\n    ChangeLanguage,\n    Command,\n"
OFFERED = """    Action(
        command="change-language",
        name="labels.step_change_language",
        fields=_language_fields,
        read=_read_language,
        example=lambda case, actor, policy: ChangeLanguage(by=actor, language="en" if case.language == "zh" else "zh"),
    ),
"""
STATED = """\
[commands.ChangeLanguage]
row = "-"
states = "open"
anyone = "desk confid"
confidential = "confid"
group_case = "no"

"""
TOLD = """def test_an_owner_is_written_to_in_the_language_that_he_asks_for(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    fields = offered(desk, DESK, number)["change-language"]
    assert [one["value"] for one in fields["language"]["choices"]] == ["zh", "en"]
    said = do(desk, DESK, number, "change-language", {"version": 1, "language": "en"})
    assert (said.status, said.json["version"]) == (200, 2), said.text
    row = said.json["timeline"][-1]
    assert (row["type"], row["by"], row["title"]["zh"]) == ("LanguageChanged", DESK, "改用另一种语言给业主写信")
    seen = owners(post_json("/api/track", {"number": number, "code": given["code"]})).json["timeline"][-1]
    assert (seen["type"], seen["title"]["zh"]) == ("LanguageChanged", "按您的意思，改用另一种语言给您写信")
    again = do(desk, DESK, number, "change-language", {"version": 2, "language": "en"})
    assert (again.status, again.code, again.json["field"]) == (409, "language_stands", "language")
    assert do(desk, DESK, number, "change-language", {"version": 2, "language": "de"}).code == "unknown_word"
    assert do(desk, HANDLER, number, "change-language", {"version": 2, "language": "zh"}).status == 404


"""
# Of the event to the owner and to staff, of the step, of the two languages, of the refusal.
WORDS = {
    "zh": (
        "按您的意思，改用另一种语言给您写信",
        "改用另一种语言给业主写信",
        "更换通知语言",
        "英语",
        "中文",
        "给业主的信已经用这种语言了，不用再改。",
    ),
    "en": (
        "As you wished, we write to you in the other language",
        "The owner is written to in the other language",
        "Change the language of letters",
        "English",
        "Chinese",
        "The owner is written to in this language already.",
    ),
}
CALL = 'change-language = { zh = "改用另一种语言给业主写信。", en = "Write to the owner in the other language." }\n'
TESTS = (
    *("tests/core", "tests/policy/test_words.py", "tests/store/test_codec.py", "tests/infra/test_openapi.py"),
    *("tests/entry/actions", "tests/entry/test_actions.py", "tests/entry/test_owner_view.py", "tests/entry/test_sentences.py"),
    *("tests/entry/test_staff_view.py", "tests/site/test_site_tables_lifecycle.py"),
)


def walked(root: Path) -> Walk:
    """The house with the new command."""
    walk = Walk("Add a command", root)
    vocabulary(walk)
    rules(walk)
    for language in WORDS:
        words(walk, language)
    doors(walk)
    walk.change(
        6,
        "tests/core/fitting.py",
        above("    CheckEvidence,\n", "    ChangeLanguage,\n"),
        above('    "WithdrawCase": lambda', '    "ChangeLanguage": lambda by, policy: ChangeLanguage(by=by, language="en"),\n'),
    )
    walk.change(
        6,
        "tests/cases.py",
        above(
            '    "WithdrawCase": lambda', '    "ChangeLanguage": lambda case, by, policy, now: c.ChangeLanguage(by=by, language="en"),\n'
        ),
    )
    walk.change(6, "tests/core/commands.toml", above("[commands.RecordOrderReply]\n", STATED))
    walk.change(6, "tests/entry/actions/test_intake.py", above("def test_what_only_the_owner_may_do_has_no_address", TOLD))
    return walk


def vocabulary(walk: Walk) -> None:
    """What is asked, what then has happened, and when it is allowed."""
    walk.change(
        1, f"{CORE}/commands/intake.py", above("IntakeCommand = (\n", ASKED), below("    | WithdrawCase\n", "    | ChangeLanguage\n")
    )
    walk.change(
        1, f"{CORE}/events/intake.py", above("IntakeEvent = (\n", HAPPENED), below("    | CaseWithdrawn\n", "    | LanguageChanged\n")
    )
    walk.change(
        1,
        f"{CORE}/commands/__init__.py",
        above("    CheckEvidence,\n", "    ChangeLanguage,\n"),
        above('    "ChangePlan",\n', '    "ChangeLanguage",\n'),
    )
    walk.change(
        1,
        f"{CORE}/events/__init__.py",
        below("    IntakeEvent,\n", "    LanguageChanged,\n"),
        below('    "KindChanged",\n', '    "LanguageChanged",\n'),
    )
    walk.change(
        2,
        f"{CORE}/lifecycle.py",
        above('    _step("-", "ObjectToDecline"', '    _step("-", "ChangeLanguage", "open", "", "desk confid"),\n'),
        above("LogContact RevealIdentity UrgeCase", "ChangeLanguage "),
    )


def rules(walk: Walk) -> None:
    """What it does, and how the event changes the case."""
    walk.change(
        3,
        f"{CORE}/intake.py",
        above("CheckEvidence, ReceiveComplaint, Reg", "ChangeLanguage, "),
        below("ComplaintReceived, EvidenceChecked, IdentityRevealed", ", LanguageChanged"),
        above("def reveal_identity(", DECIDED),
    )
    walk.change(
        3,
        f"{CORE}/chapters.py",
        above("    ChangePlan,\n", "    ChangeLanguage,\n"),
        above(
            "        case ReceiveComplaint():\n",
            "        case ChangeLanguage():\n            return (intake.change_language(case, ask, policy, now),)\n",
        ),
    )
    walk.change(
        3,
        f"{CORE}/evolution/intake.py",
        below("    IntakeEvent,\n", "    LanguageChanged,\n"),
        above(
            "        case _:\n            return _turned_away",
            "        case LanguageChanged():\n            return replace(case, language=event.language)\n",
        ),
    )


def words(walk: Walk, language: str) -> None:
    """What everybody reads of it in one language."""
    to_owner, to_staff, step, english, chinese, refusal = WORDS[language]
    text = (walk.root / f"{POLICY}/words.{language}.toml").read_text(encoding="utf-8")
    (lead,) = [line for line in text.split("\n[labels]\n", 1)[1].splitlines() if line.startswith("lead = ")]
    # Both tables of events hold what came back.
    owners, colleagues = [line for line in text.splitlines() if line.startswith("LetterReturned = ")]
    walk.change(
        4,
        f"{POLICY}/words.{language}.toml",
        above(f"{owners}\n", f'LanguageChanged = "{to_owner}"\n'),
        above(f"{colleagues}\n", f'LanguageChanged = "{to_staff}"\n'),
        above(f"{lead}\n", f'language_en = "{english}"\nlanguage_zh = "{chinese}"\n'),
        above("step_change_plan = ", f'step_change_language = "{step}"\n'),
        above("large_payment = ", f'language_stands = "{refusal}"\n'),
    )


def doors(walk: Walk) -> None:
    """How it comes in from the desk, and what its owner sees."""
    walk.change(
        5,
        f"{ENTRY}/actions/intake.py",
        IMPORTED,
        above("INTAKE = (\n", OFFERS),
        above('    Action(command="decline-case"', OFFERED),
    )
    walk.change(5, "infra/openapi_words.toml", above("change-plan = ", CALL))
    walk.change(
        5, f"{ENTRY}/owner_view.py", above("    LetterReturned,\n    LevelRaised,\n", "    LanguageChanged,\n"), seen_by_its_owner()
    )


def seen_by_its_owner() -> tuple[str, str]:
    """One more of what an owner sees."""
    return below("    CaseUrged,\n    CaseWithdrawn,\n    CaseDeclined,\n", "    LanguageChanged,\n")


def test_the_recipe_of_a_command_names_all_that_has_to_be_touched_and_nothing_else(tmp_path: Path) -> None:
    assert walked(tmp_path).left() == set()


@pytest.mark.long
@pytest.mark.timeout(1_500)
def test_a_command_is_added_as_the_recipe_says(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    done = walk.make("check")
    assert done.returncode == 0, done.stdout + done.stderr
    done = walk.tests(*TESTS)
    assert done.returncode == 0, done.stdout + done.stderr


MYPY = "mypy"
FORGOTTEN = {
    f"{CORE}/commands/intake.py": MYPY,
    f"{CORE}/commands/__init__.py": MYPY,
    f"{CORE}/events/intake.py": MYPY,
    f"{CORE}/events/__init__.py": MYPY,
    f"{CORE}/intake.py": MYPY,
    f"{CORE}/chapters.py": MYPY,
    f"{CORE}/evolution/intake.py": MYPY,
    f"{CORE}/lifecycle.py": "test_every_command_of_the_chapter_has_its_row",
    f"{POLICY}/words.zh.toml": "test_every_event_has_a_sentence_for_the_timeline",
    f"{ENTRY}/actions/intake.py": "test_an_owner_is_written_to_in_the_language_that_he_asks_for",
    f"{ENTRY}/owner_view.py": "test_an_owner_is_written_to_in_the_language_that_he_asks_for",
    "infra/openapi_words.toml": "test_each_language_has_every_sentence",
    "tests/core/fitting.py": "test_every_other_state_command_and_role_is_refused_with_a_sentence",
    "tests/core/commands.toml": "test_every_command_is_stated_with_every_column_and_nothing_else_is",
    "tests/cases.py": "test_every_cell_of_the_table_is_walked_and_no_other",
    "tests/entry/actions/test_intake.py": "test_every_command_of_the_desk_has_its_story_at_the_door",
}
NOTICING = {
    f"{CORE}/lifecycle.py": ("tests/core/commands/test_intake.py",),
    f"{POLICY}/words.zh.toml": ("tests/policy/test_words.py",),
    f"{ENTRY}/actions/intake.py": ("tests/entry/actions/test_intake.py",),
    f"{ENTRY}/owner_view.py": ("tests/entry/actions/test_intake.py",),
    "infra/openapi_words.toml": ("tests/infra/test_openapi.py",),
    "tests/core/fitting.py": ("tests/core/test_decide.py",),
    "tests/core/commands.toml": ("tests/core/test_commands_stated.py", "-k", "every_column"),
    "tests/cases.py": ("tests/core/test_edges.py", "-k", "every_cell"),
    "tests/entry/actions/test_intake.py": ("tests/house/test_habits.py",),
}


@pytest.mark.long
@pytest.mark.timeout(1_500)
def test_no_step_of_a_command_can_be_forgotten(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    for name, notices in FORGOTTEN.items():
        with walk.without(name):
            if notices == MYPY:
                assert walk.make("check-types").returncode != 0, name
            else:
                assert notices in walk.failed(*NOTICING[name]), name
