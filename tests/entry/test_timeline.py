"""The timeline of the desk: the words that came with an event, and what has to be said to the owner because of it."""

from dataclasses import replace

from builders import MONDAY_9AM, a_case, a_complaint, a_history
from huiyin.core.case import returned_key
from huiyin.core.events import (
    CaseHeld,
    ComplaintReceived,
    Event,
    HoldReleased,
    LetterReturned,
    OwnerReminded,
    ProgressTold,
    TransferRecorded,
    WorkReported,
    sealed_fields,
)
from huiyin.entry.timeline import row, words
from huiyin.policy.schema import Policy
from mail.course import course

BY = {"at": MONDAY_9AM, "by": "gu.ning", "role": "quality"}


def test_a_line_says_what_happened_who_did_it_and_in_which_words(policy: Policy) -> None:
    line = row(3, CaseHeld(**BY, reason="法院立案"), a_case(policy), policy)
    assert (line["n"], line["type"], line["by"], line["words"]) == (3, "CaseHeld", "gu.ning", "法院立案")
    assert line["title"]["zh"]
    assert line["by_words"]["zh"]


def test_reasons_and_results_are_read_by_colleagues(policy: Policy) -> None:
    said: list[tuple[Event, str]] = [
        (HoldReleased(**BY, reason="已经撤诉"), "已经撤诉"),
        (TransferRecorded(**BY, to="VERIFYING", result="街道已派人"), "街道已派人"),
    ]
    for event, expected in said:
        assert words(event, a_case(policy), policy) == expected


def test_what_was_erased_says_nothing_and_breaks_nothing(policy: Policy) -> None:
    (received,) = a_history(policy)
    assert isinstance(received, ComplaintReceived)
    line = row(1, replace(received, matter="", wish="", spot="", answers=""), a_case(policy), policy)
    assert line["words"] is None


def test_a_letter_that_came_back_says_how_to_tell_the_owner_until_somebody_has(policy: Policy) -> None:
    event = LetterReturned(at=MONDAY_9AM, by="system", role="system", letter="complaint-received", event=1, why="bounced")
    untold = replace(a_case(policy), untold=(returned_key("complaint-received", 1),))
    assert words(event, untold, policy)
    assert words(event, replace(untold, untold=()), policy) == ""


def test_whoever_has_to_phone_reads_what_to_say_until_somebody_has(policy: Policy) -> None:
    said = {"ProgressTold": "现在的进展", "OwnerReminded": "有一个问题等他补充"}
    for story, event, case in course(policy, a_complaint(), guarded=False):
        if isinstance(event, ProgressTold | OwnerReminded) and story in said:
            called = replace(event, by_phone=True)
            to_call = replace(case, untold=(returned_key("progress-told", case.version),))
            told = words(called, to_call, policy)
            assert isinstance(told, dict)
            assert said.pop(story) in told["zh"]
            assert words(event, to_call, policy) == ""
            assert words(called, replace(to_call, untold=()), policy) == ""
    assert said == {}


# Words that stand in parts of the case page of their own.
ELSEWHERE = {"ComplaintReceived", "PlanSubmitted", "PlanChanged"}


def test_whatever_somebody_wrote_on_an_occasion_is_read_by_colleagues(policy: Policy) -> None:
    seen, unread = set(), []
    for guarded in (False, True):
        for story, event, case in course(policy, a_complaint(sensitive=guarded), guarded=guarded):
            written = {name: f"«{name}»" for name in sealed_fields(type(event)) if isinstance(getattr(event, name), str)}
            if not written or type(event).__name__ in ELSEWHERE:
                continue
            told = str(words(replace(event, **written), case, policy))
            unread += [f"{story}: {name}" for name, text in written.items() if text not in told]
            seen.add(type(event).__name__)
    assert unread == []
    assert {"AnswerReleased", "AnswerDisputed", "WorkReported", "WorkReturned"} <= seen


def test_what_was_done_stands_apart_from_what_the_owner_is_to_be_told(policy: Policy) -> None:
    report = {"findings": ("upheld",), "wishes": ("met",), "files": (), "signed_by_owner": False}
    told = words(WorkReported(**BY, **report, result="已换灯泡。", answer="路灯已修复。"), a_case(policy), policy)
    assert isinstance(told, dict)
    assert told["zh"] == "办理结果：已换灯泡。\n答复内容：路灯已修复。"
    assert words(WorkReported(**BY, **report, result="", answer=""), a_case(policy), policy) == ""
