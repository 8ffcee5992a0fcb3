"""What an owner is asked and told: the open question, why it was not taken up, the answer by points, his dates, who read his name."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from huiyin.core.case import Case
from huiyin.core.events import (
    AnswerDisputed,
    AnswerReleased,
    CaseDeclined,
    CaseReopened,
    DatedAnswerSent,
    DeclineProposed,
    Event,
    IdentityRevealed,
    MemberAnswered,
    MemberDated,
    MemberJoined,
    OwnerAsked,
    OwnPartAnswered,
)
from huiyin.core.feedback import rights_told
from huiyin.core.hands import days_after
from huiyin.entry import sentences
from huiyin.policy.schema import Policy

Json = dict[str, Any]
_ANSWERS = (AnswerReleased, MemberAnswered, DatedAnswerSent, MemberDated)


def open_question(case: Case, events: Sequence[Event], policy: Policy) -> Json | None:
    """The question that waits for him, and until when.

    Policy: 2.7
    """
    pause = case.handling.pause
    asked = next((event for event in reversed(events) if isinstance(event, OwnerAsked)), None)
    if pause is None or asked is None:
        return None
    return {"words": asked.question, "at": sentences.here(asked.at, policy), "until": sentences.here(pause.until, policy)}


def why_declined(case: Case, events: Sequence[Event], policy: Policy) -> Json | None:
    """Why his case was not taken up, in which words, and whether he objected.

    Policy: 5.6
    """
    declined = next((event for event in reversed(events) if isinstance(event, CaseDeclined)), None)
    if case.state != "DECLINED" or declined is None:
        return None
    return {
        "reason_words": sentences.named(declined.reason, policy.measures.decline_reasons),
        "words": text_of_decline(declined, events),
        "at": sentences.here(declined.at, policy),
        "objected_at": sentences.here_or_none(case.handling.objected_at, policy),
    }


def text_of_decline(declined: CaseDeclined, events: Sequence[Event]) -> str:
    """What he is told: the words of whoever agreed, or those that were proposed, when they were agreed to as they stood."""
    before = (event for event in reversed(events) if isinstance(event, DeclineProposed) and event.at <= declined.at)
    proposed = next(before, None)
    return declined.text or (proposed.text if proposed else "")


def given_answer(case: Case, events: Sequence[Event], policy: Policy) -> Json | None:
    """The answer that holds: by points, in the words of whoever released it. A dated one is followed by another.

    Policy: 5.4
    """
    answer = next((event for event in reversed(events) if isinstance(event, _ANSWERS)), None)
    if answer is None:
        return None
    dated = isinstance(answer, DatedAnswerSent | MemberDated)
    wishes = () if isinstance(answer, DatedAnswerSent | MemberDated) else answer.wishes
    return {
        "words": _words_of(answer, events),
        "at": sentences.here(answer.at, policy),
        "final": not dated,
        "until": sentences.here(answer.until, policy) if isinstance(answer, DatedAnswerSent | MemberDated) else None,
        "points": [
            {
                "n": n,
                "words": sentences.sub_issue(point.sub_issue, point.category, policy),
                "finding_words": sentences.named(finding, policy.charter.outcomes),
                "wish_words": sentences.named(wishes[n - 1], policy.measures.wishes) if n <= len(wishes) else None,
            }
            for n, (point, finding) in enumerate(zip(case.handling.points, answer.findings, strict=False), start=1)
        ],
        "rights_words": _rights_of(answer, events, policy),
    }


def _rights_of(answer: Event, events: Sequence[Event], policy: Policy) -> sentences.Words:
    """His rights as that answer told them: what he disputed since changes nothing of what it said."""
    rounds = [event for event in events[: events.index(answer)] if isinstance(event, AnswerDisputed | CaseReopened)]
    disputes = max((event.count if isinstance(event, AnswerDisputed) else event.disputes for event in rounds), default=0)
    label = rights_told(disputes, policy, dated=isinstance(answer, DatedAnswerSent | MemberDated))
    return sentences.word(label, policy, review_d=policy.measures.review_d)


def _words_of(answer: AnswerReleased | MemberAnswered | DatedAnswerSent | MemberDated, events: Sequence[Event]) -> str:
    """With the answer of a group comes what is answered to him alone."""
    if not isinstance(answer, MemberAnswered):
        return answer.text
    own = next((event for event in reversed(events) if isinstance(event, OwnPartAnswered | MemberJoined)), None)
    return f"{answer.text}\n\n{own.text}" if isinstance(own, OwnPartAnswered) else answer.text


def reads(events: Sequence[Event], policy: Policy) -> list[dict[str, Any]]:
    """Who looked at the owner's name and phone, in which role, when and why.

    Policy: 2.5
    """
    return [
        {
            "at": sentences.here(event.at, policy),
            "role_words": sentences.named(event.role, policy.charter.roles),
            "reason_words": sentences.named(event.reason, policy.identity_reasons),
        }
        for event in events
        if isinstance(event, IdentityRevealed)
    ]


def his_dates(case: Case, policy: Policy) -> dict[str, datetime | None]:
    """Until when he may do what: answer us, object, have it taken up again; and when a review is decided.

    Policy: 5.6
    """
    known, measures = case.handling, policy.measures
    declined, closed = known.declined_at, known.closed_at
    return {
        "reply": known.pause.until if known.pause else known.answer.reply_due if known.answer and case.state == "ANSWERED" else None,
        "objection": declined + timedelta(days=measures.objection_d) if declined and case.state == "DECLINED" else None,
        "reopen": days_after(closed, measures.reopen_d, policy) if closed and case.state == "CLOSED" else None,
        "review": known.review_due,
    }


def asked_now(case: Case, policy: Policy, now: datetime) -> sentences.Words | None:
    """What he is asked for now, and until when; None when it is our turn.

    Policy: 5.2
    """
    dates = his_dates(case, policy)
    label, until = _ASKED.get(case.state, (None, ""))
    moment = dates.get(until)
    if label is None or moment is None or moment < now or (case.state == "DECLINED" and case.handling.objected_at is not None):
        return None
    by = sentences.by(moment, now, policy)
    return {"zh": policy.word(label, "zh").format(due=by["zh"]), "en": policy.word(label, "en").format(due=by["en"])}


_ASKED = {
    "AWAITING_OWNER": ("labels.asked_reply", "reply"),
    "DECLINED": ("labels.asked_objection", "objection"),
    "ANSWERED": ("labels.asked_verdict", "reply"),
    "CLOSED": ("labels.asked_reopen", "reopen"),
}
