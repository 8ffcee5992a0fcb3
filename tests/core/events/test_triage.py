"""What happened to class and level: dates are facts, reasons in words are sealed, and old events still read."""

from datetime import timedelta

from builders import MONDAY_9AM, a_history, register, staff, triage
from huiyin.core.commands import LowerLevel, RaiseLevel
from huiyin.core.events import LevelRaised, LowerLevelAsked, TriageReturned, sealed_fields
from huiyin.policy.schema import Policy
from huiyin.store.codec import decode, encode


def test_what_people_wrote_is_sealed() -> None:
    assert sealed_fields(TriageReturned) == {"reason"}
    assert sealed_fields(LevelRaised) == {"note"}
    assert sealed_fields(LowerLevelAsked) == {"reason"}


def test_each_event_comes_back_from_the_store_as_it_went_in(policy: Policy) -> None:
    history = a_history(
        policy,
        register(policy),
        triage(policy, points=(("noise", "plant_hum"),)),
        RaiseLevel(by=staff(policy, "lin.jing"), level="major", reasons=("M3",), note="保安动手"),
        LowerLevel(by=staff(policy, "jiang.bo"), level="general", reason="监控里没有"),
        LowerLevel(by=staff(policy, "gu.ning"), level="general", reason="同意"),
    )
    for event in history:
        assert decode(*encode(event)) == event
    assert [type(event).__name__ for event in history[-3:]] == ["LevelRaised", "LowerLevelAsked", "LevelLowered"]


def test_a_triage_of_an_older_release_has_no_further_points(policy: Policy) -> None:
    event = a_history(policy, register(policy), triage(policy))[-1]
    kind, facts, words = encode(event)
    assert '"points":[]' in facts
    assert decode(kind, facts.replace(',"points":[]', ""), words) == event


def test_a_raised_level_says_by_when(policy: Policy) -> None:
    raising = RaiseLevel(by=staff(policy, "lin.jing"), level="major", reasons=("M2",), note="有人受伤")
    event = a_history(policy, raising)[-1]
    assert isinstance(event, LevelRaised)
    assert event.answer_due <= MONDAY_9AM + timedelta(days=policy.charter.statutory_answer_d)
