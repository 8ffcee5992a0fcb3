"""The desk sees where a case lay, with whom, and for how long; an end lasts no time."""

from datetime import timedelta

from builders import MONDAY_9AM, a_history, register, triage
from huiyin.core.commands import OWNER, WithdrawCase
from huiyin.entry.waits_view import waits_view
from huiyin.policy.schema import Policy


def test_each_stage_is_shown_with_whoever_had_it_and_how_long(policy: Policy) -> None:
    shown = waits_view(a_history(policy, register(policy), triage(policy)), policy, MONDAY_9AM + timedelta(minutes=90))
    assert [one["state"] for one in shown] == ["RECEIVED", "REGISTERED", "TRIAGED"]
    assert shown[-1]["minutes"] == 90
    assert shown[-1]["until"] is None
    assert shown[-1]["who_words"] == {"zh": "李伟", "en": "Li Wei"}
    assert shown[0]["who_words"] is None


def test_what_has_ended_lasts_no_longer(policy: Policy) -> None:
    shown = waits_view(a_history(policy, register(policy), WithdrawCase(by=OWNER)), policy, MONDAY_9AM + timedelta(days=9))
    assert [one["state"] for one in shown] == ["RECEIVED", "REGISTERED"]
    assert all(one["until"] for one in shown)
