"""The chain of hashes finds every single change."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.ledger import ORIGIN, broken_at, link

bodies = st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=12)


def chained(raw: list[bytes]) -> tuple[list[tuple[str, bytes]], str]:
    previous, rows = ORIGIN, []
    for body in raw:
        previous = link(previous, body)
        rows.append((previous, body))
    return rows, previous


@given(bodies)
def test_an_untouched_chain_holds(raw: list[bytes]) -> None:
    rows, head = chained(raw)
    assert broken_at(rows, head) is None


@given(bodies, st.data())
def test_a_changed_body_is_found_where_it_stands(raw: list[bytes], data: st.DataObject) -> None:
    rows, head = chained(raw)
    n = data.draw(st.integers(0, len(rows) - 1))
    rows[n] = (rows[n][0], rows[n][1] + b"!")
    assert broken_at(rows, head) == n + 1


@given(bodies, st.data())
def test_a_dropped_event_is_found(raw: list[bytes], data: st.DataObject) -> None:
    rows, head = chained(raw)
    n = data.draw(st.integers(0, len(rows) - 1))
    del rows[n]
    assert broken_at(rows, head) == n + 1
