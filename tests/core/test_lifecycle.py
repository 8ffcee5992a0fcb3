"""The lifecycle table is a sound graph: everything reachable, everything ends, nothing closes unverified."""

from huiyin.core.lifecycle import ENDED, LIFECYCLE, OPEN, SLUGS, STATES, STEPS

Graph = dict[str, set[str]]


def graph(*, without: str = "") -> Graph:
    """The edges of the table. without: a state that nothing leads to."""
    edges: Graph = {state: set() for state in STATES}
    for step in LIFECYCLE:
        for source in step.sources:
            edges[source] |= {target for target in step.targets if target != without}
    return edges


def reachable(edges: Graph, start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        new = edges[waiting.pop()] - seen
        seen |= new
        waiting.extend(new)
    return seen


def test_every_state_is_reached_from_the_receipt() -> None:
    assert reachable(graph(), "RECEIVED") == set(STATES)


def test_every_state_can_end_in_the_archive() -> None:
    assert [s for s in STATES if "ARCHIVED" not in reachable(graph(), s)] == []


def test_no_case_is_closed_without_an_answer() -> None:
    assert "CLOSED" not in reachable(graph(without="ANSWERED"), "RECEIVED")


def test_no_case_is_answered_without_verification_but_a_group_member() -> None:
    edges = graph(without="VERIFYING")
    assert "ANSWERED" in edges["MERGED"]
    edges["MERGED"].discard("ANSWERED")
    assert "ANSWERED" not in reachable(edges, "RECEIVED")


def test_every_row_of_the_policy_stands_in_the_table() -> None:
    rows = {row for step in LIFECYCLE for row in [step.row] if row.startswith("T")}
    # T21/22 and T23/24 stand as rows of their own.
    assert rows == {f"T{n:02d}" for n in range(1, 30)}


def test_open_and_ended_states_are_all_states() -> None:
    assert set(OPEN) | ENDED == set(STATES)
    assert not set(OPEN) & ENDED


def test_a_command_has_one_address_and_one_row() -> None:
    assert len(STEPS) == len(LIFECYCLE)
    assert STEPS["AcceptCase"].slug == "accept-case"
    assert SLUGS["conclude-without-work"].row == "T29"


def test_roles_of_the_table_are_roles_of_the_charter(policy) -> None:  # type: ignore[no-untyped-def]
    assert {role for step in LIFECYCLE for role in step.roles} <= set(policy.charter.roles)


def test_states_of_the_table_are_states_of_the_charter(policy) -> None:  # type: ignore[no-untyped-def]
    assert set(STATES) == set(policy.charter.states)
