"""5 执行与反馈: the owner is asked again what he thinks of his answer, by the channel that he chose, before the rules close it."""

from datetime import datetime, timedelta

from huiyin.core.case import Case
from huiyin.core.commands import WatchClocks
from huiyin.core.events import VerdictAsked
from huiyin.core.hands import far_apart
from huiyin.core.progress import by_day
from huiyin.policy.schema import Policy


def asked_again_at(case: Case, policy: Policy) -> datetime | None:
    """When the system asks him once more: some days after the answer and after every try, by day, until there were tries enough.

    Policy: 5.4
    """
    known, rules = case.handling, policy.measures
    answer = known.answer
    if case.state != "ANSWERED" or answer is None or known.gone or known.group is not None or known.review_due is not None:
        return None
    apart = timedelta(days=rules.reply_apart_d)
    counted = list(far_apart(answer.tries, apart))
    if len(counted) >= rules.reply_tries or not case.is_written_to:
        return None
    return by_day(max((answer.at, *counted)) + apart, policy)


def ask_again(case: Case, ask: WatchClocks, policy: Policy, now: datetime) -> tuple[VerdictAsked, ...]:
    """Ask him now, if it is time; nothing the second time.

    Policy: 5.4
    """
    at, answer = asked_again_at(case, policy), case.handling.answer
    if at is None or answer is None or now < at:
        return ()
    return (VerdictAsked(at=now, by=ask.by.code, role="system", reply_due=answer.reply_due),)


def is_given(case: Case, event: VerdictAsked) -> bool:
    """Whether he has said by now what he thinks of that answer, or it is over.

    Policy: 5.4
    """
    answer = case.handling.answer
    return case.state != "ANSWERED" or answer is None or answer.reply_due != event.reply_due
