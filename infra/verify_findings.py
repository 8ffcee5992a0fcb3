"""What verifying finds, and how the operator reads it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold. case_id: of which case, empty for what concerns a whole day; n: from which event on, if one can tell."""

    case_id: str
    n: int | None
    words: str

    def line(self) -> str:
        """As the operator reads it."""
        place = f"case {self.case_id}" + (f", event {self.n}" if self.n else "") if self.case_id else "books"
        return f"{place}: {self.words}"


@dataclass(slots=True)
class Verified:
    """What was read and what does not hold. chains: case -> the hashes of its events; days: how many books."""

    chains: dict[str, tuple[str, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    days: int = 0

    @property
    def events(self) -> int:
        return sum(map(len, self.chains.values()))

    def lines(self) -> list[str]:
        """What was found, one line each, and what it was found in."""
        found = [finding.line() for finding in sorted(self.findings, key=lambda one: (one.case_id, one.n or 0))]
        holds = f"{len(found)} do not hold" if found else "all holds"
        return [*found, f"{len(self.chains)} cases, {self.events} events, {self.days} days: {holds}"]
