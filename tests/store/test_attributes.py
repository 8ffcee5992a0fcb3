"""What an attribute takes in is what it gives back, and nothing is written where there is nothing."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import MONDAY_9AM
from huiyin.store.attributes import CodesAttribute, FlagAttribute, MomentAttribute, MomentsAttribute, PairsAttribute
from store.clouds import MOMENTS


@settings(deadline=None)
@given(MOMENTS)
def test_a_moment_is_kept_exactly_and_in_utc(moment: datetime) -> None:
    text = MomentAttribute().serialize(moment)
    assert text.endswith("Z")
    assert MomentAttribute().deserialize(text) == moment


def test_a_moment_without_a_zone_is_never_stored() -> None:
    with pytest.raises(ValueError, match="zone"):
        MomentAttribute().serialize(MONDAY_9AM.replace(tzinfo=None))


@settings(deadline=None)
@given(st.lists(st.text(max_size=5), min_size=1).map(tuple), st.lists(MOMENTS, min_size=1).map(tuple))
def test_codes_pairs_and_moments_keep_their_order(codes: tuple[str, ...], moments: tuple[datetime, ...]) -> None:
    pairs = tuple(zip(codes, reversed(codes), strict=True))
    assert CodesAttribute().deserialize(CodesAttribute().serialize(codes) or "") == codes
    assert PairsAttribute().deserialize(PairsAttribute().serialize(pairs) or "") == pairs
    assert MomentsAttribute().deserialize(MomentsAttribute().serialize(moments) or "") == moments


def test_nothing_is_written_where_there_is_nothing() -> None:
    assert [CodesAttribute().serialize(()), PairsAttribute().serialize(()), MomentsAttribute().serialize(())] == [None, None, None]
    assert FlagAttribute().serialize(False) is None


def test_a_flag_comes_back_as_it_was_set() -> None:
    assert FlagAttribute().deserialize(FlagAttribute().serialize(True) or "") is True
