"""What the register names is there; the register of this release passes."""

from dataclasses import replace

import pytest

from huiyin.policy import PolicyError
from huiyin.policy.registered import check_register
from huiyin.policy.schema import Policy


def test_a_class_that_is_gone_is_named_with_its_row(policy: Policy) -> None:
    check_register(policy)
    without = {code: name for code, name in policy.register.classes.items() if code != "sensitive"}
    with pytest.raises(PolicyError) as wrong:
        check_register(replace(policy, register=replace(policy.register, classes=without)))
    assert (wrong.value.file, wrong.value.key) == ("register.toml", "rows.care.kind")
