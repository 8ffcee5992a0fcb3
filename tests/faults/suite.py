"""Every flow, every call, every mode, on two processes; before that a naive handler and seeded defects, which must be found."""

import argparse
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass

from infra.progress import Progress
from tests.faults.defects import DEFECTS, hunt
from tests.faults.flow import Strike
from tests.faults.flows import BY_NAME
from tests.faults.harness import Report, Scenario, play, scenarios, survey
from tests.faults.injector import FAULTS, MODES, READS, has_twin
from tests.faults.naive import NAIVE
from tests.faults.world import World, a_world

_CHUNK = 12
_kept = ExitStack()
_worlds: list[World] = []


@dataclass(frozen=True)
class Batch:
    """Scenarios of one flow in one mode: these calls, with so many tries of botocore, once or lasting."""

    flow: str
    mode: str
    calls: tuple[tuple[int, str], ...]
    tries: int = 1
    lasting: bool = False


def _start() -> None:
    _worlds.append(_kept.enter_context(a_world()))


def _world(tries: int) -> World:
    (world,) = _worlds
    world.ask_as_often(tries)
    return world


def count(name: str, tries: int) -> tuple[str, int, list[str]]:
    """The operations of a flow that nothing disturbs."""
    return name, tries, [call.operation for call in survey(_world(tries), BY_NAME[name]).calls]


def work_off(batch: Batch) -> Report:
    """Play one batch."""
    flow, mode = BY_NAME[batch.flow], MODES[batch.mode]
    planned = [Scenario(flow, k, mode, operation, batch.lasting) for k, operation in batch.calls]
    return play(_world(batch.tries), planned, Report())


def try_naive() -> Report:
    """The naive handler, in every mode that needs nobody else."""
    world = _world(1)
    return play(world, scenarios(world, NAIVE, FAULTS, strict=False), Report())


def try_defect(n: int) -> tuple[str, str | None]:
    """One seeded defect and what gave it away; None when nothing did."""
    guilty = hunt(_world(1), DEFECTS[n])
    return DEFECTS[n].name, guilty and f"{guilty.where}: {guilty.finding.kind}, {guilty.finding.what}"


def plan(surveyed: list[tuple[str, int, list[str]]]) -> Iterator[Batch]:
    """All batches: of each flow, how hard it says that it is to be struck; nothing twice under two names."""
    for name, tries, operations in surveyed:
        for strike in (one for one in BY_NAME[name].strikes if one.tries == tries):
            calls = [(k, op) for k, op in enumerate(operations, start=1) if strike.operation in ("", op) and not _needless(strike, op)]
            for at in range(0, len(calls), _CHUNK):
                yield Batch(name, strike.mode.name, tuple(calls[at : at + _CHUNK]), tries, strike.lasting)


def _needless(strike: Strike, operation: str) -> bool:
    """Asked once more by botocore, a reading that had no answer is a reading."""
    return has_twin(strike.mode, operation) or (strike.tries > 1 and operation in READS and strike.mode.effect)


def asked(names: list[str]) -> list[tuple[str, int]]:
    """Each flow as often as botocore has to be told how often to ask."""
    return [(name, tries) for name in names for tries in sorted({strike.tries for strike in BY_NAME[name].strikes})]


def systematic(pool: ProcessPoolExecutor, names: list[str]) -> Report:
    """Everything on the real code."""
    batches = list(plan(list(pool.map(count, *zip(*asked(names), strict=True)))))
    bar, total = Progress("faults", sum(len(batch.calls) for batch in batches)), Report()
    for done in as_completed([pool.submit(work_off, batch) for batch in batches]):
        total.join(done.result())
        for scenario, finding in done.result().unlawful:
            print(f"{scenario}: {finding.kind}, {finding.what}", flush=True)
        bar.step(done.result().scenarios)
    return total


def self_test(pool: ProcessPoolExecutor) -> bool:
    """Whether the harness finds what is known to be wrong."""
    naive = pool.submit(try_naive)
    bar, missed = Progress("seeded defects", len(DEFECTS)), []
    for done in as_completed([pool.submit(try_defect, n) for n in range(len(DEFECTS))]):
        name, found = done.result()
        missed += [name] if found is None else []
        bar.step()
    counted = naive.result()
    print(f"naive handler: {str(counted).removeprefix('faults: ')}")
    for name in missed:
        print(f"not found: {name}")
    print(f"self-test: defects={len(DEFECTS)} found={len(DEFECTS) - len(missed)} naive_found={int(not counted.clean)}")
    return not missed and not counted.clean


def main() -> int:
    """Returns 0 when nothing was lost, doubled, told early or leaked, and the self-test found all that it should."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("--flow", action="append", choices=sorted(BY_NAME), help="only this flow (may be repeated)")
    asked.add_argument("--workers", type=int, default=2, help="processes, each with a stack of its own")
    options = asked.parse_args()
    with ProcessPoolExecutor(options.workers, multiprocessing.get_context("spawn"), _start) as pool:
        told = options.flow is not None or self_test(pool)
        total = systematic(pool, options.flow or list(BY_NAME))
    print(total)
    return 0 if told and total.clean else 1
