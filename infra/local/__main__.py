"""Run the stack: `python -m infra.local up` serves it, `python -m infra.local explain` says what became of each resource."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import sys
import threading
import time
from pathlib import Path

from infra.local.demo_bookmark import Bookmark
from infra.local.stack import Stack, only_resources
from infra.local.state import Keeper
from infra.local.state_file import StateRefused
from infra.local.template import TemplateRefused

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
PHASES = {
    "translate": "translate the template",
    "create": "create the resources",
    "load": "load the functions",
    "publish": "publish the site",
    "serve": "serve",
}
_WIDTH = 20


class Bar:
    """One line that grows with the phases; on something that is no terminal, one line for each phase."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._live = sys.stderr.isatty()

    def __call__(self, phase: str) -> None:
        done = list(PHASES).index(phase) + 1
        bar = "#" * (done * _WIDTH // len(PHASES))
        text = f"[{bar:<{_WIDTH}}] {done}/{len(PHASES)} {PHASES[phase]:<24} {time.monotonic() - self._start:4.1f} s"
        end = "\r" if self._live and done < len(PHASES) else "\n"
        print(text, end=end, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; 0 when it went well, 1 when the template or the port is at fault, 2 for a wrong command."""
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="run the whole stack until Ctrl-C")
    up.add_argument("--port", type=int, default=8000)
    up.add_argument("--demo", type=int, metavar="N", help="start with N invented cases")
    up.add_argument("--state", type=Path, metavar="DIR", help="keep the state in a folder")
    up.add_argument("--no-proof-of-work", action="store_true", help="let complaints in without the work before sending")
    up.add_argument("--no-schedules", action="store_true", help="fire no schedule by itself")
    commands.add_parser("explain", help="list every resource: created, described or not emulated")
    chosen = parser.parse_args(arguments)
    try:
        return _explain() if chosen.command == "explain" else _up(chosen)
    except TemplateRefused as refusal:
        print(f"template.yaml: {refusal}", file=sys.stderr)
        return 1


def _explain() -> int:
    from infra.local.explain import as_table

    with only_resources() as cloud:
        print(as_table(cloud))
    return 0


def _up(chosen: argparse.Namespace) -> int:
    from infra.local.explain import summary

    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    site = SITE if SITE.is_dir() else None
    work = {"ProofOfWork": "off" if chosen.no_proof_of_work else "on"}
    try:
        state = Keeper(chosen.state) if chosen.state else None
        year = _year(chosen, state)
        stack = Stack.start(chosen.port, site, schedules=not chosen.no_schedules, parameters=work, state=state, progress=Bar())
    except StateRefused as refusal:
        print(f"state: {refusal}", file=sys.stderr)
        return 1
    except OSError as taken:
        reason = os.strerror(taken.errno or 0)
        print(f"port {chosen.port} cannot be used: {reason}; choose another one, such as make up PORT=8010", file=sys.stderr)
        return 1
    with stack:
        print(f"{summary(stack.cloud)} (python -m infra.local explain)")
        if site is None:
            print("site      not built yet: make site")
        for name, path in (("site", "/"), ("desk", "/desk/"), ("mailbox", "/_local/mailbox"), ("tools", "/_local/")):
            print(f"{name:<9} {stack.url}{path}")
        if state:
            print(f"state     {_of_state(state, chosen.state)}")
        if year and not _played(stack, year, ended):
            return 0
        print(f"staff     password {stack.directory.password}; who: {stack.url}/_local/staff.json")
        print(f"ready {stack.url}", flush=True)
        while not ended.wait(3600):
            pass
    return 0


def _of_state(state: Keeper, folder: Path) -> str:
    if state.is_new:
        return f"{folder} begins; it holds the keys of this stack, so keep it to yourself"
    torn = "; its last line was torn in a crash and is left out: nobody had an answer to it" if state.torn else ""
    return f"{folder} goes on where it stopped{torn}"


def _year(chosen: argparse.Namespace, state: Keeper | None) -> Bookmark | None:
    """The invented year that is to be played: one that was cut short, or the one that is asked for, unless cases are there already."""
    if state and not state.is_new:
        unfinished = Bookmark.unfinished(chosen.state)
        if unfinished:
            print(f"demo      {unfinished.in_words(chosen.demo)}")
        elif chosen.demo is not None:
            print("demo      left out: the folder of the state holds cases already")
        return unfinished
    if chosen.demo is None:
        if state:
            Bookmark.forget(chosen.state)
        return None
    # Begun before the first case, so that not even a crash in between leaves a folder that looks complete.
    return Bookmark.begin(chosen.state, chosen.demo, dt.datetime.now(dt.UTC).replace(microsecond=0))


def _played(stack: Stack, year: Bookmark, ended: threading.Event) -> bool:
    from infra.local.demo import play

    played = play(stack, year, ended)
    if played.finished:
        print(f"demo      {played.cases} invented cases, {played.months} months of figures, {played.seconds:.0f} s")
    return played.finished


if __name__ == "__main__":
    sys.exit(main())
