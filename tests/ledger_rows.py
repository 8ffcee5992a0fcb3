"""Cases by the thousand as DynamoDB hands them out, and what a ledger has to say of each: both told from its number alone."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from builders import MONDAY_9AM, a_case, accept, register, triage
from huiyin.core.case import Case
from huiyin.policy.schema import Policy
from huiyin.store.items import META, CaseItem, case_key
from insight.tables import TEXTS

Item = dict[str, Any]
# Nine in the morning where the community is.
_HERE = datetime(2026, 11, 23, 9, 0)
# Codes that no policy names any more are their own names: so what people may have typed stands in a row as well.
_ODD = (None, "b3", *TEXTS)


def case_id_of(n: int) -> str:
    return f"{n:08d}"


def stored(policy: Policy, count: int) -> Iterator[Item]:
    """So many items of the table, of every channel, category, level, priority and department, answered or not, ended or not."""
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    facts = {f.name: getattr(case, f.name) for f in fields(Case) if f.name != "case_id"}
    keys: Item = dict.fromkeys(("head", "data_key", "code_hash", "key_hash", "fingerprint"), b"-")
    usual = CaseItem(case_key("0"), META, **facts, **keys, attempt=0).serialize()
    # What no attribute says, as it is stored: without a name.
    empty = {name: {"NULL": True} for name in ("bu", "ha")}
    for n in range(count):
        told = {name: {"S": text} for name, text in _texts(policy, n).items() if text is not None}
        yield usual | empty | told


def _texts(policy: Policy, n: int) -> dict[str, str | None]:
    moment = MONDAY_9AM + timedelta(minutes=n)
    return {
        "pk": case_key(case_id_of(n)),
        "nu": f"HY-2026-{n:08d}",
        "ra": _utc(moment),
        "ad": _utc(moment + timedelta(days=3)),
        "ch": _turn(policy.channels, n),
        "ca": _turn(policy.categories, n),
        "lv": _turn(policy.charter.levels, n),
        "pr": _turn(policy.promises.clocks, n),
        "le": _turn(policy.departments.departments, n),
        "ki": _turn(policy.charter.kinds, n),
        "bu": _ODD[n % len(_ODD)],
        "ha": _ODD[n % 7],
        "si": _turn(policy.categories[_turn(policy.categories, n)].sub_issues, n),
        "st": "CLOSED" if n % 3 == 2 else "INVESTIGATING",
        "hg": json.dumps(_course(policy, n, moment)),
    }


def _course(policy: Policy, n: int, moment: datetime) -> Item:
    """Of three in a row one waits, one is answered, one is closed."""
    points = [{"category": "elevator", "sub_issue": "noise", "finding": found} for found in ("upheld", "not_ours")[: n % 3]]
    course: Item = {"points": points, "co_departments": list(policy.departments.departments)[: n % 4]}
    if n % 3:
        tries = [_utc(moment + timedelta(days=2))] if n % 2 else []
        course["answer"] = {"at": _utc(moment + timedelta(days=1)), "by": "gu.ning", "reply_due": _utc(moment), "tries": tries}
    if n % 3 == 2:
        course |= {"closed_at": _utc(moment + timedelta(days=4)), "verdict": "solved"}
    return course


def wanted(policy: Policy, n: int) -> tuple[str | datetime | None, ...]:
    """The cells of that row in Chinese, column by column, from the words of the policy."""
    departments, category = policy.departments.departments, _turn(policy.categories, n)
    lead = _turn(departments, n)
    here, odd, handler = _HERE + timedelta(minutes=n), _ODD[n % len(_ODD)], _ODD[n % 7]
    joining = sorted(set(list(departments)[: n % 4]) - {lead})
    return (
        f"HY-2026-{n:08d}",
        here,
        policy.channels[_turn(policy.channels, n)].name.zh,
        policy.charter.kinds[_turn(policy.charter.kinds, n)].zh,
        "3 号楼" if odd == "b3" else odd,
        policy.categories[category].name.zh,
        policy.categories[category].sub_issues[_turn(policy.categories[category].sub_issues, n)].name.zh,
        policy.charter.levels[_turn(policy.charter.levels, n)].zh,
        list(policy.promises.clocks.values())[n % len(policy.promises.clocks)].name.zh,
        departments[lead].name.zh,
        "、".join(departments[one].name.zh for one in joining) or None,
        handler,
        here + timedelta(days=3),
        here + timedelta(days=1) if n % 3 else None,
        (None, "成立", "成立、非物业职责")[n % 3],
        here + timedelta(days=4) if n % 3 == 2 else None,
        here + timedelta(days=2) if n % 3 and n % 2 else None,
        "已解决" if n % 3 == 2 else None,
    )


def _turn(codes: Any, n: int) -> str:
    known = list(codes)
    return str(known[n % len(known)])


def _utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
