"""The case that a request names: malformed, missing and hidden are one and the same."""

import pytest

from entry.conftest import Ask
from entry.people import DESK, HANDLER, get, receipt


@pytest.mark.parametrize("number", ["HY-2026-00000000", "nothing", "hy-2026-00000000"])
def test_a_number_that_is_none_is_not_there(desk: Ask, number: str) -> None:
    assert get(desk, DESK, f"cases/{number}").status == 404


def test_a_case_of_others_looks_like_none(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    assert get(desk, DESK, f"cases/{given['number']}").status == 200
    hidden, missing = get(desk, HANDLER, f"cases/{given['number']}"), get(desk, HANDLER, "cases/HY-2026-00000000")
    assert (hidden.status, hidden.code) == (missing.status, missing.code) == (404, "not_found")
