"""ArchiveCases: every night, erase what is personal of cases whose time is over. No other function may."""

from datetime import datetime
from typing import Any

from huiyin.casework import perform
from huiyin.core.archiving import archive_due
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, ArchiveCase
from huiyin.core.errors import NotAllowedNow, Overtaken
from huiyin.entry import journal, wiring
from huiyin.entry.journal import quietly
from huiyin.entry.moments import scheduled_at
from huiyin.policy import load_policy

Json = dict[str, Any]

_PAGE = 100
# As long as the last case of a night may take, with its files one by one.
_END_MS = 30_000


class NightIncomplete(Exception):
    """Some cases could not be erased: the alarm on errors must see it; whoever calls again goes on."""


@quietly
def handler(event: Json, context: Any) -> Json:
    """Erase every case whose time is over, the oldest first, while there is time; the next night goes on.

    Policy: 5.7
    event: {"at": moment}. Returns: {"archived": cases}. Raises: NightIncomplete.
    """
    now, store = scheduled_at(event), wiring.case_store()
    seen: set[str] = set()
    archived = failed = 0
    while True:
        # The index lags behind by a moment: what was erased just now may still stand in it.
        most = _PAGE + len(seen)
        page = store.to_archive(now, most)
        fresh = [case_id for case_id in page if case_id not in seen]
        for case_id in fresh:
            if context.get_remaining_time_in_millis() <= _END_MS:
                break
            seen.add(case_id)
            try:
                archived += archive(case_id, now)
            except Exception as error:  # noqa: BLE001 - one case that cannot be erased must not keep all others
                failed += 1
                journal.failed(error, number=case_id)
        if len(page) < most or not fresh or context.get_remaining_time_in_millis() <= _END_MS:
            break
    if failed:
        raise NightIncomplete
    return {"archived": archived}


def archive(case_id: str, now: datetime) -> bool:
    """Erase one case: its files, its owner, then its words with the record of all that. Killed in between, it is done again whole.

    Policy: 5.7
    Returns: whether it lies in the archive now; not when somebody held it or took it up again since it was found.
    """
    store, policy, eraser = wiring.case_store(), load_policy(), wiring.eraser()
    history = store.load(case_id)
    if history is None or not _members_are_over(history.case, now):
        return False
    try:
        # From here on nobody can take it up again or hold it, so nothing is erased of a case that somebody needs.
        perform(ArchiveCase(by=SYSTEM), case_id, store=store, policy=policy, now=now, key="archive|begin")
        files = eraser.files(case_id)
        eraser.person(case_id)
        perform(ArchiveCase(by=SYSTEM, files=files), case_id, store=store, policy=policy, now=now, key="archive|end")
    except NotAllowedNow as refused:
        if isinstance(refused, Overtaken):
            raise
        return False
    return True


def _members_are_over(case: Case, now: datetime) -> bool:
    """Whether those members of a group case that it names are over, too: whoever did not hold it solved goes on by himself."""
    group = case.handling.group
    if group is None:
        return True
    store, policy = wiring.case_store(), load_policy()
    for case_id in dict.fromkeys((group.founder, *group.disputed)):
        history = store.load(case_id)
        if history is not None and history.case.state != "ARCHIVED":
            due = archive_due(history.case, policy)
            if due is None or due > now:
                return False
    return True
