"""The shape of chapter 4's playbooks: plans that were approved once for all, for common and small matters."""

from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookStep:
    """One step. physical: something changes on site, so a photo shows it; certificate: what its doer must hold."""

    name: Phrase
    physical: bool = False
    certificate: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookNeed:
    """What it takes. kind: a kind of resource of measures.toml."""

    name: Phrase
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """An approved way to put a common matter right. steps: one after the other; cost_yuan: up to here nobody is asked again;
    done_d: calendar days from the start."""

    name: Phrase
    sub_issues: tuple[str, ...]
    department: str
    cost_yuan: Annotated[int, Range(0, 100_000)]
    done_d: Annotated[int, Range(1, 60)]
    steps: tuple[PlaybookStep, ...]
    resources: tuple[PlaybookNeed, ...]
