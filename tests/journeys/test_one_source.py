"""One number changed in the policy's data changes the page, the form, the letter and the timer, and no other file needs a change."""

import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import huiyin.policy as published
from builders import MONDAY_9AM, a_complaint
from huiyin.core.decide import decide
from huiyin.core.events import ComplaintReceived
from huiyin.core.evolution import fold
from huiyin.core.owed import Owed
from huiyin.entry.policy_view import policy_view
from huiyin.mail.facts import Letterhead, facts_of
from huiyin.mail.render import render
from huiyin.policy import load_policy, load_policy_from
from huiyin.policy.schema import Policy
from infra.site_forms import render_all
from infra.site_tables import clocks

DATA = Path(published.__file__).parent
TODAY = date(2026, 11, 25)
Changed = Callable[[str, str, str], Policy]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The policy after one change in one of its files."""

    def change(file: str, old: str, new: str) -> Policy:
        folder = tmp_path / "policy"
        shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        text = (folder / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), "utf-8")
        return load_policy_from(folder)

    return change


def promised(policy: Policy) -> ComplaintReceived:
    """The receipt of an ordinary complaint about the green areas."""
    (event,) = decide(None, a_complaint(category="greening", sub_issue=None), policy, MONDAY_9AM)
    assert isinstance(event, ComplaintReceived)
    return event


def letter(policy: Policy) -> str:
    """The acknowledgement of that complaint."""
    event = promised(policy)
    head = Letterhead(mail_from="a@b.example", site_url="https://b.example", secret=b"s")
    facts = facts_of(Owed("complaint-received", "owner"), event, fold((event,)), policy, head, "zh", MONDAY_9AM)
    return render("complaint-received", "zh", facts, policy).text


def test_the_first_contact_of_ordinary_matters(policy: Policy, changed: Changed) -> None:
    priority = promised(policy).priority
    text = (DATA / "promises.toml").read_text("utf-8")
    block = text[text.index(f"[clocks.{priority}]") :]
    longer = re.sub(r"^(first_contact|first_contact_essential) = .*$", r"\1 = { h = 30 }", block, flags=re.MULTILINE)
    after = changed("promises.toml", block, longer)
    # the timer
    assert promised(policy).first_contact_due == MONDAY_9AM + timedelta(hours=24)
    assert promised(after).first_contact_due == MONDAY_9AM + timedelta(hours=30)
    # the page
    assert "30 小时" in clocks(after, "zh", TODAY)
    assert "30 小时" not in clocks(policy, "zh", TODAY)
    # the letter: Tuesday 15:00 instead of 09:00
    assert "15:00" in letter(after)
    assert "15:00" not in letter(policy)


def test_how_much_an_owner_may_write(policy: Policy, changed: Changed) -> None:
    after = changed("channels.toml", "matter_chars = 10000", "matter_chars = 8000")
    forms = {"before": render_all(policy, "zh", TODAY), "after": render_all(after, "zh", TODAY)}
    assert any('maxlength="8000"' in page for page in forms["after"].values())
    assert not any('maxlength="8000"' in page for page in forms["before"].values())
    assert policy_view(after)["limits"]["matter_chars"] == 8000


def test_nothing_was_changed_for_real() -> None:
    assert load_policy().limits.matter_chars == 10_000
