"""Sentences for people: both languages, every code, written as people write."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import huiyin
from huiyin.core.events import EVENTS
from huiyin.core.lifecycle import LIFECYCLE, STATES
from huiyin.core.readings import SIGNS
from huiyin.core.work import RETURNS
from huiyin.entry.worklists import VIEWS
from huiyin.insight.report import TABLES
from huiyin.insight.statistics import GUARDED, UNKNOWN
from huiyin.mail.inbox import ODDITIES
from huiyin.policy import load_policy
from huiyin.policy.estate import Kind
from huiyin.policy.schema import LANGUAGES, Language, Phrase

POLICY = load_policy()
PACKAGE = Path(huiyin.__path__[0])
SOURCE = PACKAGE / "policy"
ROOT = PACKAGE.parents[1]
# Refusals of steps that come later: the link of a letter.
LATER = {"refusals.link_invalid"}
HAN = r"[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}\s*[,;:!?()]|[,;!?()]\s*{HAN}|{HAN}\.(?!\w)|\.{HAN}")
CROWDED = re.compile(rf"{HAN}[0-9]|[0-9]{HAN}")
FULL_WIDTH_DIGIT = re.compile("[０-９Ａ-Ｚａ-ｚ]")
NOT_TO_OWNERS = re.compile("工单|派单|SLA|亲，|敬请谅解|敬请")


def phrases(value: object) -> Iterator[Phrase]:
    """Every phrase anywhere in the policy."""
    if isinstance(value, Phrase):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from phrases(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from phrases(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from phrases(item)


def sentences(language: Language) -> list[str]:
    return [*POLICY.words[language].values(), *(phrase.of(language) for phrase in phrases(POLICY))]


def test_both_languages_have_the_same_keys() -> None:
    assert set(POLICY.words["zh"]) ^ set(POLICY.words["en"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_table_is_sorted_by_key(language: Language) -> None:
    def check(name: str, table: Mapping[str, object]) -> None:
        own = [key for key, value in table.items() if not isinstance(value, dict)]
        assert own == sorted(own), f"[{name}] of words.{language}.toml"
        for key, value in table.items():
            if isinstance(value, dict):
                check(f"{name}.{key}", value)

    check("", tomllib.loads((SOURCE / f"words.{language}.toml").read_text("utf-8")))


def test_both_languages_ask_for_the_same_facts() -> None:
    def holes(sentence: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name}

    assert [code for code, zh in POLICY.words["zh"].items() if holes(zh) != holes(POLICY.words["en"][code])] == []


def test_chinese_has_full_width_punctuation_and_half_width_digits_with_space() -> None:
    said = sentences("zh")
    assert [s for s in said if HALF_WIDTH.search(s)] == []
    assert [s for s in said if CROWDED.search(s)] == []
    assert [s for s in said if FULL_WIDTH_DIGIT.search(s)] == []


def test_chinese_speaks_to_owners_as_people_do() -> None:
    assert [s for s in sentences("zh") if NOT_TO_OWNERS.search(s)] == []


def test_english_is_english() -> None:
    assert [s for s in sentences("en") if re.search(rf"{HAN}|[，。；：（）、？！]", s)] == []


def test_the_lint_finds_what_it_is_for() -> None:
    assert HALF_WIDTH.search("请选择,楼栋")
    assert HALF_WIDTH.search("办结.")
    assert not HALF_WIDTH.search("写信到 service@yunjin.example，来信自动登记")
    assert CROWDED.search("30天")
    assert not CROWDED.search("30 天")


def test_every_refusal_that_code_can_raise_has_its_sentence() -> None:
    spoken = {key.removeprefix("refusals.") for key in POLICY.words["zh"] if key.startswith("refusals.")}
    raised = {code: path.name for path in PACKAGE.rglob("*.py") for code in refusals_in(path)}
    assert len(raised) > 20
    assert {code: file for code, file in raised.items() if code not in spoken} == {}


def refusals_in(path: Path) -> Iterator[str]:
    """Codes of refusals in a file: raised, defaults of a class, or given to a reader of fields."""
    kinds = {"Refusal", "NotUnderstood", "NotYours", "NotThere", "NotAllowedNow", "NotYet", "Overtaken"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in kinds:
                found += node.args[:1]
            found += [keyword.value for keyword in node.keywords if keyword.arg == "refusal"]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "default_code" and node.value:
            found.append(node.value)
        for value in found:
            options = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            yield from (option.value for option in options if isinstance(option, ast.Constant) and isinstance(option.value, str))


def test_every_label_and_refusal_is_said_somewhere() -> None:
    """By its key: whole, as a name in a template of its own table, or put together by the code."""
    said = {path: path.read_text("utf-8") for path in speakers()}
    whole = {found for text in said.values() for found in re.findall(r"\b(?:labels|refusals)\.\w+", text)}
    named = {f"labels.{code}" for text in said.values() for code in re.findall(r'\blabel\("(\w+)"\)', text)}
    figures = {f"labels.{code}" for path, text in said.items() if "insight" in path.parts for code in re.findall(r"\bfigures_\w+", text)}
    refused = {f"refusals.{code}" for path in PACKAGE.rglob("*.py") for code in quoted(said[path])}
    used = whole | named | figures | refused | desk_words(said) | put_together()
    spoken = {key for key in POLICY.words["zh"] if key.startswith(("labels.", "refusals."))}
    assert sorted(spoken - used - LATER) == []
    assert LATER & used == set(), "said by now"


def speakers() -> Iterator[Path]:
    """Every file that may say a word of the policy; the words themselves say nothing."""
    for folder in ("functions", "infra", "site"):
        for path in (ROOT / folder).rglob("*"):
            if (
                path.suffix in {".py", ".html", ".js", ".toml", ".jinja"}
                and not path.name.startswith("words.zh")
                and path.name != "words.en.toml"
            ):
                yield path


# Of these, the pages say what each means.
EXPLAINED = {
    "kind": POLICY.charter.kinds,
    "level": POLICY.charter.levels,
    "outcome": POLICY.charter.outcomes,
    "role": POLICY.charter.roles,
}


def quoted(text: str) -> set[str]:
    return set(re.findall(r'"(\w+)"', text))


def desk_words(said: Mapping[Path, str]) -> set[str]:
    """What the scripts of the desk say: under their short names, which the page gives them."""
    codes = {code for path, text in said.items() if path.name.startswith("desk") and path.suffix == ".js" for code in quoted(text)}
    given = quoted(said[ROOT / "infra" / "site_templates" / "desk.html"])
    return {f"labels.desk_{code}" for code in codes} | {f"labels.{code}" for code in codes & given}


def put_together() -> set[str]:
    """Keys with a code of the trade at their end."""
    views = [view.replace("-", "_") for view in VIEWS]
    return {
        *(f"labels.state_{state.lower()}" for state in STATES),
        *(f"labels.step_{step.slug.replace('-', '_')}" for step in LIFECYCLE),
        *(f"labels.{kind}_{code}" for kind, phrases in EXPLAINED.items() for code in phrases),
        *(f"labels.{kind}_{view}" for kind in ("view", "desk_empty") for view in views),
        *(f"labels.desk_due_{clock}" for clock in ("first_contact", "plan_submitted", "answer", "resolve")),
        *(f"labels.desk_due_{wait}" for wait in ("question", "reply", "follow_up", "order_reply", "survey", "survey_bad", "erasure")),
        *(f"labels.{kind}_{table}" for kind in ("figures", "figures_by") for table in TABLES),
        *(f"labels.figures_{code}" for code in (GUARDED, UNKNOWN)),
        *(f"labels.returned_{why}" for why in RETURNS),
        *(f"labels.reading_{sign}" for sign in SIGNS),
        *(f"labels.task_{state}" for state in ("open", "done", "cancelled", "blocked")),
        *(f"labels.mail_odd_{code}" for code in ODDITIES),
        *(f"labels.estate_{name}" for name in ("sheet", "column", "needed", "kind", "example")),
        *(f"labels.estate_kind_{kind}" for kind in get_args(Kind)),
    }


def test_every_event_has_a_sentence_for_the_timeline() -> None:
    assert [name for name in EVENTS if f"events.{name}" not in POLICY.words["zh"]] == []


def test_the_states_are_those_of_the_lifecycle_and_each_says_what_it_means() -> None:
    assert tuple(POLICY.charter.states) == STATES
    assert [state for state in STATES if f"labels.state_{state.lower()}" not in POLICY.words["zh"]] == []


def test_whoever_may_take_a_step_has_a_role_of_the_charter() -> None:
    assert {role for step in LIFECYCLE for role in step.roles} - set(POLICY.charter.roles) == set()
