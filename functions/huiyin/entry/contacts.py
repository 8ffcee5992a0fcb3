"""Checking how an owner can be reached: phone numbers and e-mail addresses as people type them."""

import re
import unicodedata
from collections.abc import Collection

from huiyin.core.errors import NotUnderstood
from huiyin.policy.records import dataclass

_SEPARATORS = re.compile(r"[/／,，、;；|]|或")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)[^0-9]{0,3}([0-9]{1,8})$", re.IGNORECASE)
# Service numbers such as 110 or 12345 have fewer digits than any line of a person.
_FEWEST = 7
_PHONE_CHARS = 60
# China, and how many digits a number of its cities has without the code of the city.
_HOME, _LOCAL_DIGITS = 86, 8
# Most owners leave this; what it lets pass, the tables of phonenumbers let pass too. 179 is left to the tables: it opens
# the carrier codes of network calls (17900-17911), which are dialled before a number.
_MAINLAND_MOBILE = re.compile(r"(?:\+86[ -]?)?1(?:[345689][0-9]|7[0-8])(?:[ -]?[0-9]{4}){2}")

# The same for addresses: short, without anything that mail services read in different ways, and under no reserved name.
_PLAIN_ADDRESS = re.compile(r"([A-Za-z0-9_]+(?:[.+-][A-Za-z0-9_]+)*)@((?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+(?:com|cn|net|org))")
_PLAIN_CHARS = 60


def checked_phone(typed: str, *, otherwise: bool) -> str:
    """The phone number as it was typed, when it can be one. otherwise: the owner can be reached another way, too.

    Policy: 2.2
    Raises: NotUnderstood "phone_invalid".
    """
    if not typed:
        return ""
    if len(typed) > _PHONE_CHARS:
        raise NotUnderstood("phone_invalid", field="phone")
    folded = _folded(typed)
    parts = _parts(folded)
    if parts and all(_can_be_dialled(part) for part in parts):
        return typed
    # With another way to reach the owner a short number is kept as he wrote it rather than refused.
    if otherwise and any(char.isdigit() for char in folded):
        return typed
    raise NotUnderstood("phone_invalid", field="phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A telephone line. number: in E.164, or its digits where only the city can dial it; shared: a service number of many."""

    number: str
    extension: str
    shared: bool


def lines_of(typed: str) -> tuple[Line, ...]:
    """The lines that can be dialled of a phone number as it was typed: none for 110, two for a number and another.

    Policy: 2.5
    """
    import phonenumbers

    lines = []
    for part in _parts(_folded(typed)):
        if not _can_be_dialled(part):
            continue
        extension = _EXTENSION.search(part)
        number = phonenumbers.parse(_EXTENSION.sub("", part), "CN")
        is_whole = number.country_code != _HOME or len(str(number.national_number)) > _LOCAL_DIGITS
        in_full = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        lines.append(
            Line(
                number=in_full if is_whole else str(number.national_number),
                extension=extension[1] if extension else "",
                shared=phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.SHARED_COST,
            )
        )
    return tuple(lines)


def _parts(folded: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(folded) if part.strip()]


def _folded(typed: str) -> str:
    narrow = unicodedata.normalize("NFKC", typed)
    return "".join(char for char in narrow if unicodedata.category(char) != "Cf").strip()


def _can_be_dialled(part: str) -> bool:
    plain = _EXTENSION.sub("", part)
    if _MAINLAND_MOBILE.fullmatch(plain):
        return True
    # Imported on first use: a complaint with an ordinary number, or none, does not wait for the tables of all countries.
    import phonenumbers

    if sum(char.isdigit() for char in plain) < _FEWEST:
        return False
    try:
        number = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        return False
    possible = phonenumbers.ValidationResult
    return phonenumbers.is_possible_number_with_reason(number) in {possible.IS_POSSIBLE, possible.IS_POSSIBLE_LOCAL_ONLY}


def checked_email(typed: str, *, ours: Collection[str]) -> str:
    """The address to which letters go, its domain in ASCII. ours: addresses of the company, which must not answer itself.

    Policy: 2.2
    Raises: NotUnderstood "email_invalid", "email_unsupported" (a local part that mail services refuse), "email_ours".
    """
    if not typed:
        return ""
    plain = _PLAIN_ADDRESS.fullmatch(typed) if len(typed) <= _PLAIN_CHARS else None
    address = f"{plain[1]}@{plain[2].lower()}" if plain else _read_address(typed)
    if without_tag(address) in {without_tag(one) for one in ours}:
        raise NotUnderstood("email_ours", field="email")
    return address


def _read_address(typed: str) -> str:
    # Imported on first use, as the tables of phone numbers are.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        raise NotUnderstood("email_invalid", field="email") from None
    if not found.local_part.isascii():
        raise NotUnderstood("email_unsupported", field="email")
    return f"{found.local_part}@{found.ascii_domain}"


def without_tag(address: str) -> str:
    """An address in lower case and without its +tag: the mailbox behind it."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
