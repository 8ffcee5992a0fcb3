"""What the work before sending costs: a browser to do it, and the door to check it."""

from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from playwright.sync_api import sync_playwright

from builders import MONDAY_9AM
from entry.doors import solved
from huiyin.entry.proof import challenge_for, fault_of
from huiyin.policy import load_policy
from huiyin.store.receipts import Receipts
from tests.bench.lines import Line
from tests.bench.pages import CHROMIUM, QUIET

WORKER = Path(__file__).parents[2] / "site/assets/proof-worker.js"
_TRIES, _CHECKS = 15, 2000
_RECEIPTS = Receipts(b"a secret of the benchmark, 32 by")
# The worker as a page starts it: a worker of its own for each challenge.
_WORK = """async ([source, challenges]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const made = [];
  for (const challenge of challenges) {
    const worker = new Worker(url), started = performance.now();
    const answer = await new Promise((done, failed) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = ({ message }) => failed(new Error(message));
      worker.postMessage({ challenge, bits: Number(challenge.split(".")[1]) });
    });
    made.push([performance.now() - started, answer]);
    worker.terminate();
  }
  return made;
}"""


def challenges(bits: int) -> dict[str, str]:
    """As many as are tried, by their key; the same in every run."""
    return {key: challenge_for(key, bits, _RECEIPTS, until=MONDAY_9AM) for key in (f"a-key-of-the-bench-{n:04d}" for n in range(_TRIES))}


def browser_ms(asked: list[str]) -> list[tuple[float, str]]:
    """(milliseconds, answer) of each challenge, one after the other."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            made = browser.new_page().evaluate(_WORK, [WORKER.read_text("utf-8"), asked])
        finally:
            browser.close()
    return [(float(ms), str(answer)) for ms, answer in made]


def proof_lines() -> list[Line]:
    """The work at its base, against the same work in Python; the check, against the middle of that work."""
    asked = challenges(load_policy().checks.bits)
    made = browser_ms(list(asked.values()))
    faults = {fault_of(answer, key, _RECEIPTS, MONDAY_9AM) for key, (_, answer) in zip(asked, made, strict=True)}
    if faults != {None}:
        raise RuntimeError(f"the worker's answers are refused: {faults}")
    started = perf_counter()
    for challenge in asked.values():
        solved(challenge)
    python_ms = (perf_counter() - started) * 1000 / _TRIES
    key, answer = next(iter(asked)), made[0][1]
    began = process_time()
    for _ in range(_CHECKS):
        fault_of(answer, key, _RECEIPTS, MONDAY_9AM)
    check_ms = (process_time() - began) * 1000 / _CHECKS
    middle = median(ms for ms, _ in made)
    return [
        Line(name="proof_work", value=middle, unit="ms", baseline=python_ms, against="the same work in Python"),
        Line(name="proof_check", value=check_ms, unit="ms", baseline=middle, against="the work"),
    ]
