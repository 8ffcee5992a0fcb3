"""Whoever handles a case hears at once that an authority passed it on, and by when that wants its reply."""

import pytest

from huiyin.core.clock import local
from huiyin.mail.letters import owed_by
from huiyin.policy.schema import Policy
from mail.conftest import ordered


@pytest.mark.parametrize(
    ("guarded", "owed"), [(False, {"order-noted/handler", "order-noted/lead:repairs"}), (True, {"confidential-news/confid"})]
)
def test_whoever_has_the_case_hears_of_the_order(policy: Policy, guarded: bool, owed: set[str]) -> None:
    _, event, case = ordered(policy, guarded=guarded)
    assert {one.key.removesuffix(f":{case.handler}") for one in owed_by(event, case, policy)} == owed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_letter_tells_the_day_of_the_authority_and_not_its_number(
    specimens: list, policy: Policy, canaries: dict[str, str], language: str
) -> None:
    told = [one for one in specimens if one.owed.letter == "order-noted" and one.language == language]
    assert len(told) == 4
    for one in told:
        due = local(one.case.handling.authority_due, policy.calendar)
        day = f"{due.month} 月 {due.day} 日" if language == "zh" else f"{due.day} {due:%b}"
        assert day in one.letter.text
        assert canaries["said"] not in one.letter.text + one.letter.html + one.letter.subject
