"""What happened to answers: promises are facts, every word is sealed, and all comes back from the store."""

from datetime import timedelta

from builders import MONDAY_9AM, contact, someone, staff
from core.working import answered, conclude, confirm, dated, dispute, done, lamp, release, went, working
from huiyin.core.commands import OWNER, SYSTEM, AskReview, DecideReview, ReopenCase
from huiyin.core.decide import decide
from huiyin.core.events import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    CaseReopened,
    ConcludedWithoutWork,
    DatedAnswerDrafted,
    DatedAnswerSent,
    ReviewAsked,
    ReviewDecided,
    sealed_fields,
)
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy
from huiyin.store.codec import decode, encode, unopened


def test_what_people_wrote_is_sealed() -> None:
    assert sealed_fields(ConcludedWithoutWork) == {"grounds", "answer"}
    assert sealed_fields(DatedAnswerDrafted) == sealed_fields(DatedAnswerSent) == sealed_fields(AnswerReleased) == {"text"}
    assert sealed_fields(AnswerConfirmed) == {"note"}
    assert sealed_fields(AnswerLapsed) == frozenset()
    assert sealed_fields(AnswerDisputed) == {"words"}
    assert sealed_fields(CaseReopened) == sealed_fields(ReviewAsked) == {"grounds"}
    assert sealed_fields(ReviewDecided) == {"text"}


def test_each_event_comes_back_from_the_store_as_it_went_in(policy: Policy) -> None:
    review = (
        AskReview(by=OWNER, grounds="没有答复我的问题"),
        DecideReview(by=staff(policy, "wei.lan"), outcome="replaced", text="重新办理。"),
    )
    tried = answered(policy)
    for day in (1, 4):
        tried = went(tried, policy, contact(policy, reached=False), at=MONDAY_9AM + timedelta(days=day))
    stories = (
        (lamp(policy), (conclude(policy),)),
        (working(policy), (dated(policy), dated(policy, by=someone(policy, "triage")))),
        (done(policy), (release(policy), confirm(note="谢谢"), ReopenCase(by=OWNER, grounds="又坏了"))),
        (answered(policy), (dispute(),)),
        (answered(policy), review),
        (tried, (confirm(by=SYSTEM),)),
    )
    kinds = set()
    for case, asks in stories:
        for ask in asks:
            late = MONDAY_9AM + timedelta(days=20) if ask.by == SYSTEM else MONDAY_9AM
            for event in decide(case, ask, policy, late):
                kinds.add(type(event))
                kind, facts, words = encode(event)
                assert decode(kind, facts, words) == event
                assert evolve(case, unopened(event)) == evolve(case, event), "no word changes the case"
                assert not any(word in facts for word in words.values())
                case = evolve(case, event)
    assert len(kinds) == 10
