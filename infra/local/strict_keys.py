"""What IAM and key policies enforce of KMS and moto does not: a function does with a key what its role and the key say, and no more.

A key is used only where both agree: a statement of the role of the function at work, and one of the policy of the key that names that
role. Whoever is no function, such as a test that looks, may do everything; so may a thread that a function starts, which none does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any

from infra.local.cloud import ACCOUNT, Cloud
from infra.local.template import Json

_at_work = threading.local()
_ACTIONS = {"encrypt": "kms:Encrypt", "decrypt": "kms:Decrypt", "generate_data_key": "kms:GenerateDataKey"}


class KeyRights:
    """The rights of one stack. Nobody is held to them before `of` was called, nor after `forget`."""

    def __init__(self) -> None:
        self._cloud: Cloud | None = None

    def of(self, cloud: Cloud) -> None:
        """Hold the functions of this stack to its template."""
        self._cloud = cloud

    def forget(self) -> None:
        """The stack is gone."""
        self._cloud = None

    @contextmanager
    def working(self, function: str | None) -> Iterator[None]:
        """Within this context the thread works for that function, by its logical id; None: for nobody."""
        before = self.at_work()
        _at_work.function = function
        try:
            yield
        finally:
            _at_work.function = before

    def may(self, function: str, action: str, arn: str, context: Mapping[str, str]) -> bool:
        """Whether both the role of the function and the policy of the key let it do that with the key."""
        if self._cloud is None:
            return True
        role, key = self._cloud.get(f"{function}Role"), self._key(arn)
        own = [one for policy in role.properties["Policies"] for one in policy["PolicyDocument"]["Statement"]]
        by_role = any(_allows(one, action, context) and arn in _listed(one["Resource"]) for one in own)
        # As CloudFormation names a role: after the stack and its logical id, with an ending of its own.
        principal = f"arn:aws:iam::{ACCOUNT}:role/{role.physical}-LOCAL"
        by_key = any(_allows(one, action, context) and _names(one, principal) for one in key["Statement"])
        return by_role and by_key

    def at_work(self) -> str | None:
        """The function for which this thread works; None for whoever is none."""
        function: str | None = getattr(_at_work, "function", None)
        return function

    def check(self, action: str, arn: str, context: Mapping[str, str]) -> None:
        """Refuse as KMS does, if a function is at work that may not do that with the key."""
        function = self.at_work()
        if function is not None and not self.may(function, action, arn, context):
            from moto.core.exceptions import JsonRESTError

            raise JsonRESTError("AccessDeniedException", f"{function} is not authorized to perform: {action} on resource: {arn}")

    def _key(self, arn: str) -> Json:
        keys = self._cloud.of_type("AWS::KMS::Key") if self._cloud else []
        policy: Json = next(key.properties["KeyPolicy"] for key in keys if key.attributes["Arn"] == arn)
        return policy


KEY_RIGHTS = KeyRights()


def install() -> None:
    """Put the rules in place."""
    from moto.kms.models import KmsBackend

    for name in _ACTIONS:
        setattr(KmsBackend, name, _held(name, getattr(KmsBackend, name)))


def _held(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    def checked(backend: Any, *rest: Any, **named: Any) -> Any:
        context = named.get("encryption_context") or {}
        if name != "decrypt":
            KEY_RIGHTS.check(_ACTIONS[name], _arn(backend, named["key_id"]), context)
            # moto makes a data key by encrypting one: that is KMS at work and not the function.
            with KEY_RIGHTS.working(None):
                return act(backend, *rest, **named)
        answer = act(backend, *rest, **named)
        KEY_RIGHTS.check(_ACTIONS[name], answer[1], context)
        return answer

    return checked


def _arn(backend: Any, key_id: str) -> str:
    return str(backend.keys[backend.any_id_to_key_id(key_id)].arn)


def _allows(statement: Json, action: str, context: Mapping[str, str]) -> bool:
    wanted = statement.get("Condition", {}).get("StringEquals", {})
    prefix = "kms:EncryptionContext:"
    said = all(context.get(name.removeprefix(prefix)) in _listed(value) for name, value in wanted.items() if name.startswith(prefix))
    return statement["Effect"] == "Allow" and action in _listed(statement["Action"]) and said


def _names(statement: Json, principal: str) -> bool:
    patterns = _listed(statement.get("Condition", {}).get("ArnLike", {}).get("aws:PrincipalArn", []))
    return "AWS" in statement["Principal"] and any(fnmatchcase(principal, pattern) for pattern in patterns)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
