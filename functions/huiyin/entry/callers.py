"""Who calls, as far as it can be believed: the address that the gateway saw, or the one that our own front saw."""

import hmac
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from huiyin.entry.requests import Request

# Set by our distribution: the secret proves that a request came through it, the other says who asked there.
DOOR, VIEWER = "huiyin-door", "huiyin-viewer"
# Whoever has one address of IPv6 has a network of 2^64.
_OWN_BITS = 64


def caller_of(request: Request, secret: Callable[[], bytes]) -> str:
    """The address that a request comes from: of the connection, or of the visitor when our distribution brings it.

    secret: what only the distribution knows; asked for when somebody claims to be it. X-Forwarded-For is the client's word and
    is never read.
    """
    claimed = request.headers.get(DOOR, "")
    if claimed and hmac.compare_digest(claimed.encode(), secret()):
        return request.headers.get(VIEWER, "") or request.source
    return request.source


def neighbourhood_of(address: str) -> str:
    """The part of an address that one person has to himself: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> _OWN_BITS << _OWN_BITS)}/{_OWN_BITS}"
    return str(found)
