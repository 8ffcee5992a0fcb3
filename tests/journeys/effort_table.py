"""What a walk took, as a table to read: what was counted, and what the model makes of it."""

from collections.abc import Mapping

from journeys.walker import Effort

_HEADS = ("role", "presses", "keys", "characters", "read", "said", "work s", "waited s")
# Those who are paid for it, on one repair.
_STAFF = ("clerk", "triage", "handler", "lead", "repairer", "verifier")


def table(efforts: Mapping[str, Effort]) -> str:
    """A line for each role, one for all staff of a repair together, and both answers in words."""
    staff = of_staff(efforts)
    lines = [_HEADS, *(_line(role, effort) for role, effort in efforts.items()), _line("all staff", staff)]
    wide = [max(len(line[n]) for line in lines) for n in range(len(_HEADS))]
    shown = ["  ".join(cell.ljust(wide[n]) if n == 0 else cell.rjust(wide[n]) for n, cell in enumerate(line)) for line in lines]
    counter = efforts["counter"]
    return "\n".join(
        [
            *shown,
            f"an ordinary repair: {staff.presses} presses of six people, {staff.hands_s / 60:.0f} minutes at the pages",
            f"a complaint told at the counter: {counter.presses} presses, registered in {counter.hands_s:.0f} seconds",
            f"the pages let them wait {staff.waited:.0f} and {counter.waited:.1f} seconds on this machine, which are not in it",
        ]
    )


def of_staff(efforts: Mapping[str, Effort]) -> Effort:
    """What one repair takes all who are paid for it."""
    return sum((efforts[role] for role in _STAFF), Effort())


def _line(role: str, effort: Effort) -> tuple[str, ...]:
    counted = (effort.presses, effort.keys, effort.characters, effort.read, effort.said, round(effort.hands_s))
    return (role, *map(str, counted), f"{effort.waited:.1f}")
