"""3 分析与评估: the risk of a matter: factors that a person has set, and the score that follows from them."""

from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy

FACTORS = ("safety", "households", "money", "legal", "exposure", "likelihood")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFactors:
    """What makes it risky, each by its grade in risk.toml. They are kept, not only the score that they had once."""

    safety: int = 0
    households: int = 1
    money: int = 1
    legal: int = 0
    exposure: int = 0
    likelihood: int = 1


def score_of(risk: RiskFactors, policy: Policy) -> int:
    """Likelihood times impact, and no less than the floor of its safety.

    Policy: 3.6
    """
    rules = policy.risk
    told = risk.exposure + rules.exposure_more if risk.exposure else 0
    impact = max(risk.safety, risk.households, risk.money, risk.legal, told)
    return max(risk.likelihood * impact, rules.floors.get(risk.safety, 0))


def light_of(score: int, policy: Policy) -> str | None:
    """The colour in which that score shows; None below the mildest.

    Policy: 3.6
    """
    return next((code for code, light in reversed(list(policy.risk.lights.items())) if score >= light.score_from), None)


def major_by_risk(risk: RiskFactors | None, policy: Policy) -> tuple[str, ...]:
    """The rule for major matters that the risk fulfils, if it does.

    Policy: 1.2, 3.6
    """
    return (policy.risk.major_rule,) if risk is not None and score_of(risk, policy) >= policy.risk.major else ()
