"""The files of the policy: which part lies in which, and how one is read without surprises."""

import codecs
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import rtoml

from huiyin.policy.schema import LANGUAGES
from huiyin.policy.spots import Spot

# A file that is one part of the policy has its keys at the top; the others have a table for each part.
WHOLE = (
    "charter",
    "calendar",
    "promises",
    "risk",
    "departments",
    "measures",
    "playbooks",
    "ledger",
    "survey",
    "rights",
    "register",
    "estate",
    "overview",
    "redaction",
    "sharing",
)
SHARED: Mapping[str, tuple[str, ...]] = {
    "channels": (
        "channels",
        "limits",
        "postage",
        "mail_in",
        "checks",
        "robots",
        "consents",
        "submitters",
        "contact_ways",
        "needs",
        "identity_reasons",
        "read_backs",
        "late_proofs",
        "caller_checks",
    ),
    "places": ("communities",),
    "taxonomy": ("categories", "tiles", "hints"),
}
_FILE_OF = {part: file for file, parts in SHARED.items() for part in parts}
# What says whether the parts fit together.
RULES = tuple(Path(__file__).with_name(name) for name in ("order.py", "redaction.py", "references.py", "registered.py", "sheets.py"))
WORDS = tuple(f"words.{language}" for language in LANGUAGES)


def spot_of(part: str, *keys: object) -> Spot:
    """Where that part of the policy is written."""
    names = tuple(str(key) for key in keys)
    return Spot(f"{_FILE_OF[part]}.toml", (part, *names)) if part in _FILE_OF else Spot(f"{part}.toml", names)


def read_files(folder: Path) -> Mapping[str, dict[str, object]]:
    """Every policy file of the folder as a table, by its name without .toml.

    Raises: PolicyError for a file that is missing, unknown, or not plain UTF-8 TOML.
    """
    expected = {*WHOLE, *SHARED, *WORDS}
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in expected:
            raise Spot(path.name).unknown(path.name, {f"{name}.toml" for name in expected}, "policy file")
    return {name: _read_file(folder / f"{name}.toml") for name in sorted(expected)}


def fingerprint(folder: Path) -> str:
    """Of what stands in the policy files of the folder and of the rules by which they fit: another one for any other byte."""
    seen = sha256()
    for path in (*sorted(folder.glob("*.toml")), *RULES):
        raw = path.read_bytes()
        seen.update(f"{path.name} {len(raw)}\n".encode() + raw)
    return seen.hexdigest()


def _read_file(path: Path) -> dict[str, object]:
    spot = Spot(path.name)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise spot.wrong("is missing") from None
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise spot.wrong("line 1: starts with a byte order mark. Save it as UTF-8 without BOM")
    windows_end = raw.find(b"\r")
    if windows_end >= 0:
        raise spot.wrong(f"line {_line(raw, windows_end)}: ends as on Windows (CRLF). Save it with LF line ends")
    try:
        text = raw.decode("utf-8")
        return rtoml.loads(text)
    except UnicodeDecodeError as error:
        raise spot.wrong(f"line {_line(raw, error.start)}: is not UTF-8 (GBK?). Save it as UTF-8") from None
    except rtoml.TomlParsingError as error:
        raise spot.wrong(_fault(text) or f"is not TOML: {error}") from error


def _fault(text: str) -> str | None:
    """What is wrong in the words of the standard library, which reads slowly and explains well."""
    import tomllib

    try:
        tomllib.loads(text)
    except RecursionError:
        return "is nested too deep"
    except tomllib.TOMLDecodeError as error:
        return f"is not TOML: {error}"
    return None


def _line(raw: bytes, offset: int) -> int:
    return raw.count(b"\n", 0, offset) + 1
