"""WatchRisk: every few minutes, look at what came in lately and tell whoever decides where several reports may be one matter."""

from datetime import datetime, timedelta
from typing import Any

from huiyin.core.clock import local
from huiyin.core.proposals import suggestions
from huiyin.deskwork import Desk
from huiyin.entry import wiring
from huiyin.entry.journal import quietly
from huiyin.entry.moments import scheduled_at
from huiyin.groupwork import propose
from huiyin.policy import load_policy

Json = dict[str, Any]


@quietly
def handler(event: Json, context: Any) -> Json:
    """Look at what many households told of one matter. A matter of which somebody heard before is told once more when it has grown.

    Policy: 1.2
    event: {"at": moment}. Returns: {"groups": matters that may be one}.
    """
    now = scheduled_at(event)
    wiring.renew(now)
    return {"groups": propose_groups(now)}


def propose_groups(now: datetime) -> int:
    """Tell those who decide where several households may report one matter; of very many that the desk knows, make the group case.

    Returns: how many such matters there are.

    Policy: 1.2
    """
    policy = load_policy()
    desk, since = Desk(store=wiring.case_store(), policy=policy, now=now), now - timedelta(days=policy.measures.groups.window_d)
    months = dict.fromkeys(local(moment, policy.calendar).strftime("%Y-%m") for moment in (since, now))
    found = suggestions((row for month in months for row in desk.store.month(month, since)), policy, now)
    for one in found:
        propose(one, desk, wiring.receipts())
    return len(found)
