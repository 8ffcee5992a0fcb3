"""What SES refuses and moto accepts: bad headers, addresses outside ASCII, unknown senders and configuration sets."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from email.parser import HeaderParser
from email.utils import getaddresses, parseaddr
from typing import Any

from infra.local.bounces import told_of
from infra.local.taps import TAPS

MESSAGE_BYTES = 40 * 1024 * 1024
RECIPIENTS = 50
LINE_CHARACTERS = 998


def install() -> None:
    """Put the rules in place."""
    from moto.ses.models import SESBackend
    from moto.sesv2.responses import SESV2Response

    backend: Any = SESBackend
    backend.send_email = _simple(backend.send_email)
    backend.send_raw_email = _raw(backend.send_raw_email)
    response: Any = SESV2Response
    response.send_email = _known_set(response.send_email)


def _reject(message: str) -> Exception:
    from moto.ses.exceptions import MessageRejectedError

    return MessageRejectedError(message)


def _invalid(message: str) -> Exception:
    from moto.ses.exceptions import InvalidParameterValue

    return InvalidParameterValue(message)


def _check_addresses(addresses: list[str]) -> None:
    """Only the domain may leave ASCII, and SES wants it as punycode."""
    for address in addresses:
        _, bare = parseaddr(address)
        local, _, domain = bare.rpartition("@")
        if not local or not domain or re.search(r"[\s\x00-\x1f]", bare):
            raise _invalid("Illegal address")
        if not local.isascii():
            raise _invalid("Local address contains control or whitespace")
        if not domain.isascii():
            raise _invalid("Domain contains illegal character")


def _simple(send: Callable[..., Any]) -> Callable[..., Any]:
    def checked(backend: Any, source: str, subject: str, body: str, destinations: dict[str, list[str]]) -> Any:
        if re.search(r"[\r\n\x00]", subject):
            raise _invalid("Header value contains illegal characters")
        _check_addresses([source, *(address for group in destinations.values() for address in group)])
        message = send(backend, source, subject, body, destinations)
        message.at = TAPS.clock.now()
        return message

    return checked


def _raw(send: Callable[..., Any]) -> Callable[..., Any]:
    def checked(backend: Any, source: str | None, destinations: list[str], raw_data: str) -> Any:
        if len(raw_data.encode()) > MESSAGE_BYTES:
            raise _reject("Message length is more than allowed")
        head = re.split(r"\r?\n\r?\n", raw_data, maxsplit=1)[0]
        if not head.isascii() or any(len(line) > LINE_CHARACTERS for line in head.splitlines()):
            raise _reject("Header is not ASCII or has a line that is too long")
        headers = HeaderParser().parsestr(head + "\n\n")
        _, written_by = parseaddr(headers.get("From", ""))
        if not written_by or not backend._is_verified_address(written_by):
            raise _reject("Email address is not verified")
        named = [address for _, address in getaddresses(headers.get_all("To", []) + headers.get_all("Cc", [])) if address]
        wanted = list(dict.fromkeys(destinations or named))
        if not wanted:
            raise _invalid("Missing final destination")
        if len(wanted) > RECIPIENTS:
            raise _reject("Too many recipients.")
        _check_addresses([*wanted, *([source] if source else [])])
        message = send(backend, source, [], raw_data)
        # moto adds the headers' addresses to the envelope and so names everybody twice
        message.destinations = wanted
        message.at = TAPS.clock.now()
        return message

    return checked


def _known_set(send: Callable[[Any], str]) -> Callable[[Any], str]:
    def checked(response: Any) -> str:
        asked = json.loads(response.body)
        name = asked.get("ConfigurationSetName")
        if name and name not in response.sesv2_backend.core_backend.config_sets:
            from moto.ses.exceptions import NotFoundException

            raise NotFoundException(f"Configuration set <{name}> does not exist.")
        raw = asked.get("Content", {}).get("Raw", {}).get("Data")
        if raw is not None:
            try:
                base64.b64decode(raw).decode("utf-8")
            except UnicodeDecodeError as wrong:
                raise _reject("The local stack takes messages in UTF-8 or 7 bit only") from wrong
        answer = send(response)
        returned = told_of(asked, TAPS.clock)
        if returned is not None and TAPS.on_return:
            TAPS.on_return(*returned)
        return answer

    return checked
