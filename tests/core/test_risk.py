"""Risk: the score follows from the factors that a person has set, grows with each of them, and makes a matter major."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, register, then, triage
from huiyin.core.decide import decide
from huiyin.core.errors import NotUnderstood
from huiyin.core.evolution import evolve
from huiyin.core.risk import FACTORS, RiskFactors, light_of, major_by_risk, score_of
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.codec import decode, encode

MOST = {"exposure": 4}
factors = st.builds(RiskFactors, **{name: st.integers(1 if name in {"households", "money", "likelihood"} else 0, 4) for name in FACTORS})


@pytest.mark.parametrize(
    ("changes", "score", "light"),
    [
        ({}, 1, None),
        ({"likelihood": 4}, 4, None),
        ({"households": 3, "likelihood": 2}, 6, "yellow"),
        ({"money": 5, "likelihood": 2}, 10, "orange"),
        ({"legal": 3, "likelihood": 5}, 15, "red"),
        ({"exposure": 3}, 4, None),
        ({"exposure": 4, "likelihood": 3}, 15, "red"),
        ({"safety": 4}, 15, "red"),
        ({"safety": 5}, 20, "red"),
        ({"safety": 5, "likelihood": 5}, 25, "red"),
    ],
)
def test_the_score_is_likelihood_times_the_worst_impact_and_no_less_than_safety_asks_for(
    policy: Policy, changes: dict[str, int], score: int, light: str | None
) -> None:
    risk = RiskFactors(**changes)
    assert (score_of(risk, policy), light_of(score, policy)) == (score, light)
    assert major_by_risk(risk, policy) == (("M9",) if score >= 15 else ())


@given(factors, st.sampled_from(FACTORS))
def test_no_graver_factor_makes_it_less_risky(risk: RiskFactors, name: str) -> None:
    policy = load_policy()
    graver = replace(risk, **{name: min(getattr(risk, name) + 1, MOST.get(name, 5))})
    assert score_of(graver, policy) >= score_of(risk, policy)
    assert set(major_by_risk(risk, policy)) <= set(major_by_risk(graver, policy))


def test_every_grade_that_the_factors_begin_with_is_a_grade_of_the_policy(policy: Policy) -> None:
    plain = RiskFactors()
    assert all(getattr(plain, name) in getattr(policy.risk, name) for name in FACTORS)


def test_triage_keeps_the_factors_and_a_high_risk_is_major(policy: Policy) -> None:
    registered = a_case(policy, register(policy))
    risk = RiskFactors(legal=5, likelihood=3)
    ask = triage(policy, severity=2, urgency=1, risk=risk)
    (event,) = decide(registered, ask, policy, MONDAY_9AM)
    case = evolve(registered, event)
    assert (case.level, case.handling.level_reasons, case.priority, case.handling.risk) == ("major", ("M9",), "P2", risk)
    assert decode(*encode(event)[:2]) == event
    mild = then(registered, triage(policy, severity=2, urgency=1, risk=RiskFactors(money=2)), policy)
    assert (mild.level, mild.handling.risk) == ("general", RiskFactors(money=2))
    assert then(registered, triage(policy), policy).handling.risk is None
    assert major_by_risk(None, policy) == ()


@pytest.mark.parametrize(("name", "grade"), [("safety", 6), ("households", 0), ("legal", 1), ("exposure", 5), ("likelihood", 0)])
def test_a_grade_that_the_policy_does_not_know_is_refused(policy: Policy, name: str, grade: int) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decide(a_case(policy, register(policy)), triage(policy, risk=RiskFactors(**{name: grade})), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == ("unknown_word", name)
