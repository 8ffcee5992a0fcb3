"""3 分析与评估: which lift, pump or gate of the estate a case is about."""

from collections.abc import Mapping
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import NameAsset
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import AssetNamed
from huiyin.policy.schema import Asset, Policy


def assets_of(case: Case, policy: Policy) -> Mapping[str, Asset]:
    """The assets of its estate by code, those of its building or common area first.

    Policy: 3.1
    """
    community = policy.communities.get(case.community)
    known = community.assets.items() if community else ()
    return dict(sorted(known, key=lambda one: one[1].building != case.building))


def name_asset(case: Case, ask: NameAsset, policy: Policy, now: datetime) -> AssetNamed:
    """Tie the case to an asset, to another one, or to none.

    Policy: 3.1
    Raises: NotUnderstood for one of another estate; NotAllowedNow "asset_stands" when nothing changes.
    """
    if ask.asset and ask.asset not in assets_of(case, policy):
        raise NotUnderstood("unknown_word", field="asset")
    if (ask.asset or None) == case.handling.asset:
        raise NotAllowedNow("asset_stands", field="asset")
    return AssetNamed(at=now, by=ask.by.code, role=ask.by.role("confid" if case.guarded else "triage"), asset=ask.asset or None)
