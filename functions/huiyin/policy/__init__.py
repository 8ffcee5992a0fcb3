"""The policy as data; the only place for a number, a code or a sentence of the policy."""

from huiyin.policy.loading import load_policy, load_policy_from, put_in_force, released_policy
from huiyin.policy.spots import PolicyError

__all__ = ["PolicyError", "load_policy", "load_policy_from", "put_in_force", "released_policy"]
