"""Otherwise right commands on the owner's own data, and cases that are fit for them."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from builders import MONDAY_9AM
from huiyin.core.case import Case
from huiyin.core.commands import Actor, AskErasure, Command, ComplainOfHandling, DecideErasure, GiveCopy, ShareCase, WithdrawConsent
from huiyin.core.ties import Added
from huiyin.policy.schema import Policy

RIGHTS: Mapping[str, Callable[[Actor, Policy], Command]] = {
    "GiveCopy": lambda by, policy: GiveCopy(by=by),
    "AskErasure": lambda by, policy: AskErasure(by=by),
    "DecideErasure": lambda by, policy: DecideErasure(by=by, granted=False, reason="claim", text="保修索赔还没有了结。"),
    "WithdrawConsent": lambda by, policy: WithdrawConsent(by=by, consents=("service",)),
    "ComplainOfHandling": lambda by, policy: ComplainOfHandling(by=by, note="我的电话被人知道了"),
    "ShareCase": lambda by, policy: ShareCase(by=by, to="neighbours", purpose="progress", part="progress"),
}
_BEFORE = MONDAY_9AM - timedelta(days=1)


def ended(case: Case) -> Case:
    """The case as it ended the day before."""
    return case.handled(closed_at=_BEFORE, declined_at=_BEFORE, added=Added(to="10000001", at=_BEFORE, before="REGISTERED"))


FITTED_RIGHTS: Mapping[str, Callable[[Case], Case]] = {
    "AskErasure": ended,
    "DecideErasure": lambda case: ended(case).handled(erasure_asked_at=MONDAY_9AM, erasure_due=MONDAY_9AM + timedelta(days=9)),
}
