"""What owners say of how we did: numbers are facts, words are sealed, and all comes back from the store."""

from datetime import timedelta

from builders import MONDAY_9AM
from huiyin.core.events import CallBackLogged, SurveyAnswered, SurveyInvited, sealed_fields
from huiyin.store.codec import decode, encode

SAID = {"grades": (("result", 4), ("speed", 2)), "improve": ("news",), "hidden": True, "publish": False}


def test_what_people_wrote_is_sealed() -> None:
    assert sealed_fields(SurveyInvited) == frozenset()
    assert sealed_fields(SurveyAnswered) == {"words"}
    assert sealed_fields(CallBackLogged) == {"note"}


def test_each_event_comes_back_from_the_store_as_it_went_in() -> None:
    head = {"at": MONDAY_9AM, "by": "owner", "role": "owner"}
    due = MONDAY_9AM + timedelta(days=2)
    for event in (
        SurveyInvited(**head),
        SurveyInvited(**head, call_due=due),
        SurveyAnswered(**head, solved="partly", **SAID, bad=True, call_due=due, line="mobile", words="等了两周"),
        CallBackLogged(**head, outcome="no_answer", line="landline", ends=False, note="响了很久"),
    ):
        kind, facts, words = encode(event)
        assert decode(kind, facts, words) == event
        assert not any(word in facts for word in words.values())
