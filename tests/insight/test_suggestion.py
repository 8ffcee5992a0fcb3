"""3.1 分类: what is suggested of a text when it is registered."""

from pathlib import Path

import pytest
import rtoml
from hypothesis import given
from hypothesis import strategies as st

from huiyin.insight.suggestion import suggest
from huiyin.policy import load_policy

EXAMPLES = rtoml.loads(Path(__file__).with_name("examples.toml").read_text("utf-8"))["text"]


@pytest.mark.parametrize("one", [one for one in EXAMPLES if "sensitive" in one], ids=lambda one: one["said"][:16])
def test_what_should_be_looked_at_first_is_marked(one: dict[str, str]) -> None:
    assert suggest("", one["said"]).sensitive is one["sensitive"]


def test_what_is_not_sure_needs_a_person() -> None:
    assert suggest("", "有一件事想说一说").needs_a_person is True
    assert suggest("电梯停运", "电梯停运三天了").needs_a_person is False


@given(st.text(max_size=600), st.text(max_size=60))
def test_any_text_gets_a_suggestion_of_the_policys_own_words(body: str, subject: str) -> None:
    said = suggest(subject, body)
    assert said.subject.category in load_policy().categories
    assert set(said.subject.sub_issues) <= load_policy().categories[said.subject.category].sub_issues.keys()
    assert 0 <= said.subject.sureness <= 1


def test_the_same_text_is_always_read_alike() -> None:
    texts = [one["said"] for one in EXAMPLES]
    assert [suggest("", one) for one in texts] == [suggest("", one) for one in texts]
