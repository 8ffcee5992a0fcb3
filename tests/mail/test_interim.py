"""What an owner reads of how it stands: true at the moment of writing, and of a guarded matter nothing that tells what it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from builders import MONDAY_9AM, a_complaint
from huiyin.core.case import Case
from huiyin.core.events import OwnerReminded, ProgressTold
from huiyin.mail.interim import news_by_clock
from huiyin.mail.letters import owed_by
from huiyin.policy.schema import Policy
from mail.course import course

Told = Mapping[str, str | bool | None]


def stories(policy: Policy, *, guarded: bool = False) -> dict[str, tuple[ProgressTold | OwnerReminded, Case]]:
    told = course(policy, a_complaint(sensitive=guarded), guarded=guarded)
    return {story.removeprefix("guarded "): (event, case) for story, event, case in told if isinstance(event, ProgressTold | OwnerReminded)}


def zh(story: str, policy: Policy, *, guarded: bool = False, now: datetime = MONDAY_9AM) -> Told:
    event, case = stories(policy, guarded=guarded)[story]
    return news_by_clock(event, case, policy, "zh", now)


def test_what_was_done_what_it_waits_for_and_who_leads(policy: Policy) -> None:
    told = zh("ProgressTold", policy)
    assert (told["stands"], told["lead"], told["steps"], told["waits"]) == ("处理中", "工程部", "3 项工作已完成 1 项", "材料配件、外委单位")
    assert (told["moved"], told["reminded"], told["body"], told["in_group"]) == (True, None, None, False)


def test_where_nothing_moved_it_says_so_and_who_was_reminded(policy: Policy) -> None:
    told = zh("ProgressTold without progress", policy)
    assert (told["moved"], told["reminded"], told["steps"]) == (False, "部门负责人", None)
    assert zh("ProgressTold late and outside", policy)["body"] == "街道办事处"
    assert zh("ProgressTold of a group", policy)["in_group"] is True


def test_the_next_word_is_promised_only_where_one_will_come(policy: Policy) -> None:
    told = zh("ProgressTold", policy)
    assert told["next_by"] == "11 月 26 日（周四）09:00 前"
    assert zh("ProgressTold", policy, now=MONDAY_9AM + timedelta(days=30))["next_by"] is None
    event, case = stories(policy)["ProgressTold"]
    assert news_by_clock(event, replace(case, state="ANSWERED"), policy, "zh", MONDAY_9AM)["next_by"] is None


def test_of_a_guarded_matter_neither_department_nor_what_it_waits_for_is_named(policy: Policy) -> None:
    told = zh("ProgressTold", policy, guarded=True)
    assert (told["lead"], told["waits"], told["body"]) == (None, None, None)
    assert told["stands"] == "处理中"
    assert zh("ProgressTold late and outside", policy, guarded=True)["body"] is None


def test_a_reminder_says_until_when(policy: Policy) -> None:
    assert zh("OwnerReminded", policy) == {"reply_by": "11 月 24 日（周二）09:00 前"}


# With these a case has ended, or the owner has what he waited for: nothing is told by the clock any more.
NOTHING_FOLLOWS = {"withdrawn", "declined", "answer", "closed", "owner-reminded"}


def test_whatever_letter_an_owner_gets_he_waits_for_the_next_word_from_then_on(policy: Policy) -> None:
    written = 0
    for story, event, case in course(policy, a_complaint(), guarded=False):
        letters = {owed.letter for owed in owed_by(event, case, policy) if owed.audience == "owner"} - NOTHING_FOLLOWS
        if letters:
            written += 1
            assert case.handling.news is not None, story
            assert case.handling.news.at == event.at, story
    assert written > 10


def test_an_owner_whom_no_letter_reaches_is_written_no_interim_news(policy: Policy) -> None:
    for story, event, case in course(policy, a_complaint(), guarded=False):
        owed = owed_by(event, replace(case, unreachable=True), policy)
        assert not {one.letter for one in owed if one.audience == "owner"} & {"progress-told", "owner-reminded"}, story
