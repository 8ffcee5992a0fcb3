"""What a walk took, as a table to read: what was counted, and what the model makes of it."""

from collections.abc import Mapping

from journeys.walker import Effort

_HEADS = ("role", "presses", "keys", "characters", "read", "said", "work s", "waited s")
# Those who are paid for it, on one repair.
_STAFF = ("clerk", "triage", "handler", "lead", "repairer", "verifier")


def table(efforts: Mapping[str, Effort]) -> str:
    """A line for each role, one for all staff of a repair together, and both answers in words."""
    staff = sum((efforts[role] for role in _STAFF), Effort())
    lines = [_HEADS, *(_line(role, effort) for role, effort in efforts.items()), _line("all staff", staff)]
    wide = [max(len(line[n]) for line in lines) for n in range(len(_HEADS))]
    shown = ["  ".join(cell.ljust(wide[n]) if n == 0 else cell.rjust(wide[n]) for n, cell in enumerate(line)) for line in lines]
    counter = efforts["counter"]
    return "\n".join(
        [
            *shown,
            f"an ordinary repair: {staff.presses} presses of six people, {staff.seconds / 60:.0f} minutes at the pages",
            f"a complaint told at the counter: {counter.presses} presses, registered in {counter.seconds:.0f} seconds",
        ]
    )


def _line(role: str, effort: Effort) -> tuple[str, ...]:
    counted = (effort.presses, effort.keys, effort.characters, effort.read, effort.said, round(effort.hands_s))
    return (role, *map(str, counted), f"{effort.waited:.1f}")
