"""The table of answers: what DynamoDB says by its documentation, what our moto says, what MiniStack says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One behaviour: the answer of DynamoDB as documented, and of both emulators."""

    behaviour: str
    documented: Any
    ours: Any
    ministack: Any


# Behaviour -> (who differs, why that may stand). A difference that is not here fails the rehearsal, and so does one that has gone.
KNOWN: dict[tuple[str, str], str] = {
    ("a page that is exactly full promises another, which is empty", "moto"): (
        "moto looks one item ahead. Every reader of ours goes on until no page is promised, so both ways give the same items."
    ),
}


def differences(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """(behaviour, who) for each answer that is not the documented one."""
    found = []
    for row in rows:
        found += [(row.behaviour, who) for who, answer in (("moto", row.ours), ("MiniStack", row.ministack)) if answer != row.documented]
    return found


def surprises(rows: Sequence[Row]) -> list[str]:
    """A sentence for each difference that nobody has explained, and for each explanation of a difference that has gone."""
    found = set(differences(rows))
    new = [f"{who} differs, and nobody has said why: {behaviour}" for behaviour, who in sorted(found - set(KNOWN))]
    old = [f"{who} no longer differs; take its line out: {behaviour}" for behaviour, who in sorted(set(KNOWN) - found)]
    return new + old


def as_table(rows: Sequence[Row]) -> str:
    """One line for each behaviour, then each difference with its reason."""
    wide = max(len(row.behaviour) for row in rows)
    lines = [f"{'DynamoDB, ' + str(len(rows)) + ' behaviours':<{wide}}  moto       MiniStack"]
    for row in rows:
        ours, theirs = ("as AWS" if answer == row.documented else "DIFFERS" for answer in (row.ours, row.ministack))
        lines.append(f"{row.behaviour:<{wide}}  {ours:<9}  {theirs}")
    for row in rows:
        for who, answer in (("moto", row.ours), ("MiniStack", row.ministack)):
            if answer != row.documented:
                lines += [f"- {row.behaviour}: {who} answers {str(answer)[:90]}, AWS {str(row.documented)[:60]}."]
                lines += [f"  Why that may stand: {KNOWN.get((row.behaviour, who), 'nobody has said')}"]
    return "\n".join(lines)
