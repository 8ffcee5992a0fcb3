"""Codes and moments as people read them."""

import re
from datetime import UTC, datetime

import pytest

from builders import MONDAY_9AM
from huiyin.core.errors import NotUnderstood, Overtaken
from huiyin.core.events import EVENTS
from huiyin.entry import sentences
from huiyin.policy import load_policy
from huiyin.policy.schema import LANGUAGES, Policy

POLICY = load_policy()


def test_a_refusal_names_the_field_in_the_reader_s_words_and_the_limit_in_figures() -> None:
    said = sentences.refusal(NotUnderstood("max_length", field="matter", limit=10000), POLICY)
    assert said["zh"].startswith("“发生了什么”太长了，最多 10000 字")
    assert "{" not in said["zh"] + said["en"]


def test_a_field_without_a_name_is_named_by_its_code() -> None:
    assert "co_x" in sentences.refusal(NotUnderstood("field_required", field="co_x"), POLICY)["zh"]


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_whoever_was_overtaken_reads_a_whole_sentence(event: str) -> None:
    refused = Overtaken("stale_version", current_version=3, by="lin.jing", at=MONDAY_9AM.isoformat(), event=event)
    facts = sentences.facts_of(refused, POLICY)
    assert facts["current_version"] == 3
    assert facts["by_words"] == {"zh": "林静", "en": "Lin Jing"}
    assert facts["at"] == "2026-11-23T09:00:00+08:00"
    for said in facts["event_words"].values():
        assert said
        assert "{" not in said
        assert "由负责" not in said


def test_facts_of_other_refusals_are_figures_of_ours_only() -> None:
    assert sentences.facts_of(NotUnderstood("max_length", field="matter", limit=5, position=2), POLICY) == {"limit": 5, "position": 2}


def test_codes_of_an_older_policy_are_their_own_names() -> None:
    assert sentences.named("gone", POLICY.charter.kinds) == {"zh": "gone", "en": "gone"}
    assert sentences.named(None, POLICY.charter.kinds) is None
    assert sentences.place("gone", "b9", POLICY) == {"zh": "b9", "en": "b9"}
    assert sentences.place("yunjin", "garden", POLICY) == {"zh": "中心花园", "en": "Central garden"}
    assert sentences.sub_issue("gone", "elevator", POLICY) == {"zh": "gone", "en": "gone"}


def test_people_are_named_and_the_owner_is_the_owner() -> None:
    assert sentences.who("lin.jing", POLICY)["zh"] == "林静"
    assert sentences.who("owner", POLICY)["zh"] == "业主"
    assert sentences.who("system", POLICY)["en"] == "System"


def test_moments_are_those_of_the_community() -> None:
    assert sentences.here(datetime(2026, 11, 22, 16, 30, 1, 999_999, tzinfo=UTC), POLICY) == "2026-11-23T00:30:01+08:00", "TM02"
    assert sentences.said_moment("2026-11-22T20:30", POLICY) == "2026-11-22T20:30:00+08:00"
    assert sentences.said_moment("2026-11-22", POLICY) == "2026-11-22"
    assert sentences.said_moment("2026-11-22T20:30:00+09:00", POLICY) == "2026-11-22T20:30:00+09:00"
    assert sentences.said_moment(None, POLICY) is None


@pytest.mark.parametrize("name", sorted({key.removeprefix("events.") for key in POLICY.words["zh"] if re.fullmatch(r"events\.\w+", key)}))
def test_a_colleague_is_never_spoken_to_as_the_owner(name: str) -> None:
    said = {
        language: POLICY.words[language].get(f"events.staff.{name}", POLICY.words[language][f"events.{name}"]) for language in LANGUAGES
    }
    assert "您" not in said["zh"]
    assert not re.search(r"\byour?\b", said["en"])


def test_a_field_of_a_row_is_named_with_its_place(policy: Policy) -> None:
    said = {name: sentences.field_name(name, policy, "zh") for name in ("due", "tasks.0.due", "finding_2", "tasks.1", "level")}
    assert said == {
        "due": "完成时间",
        "tasks.0.due": "完成时间（第 1 项）",
        "finding_2": "核查结论（第 2 项）",
        "tasks.1": "步骤（第 2 项）",
        "level": "级别",
    }
    wrong = NotUnderstood("field_required", field="tasks.2.words")
    assert sentences.refusal(wrong, policy)["zh"] == "请填写“内容（第 3 项）”。"
