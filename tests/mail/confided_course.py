"""A case on its course comes under guard, and leaves it by two officers: what the letters are told of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from huiyin.core.case import Case
from huiyin.core.events import CaseConfided, CaseReleased, ReleaseAsked


def confided(told: Callable[..., Any], happened: Callable[..., Any], working: Case) -> Iterator[Any]:
    """told: makes a story of a case and what then happens; happened: makes that."""
    guarded = replace(working, guarded=True)
    yield told(working, happened(CaseConfided, "owner", "owner"))
    yield told(guarded, happened(ReleaseAsked, "ye.qing", "confid"))
    if not working.guarded:
        # Once it is released it is no case in which nobody else hears anything.
        yield told(guarded, happened(CaseReleased, "qin.yue", "confid", asked_by="ye.qing"))
