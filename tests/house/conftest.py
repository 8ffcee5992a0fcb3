"""What the rules of the house share."""

from collections.abc import Iterator

import pytest

from house import tree


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Trees of all files live until the last rule has looked, no longer."""
    yield
    tree.forget()
