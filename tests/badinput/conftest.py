"""One house for all bad inputs, and what must be true after each of them."""

import resource
from collections.abc import Iterator

import pytest

from badinput.design import HERE
from badinput.house import House, Unhandled
from infra.local.stack import Stack
from infra.local.transcript import TRANSCRIPT
from tests.faults import canaries

MEMORY_KB = 128 * 1024
_open: list[House] = []


@pytest.fixture
def house() -> House:
    """The one house; opened for the first bad input and closed after the last one in a row."""
    if not _open:
        _open.append(House(Stack.start()))
    return _open[0]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`make test` sends the first input of each case, `make long` the others, `make badinput` all of them."""
    first: set[str] = set()
    for item in items:
        if item.path.parent == HERE:
            bare = item.nodeid.partition("[")[0]
            if bare in first:
                item.add_marker(pytest.mark.long)
            first.add(bare)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Only one stack can run in a process: it is gone before a test elsewhere wants its own."""
    stays = nextitem is not None and item.path.parent == nextitem.path.parent
    if _open and not stays:
        _open.pop().stack.end()


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """No bad input breaks a function, reaches a log, or fills the memory."""
    if "house" not in request.fixturenames:
        yield
        return
    house: House = request.getfixturevalue("house")
    lines, memory = len(TRANSCRIPT.lines()), _memory()
    yield
    house.stack.drain()
    logged = TRANSCRIPT.lines()[lines:]
    broken = [line for line in logged if '"level":"ERROR"' in line]
    if broken and not house.may_break:
        raise Unhandled(broken[0])
    house.may_break = False
    assert canaries.found_below(logged) == set()
    assert _memory() - memory < MEMORY_KB


def _memory() -> int:
    """The most that this process ever needed, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
