"""The lines that `make bench` prints: one JSON object each, and what may not be exceeded."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measure. baseline: in the same unit, from the same run; against: what the baseline is.

    most: the largest ratio allowed, None for a measure that is only watched. gates: whether a broken budget fails the run;
    only what is the same on every machine may, for time is measured, never asserted.
    """

    name: str
    value: float
    unit: str
    baseline: float
    against: str
    most: float | None = None
    gates: bool = False

    @property
    def ratio(self) -> float:
        """How often the baseline fits into the value."""
        return self.value / self.baseline

    @property
    def is_broken(self) -> bool:
        """Whether the budget is exceeded."""
        return self.most is not None and self.ratio > self.most

    @property
    def verdict(self) -> str:
        """How it stands to its budget, for people."""
        limit = f", at most {self.most:g}: {'MISSED' if self.is_broken else 'met'}" if self.most is not None else ": watched"
        return f"{self.name}: {self.ratio:.2f} x {self.against}{limit}{' (fails the run)' if self.is_broken and self.gates else ''}"

    def __str__(self) -> str:
        told = {"name": self.name, "value": round(self.value, 3), "unit": self.unit}
        return json.dumps(told | {"baseline": round(self.baseline, 3), "ratio": round(self.ratio, 3)})


def counted(name: str, value: float, unit: str, budget: float) -> Line:
    """Something counted, the same on every machine; its baseline is its budget."""
    return Line(name=name, value=value, unit=unit, baseline=budget, against="its budget", most=1.0, gates=True)
