"""Stops a test that reaches for another machine."""

import ipaddress
from typing import Any


class LeftTheMachine(BaseException):
    """A test tried to reach another machine. No Exception, so that nothing between swallows it."""


def is_own(address: Any) -> bool:
    """Whether a socket address lies on this machine: a path, a name of it, or a loopback address."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
