"""What it takes to work on cases at one moment: reading them, and a step that none of several people takes twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from huiyin.casework import perform
from huiyin.core.apart import is_running
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, Command, GroupSeen, JoinGroup
from huiyin.core.errors import NotAllowedNow, NotThere, Overtaken
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy
from huiyin.store.cases import CaseStore, History
from huiyin.store.lists import WorklistRow

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What it takes to work on cases at one moment."""

    store: CaseStore
    policy: Policy
    now: datetime

    def loaded(self, case_id: str) -> History:
        """The case. Raises: NotThere."""
        history = self.store.load(case_id)
        if history is None:
            raise NotThere
        return history

    def tried(self, ask: Command, case_id: str, key: str) -> History | None:
        """The case after that step; None where it no longer fits, since somebody took another one. Raises: Overtaken, to be tried again."""
        try:
            return perform(ask, case_id, store=self.store, policy=self.policy, now=self.now, key=key)
        except (NotAllowedNow, NotThere) as refused:
            if isinstance(refused, Overtaken):
                raise
            return None

    def rows(self, *queues: str) -> Iterator[WorklistRow]:
        """Every row of those lists."""
        cursor: str | None = None
        while True:
            page = self.store.worklist(queues, cursor=cursor, limit=_PAGE)
            yield from page.rows
            cursor = page.next
            if cursor is None:
                return

    def groups_about(self, case: Case) -> Iterator[Case]:
        """The group cases about what that case is about, made lately.

        Policy: 1.2
        """
        since = self.now - timedelta(days=self.policy.measures.groups.window_d)
        for group_id in self.store.groups_about(case.community, case.sub_issue or "", case.building, since):
            yield self.loaded(group_id).case


def seen_of(case: Case) -> GroupSeen | None:
    """A group case as it is known to whoever is to join it; None for every other case."""
    group = case.handling.group
    if group is None:
        return None
    return GroupSeen(
        case_id=case.case_id,
        state=case.state,
        community=case.community,
        sub_issue=case.sub_issue or "",
        place=group.place,
        incident=is_running(case),
        opened_at=group.opened_at,
        received_at=case.received_at,
    )


def join(case_id: str, group: Case, desk: Desk) -> bool:
    """Let a case join that group, by the system. Returns: whether it is in it."""
    ask = JoinGroup(by=SYSTEM, group=group.number, seen=seen_of(group))
    joined = desk.tried(ask, case_id, f"join|{group.case_id}|{group.handling.reopened}")
    return joined is not None and joined.case.state == "MERGED"
