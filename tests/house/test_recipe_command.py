"""A command is added as the recipe says: it is accepted, decided and recorded, and no step can be left out."""

from pathlib import Path

import pytest

from house.recipe_walk import Walk, above, below

CORE, POLICY = "functions/huiyin/core", "functions/huiyin/policy"
ASKED = '''@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseLevel(Ask):
    """It turns out graver than triage knew. level: a code of the charter."""

    level: str
    note: str


'''
HAPPENED = '''
@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRaised(Happening):
    """It turned out graver than triage knew."""

    level: str
    note: str = sealed()

'''
DECIDED = '''
def raise_level(case: Case, ask: RaiseLevel, policy: Policy, now: datetime) -> LevelRaised:
    """Say that a case is graver than triage knew.

    Policy: 1.2
    Raises: NotUnderstood for a level outside the policy; NotAllowedNow for one that is not higher.
    """
    order = tuple(policy.charter.levels)
    if ask.level not in order:
        raise NotUnderstood("unknown_word", field="level")
    if order.index(ask.level) <= order.index(case.level):
        raise NotAllowedNow("level_not_higher", field="level")
    return LevelRaised(at=now, by=ask.by.code, role=ask.by.role(), level=ask.level, note=ask.note)

'''
# A `match` has fifteen branches at most: what one event does becomes a function, as the recipe says.
INLINE = """            if event.reached:
                return replace(case, first_contact_at=case.first_contact_at or event.at, untold=())
            attempted = event.at if event.first else case.attempted_at
            return replace(case, attempted_at=attempted, tried_at=(*case.tried_at, event.at))
"""
APART = """def _contacted(case: Case, event: ContactLogged) -> Case:
    if event.reached:
        return replace(case, first_contact_at=case.first_contact_at or event.at, untold=())
    attempted = event.at if event.first else case.attempted_at
    return replace(case, attempted_at=attempted, tried_at=(*case.tried_at, event.at))


"""
OFFERED = """    Action(
        command="raise-level",
        name="labels.raise_level",
        fields=lambda case, actor, policy: [choice("level", policy, named(policy.charter.levels)), text("note", policy, long=True)],
        read=lambda fields, actor, policy: RaiseLevel(
            by=actor,
            level=fields.needed_code("level", policy.charter.levels),
            note=fields.needed_text("note", policy.limits.note_chars),
        ),
        example=lambda case, actor, policy: RaiseLevel(by=actor, level=list(policy.charter.levels)[-1], note="-"),
    ),
"""
TOLD = """

def test_a_level_is_raised_once_with_a_reason(desk: Ask, number: str) -> None:
    said = do(desk, DESK, number, "raise-level", {"version": 1, "level": "major", "note": "三户同时停水"})
    assert said.status == 200, said.text
    assert said.json["level"] == "major"
    row = said.json["timeline"][-1]
    assert (row["type"], row["by"], row["title"]["zh"]) == ("LevelRaised", DESK, "级别上调")
    again = do(desk, DESK, number, "raise-level", {"version": 2, "level": "general", "note": "重复"})
    assert (again.status, again.code) == (409, "level_not_higher")
"""
WORDS = {
    "zh": ("级别上调", "上调级别", "这件投诉的级别已经不低于所选级别。"),
    "en": ("The case was given a higher class", "Raise the class", "The case has this class already, or a higher one."),
}
ROWS = {
    "site/docs/reference.md": "| `LevelRaised` | 级别上调 |\n",
    "site/en/docs/reference.md": "| `LevelRaised` | The case was given a higher class |\n",
}
TESTS = (
    *("tests/core", "tests/policy/test_words.py", "tests/store/test_codec.py", "tests/infra/test_openapi.py"),
    *("tests/entry/test_actions.py", "tests/entry/test_sentences.py", "tests/entry/test_staff_view.py"),
)


def walked(root: Path) -> Walk:
    """The house with the new command."""
    walk = Walk("Add a command", root)
    vocabulary(walk)
    rules(walk)
    for language, (event, label, refusal) in WORDS.items():
        walk.change(
            4,
            f"{POLICY}/words.{language}.toml",
            above("\n[events.staff]\n", f'LevelRaised = "{event}"\n'),
            above("readings = ", f'raise_level = "{label}"\n'),
            above("link_invalid = ", f'level_not_higher = "{refusal}"\n'),
        )
    walk.change(
        5, "functions/huiyin/entry/actions.py", above("RegisterCase, TriageCase\n", "RaiseLevel, "), below("ACTIONS = (\n", OFFERED)
    )
    walk.change(
        5, "infra/openapi_words.toml", above("reads = ", 'raise-level = { zh = "上调级别。", en = "Raise the class of a case." }\n')
    )
    walk.change(
        6,
        "tests/core/test_decide.py",
        above("    RegisterCase,\n", "    RaiseLevel,\n"),
        above('        "WatchClocks": ', '        "RaiseLevel": RaiseLevel(by=by, level="group", note="多户"),\n'),
    )
    walk.change(
        6,
        "tests/entry/test_actions.py",
        above("\n\ndef test_triage_is_offered_the_people", TOLD),
        ('"add-fact", "reveal-identity"}', '"add-fact", "reveal-identity", "raise-level"}'),
    )
    for page, row in ROWS.items():
        walk.change(6, page, above("| `LetterReturned` |", row))
    return walk


