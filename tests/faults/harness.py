"""Every call of every flow, in every mode: strike once, let clients and clocks go on, and look at what is left."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from tests.faults.flow import Flow
from tests.faults.flows import BY_NAME
from tests.faults.injector import CONFLICT, FAULTS, RIVAL, Mode
from tests.faults.invariants import EXTRA, KINDS, Finding, check
from tests.faults.scenes import Scene
from tests.faults.world import World

_FOR_EVER = 10_000


@dataclass(frozen=True)
class Scenario:
    """One strike. k: which call, counted from 1; lasting: that one and all after it."""

    flow: Flow
    k: int
    mode: Mode
    operation: str
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.flow.name}: call {self.k}{'+' if self.lasting else ''} ({self.operation}) {self.mode.name}"


@dataclass
class Report:
    """What came out."""

    scenarios: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    unlawful: list[tuple[str, Finding]] = field(default_factory=list)

    def add(self, scenario: object, findings: Iterable[Finding]) -> None:
        """Count one scenario. A kind counts once in a scenario."""
        found = list(findings)
        self.scenarios += 1
        self.kinds.update({finding.kind for finding in found})
        self.unlawful += [(str(scenario), finding) for finding in found if not finding.lawful]

    def join(self, other: "Report") -> None:
        """Add what another one counted."""
        self.scenarios += other.scenarios
        self.kinds.update(other.kinds)
        self.unlawful += other.unlawful

    def __str__(self) -> str:
        return f"faults: scenarios={self.scenarios} " + " ".join(f"{kind}={self.kinds[kind]}" for kind in KINDS)

    @property
    def clean(self) -> bool:
        """Whether all is as promised; an extra copy of a letter only where nobody can prevent it."""
        return not self.unlawful and all(self.kinds[kind] == 0 for kind in KINDS if kind != EXTRA)


def run(world: World, flow: Flow, at: Collection[int] = (), mode: Mode = FAULTS[0]) -> tuple[Scene, list[Finding]]:
    """One scenario from an empty table to the last round of the sweeper, and what is wrong in the end."""
    scene = prepared(world, flow)
    world.injector.rival = lambda: flow.rival(scene)
    world.injector.arm(at, mode)
    try:
        flow.act(scene)
    finally:
        world.injector.disarm()
    scene.calls, scene.struck = list(world.injector.calls), list(world.injector.struck)
    scene.rivalled = mode is RIVAL and bool(scene.struck)
    if scene.rivalled:
        scene.expected = flow.with_rival
        if flow.contested:
            scene.unanswered.clear()
    if scene.unanswered:
        flow.act(scene)
    if len(scene.struck) > 1:
        # One fault must heal by itself; after an outage, dead letters are for people.
        world.redrive()
    world.rounds(1)
    for _ in range(2):
        if not at or world.owes():
            world.rounds(1)
    if scene.receipts and (not at or flow is BY_NAME["receive"]):
        # Days later the same form comes once more (FA15): the same receipt, and nothing changes.
        stored = world.items()
        flow.late(scene)
        if world.items() != stored:
            scene.broken_promises.append("the same form, once more, changed what is stored")
    return scene, [*check(scene), *flow.holds(scene)]


def prepared(world: World, flow: Flow) -> Scene:
    """A scene at the point where the flow is to be struck; what leads there is done once and kept."""
    scene = Scene(world, flow.expected, flow.form, flow.besides)
    begin = flow.before, json.dumps(flow.form)
    if begin not in world.prepared:
        world.reset()
        flow.before(scene)
        assert not scene.unanswered, (flow.name, scene.unanswered)
        world.prepared[begin] = world.keep(), scene.receipts, scene.neighbours
    kept, receipts, neighbours = world.prepared[begin]
    world.bring_back(kept)
    scene.receipts, scene.neighbours = list(receipts), list(neighbours)
    return scene


def survey(world: World, flow: Flow) -> Scene:
    """The flow without a fault. Raises: AssertionError when even that is not as promised."""
    scene, findings = run(world, flow)
    assert not findings, (flow.name, findings)
    return scene


def scenarios(world: World, flow: Flow, modes: Iterable[Mode] = (*FAULTS, CONFLICT, RIVAL), *, strict: bool = True) -> Iterator[Scenario]:
    """Every call of the flow in every mode. A conflict is for transactions only. strict: the flow is right without a fault."""
    calls = (survey(world, flow) if strict else run(world, flow)[0]).calls
    for mode in modes:
        for k, call in enumerate(calls, start=1):
            if mode is not CONFLICT or call.operation == "TransactWriteItems":
                yield Scenario(flow, k, mode, call.operation)


def play(world: World, planned: Iterable[Scenario], report: Report, step: Callable[[], None] = lambda: None) -> Report:
    """Run them all. Raises: AssertionError when a fault did not strike: then nothing was proved."""
    for one in planned:
        scene, findings = run(world, one.flow, range(one.k, _FOR_EVER if one.lasting else one.k + 1), one.mode)
        assert scene.struck, f"nothing happened at {one}"
        report.add(one, findings)
        step()
    return report
