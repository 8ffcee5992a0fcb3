"""Where a link of a mail leads: the host, found as a browser finds it, whatever the writer of the mail did to hide it."""

import re
import unicodedata
from urllib.parse import unquote

# A browser takes \ for /, any number of them, and none at all behind the scheme.
_AUTHORITY = re.compile(r"(?:(?:https?|ftp):[/\\]*+|[/\\]{2,}+)([^/\\?#]*+)", re.IGNORECASE)
_DROPPED = str.maketrans("", "", "\t\r\n")
_AROUND = "".join(map(chr, range(0x21)))
_PORT = re.compile(r":[0-9]*+$")
# What Unicode's rule for host names (UTS 46) takes out, and what it reads as a dot.
_UNSEEN = re.compile("[\u00ad\u034f\u180b-\u180d\u200b\u2060\u2064\ufe00-\ufe0f\ufeff]")
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
_HOST = re.compile(r"\[[0-9a-f:.]++\]|[^\x00-\x20\x7f#%/:<>?@\[\\\]^|]++")


def host_of(address: str) -> str:
    """The host that an address leads to, in ASCII as the network knows it, so that no look-alike letter passes for another.

    address: without its character references. Returns: "" for one that leads to no host, as mailto: and a path do.
    """
    found = _AUTHORITY.match(address.translate(_DROPPED).strip(_AROUND))
    if found is None:
        return ""
    # A user's name in front may look like another host.
    host = unquote(_PORT.sub("", found[1].rpartition("@")[2]))
    host = unicodedata.normalize("NFKC", _UNSEEN.sub("", host).translate(_DOTS)).lower().rstrip(".")
    return ".".join(map(_in_ascii, host.split("."))) if _HOST.fullmatch(host) else ""


def says(words: str, host: str) -> bool:
    """Whether one of these words is that host or an address that leads there; a part of a longer name is another name."""
    return any(host_of(word if "://" in word else f"//{word}") == host for word in words.split())


def _in_ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