def vocabulary(walk: Walk) -> None:
    """What is asked, what then has happened, and when it is allowed."""
    walk.change(
        1,
        f"{CORE}/commands.py",
        above("@dataclass(frozen=True, slots=True, kw_only=True)\nclass LaterCommand", ASKED),
        above("    | LaterCommand\n", "    | RaiseLevel\n"),
    )
    walk.change(
        1,
        f"{CORE}/events.py",
        above("\nEvent = (", HAPPENED),
        below("    | LetterReturned\n", "    | LevelRaised\n"),
        below("        LetterReturned,\n", "        LevelRaised,\n"),
    )
    walk.change(2, f"{CORE}/lifecycle.py", ('"RaiseLevel", "open", "", "staff")', '"RaiseLevel", "open", "", "staff", built=True)'))


def rules(walk: Walk) -> None:
    """What it does, and how the event changes the case."""
    walk.change(
        3,
        f"{CORE}/triage.py",
        above("TriageCase\n", "RaiseLevel, "),
        below("import CaseTriaged", ", LevelRaised"),
        above("\ndef level_of(", DECIDED),
    )
    walk.change(
        3,
        f"{CORE}/decide.py",
        above("    ReceiveComplaint,\n", "    RaiseLevel,\n"),
        above(
            "        case LaterCommand():", "        case RaiseLevel():\n            return (triage.raise_level(case, ask, policy, now),)\n"
        ),
    )
    walk.change(
        3,
        f"{CORE}/case.py",
        below("    LetterReturned,\n", "    LevelRaised,\n"),
        (INLINE, "            return _contacted(case, event)\n"),
        above("def _triaged(", APART),
        above(
            "        case _:\n            assert_never",
            "        case LevelRaised():\n            return replace(case, level=event.level)\n",
        ),
    )


def test_the_recipe_of_a_command_names_all_that_has_to_be_touched_and_nothing_else(tmp_path: Path) -> None:
    assert walked(tmp_path).left() == set()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_command_is_added_as_the_recipe_says(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    done = walk.make("check")
    assert done.returncode == 0, done.stdout + done.stderr
    done = walk.tests(*TESTS)
    assert done.returncode == 0, done.stdout + done.stderr


MYPY = "mypy"
FORGOTTEN = {
    f"{CORE}/case.py": MYPY,
    f"{CORE}/decide.py": MYPY,
    f"{CORE}/triage.py": MYPY,
    f"{CORE}/lifecycle.py": "test_every_built_step_has_its_command",
    f"{POLICY}/words.zh.toml": "test_every_event_has_a_sentence_for_the_timeline",
    "functions/huiyin/entry/actions.py": "test_a_level_is_raised_once_with_a_reason",
    "infra/openapi_words.toml": "test_each_language_has_every_sentence",
    "tests/core/test_decide.py": "test_every_other_state_command_and_role_is_refused_with_a_sentence",
    "tests/entry/test_actions.py": "test_actions_are_those_of_the_role_open_or_closed_with_a_reason",
    "site/docs/reference.md": "test_the_reference_lists_what_there_is",
}
NOTICING = {
    CORE: ("tests/core/test_commands.py", "tests/core/test_decide.py"),
    POLICY: ("tests/policy/test_words.py",),
    "functions/huiyin/entry": ("tests/entry/test_actions.py",),
    "infra": ("tests/infra/test_openapi.py",),
    "tests/core": ("tests/core/test_decide.py",),
    "tests/entry": ("tests/entry/test_actions.py",),
    "site/docs": ("tests/house/test_docs_commands.py", "-k", "reference"),
}


@pytest.mark.long
@pytest.mark.timeout(600)
def test_no_step_of_a_command_can_be_forgotten(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    for name, notices in FORGOTTEN.items():
        with walk.without(name):
            if notices == MYPY:
                assert walk.make("check-types").returncode != 0, name
            else:
                assert notices in walk.failed(*NOTICING[str(Path(name).parent)]), name
