"""Which lift, pump or gate a case is about: chosen from its estate, those of its building first."""

import pytest

from builders import MONDAY_9AM, a_case, register, someone, then, triage
from huiyin.core.assets import assets_of
from huiyin.core.commands import NameAsset
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.events import AssetNamed
from huiyin.policy.schema import Policy


def named(policy: Policy, asset: str, role: str = "triage") -> NameAsset:
    return NameAsset(by=someone(policy, role), asset=asset)


def test_those_of_its_building_come_first_and_every_asset_of_the_estate_after_them(policy: Policy) -> None:
    offered = assets_of(a_case(policy), policy)
    assert list(offered)[:2] == ["b3_lift1", "b3_lift2"]
    assert set(offered) == set(policy.communities["yunjin"].assets)


def test_a_case_is_tied_to_an_asset_to_another_one_and_to_none(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    assert case.handling.asset is None
    (event,) = decide(case, named(policy, "b3_lift2"), policy, MONDAY_9AM)
    assert isinstance(event, AssetNamed)
    assert (event.asset, event.role) == ("b3_lift2", "triage")
    tied = then(case, named(policy, "b3_lift2"), policy)
    other = then(tied, named(policy, "water_pump1", "manager"), policy)
    assert (tied.handling.asset, other.handling.asset) == ("b3_lift2", "water_pump1")
    assert then(other, named(policy, ""), policy).handling.asset is None


@pytest.mark.parametrize(("asset", "refused"), [("b99_lift1", ("unknown_word", "asset")), ("", ("asset_stands", "asset"))])
def test_what_is_unknown_or_changes_nothing_is_refused(policy: Policy, asset: str, refused: tuple[str, str]) -> None:
    with pytest.raises(Refusal) as wrong:
        decide(a_case(policy, register(policy)), named(policy, asset), policy, MONDAY_9AM)
    assert (wrong.value.code, wrong.value.field) == refused
