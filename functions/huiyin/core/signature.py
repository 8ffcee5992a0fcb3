"""5 执行与反馈: the owner's signature under a small piece of work 验收签字: he has checked it himself."""

from huiyin.core.case import Case
from huiyin.core.errors import NotAllowedNow
from huiyin.policy.schema import Policy


def may_count(case: Case, policy: Policy) -> bool:
    """Whether the owner's signature is enough of a check: of a small, general, ordinary matter.

    Policy: 5.4
    """
    rules = policy.measures.signature
    return case.level == "general" and not case.guarded and not case.handling.gone and case.priority in rules.priorities


def check_signed(case: Case, policy: Policy) -> None:
    """Refuse a signature that is not among the photos of the case, or does not count.

    Policy: 5.4
    Raises: NotAllowedNow "signature_not_enough", "signature_missing", both about the field.
    """
    if not may_count(case, policy):
        raise NotAllowedNow("signature_not_enough", field="signed_by_owner")
    states = dict(case.evidence)
    signed = (slot for slot, purpose in case.handling.filed if purpose in policy.measures.signature.purposes)
    if not any(states.get(slot) == "available" for slot in signed):
        raise NotAllowedNow("signature_missing", field="signed_by_owner")
