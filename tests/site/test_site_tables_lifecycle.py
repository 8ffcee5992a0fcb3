"""The lifecycle as tables: every step once, the owner's version of each state, every event in words."""

import itertools
import re
from datetime import date

import pytest

from huiyin.core.events import EVENTS
from huiyin.core.lifecycle import LIFECYCLE, STATES
from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra import site_tables_lifecycle as tables

TODAY = date(2026, 11, 25)


def rows(table: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:] if line.startswith("|")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_stands_once_with_its_number(policy: Policy, language: Language) -> None:
    found = rows(tables.steps(policy, language, TODAY))
    assert [re.search(r"`(\w+)`", row[0])[1] for row in found] == [step.command for step in LIFECYCLE]
    for step, (name, number, _, _, _) in zip(LIFECYCLE, found, strict=True):
        assert tables.step_words(step, policy, language) in name
        assert number == ("—" if step.row == "-" else step.row)


def step_row(command: str, policy: Policy, language: Language) -> list[str]:
    (row,) = [row for row in rows(tables.steps(policy, language, TODAY)) if f"`{command}`" in row[0]]
    return row[2:5]


def test_a_step_says_from_where_to_where_and_who(policy: Policy) -> None:
    assert step_row("RegisterCase", policy, "zh") == ["已接收", "已登记", "客服登记、保密专员、系统"]
    assert step_row("RegisterCase", policy, "en") == ["Received", "Registered", "Service desk, Confidential officer, System"]
    assert step_row("ReceiveComplaint", policy, "zh") == ["—", "已接收", "业主、系统、全体员工"]
    assert step_row("WithdrawCase", policy, "zh") == ["办理中的任一状态", "已撤回", "业主"]
    assert step_row("ReturnLetter", policy, "en")[:2] == ["Every state", "Stays"]
    assert step_row("ReplyToQuestion", policy, "zh")[:2] == ["待您补充", "提问以前的状态"]


def test_all_roles_and_states_of_every_step_are_named(policy: Policy) -> None:
    for step in LIFECYCLE:
        sources, targets, who = step_row(step.command, policy, "zh")
        if "任一" not in sources:
            assert all(policy.charter.states[state].zh in sources for state in step.sources)
        if "以前" not in targets:
            assert all(policy.charter.states[state].zh in targets for state in step.targets)
        if "全体员工" not in who:
            assert [policy.charter.roles[role].zh for role in step.roles] == who.split("、")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_says_what_it_means(policy: Policy, language: Language) -> None:
    found = rows(tables.states(policy, language, TODAY))
    assert [row[0] for row in found] == [state.of(language) for state in policy.charter.states.values()]
    assert [row[1] for row in found] == [policy.word(f"labels.state_{state.lower()}", language) for state in STATES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_owner_can_do_is_told(policy: Policy, language: Language) -> None:
    for state, row in zip(STATES, rows(tables.states(policy, language, TODAY)), strict=True):
        yours = [step for step in LIFECYCLE if "owner" in step.roles and state in step.sources]
        told = row[3].lower().split("；" if language == "zh" else "; ") if row[3] != "—" else []
        assert sorted(told) == sorted({tables.step_words(step, policy, language).lower() for step in yours})


def test_what_comes_next_begins_with_the_way_of_most_cases(policy: Policy) -> None:
    following = {row[0]: row[2] for row in rows(tables.states(policy, "zh", TODAY))}
    way = ["RECEIVED", "REGISTERED", "TRIAGED", "INVESTIGATING", "PLAN_REVIEW", "EXECUTING", "VERIFYING", "ANSWERED", "CLOSED"]
    for state, after in itertools.pairwise(way):
        assert following[policy.charter.states[state].zh].split(" <small>")[0] == policy.charter.states[after].zh
    assert "未受理" in following["已接收"]
    assert following["待您补充"] == "提问以前的状态"
    assert following["已归档（个人信息已删除）"] == "—"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_told_in_whole_words(policy: Policy, language: Language) -> None:
    found = rows(tables.events(policy, language, TODAY))
    assert [name for name, _ in found] == [f"`{name}`" for name in EVENTS]
    assert [said for _, said in found if "{" in said or (language == "zh" and "您" in said)] == []
