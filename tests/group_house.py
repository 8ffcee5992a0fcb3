"""A store with complaints about one lift, and whoever works on them: for tests of group cases and their members."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

from builders import MONDAY_9AM, a_complaint, accept, register, someone, triage
from huiyin.casework import perform, receive
from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import ConcludeWithoutWork, JoinGroup, OpenGroupCase, ReleaseAnswer
from huiyin.deskwork import Desk
from huiyin.groupwork import act
from huiyin.policy.schema import Policy
from infra.local import patches
from store.clouds import Stack, a_stack

LATER = MONDAY_9AM + timedelta(hours=1)


class House:
    """A store with complaints about one lift, and whoever works on them."""

    def __init__(self, cloud: Stack) -> None:
        self.cloud = cloud
        self.policy = cloud.policy
        self.desk = Desk(store=cloud.store, policy=cloud.policy, now=LATER)
        self._n = 0

    def received(self, **changes: Any) -> str:
        self._n += 1
        receipt = receive(
            lambda number: a_complaint(number=number, **changes),
            key=f"key-of-complaint-{self._n:06d}",
            fingerprint=b"f",
            receipts=self.cloud.receipts,
            store=self.cloud.store,
            policy=self.policy,
            now=changes.get("received_at") or MONDAY_9AM,
        )
        return case_id_of(receipt.number)

    def triaged(self, *, check: str = "called_back", **changes: Any) -> str:
        case_id = self.received(**changes)
        self.do(case_id, register(self.policy, identity_check=check))
        self.do(case_id, triage(self.policy))
        return case_id

    def do(self, case_id: str, ask: Any) -> Case:
        self._n += 1
        return perform(ask, case_id, store=self.cloud.store, policy=self.policy, now=LATER, key=f"do-{self._n}").case

    def act(self, case_id: str, ask: Any, *, key: str = "", expected: int | None = None) -> Case:
        self._n += 1
        return act(ask, case_id, desk=self.desk, receipts=self.cloud.receipts, key=key or f"act-{self._n}", expected=expected).case

    def case(self, case_id: str) -> Case:
        return self.cloud.loaded(case_id).case

    def opened(self, case_id: str) -> str:
        after = self.act(case_id, OpenGroupCase(by=someone(self.policy, "triage"), cause="同一台曳引机"))
        assert after.handling.membership is not None
        return after.handling.membership.group

    def joined(self, group_id: str, **changes: Any) -> str:
        case_id = self.triaged(**changes)
        self.act(case_id, JoinGroup(by=someone(self.policy, "triage"), group=self.case(group_id).number))
        return case_id

    def answered(self, group_id: str) -> None:
        self.do(group_id, triage(self.policy))
        self.do(group_id, accept(self.policy))
        handler = someone(self.policy, "handler", "repairs")
        self.do(group_id, ConcludeWithoutWork(by=handler, findings=("upheld",), wishes=("met",), grounds="已查", answer="已修好。"))
        quality = someone(self.policy, "quality")
        self.do(group_id, ReleaseAnswer(by=quality, findings=("upheld",), wishes=("met",), text="曳引机已更换。", no_interest=True))


@pytest.fixture
def house(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The store, empty."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    patches.install()
    with mock_aws():
        yield House(a_stack(policy))
