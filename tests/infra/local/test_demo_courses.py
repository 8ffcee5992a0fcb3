"""The courses of the invented year: whoever agrees to a plan did not draw it, and whoever checks had no part in it."""

import random
import tomllib
from itertools import product

import pytest

from huiyin.policy.schema import Policy
from infra.local import demo_courses as courses
from infra.local.demo_courses import Matter, Move
from infra.local.demo_plan import TEXTS


def matter(policy: Policy, severity: int, urgency: int, handler: str) -> Matter:
    assessment = {"severity": severity, "urgency": urgency, "lead": policy.departments.staff[handler].department, "handler": handler}
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    return Matter(assessment=assessment, anonymous=False, guarded=False, pace=1, texts=texts, policy=policy)


def drawn(one: Matter) -> list[Move]:
    return list(courses.answered(random.Random(1), one))


@pytest.mark.parametrize("handler", ["li.wei", "qian.feng", "sun.qi", "xu.ming"])
def test_nobody_checks_what_he_did_or_agreed_to(policy: Policy, handler: str) -> None:
    for severity, urgency in product((1, 2, 3, 4), repeat=2):
        one = matter(policy, severity, urgency, handler)
        moves = drawn(one)
        drew = {move.who for move in moves if move.name in {"submit-plan", "finish-task", "report-done"}}
        agreed = [move.who for move in moves if move.name == "approve-plan"]
        checked = {move.who for move in moves if move.name == "release-answer"}
        assert drew == {handler}
        assert len(set(agreed)) == len(agreed) > 0
        assert not drew & set(agreed)
        assert checked == {one.verifier}
        assert not checked & (drew | set(agreed))


def test_a_slow_matter_is_slower_until_somebody_has_called(policy: Policy) -> None:
    quick = matter(policy, 2, 2, "li.wei")
    slow = Matter(**{**vars(quick), "pace": 12})
    assert drawn(slow)[0].wait == 12 * drawn(quick)[0].wait
