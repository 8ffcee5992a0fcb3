"""What SES writes on top of a mail before it hands it over: the way it came, what the scan found, who vouches for the sender."""

from __future__ import annotations

import re
from collections.abc import Mapping

from infra.local.taps import TAPS

_FROM = re.compile(rb"^from:.*?([^\s<>@]+@([^\s<>]+))", re.IGNORECASE | re.MULTILINE)
# The test file that every scanner reports, beginning of its signature.
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def as_carried(raw: bytes, asked: Mapping[str, str]) -> bytes:
    """The mail as it lies in the bucket. asked: verdicts to give instead of PASS, such as {"dmarc": "fail", "virus": "FAIL"}."""
    found = _FROM.search(raw.partition(b"\r\n\r\n")[0])
    sender, domain = (found[1].decode("ascii", "replace"), found[2].decode("ascii", "replace")) if found else ("", "unknown.invalid")
    dmarc = asked.get("dmarc", "pass")
    passed = "pass" if dmarc == "pass" else "fail"
    virus = asked.get("virus", "FAIL" if _EICAR in raw else "PASS")
    moment = TAPS.clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    lines = [
        f"Return-Path: <{sender if asked.get('return_path') != 'empty' else ''}>",
        f"Received: from mail.{domain} (mail.{domain} [192.0.2.1])\r\n by inbound-smtp.{TAPS.region}.amazonaws.com; {moment}",
        f"X-SES-Spam-Verdict: {asked.get('spam', 'PASS')}",
        f"X-SES-Virus-Verdict: {virus}",
        f"Authentication-Results: amazonses.com;\r\n spf={passed} smtp.mailfrom={sender};",
        f" dkim={passed} header.i=@{domain};\r\n dmarc={dmarc} header.from={domain};",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii", "replace") + raw
