"""5 执行与反馈: interim news 进展告知 to an owner who has heard nothing for so long, and one reminder of a question that waits for him."""

from datetime import datetime
from typing import NamedTuple

from huiyin.core.case import Case, is_dangerous
from huiyin.core.clock import due_after, next_opening, share_of
from huiyin.core.clocks import FIRST_CONTACT, TO_THE_OWNER, running
from huiyin.core.commands import WatchClocks
from huiyin.core.events import OwnerReminded, ProgressTold
from huiyin.core.handling import News
from huiyin.core.ladder import hearer
from huiyin.core.lifecycle import ENDED
from huiyin.core.standing import Standing, standing_of
from huiyin.policy.schema import PRIORITIES, Limit, Policy


class Promise(NamedTuple):
    """What the owner still waits for. clock: its name."""

    clock: str
    due: datetime


def open_promise(case: Case, policy: Policy) -> Promise | None:
    """The answer or the date that the owner was promised and has not got; None where nothing is promised, where it is his turn,
    and where he has taken it back.

    Policy: 5.2
    """
    known = case.handling
    if known.gone or case.state in {"AWAITING_OWNER", "ANSWERED"}:
        return None
    in_group = case.state == "MERGED" and known.membership is not None
    if case.state in ENDED and not in_group:
        return None
    if known.dated is None or known.dated.sent_at is None:
        return Promise("answer", case.answer_due)
    dues = [Promise(one.name, one.due) for one in running(case, policy) if one.name in TO_THE_OWNER - {FIRST_CONTACT}]
    return min((*dues, Promise("resolve", known.dated.until)), key=lambda promise: promise.due)


def heard_last(case: Case) -> News:
    """What he heard last, and when: at first, that it has come in."""
    return case.handling.news or News(at=case.counted_from, state="RECEIVED")


def news_due(case: Case, policy: Policy) -> datetime | None:
    """When he is told how it stands, unless he hears something before; by day, but for a danger. None while nothing is promised.

    Policy: 3.3, 5.2
    """
    if open_promise(case, policy) is None:
        return None
    heard = heard_last(case)
    at = due_after(max(heard.at, case.counted_from), _interval(case, heard, policy), policy.calendar)
    return at if is_dangerous(case, policy) else by_day(at, policy)


def _interval(case: Case, heard: News, policy: Policy) -> Limit:
    promise, dated = policy.promises.clocks[case.priority], case.handling.dated
    if dated is not None and dated.sent_at is not None:
        return policy.promises.interim_dated
    return promise.interim_then if promise.interim_then is not None and heard.interims else promise.interim


def reminder_due(case: Case, policy: Policy) -> datetime | None:
    """When he is reminded of a question that waits for him: once, by day, well before its end.

    Policy: 2.7
    """
    pause = case.handling.pause
    if case.state != "AWAITING_OWNER" or pause is None or pause.reminded or case.handling.gone:
        return None
    at = by_day(share_of(pause.since, pause.until, policy.measures.question_reminder), policy)
    return at if at < pause.until else None


def by_day(moment: datetime, policy: Policy) -> datetime:
    """That moment, or the next at which a letter that is not urgent may wake nobody.

    Policy: 5.2
    """
    return next_opening(moment, policy.calendar.windows[policy.promises.interim_window], policy.calendar)


def next_word(case: Case, policy: Policy) -> datetime | None:
    """When the owner hears from us by the clock alone.

    Policy: 5.2
    """
    return news_due(case, policy) or reminder_due(case, policy)


def tell(case: Case, ask: WatchClocks, policy: Policy, now: datetime) -> tuple[ProgressTold | OwnerReminded, ...]:
    """What is told him now; nothing the second time.

    Policy: 2.7, 5.2
    """
    pause, remind_at, tell_at = case.handling.pause, reminder_due(case, policy), news_due(case, policy)
    if pause is not None and remind_at is not None and remind_at <= now < pause.until:
        by_phone = not _reads_mail(case) and case.has_phone
        return (OwnerReminded(at=now, by=ask.by.code, role="system", until=pause.until, by_phone=by_phone),)
    promise = open_promise(case, policy)
    if promise is None or tell_at is None or tell_at > now:
        return ()
    return (_told(case, ask, promise, policy, now),)


def _told(case: Case, ask: WatchClocks, promise: Promise, policy: Policy, now: datetime) -> ProgressTold:
    heard, stands = heard_last(case), ask.group or standing_of(case, now)
    moved = _has_moved(heard, stands)
    # Of a group its own case reminds whoever handles it, once and not for each member.
    role, to = ("", "") if moved or ask.group else hearer(case, "dept_lead", policy)
    return ProgressTold(
        at=now,
        by=ask.by.code,
        role="system",
        since=max(heard.at, case.counted_from),
        state=stands.state,
        lead=stands.lead,
        moved=moved,
        done=stands.done,
        tasks=stands.tasks,
        waits=stands.waits,
        body=stands.body,
        clock=promise.clock,
        due=promise.due,
        to_role=(stands.reminded if ask.group and not moved else role if to else ""),
        to=to,
        by_phone=_is_called(case, policy),
    )


def _has_moved(heard: News, stands: Standing) -> bool:
    worked = stands.worked_at is not None and stands.worked_at > heard.at
    return worked or stands.state != heard.state or stands.done != heard.done


def _is_called(case: Case, policy: Policy) -> bool:
    """Whether somebody phones him with it: without an address that takes letters, and only where it is urgent. Everybody else who
    has none reads it on his page.

    Policy: 5.2
    """
    urgent = PRIORITIES.index(case.priority) <= PRIORITIES.index(policy.promises.interim_called)
    return urgent and case.has_phone and not _reads_mail(case)


def _reads_mail(case: Case) -> bool:
    return case.has_email and not case.unreachable


def is_over(case: Case, event: ProgressTold | OwnerReminded) -> bool:
    """Whether what that letter says no longer holds: he has heard something else since, or answered.

    Policy: 5.2
    """
    if isinstance(event, OwnerReminded):
        return case.handling.pause is None or case.handling.pause.until != event.until
    return heard_last(case).at != event.at or case.state in {"AWAITING_OWNER", "ANSWERED"}
