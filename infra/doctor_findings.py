"""What the doctor finds: well, worth a look, or wrong - and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from botocore.exceptions import BotoCoreError, ClientError

from infra.deployment import Deployment

Verdict = Literal["ok", "warn", "FAIL"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line. zh, en: what was looked at; seen: what was found there; remedy: what to do, empty when it is well."""

    verdict: Verdict
    zh: str
    en: str
    seen: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.verdict:<4}  {self.en} {self.zh}: {self.seen}"
        return f"{line}\n      -> {self.remedy}" if self.remedy else line


Check = Callable[[Deployment], Iterator[Finding]]


class About:
    """One thing looked at, under its two names; every verdict about it is said through this."""

    def __init__(self, zh: str, en: str) -> None:
        self._zh, self._en = zh, en

    def holds(self, well: bool, seen: str, remedy: str, *, otherwise: Verdict = "FAIL") -> Finding:
        """Ok when it is well, else the other verdict with the remedy."""
        if well:
            return Finding(verdict="ok", zh=self._zh, en=self._en, seen=seen)
        return Finding(verdict=otherwise, zh=self._zh, en=self._en, seen=seen, remedy=remedy)


def looked(check: Check, deployment: Deployment) -> Iterator[Finding]:
    """The findings of one check. What AWS refuses to tell is a finding too, and stops no other check."""
    try:
        yield from check(deployment)
    except ClientError as refused:
        code, what = refused.response["Error"]["Code"], refused.operation_name
        remedy = "Nothing was found out. See whether the resource is still there, and whether you may ask for it."
        yield Finding(verdict="FAIL", zh="未能查询", en="Could not ask", seen=f"{check.__name__}: {what} {code}", remedy=remedy)
    except (BotoCoreError, OSError) as broken:
        remedy = "Nothing was found out. See whether this machine reaches AWS and the site."
        yield Finding(verdict="FAIL", zh="未能查询", en="Could not ask", seen=f"{check.__name__}: {type(broken).__name__}", remedy=remedy)
